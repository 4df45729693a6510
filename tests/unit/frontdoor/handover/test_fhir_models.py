"""Every resource that leaves is read by a model of FHIR that others made (fhir.resources, for R4B).

R4B differs from R4 in none of the resources that are used here.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from fhir.resources.R4B import get_fhir_model_class
from fhir.resources.R4B.bundle import Bundle
from pydantic import ValidationError

from frontdoor.handover.fhir import FhirMessage, message_bundle, withdrawal_bundle
from selfassess.values.people import Asker, Communication, CommunicationNeed, Relation
from selfassess.values.referral import ReferralRecord, Status
from selfassess.values.request import CONCERNS, RequestKind, RequestValue
from tests.unit.selfassess.referrals.samples import full_request

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
ID = "5c1f7c0e-0000-4000-8000-000000000001"
KINDS = [kind for kind in RequestKind if kind not in CONCERNS]


def message(destination: str = "https://cases.example.org/referrals") -> FhirMessage:
    titles = {kind: kind.value for kind in RequestKind}
    return FhirMessage(ID, NOW, "Dearne Valley Council", "https://help.example.org", destination, titles)


def bundle_of(request: RequestValue) -> dict[str, Any]:
    record = ReferralRecord(
        reference="K7MX-4RTP",
        sent_at=NOW,
        request=request,
        status=Status.NEW,
        outcome="",
        assigned_to="",
        respond_by=date(2026, 11, 30),
        history=(),
    )
    return message_bundle(message(), record)


def requests() -> Iterator[Any]:
    for kind in KINDS:
        yield pytest.param(full_request(kind), id=kind.value)
    yield pytest.param(RequestValue(RequestKind.CALL_BACK), id="nothing but the kind")
    asker = Asker(Relation.PROFESSIONAL, "Rita Shaw", "01632 960321", "rita@example.org")
    every_need = Communication(tuple(CommunicationNeed), "Polish", "Knock twice")
    yield pytest.param(
        full_request(asker=asker, communication=every_need), id="a professional, and every need"
    )


@pytest.mark.parametrize("request_sent", list(requests()))
def test_a_message_is_read_with_each_of_its_resources(request_sent: RequestValue) -> None:
    check(bundle_of(request_sent))


def check(bundle: dict[str, Any]) -> None:
    read = Bundle.model_validate(bundle)
    assert len(read.entry) == len(bundle["entry"])
    for entry in bundle["entry"]:
        resource = entry["resource"]
        model = get_fhir_model_class(resource["resourceType"])
        assert model.model_validate(resource).id == resource["id"]


def test_a_withdrawal_is_read() -> None:
    check(withdrawal_bundle(message(), ID, "K7MX-4RTP"))
    check(withdrawal_bundle(message(""), ID, "K7MX-4RTP"))


@pytest.mark.parametrize(
    ("number", "name", "value"),
    [
        (1, "status", ""),
        (1, "subject", None),
        (2, "intent", None),
        (3, "birthDate", "yesterday"),
        (1, "made_up", 1),
    ],
)
def test_a_planted_fault_is_noticed(number: int, name: str, value: Any) -> None:
    bundle = bundle_of(full_request())
    resource = bundle["entry"][number]["resource"]
    resource.pop(name, None)
    if value is not None:
        resource[name] = value
    with pytest.raises(ValidationError):
        Bundle.model_validate(bundle)
