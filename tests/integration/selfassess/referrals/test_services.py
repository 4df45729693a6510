"""Requests to the council: sent once, with only what each kind needs, sealed, with a history, and given
away whole."""

import json
import threading
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from cryptography.fernet import Fernet
from flask import Flask
from pydantic import SecretStr
from sqlalchemy import func, select

from core.crypt import Unreadable
from core.db import db
from core.settings import ROOT, Settings
from selfassess.models import Referral
from selfassess.referrals import commands as referrals_commands
from selfassess.referrals import export as referrals_export
from selfassess.referrals import queries as referrals_queries
from selfassess.referrals import required as referrals_required
from selfassess.referrals import services as referrals_services
from selfassess.referrals.services import NotComplete, ReferralUpdate, UpdateRefused
from selfassess.values.concern import Concern
from selfassess.values.referral import ReferralRecord, Status
from selfassess.values.request import RequestKind, RequestValue
from tests.databases import everything_stored
from tests.examples import sampled, slow_on_both
from tests.page_checks import parse, words
from tests.unit.selfassess.referrals.samples import OWN_WORDS, full_request

pytestmark = pytest.mark.both_databases

SCHEMA = json.loads((ROOT / "docs" / "referral.schema.json").read_text(encoding="utf-8"))


@pytest.fixture
def site(app: Flask) -> Iterator[Settings]:
    """The settings of a fresh site, inside its application context."""
    with app.app_context():
        yield app.extensions["settings"]


def sent(site: Settings, request: RequestValue | None = None, key: str = "form-1") -> str:
    """The reference of a request that was sent."""
    return referrals_services.submit(site, request or full_request(), key).reference


def found(site: Settings, reference: str) -> ReferralRecord:
    record = referrals_queries.find(site, reference)
    assert record
    return record


def json_schema() -> Any:
    """Return the validator of the schema. It is imported here, because that takes three seconds, which only the
    test process that runs these tests should spend."""
    from jsonschema import Draft202012Validator, FormatChecker

    return Draft202012Validator(SCHEMA, format_checker=FormatChecker())


def faults(exported: Any) -> list[str]:
    return [fault.message for fault in json_schema().iter_errors(exported)]


@slow_on_both
def test_a_receipt_says_what_was_sent_and_by_when_they_will_hear(site: Settings) -> None:
    receipt = referrals_services.submit(site, full_request(), "form-1")
    assert (receipt.kind, receipt.respond_by, receipt.first) == (
        RequestKind.NEEDS_ASSESSMENT,
        date(2026, 11, 30),
        True,
    )
    assert len(receipt.reference) == 9


@pytest.mark.parametrize("kind", sampled(list(RequestKind), 6))
def test_what_is_kept_is_what_was_sent_and_only_what_the_kind_needs(
    site: Settings, kind: RequestKind
) -> None:
    record = found(site, sent(site, full_request(kind)).lower())
    assert record.request == referrals_required.only_allowed(full_request(kind))
    assert record.request.own_words == OWN_WORDS
    assert [(event.number, event.status, event.by) for event in record.history] == [(1, Status.NEW, "")]


def test_pressing_the_button_again_sends_nothing_again(site: Settings) -> None:
    first = referrals_services.submit(site, full_request(), "form-1")
    again = referrals_services.submit(site, full_request(own_words="pressed again"), "form-1")
    assert (again.reference, again.sent_at, again.first) == (first.reference, first.sent_at, False)
    assert found(site, first.reference).request.own_words == OWN_WORDS
    assert referrals_services.receipt("form-1") == again
    assert referrals_services.receipt("form-2") is None
    assert referrals_services.submit(site, full_request(), "form-2").first


@slow_on_both
def test_pressing_it_many_times_at_once_sends_once(app: Flask, site: Settings) -> None:
    references: list[str] = []

    def press() -> None:
        with app.app_context():
            references.append(sent(site))

    threads = [threading.Thread(target=press) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(references) == 6
    assert len(set(references)) == 1
    assert db.session.scalar(select(func.count()).select_from(Referral)) == 1


def test_what_lacks_something_is_not_sent(site: Settings) -> None:
    with pytest.raises(NotComplete) as error:
        sent(site, full_request(consent=None))
    assert error.value.missing == ("consent",)
    assert referrals_services.receipt("form-1") is None
    with pytest.raises(ValueError, match="key"):
        sent(site, key="")


def test_nothing_that_can_be_read_lies_in_the_database(site: Settings) -> None:
    reference = sent(site)
    referrals_services.update_referral(
        site, reference, 1, ReferralUpdate(Status.DECLINED, "Ann Worker", "Moved to Leeds")
    )
    dump = everything_stored()
    assert reference in dump
    for secret in ("Beatrice", "garden", "S73 8CV", "when he is out", "Leeds", "form-1"):
        assert secret not in dump


def test_each_step_is_kept_with_its_name_its_time_and_its_note(site: Settings) -> None:
    reference = sent(site)
    referrals_services.update_referral(
        site, reference, 1, ReferralUpdate(Status.ACCEPTED, "Ann Worker", assigned_to="Ann Worker")
    )
    referrals_services.update_referral(
        site, reference, 2, ReferralUpdate(Status.ACCEPTED, "Ann Worker", "Rang, no answer")
    )
    referrals_services.update_referral(
        site, reference, 3, ReferralUpdate(Status.CLOSED, "Ann Worker", outcome="assessed")
    )
    record = found(site, reference)
    assert (record.status, record.outcome, record.assigned_to) == (Status.CLOSED, "assessed", "Ann Worker")
    assert [event.status for event in record.history] == [
        Status.NEW,
        Status.ACCEPTED,
        Status.ACCEPTED,
        Status.CLOSED,
    ]
    assert [event.note for event in record.history] == ["", "", "Rang, no answer", ""]
    assert [event.assigned_to for event in record.history] == ["", *["Ann Worker"] * 3]


@pytest.mark.parametrize(
    ("step", "seen", "why"),
    sampled(
        [
            (ReferralUpdate(Status.ACCEPTED, " "), 1, "name"),
            (ReferralUpdate(Status.DECLINED, "Ann"), 1, "reason"),
            (ReferralUpdate(Status.ACCEPTED, "Ann"), 0, "Somebody else"),
            (ReferralUpdate(Status.ACCEPTED, "A" * 201), 1, "at most 200 letters"),
            (ReferralUpdate(Status.ACCEPTED, "Ann", assigned_to="A" * 201), 1, "at most 200 letters"),
            (ReferralUpdate(Status.ACCEPTED, "Ann", outcome="A" * 41), 1, "40 for an outcome"),
        ],
        3,
    ),
)
def test_a_step_that_cannot_be_is_refused_with_the_reason(
    site: Settings, step: ReferralUpdate, seen: int, why: str
) -> None:
    reference = sent(site)
    with pytest.raises(UpdateRefused, match=why):
        referrals_services.update_referral(site, reference, seen, step)
    assert len(found(site, reference).history) == 1


def test_a_closed_referral_is_opened_again_before_it_is_accepted(site: Settings) -> None:
    reference = sent(site)
    referrals_services.update_referral(site, reference, 1, ReferralUpdate(Status.CLOSED, "Ann"))
    with pytest.raises(UpdateRefused, match="closed cannot become accepted"):
        referrals_services.update_referral(site, reference, 2, ReferralUpdate(Status.ACCEPTED, "Ann"))
    referrals_services.update_referral(site, reference, 2, ReferralUpdate(Status.NEW, "Ann"))
    with pytest.raises(LookupError):
        referrals_services.update_referral(site, "CFHJ-KMPR", 1, ReferralUpdate(Status.ACCEPTED, "Ann"))


@slow_on_both
def test_the_list_has_those_first_that_have_waited_longest_and_holds_no_words(site: Settings) -> None:
    references = [sent(site, key=f"form-{number}") for number in range(3)]
    referrals_services.update_referral(site, references[0], 1, ReferralUpdate(Status.ACCEPTED, "Ann"))
    lines = referrals_queries.summaries(Status.NEW)
    assert {line.reference for line in lines} == set(references[1:])
    assert referrals_queries.summaries(kind=RequestKind.CALL_BACK) == []
    assert len(referrals_queries.summaries(limit=2)) == 2
    assert referrals_queries.counts() == {
        **dict.fromkeys(Status, 0),
        Status.NEW: 2,
        Status.ACCEPTED: 1,
    }


@slow_on_both
def test_a_list_costs_the_same_for_one_and_for_many(site: Settings, app: Flask, statements: Any) -> None:
    numbers = []
    for number in range(4):
        sent(site, key=f"form-{number}")
        db.session.expunge_all()
        with statements(app) as seen:
            referrals_queries.summaries()
        numbers.append(len(seen))
    assert set(numbers) == {1}


def test_the_encryption_key_can_be_changed(site: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    reference = sent(site)
    old, new = (site.data_dir / "encryption_key").read_text(), Fernet.generate_key().decode()
    monkeypatch.setattr(site, "encryption_keys", SecretStr(f"{new},{old}"))
    assert referrals_services.seal_again(site, batch=1) == 1
    monkeypatch.setattr(site, "encryption_keys", SecretStr(new))
    assert found(site, reference).request.own_words == OWN_WORDS
    monkeypatch.setattr(site, "encryption_keys", SecretStr(old))
    with pytest.raises(Unreadable):
        referrals_queries.find(site, reference)


# Given away


def test_the_schema_in_the_docs_is_the_one_that_the_code_writes() -> None:
    assert referrals_export.schema() == SCHEMA
    json_schema().check_schema(SCHEMA)


@slow_on_both
@pytest.mark.parametrize("kind", sampled(list(RequestKind), 6))
def test_what_is_exported_keeps_to_the_schema(site: Settings, kind: RequestKind) -> None:
    reference = sent(site, full_request(kind))
    referrals_services.update_referral(
        site, reference, 1, ReferralUpdate(Status.ACCEPTED, "Ann Worker", "Rang")
    )
    exported = json.loads(json.dumps(referrals_export.exported(found(site, reference))))
    assert faults(exported) == []
    assert list(exported)[:4] == ["format", "format_version", "notice", "own_words"]
    assert exported["own_words"] == exported["referral"]["request"]["own_words"] == OWN_WORDS


@pytest.mark.parametrize(
    ("path", "value"),
    sampled(
        [
            (("format_version",), "2"),
            (("referral", "status"), "lost"),
            (("referral", "sent_at"), "yesterday"),
            (("referral", "request", "kind"), "eligible"),
            (("referral", "request", "assessment", "answers", 0, "score"), 3),
            (("referral", "request", "about", "name"), None),
        ],
        6,
    ),
)
def test_the_schema_finds_a_planted_fault(site: Settings, path: tuple[str | int, ...], value: object) -> None:
    exported = referrals_export.exported(found(site, sent(site)))
    inside: Any = exported
    for step in path[:-1]:
        inside = inside[step]
    inside[path[-1]] = value
    assert faults(exported) != []


def test_every_code_and_every_field_of_the_schema_is_told() -> None:
    assert len(SCHEMA["$defs"]) > 25
    for name, described in SCHEMA["$defs"].items():
        assert described.get("description"), name


def record_page(app: Flask, record: ReferralRecord) -> str:
    html = referrals_export.record_html(record)
    assert parse(html, app).errors == []
    return html


def test_the_printed_record_begins_with_their_own_words_and_has_everything(
    app: Flask, site: Settings
) -> None:
    reference = sent(site)
    referrals_services.update_referral(
        site, reference, 1, ReferralUpdate(Status.ACCEPTED, "Ann Worker", "Rang <soon>")
    )
    html = record_page(app, found(site, reference))
    text = " ".join(" ".join(parse(html, app).tree.itertext()).split())
    told = (
        OWN_WORDS,
        "Before noon, when he is out",
        "British Sign Language; Please send no letters",
        "Beatrice Hall",
        "2 May 1941",
        "Tom Hall",
        "How do you get on with washing? It is not safe; I need somebody to help",
        "How do you get on with the toilet? No answer given",
        "SI 2015/313 reg 2(1)(b)",
        "We keep what you told us",
        "9:58 am",
        "30 November 2026",
        "supported self-assessment",
        "Rang <soon>",
    )
    for one in told:
        assert one in text
    assert text.index(OWN_WORDS) < text.index("Beatrice Hall") < text.index("SI 2015/313 reg 2")
    assert "<b>& not</b>" not in html
    assert "eligible" not in text


def test_the_record_of_a_nameless_concern_can_be_printed(app: Flask, site: Settings) -> None:
    request = RequestValue(
        RequestKind.SAFEGUARDING_CONCERN,
        own_words="Nobody has seen her for a week.",
        concern=Concern(where_not_known=True),
    )
    text = words(parse(record_page(app, found(site, sent(site, request))), app).tree)
    assert "Nobody has seen her for a week." in text
    assert "Not said" in text


# Commands


def test_one_referral_is_exported_by_command(app: Flask) -> None:
    with app.app_context():
        reference = sent(app.extensions["settings"])
    runner = app.test_cli_runner()
    as_json = runner.invoke(referrals_commands.referral_group, ["export", reference])
    assert faults(json.loads(as_json.output)) == []
    assert json.loads(
        runner.invoke(referrals_commands.referral_group, ["export", reference, "--json"]).output
    ) == json.loads(as_json.output)
    assert (
        "<h2>In their own words</h2>"
        in runner.invoke(referrals_commands.referral_group, ["export", reference.lower(), "--html"]).output
    )


def test_an_unknown_reference_is_said_to_be_unknown(app: Flask) -> None:
    result = app.test_cli_runner().invoke(referrals_commands.referral_group, ["export", "CFHJ-KMPR"])
    assert result.exit_code == 1
    assert "no referral with this reference" in result.output


def test_a_key_that_is_lost_is_said_to_be_lost(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    site = app.extensions["settings"]
    with app.app_context():
        reference = sent(site)
    monkeypatch.setattr(site, "encryption_keys", SecretStr(Fernet.generate_key().decode()))
    result = app.test_cli_runner().invoke(referrals_commands.referral_group, ["export", reference])
    assert result.exit_code == 1
    assert "no encryption key opens" in result.output


@slow_on_both
def test_purge_and_seal_again_say_what_they_did(app: Flask) -> None:
    with app.app_context():
        sent(app.extensions["settings"])
    runner = app.test_cli_runner()
    assert "0 saved assessments" in runner.invoke(args=["purge"]).output
    assert "1 referrals" in runner.invoke(referrals_commands.referral_group, ["seal-again"]).output
