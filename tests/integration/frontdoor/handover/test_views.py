"""The page on which a request is passed on, and the files."""

from flask import Flask
from sqlalchemy import select

from accounts.roles import Role
from core.audit.models import AuditEntry
from core.db import db
from selfassess.models import Referral
from selfassess.referrals.services import submit
from selfassess.values.request import RequestKind
from tests.accounts import signed_in_as
from tests.unit.selfassess.referrals.samples import OWN_WORDS, full_request


def sent(app: Flask, kind: RequestKind = RequestKind.NEEDS_ASSESSMENT, key: str = "k") -> str:
    """Send a request, and return its reference."""
    with app.test_request_context():
        return submit(app.extensions["settings"], full_request(kind), key).reference


def actions(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.seq)))


def test_each_file_is_what_it_says_and_who_took_it_is_recorded(app: Flask) -> None:
    reference, client = sent(app), signed_in_as(app, Role.TRIAGE)
    page = client.get(f"/requests/{reference.lower()}/hand-over").get_data(as_text=True)
    for form, mark in (
        ("signpost", ("format", "signpost-referral")),
        ("fhir", ("resourceType", "Bundle")),
        ("prsb-referral", ("version", "1.1")),
        ("prsb-record", ("record", "social_prescribing_record")),
    ):
        address = f"/requests/{reference}/hand-over/{form}.json"
        assert address in page
        answer = client.get(address)
        assert answer.get_json(force=True)[mark[0]] == mark[1]
        assert OWN_WORDS in answer.get_json(force=True).__str__()
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{reference}-{form}.json"'
        assert "no-store" in answer.headers["Cache-Control"]
    assert actions(app).count("hand_over_file.viewed") == 4


def test_a_request_has_only_the_forms_that_fit(app: Flask) -> None:
    client = signed_in_as(app, Role.TRIAGE, Role.SAFEGUARDING)
    worry = sent(app, RequestKind.SAFEGUARDING_CONCERN)
    assert client.get(f"/requests/{worry}/hand-over/signpost.json").status_code == 200
    assert client.get(f"/requests/{worry}/hand-over/fhir.json").status_code == 404
    plain = sent(app, key="other")
    assert client.get(f"/requests/{plain}/hand-over/prsb-message-back.json").status_code == 404
    assert client.get(f"/requests/{plain}/hand-over/nothing.json").status_code == 404
    assert client.get("/requests/none/hand-over").status_code == 404


def test_what_cannot_be_read_is_no_file(app: Flask) -> None:
    reference, client = sent(app), signed_in_as(app, Role.TRIAGE)
    with app.app_context():
        db.session.scalars(select(Referral)).one().body = b"junk"
        db.session.commit()
    assert client.get(f"/requests/{reference}/hand-over").status_code == 500
