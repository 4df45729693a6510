"""The case system learns once that a person took a request back, whatever fails on the way."""

import json
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.roles import Role
from core.audit.models import AuditEntry
from core.db import db
from frontdoor.handover.models import HandOver, HandOverState, Purpose
from frontdoor.handover.stopped_services import try_all_again
from frontdoor.handover.targets import target_of
from selfassess.models import Referral
from selfassess.referrals.services import add_by_person
from selfassess.values.referral import EventKind, Status
from tests.accounts import signed_in_as
from tests.examples import slow_on_both
from tests.integration.frontdoor.handover.case_system import case_system
from tests.integration.frontdoor.handover.test_sender import Site, later, with_case_system


@pytest.fixture
def site(app: Flask) -> Iterator[Site]:
    with case_system() as system, app.test_request_context():
        yield Site(app, system, with_case_system(app, system))


def take_back(site: Site, hand_over_id: str) -> None:
    referral = db.session.get_one(Referral, site.row(hand_over_id).referral_id)
    assert add_by_person(site.settings, referral, EventKind.STEP, Status.WITHDRAWN)


def withdrawals() -> list[HandOver]:
    wanted = select(HandOver).where(HandOver.purpose == Purpose.WITHDRAWAL.value)
    return list(db.session.scalars(wanted.execution_options(populate_existing=True)))


@pytest.mark.both_databases
def test_they_are_told_once_and_with_nothing_about_the_person(site: Site) -> None:
    hand_over_id = site.start()
    assert site.send() == 1
    take_back(site, hand_over_id)
    site.system.behaviours = ["503 transient"]
    assert site.send() == 0
    later(5)
    assert site.send() == 1
    assert site.send() == 0
    message_id, body = site.system.referrals[1]
    told, first = json.loads(body), site.row(hand_over_id)
    assert (told["in_reply_to"], told["status"]) == (first.message_id, "withdrawn")
    assert message_id == told["message_id"] != first.message_id
    assert b"Mary" not in body
    assert site.system.unsigned == 0
    (row,) = withdrawals()
    assert (row.status, row.document) == (HandOverState.SENT, None)


@slow_on_both
@pytest.mark.parametrize("form", ["fhir", "prsb"])
def test_they_are_told_in_their_own_form(app: Flask, form: str) -> None:
    with case_system() as system, app.test_request_context():
        site = Site(app, system, with_case_system(app, system, case_system_format=form))
        hand_over_id = site.start()
        site.send()
        take_back(site, hand_over_id)
        assert site.send() == 1
        first, told = (json.loads(body) for _id, body in system.referrals)
    if form == "prsb":
        assert told["outcome"]["state"] == "withdrawn"
        assert told["message"]["in_reply_to"] == first["message"]["id"]
        return

    def resources(bundle: dict[str, object]) -> dict[str, dict[str, object]]:
        entries = bundle["entry"]
        assert isinstance(entries, list)
        return {one["resource"]["resourceType"]: one["resource"] for one in entries}

    before, after = resources(first), resources(told)
    assert (after["Task"]["status"], after["ServiceRequest"]["status"]) == ("cancelled", "revoked")
    for kind in ("Task", "ServiceRequest"):
        assert after[kind]["id"] == before[kind]["id"]
    assert "Patient" not in after


def test_an_answer_that_is_lost_makes_no_second_withdrawal(site: Site) -> None:
    hand_over_id = site.start()
    site.send()
    take_back(site, hand_over_id)
    site.system.behaviours = ["drop after"]
    site.send()
    later(60)
    assert site.send() == 1
    assert len(site.system.referrals) == 2


def test_a_request_that_never_left_stays_here_and_so_does_its_withdrawal(site: Site) -> None:
    hand_over_id = site.start()
    take_back(site, hand_over_id)
    assert site.send() == 0
    assert site.row(hand_over_id).last_code == "withdrawn"
    later(60)
    assert site.send() == 0
    assert site.system.requests == []
    assert [row.status for row in withdrawals()] == [HandOverState.NOT_NEEDED]


def test_while_nobody_knows_whether_a_request_arrived_its_withdrawal_waits(site: Site) -> None:
    hand_over_id = site.start()
    site.system.behaviours = ["drop after"]
    site.send()
    take_back(site, hand_over_id)
    site.send()
    assert [row.status for row in withdrawals()] == [HandOverState.WAITING]
    for minutes in (60, 120, 180):
        later(minutes)
        site.send()
    assert site.row(hand_over_id).status == HandOverState.SENT
    assert [row.status for row in withdrawals()] == [HandOverState.SENT]
    assert len(site.system.referrals) == 2


@slow_on_both
def test_all_that_stopped_for_one_reason_go_again_once(site: Site) -> None:
    ids = [site.start() for _number in range(3)]
    site.system.behaviours = ["401 login", "401 login", "400 required"]
    site.send()
    target = target_of(site.settings)
    assert target is not None

    def again() -> int:
        state = HandOverState.NEEDS_ADMINISTRATOR
        return try_all_again(site.settings, target, state, "401 login", actor="denise")

    assert [again(), again()] == [2, 0]
    assert site.send() == 2
    assert sorted(site.row(one).status for one in ids) == ["needs_person", "sent", "sent"]
    (entry,) = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "hand_over.all_again")).all()
    assert entry.actor == "denise"
    with pytest.raises(ValueError, match="conflict"):
        try_all_again(site.settings, target, HandOverState.CONFLICT, "409 conflict", actor="denise")


def test_an_administrator_sees_the_reasons_and_no_request(app: Flask) -> None:
    with case_system() as system:
        with_case_system(app, system)
        with app.test_request_context():
            site = Site(app, system, app.extensions["settings"])
            hand_over_id = site.start()
            reference = db.session.get_one(Referral, site.row(hand_over_id).referral_id).reference
            system.behaviours = ["403 forbidden"]
            site.send()
        administrator = signed_in_as(app, Role.ADMINISTRATOR)
        page = administrator.get("/requests/hand-overs/stopped").text
        assert "403 forbidden" in page
        assert reference not in page
        pressed = {"state": "needs_administrator", "code": "403 forbidden"}
        for _press in range(2):
            answer = administrator.post_form("/requests/hand-overs/stopped", pressed)
            assert answer.location.endswith("done=hand-over-all-again")
        assert administrator.post_form("/requests/hand-overs/stopped", {"state": "sent"}).status_code == 404
        assert "Nothing has stopped" in administrator.get("/requests/hand-overs/stopped").text
