"""Answers of a case system change the request that the person follows, each once and in their own order."""

import json
import random
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from werkzeug.test import TestResponse

from core import clock
from core.db import db
from core.outbox.models import OutboxMessage
from frontdoor.handover.models import HandOver, HandOverAnswer
from frontdoor.handover.signing import signed_headers
from selfassess.models import Referral, ReferralEvent
from selfassess.referrals.queries import find
from selfassess.referrals.services import submit
from selfassess.tracking import queries as tracking
from tests.conftest import NOW
from tests.examples import slow_on_both
from tests.integration.frontdoor.handover.case_system import SECRET, CaseSystem, case_system
from tests.integration.frontdoor.handover.test_sender import Site, with_case_system
from tests.integration.frontdoor.handover.test_views import actions
from tests.integration.frontdoor.inbox.requests import a_request
from tests.page_checks import PageCheckingClient

ADDRESS = "/hand-over/case-system/answers"


@pytest.fixture
def site(app: Flask) -> Site:
    """Return a site whose case system is away: only its answers count here."""
    settings = with_case_system(app, CaseSystem(), case_system_url="http://127.0.0.1:9/none")
    return Site(app, CaseSystem(), settings)


def begun(site: Site) -> HandOver:
    """Begin to hand a request over, and return the hand-over."""
    with site.app.test_request_context():
        row = site.row(site.start())
        db.session.expunge(row)
        return row


def answer(row: HandOver, number: int = 1, **values: Any) -> dict[str, Any]:
    made = {
        "message_id": f"a-{number}",
        "in_reply_to": row.message_id,
        "decision": "accepted",
        "decided_by": "Priya Shah",
        "at": (NOW + timedelta(hours=number)).isoformat(),
        "sequence": number,
        "reason": "",
        "reference": "CS-1",
    }
    return made | values


def send(client: PageCheckingClient, sent: dict[str, Any], *, secret: str = SECRET) -> TestResponse:
    body = json.dumps(sent).encode()
    headers = signed_headers(secret, int(clock.now().timestamp()), body)
    return client.post(ADDRESS, data=body, headers=headers, content_type="application/json")


def state(app: Flask) -> tuple[str, str]:
    with app.app_context():
        return (
            db.session.scalars(select(HandOver.status)).one(),
            db.session.scalars(select(Referral.status)).one(),
        )


@slow_on_both
@pytest.mark.both_databases
def test_an_answer_counts_once_and_the_person_reads_who_decided_nothing_else(
    site: Site, client: PageCheckingClient
) -> None:
    row = begun(site)
    declined = answer(row, decision="declined", reason="You live in another area.")
    assert send(client, declined).get_json() == {"received": "applied"}
    before = db_count(site.app, ReferralEvent)
    assert send(client, declined).get_json() == {"received": "known"}
    assert db_count(site.app, ReferralEvent) == before
    assert state(site.app) == ("refused", "declined")
    assert actions(site.app).count("hand_over.answered") == 1
    with site.app.test_request_context():
        db.session.execute(update(Referral).values(pass_hash="x"))
        referral = db.session.scalars(select(Referral)).one()
        record = find(site.settings, referral.reference)
        tracked = tracking.by_id(site.settings, referral.id)
        assert record is not None
        assert tracked is not None
        assert record.history[-1].by == "Priya Shah (Cases)"
        assert tracked.reason == "You live in another area."
        assert site.send() == 0


def test_the_person_gets_the_message_they_chose(site: Site, client: PageCheckingClient) -> None:
    with site.app.test_request_context():
        reference = submit(site.settings, a_request(), "k").reference
        row = site.row(
            site.begin(db.session.scalars(select(Referral).where(Referral.reference == reference)).one())
        )
        db.session.expunge(row)
    sent = db_count(site.app, OutboxMessage)
    declined = answer(row, decision="declined", reason="You live in another area.")
    for _time in range(2):
        assert send(client, declined).status_code == 200
    assert db_count(site.app, OutboxMessage) == sent + 1


def db_count(app: Flask, model: type[Any]) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_whoever_cannot_sign_is_refused(site: Site, client: PageCheckingClient) -> None:
    row = begun(site)
    assert send(client, answer(row), secret="x" * 40).status_code == 401
    assert client.post(ADDRESS, data=b"{}").status_code == 401
    body = json.dumps(answer(row)).encode()
    old = signed_headers(SECRET, int(clock.now().timestamp()) - 301, body)
    assert client.post(ADDRESS, data=body, headers=old).status_code == 401
    assert client.post("/hand-over/another/answers", data=body).status_code == 404
    assert state(site.app) == ("waiting", "new")


def test_what_cannot_be_used_is_told_apart(site: Site, client: PageCheckingClient) -> None:
    row = begun(site)
    nameless = send(client, answer(row, decided_by=""))
    assert (nameless.status_code, nameless.get_json()["issue"][0]["code"]) == (422, "invalid")
    unknown = send(client, answer(row, in_reply_to="another"))
    assert (unknown.status_code, unknown.get_json()["issue"][0]["code"]) == (404, "not-found")
    assert state(site.app) == ("waiting", "new")


def test_what_the_person_took_back_stays_taken_back(site: Site, client: PageCheckingClient) -> None:
    row = begun(site)
    with site.app.app_context():
        db.session.execute(update(Referral).values(status="withdrawn"))
        db.session.commit()
    assert send(client, answer(row)).get_json() == {"received": "conflict"}
    assert state(site.app) == ("conflict", "withdrawn")


@slow_on_both
def test_answers_in_any_order_end_in_the_same_state(site: Site, client: PageCheckingClient) -> None:
    decisions = ("accepted", "declined", "accepted", "closed")
    orders = list(permutations(range(1, 5)))
    random.Random(1).shuffle(orders)
    for order in orders[:8]:
        row = begun(site)
        for number in (*order, *order[:2]):
            made = answer(row, number, decision=decisions[number - 1], reason="A reason")
            assert send(client, made).status_code == 200
        assert state(site.app) == ("closed", "closed"), order
        with site.app.app_context():
            assert db.session.scalar(select(func.count()).select_from(HandOverAnswer)) == 4
            db.session.delete(db.session.scalars(select(Referral)).one())
            db.session.commit()


@slow_on_both
def test_a_case_system_that_answers_before_its_receipt_is_believed(
    app: Flask, client: PageCheckingClient
) -> None:
    with case_system() as system:
        site = Site(app, system, with_case_system(app, system))
        row = begun(site)
        system.behaviours = ["drop after"]
        with app.test_request_context():
            site.send()
        assert send(client, answer(row)).get_json() == {"received": "applied"}
        clock.set_clock(lambda: NOW + timedelta(hours=2))
        with app.test_request_context():
            assert site.send() == 0
        assert state(app) == ("accepted", "accepted")
        assert system.requests == ["POST"]
