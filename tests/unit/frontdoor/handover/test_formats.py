"""What of a request is in each of its forms, and that nothing in them is empty."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from frontdoor.handover import fhir, prsb
from frontdoor.handover.fhir import FhirMessage
from frontdoor.handover.prsb import PrsbMessage, PrsbRecord
from selfassess.values.people import Asker, Person, Relation
from selfassess.values.referral import EventRecord, ReferralRecord, Status
from selfassess.values.request import RequestKind, RequestValue
from tests.unit.selfassess.referrals.samples import OWN_WORDS, full_request

AT = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
SENT = EventRecord(1, Status.NEW, "", AT)
RECORD = ReferralRecord("K7MX-4RTP", AT, full_request(), history=(SENT,))
BARE = ReferralRecord("K7MX-4RTP", AT, RequestValue(RequestKind.CALL_BACK, about=Person(name="Bea Hall")))
TITLES = {kind: kind.value for kind in RequestKind}
MESSAGE = FhirMessage(
    "m-1", AT, "Dearne Valley Council", "https://help.example.org", "https://cases.example.org", TITLES
)


def decided(status: Status, note: str = "") -> ReferralRecord:
    step = EventRecord(2, status, "Sam Okoro", AT, note=note)
    return replace(RECORD, status=status, history=(SENT, step))


def prsb_of(kind: PrsbRecord, record: ReferralRecord = RECORD) -> dict[str, Any]:
    return prsb.prsb_record(kind, PrsbMessage("m-1", AT, "Dearne Valley Council"), record)


def empty_values(value: Any, path: str = "") -> Iterator[str]:
    """Yield the places of a JSON value that are empty."""
    pairs: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        pairs = list(value.items())
    if isinstance(value, list):
        pairs = list(enumerate(value))
    for name, one in pairs:
        if one in ("", None, [], {}):
            yield f"{path}.{name}"
        yield from empty_values(one, f"{path}.{name}")


def resources(record: ReferralRecord) -> dict[str, dict[str, Any]]:
    found = [one["resource"] for one in fhir.message_bundle(MESSAGE, record)["entry"]]
    return {one["resourceType"]: one for one in found}


@pytest.mark.parametrize("record", [RECORD, BARE])
def test_a_fhir_message_has_nothing_empty_and_refers_to_nothing_outside(record: ReferralRecord) -> None:
    bundle = fhir.message_bundle(MESSAGE, record)
    assert list(empty_values(bundle)) == []
    inside = {one["fullUrl"] for one in bundle["entry"]}
    named = set(references(bundle))
    assert named
    assert named <= inside


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("reference"), str):
            yield value["reference"]
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from references(one)


def test_a_fhir_message_says_what_the_person_said_who_asks_and_by_when() -> None:
    found = resources(RECORD)
    assert found["MessageHeader"]["id"] == "m-1"
    assert found["ServiceRequest"]["reasonCode"] == [{"text": OWN_WORDS}]
    assert found["ServiceRequest"]["identifier"][0]["value"] == "K7MX-4RTP"
    assert found["Task"]["status"] == "requested"
    assert found["Patient"]["birthDate"] == "1941-05-02"
    assert found["RelatedPerson"]["name"] == [{"text": "Tom Hall"}]
    assert "Flag" in found
    assert "no conformance is claimed" in found["MessageHeader"]["text"]["div"]


def test_who_asks_for_themselves_is_the_requester() -> None:
    found = resources(replace(RECORD, request=full_request(asker=Asker(Relation.SELF))))
    assert "RelatedPerson" not in found
    assert found["ServiceRequest"]["requester"] == found["ServiceRequest"]["subject"]


def test_the_same_message_is_the_same_each_time() -> None:
    assert fhir.message_bundle(MESSAGE, RECORD) == fhir.message_bundle(MESSAGE, RECORD)
    other = fhir.message_bundle(replace(MESSAGE, id="m-2"), RECORD)
    assert other["id"] != fhir.message_bundle(MESSAGE, RECORD)["id"]


@pytest.mark.parametrize("kind", list(PrsbRecord))
def test_each_heading_is_filled_or_named_as_not_recorded(kind: PrsbRecord) -> None:
    record = decided(Status.CLOSED)
    found = prsb_of(kind, record)
    assert list(empty_values({name: one for name, one in found.items() if name != "not_recorded"})) == []
    assert (found["standard"], found["version"]) == (prsb.STANDARD, "1.1")
    assert "gp" in found["not_recorded"]
    assert not set(found["not_recorded"]) & found.keys()


def test_the_referral_has_the_persons_own_words_and_what_they_need() -> None:
    found = prsb_of(PrsbRecord.REFERRAL)
    assert found["what_matters_to_the_person"] == OWN_WORDS
    needs = found["person"]["communication_and_accessibility"]
    assert needs == {
        "needs": ["bsl", "no_letters"],
        "interpreter_language": "Polish",
        "other": "Please speak up",
    }
    assert found["safety_risks"] == {
        "call_only_at": "Before noon, when he is out",
        "leave_no_voicemail": True,
    }
    assert found["consent"]["given"] is True


def test_the_message_back_names_who_decided_and_why() -> None:
    found = prsb_of(PrsbRecord.MESSAGE_BACK, decided(Status.DECLINED, "We help adults only."))
    assert found["outcome"]["decided_by"] == "Sam Okoro"
    assert found["outcome"]["reason"] == "We help adults only."
    accepted = prsb_of(PrsbRecord.MESSAGE_BACK, decided(Status.ACCEPTED, "A note among workers"))
    assert "reason" not in accepted["outcome"]


def test_there_is_a_message_back_only_where_somebody_decided() -> None:
    assert not prsb.can_have_message_back(RECORD)
    assert prsb.can_have_message_back(decided(Status.ACCEPTED))
    assert not prsb.can_have_message_back(replace(decided(Status.ACCEPTED), status=Status.NEW))
