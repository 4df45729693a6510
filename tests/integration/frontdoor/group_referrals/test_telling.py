"""The case system learns what a group answered: signed, again after a failure, once, and with a person in the end."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from accounts.roles import Role
from core.db import db
from frontdoor.contacts.models import ContactRecord
from frontdoor.group_referrals.keeping import wipe_ended
from frontdoor.group_referrals.models import GroupReferral
from frontdoor.handover.models import HandOver, HandOverState
from frontdoor.handover.sender import send_due
from tests.accounts import signed_in_as
from tests.conftest import NOW
from tests.integration.frontdoor.group_referrals.conftest import GROUP, Referring
from tests.integration.frontdoor.handover.case_system import CaseSystem, case_system
from tests.integration.frontdoor.handover.test_sender import later, with_case_system
from tests.integration.frontdoor.keeping.test_keeping import known_person

pytestmark = pytest.mark.both_databases


@pytest.fixture
def system() -> Iterator[CaseSystem]:
    with case_system() as system:
        yield system


def answered(site: Referring, system: CaseSystem, **values: object) -> str:
    """Refer somebody, let the group accept with two presses, and return the id of the referral."""
    referral_id = site.referred(share=["name", "phone"])
    with_case_system(site.app, system, **{"case_system_group_answers": True, **values})
    owner = site.owning()
    for _press in range(2):
        owner.post_form(f"/group/{GROUP}/referrals/{referral_id}/accept", {"version": 1})
    return referral_id


def send(site: Referring) -> int:
    with site.app.app_context():
        return send_due(db.session, site.settings)


def messages(site: Referring) -> list[HandOver]:
    with site.app.app_context():
        return list(db.session.scalars(select(HandOver).order_by(HandOver.created_at)))


def test_each_answer_arrives_once_signed_also_after_failures(
    referring: Referring, system: CaseSystem
) -> None:
    referral_id = answered(referring, system)
    system.behaviours = ["503 transient", "drop after"]
    assert send(referring) == 0
    later(5)
    assert send(referring) == 0
    later(60)
    assert send(referring) == 1
    progress = {"version": 2, "progress": "helped", "progress_words": "He came"}
    there = f"/group/{GROUP}/referrals/{referral_id}"
    referring.owning().post_form(f"{there}/progress", progress)
    assert send(referring) == 1
    first, second = (json.loads(body) for _id, body in system.referrals)
    assert [one.status for one in messages(referring)] == [HandOverState.SENT] * 2
    assert [one.document for one in messages(referring)] == [None, None]
    assert system.unsigned == 0
    assert first["record"] == "message_back"
    assert (first["outcome"]["state"], second["outcome"]["what_came_of_it"]) == ("accepted", "He came")
    assert first["message"]["sequence"] < second["message"]["sequence"]
    assert [number for number, _body in system.referrals] == [
        first["message"]["id"],
        second["message"]["id"],
    ]
    assert "Company at dinner time" not in json.dumps(second), "it was not passed on to the group"
    page = referring.handling().get(f"/calls/referrals/{referral_id}").text
    assert "<strong>Arrived</strong>" in page


def test_nothing_is_sent_unless_the_case_system_takes_it(referring: Referring, system: CaseSystem) -> None:
    answered(referring, system, case_system_group_answers=False)
    assert messages(referring) == []


def test_after_the_last_attempt_a_person_decides(referring: Referring, system: CaseSystem) -> None:
    referral_id = answered(referring, system, case_system_attempts=1)
    system.behaviours = ["503 transient", "503 transient"]
    send(referring)
    (dead,) = messages(referring)
    assert dead.status == HandOverState.DEAD
    handler, where = referring.handling(), f"/calls/referrals/{referral_id}"
    assert (
        "1 referral has an answer of its group that did not get through"
        in handler.get("/calls/referrals").text
    )
    page = handler.get(where).text
    assert "Could not be sent" in page
    assert "Referrals that came back (1)" in re.sub(r"<[^>]+>", "", page), "the menu counts it"
    decide = f"{where}/message-back/{dead.id}"
    missing = handler.post_form(decide, {"version": dead.version})
    assert (missing.status_code, "Choose what you want to do" in missing.text) == (422, True)
    assert handler.post_form(f"{where}/message-back/none", {}).status_code == 404
    older = {"version": dead.version - 1, "decision": "there", "reference": "LAS-77"}
    stale = handler.post_form(decide, older)
    assert (stale.status_code, "Somebody else has changed this meanwhile" in stale.text) == (409, True)
    assert "LAS-77" in stale.text
    again = {"version": dead.version, "decision": "again"}
    for _press in range(2):
        assert handler.post_form(decide, again).status_code == 303
    send(referring)
    # And all at once, for an administrator, once the reason is gone.
    denise = signed_in_as(referring.app, Role.SUPERVISOR)
    code = messages(referring)[0].last_code
    denise.post_form("/requests/hand-overs/stopped", {"state": "dead", "code": code})
    assert send(referring) == 1
    assert system.count(dead.message_id) == 1
    assert "did not get through" not in handler.get("/calls/referrals").text


def test_what_never_got_through_is_deleted_with_the_words_of_the_referral(
    referring: Referring, system: CaseSystem
) -> None:
    answered(referring, system)
    days = referring.settings.group_referral_days
    with referring.app.app_context():
        wipe_ended(referring.settings, NOW + timedelta(days=days - 1))
        assert len(messages(referring)) == 1
        wipe_ended(referring.settings, NOW + timedelta(days=days + 1))
    assert messages(referring) == []


def test_the_copy_for_a_person_says_what_was_passed_on(referring: Referring, system: CaseSystem) -> None:
    referral_id = answered(referring, system)
    with referring.app.app_context():
        person_id = known_person(referring.app)
        contact_id = db.session.get_one(GroupReferral, referral_id).contact_id
        db.session.get_one(ContactRecord, contact_id).known_person_id = person_id
        db.session.commit()
    denise = signed_in_as(referring.app, Role.SUPERVISOR)
    copy = json.loads(denise.get(f"/people/{person_id}/export.json").data)
    (passed_on,) = copy["passed_on"]
    assert passed_on["purpose"] == "message_back"
