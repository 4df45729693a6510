"""People ask a group for a call on the page of its service; the group calls, and says what came of it."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from accounts.roles import Role
from core import clock
from core.audit.models import AuditEntry
from core.db import db
from core.outbox.models import OutboxMessage
from directory.models import Service
from frontdoor.callbacks.models import CallBack
from frontdoor.callbacks.queries import details_of, to_ring
from frontdoor.group_calls.emails import asked_for_call
from frontdoor.group_calls.queries import offered_service, reference_of
from frontdoor.keeping import retention
from selfassess.saving.references import read_reference
from tests.accounts import add_person
from tests.conftest import NOW, StatementCounter
from tests.examples import slow_on_both
from tests.integration.frontdoor.group_referrals.conftest import GROUP, LUNCH, Referring
from tests.integration.frontdoor.group_referrals.conftest import referring as referring

HOME = f"/group/{GROUP}/call-backs"
FORM = {
    "key": "key-1",
    "name": "Joan Ash",
    "phone": "01632 960201",
    "times": "mornings",
    "voicemail": "no",
    "why": "Lunch on Thursdays",
    "agree": "yes",
}


@pytest.fixture
def offering(referring: Referring) -> Referring:
    """Return a site on which the lunch club calls people who ask for it."""
    switched = referring.owning().post_form(f"{HOME}/services/{LUNCH}", {"on": "yes"})
    assert switched.location.endswith("done=call-me-on")
    return referring


def ask(site: Referring, **more: str) -> str:
    """Ask for a call through the page, and return the id of the newest request."""
    answer = site.app.test_client().post_form(f"/service/{LUNCH}/call-me", FORM | more)
    assert answer.status_code == 303, answer.text
    with site.app.app_context():
        return str(db.session.scalar(select(CallBack.id).order_by(CallBack.created_at.desc(), CallBack.id)))


def row(site: Referring, request_id: str) -> CallBack:
    with site.app.app_context():
        return db.session.get_one(CallBack, request_id)


def count(site: Referring, table: type) -> int:
    with site.app.app_context():
        return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_only_a_service_that_is_switched_on_offers_a_call(referring: Referring) -> None:
    client, page = referring.app.test_client(), f"/service/{LUNCH}"
    assert "Ask them to call me" not in client.get(page).text
    assert client.get(f"{page}/call-me").status_code == 404
    owner = referring.owning()
    for _press in range(2):
        owner.post_form(f"{HOME}/services/{LUNCH}", {"on": "yes"})
    assert "On: people can ask for a call" in owner.get(f"{HOME}/services").text
    assert f"{page}/call-me" in client.get(page).text
    assert "Group 1" in client.get(f"{page}/call-me").text
    with referring.app.app_context():
        db.session.get_one(Service, LUNCH).status = "defunct"
        db.session.commit()
    assert client.get(f"{page}/call-me").status_code == 404
    with referring.app.app_context():
        actions = db.session.scalars(select(AuditEntry.action).where(AuditEntry.action.like("call_me.%")))
        assert list(actions) == ["call_me.on"]
    other = owner.post_form(f"{HOME}/services/service-phone", {"on": "yes"})
    assert other.status_code == 404


def test_somebody_asks_once_and_the_group_is_told_without_a_name(offering: Referring) -> None:
    client, before = offering.app.test_client(), count(offering, OutboxMessage)
    for _press in range(2):
        assert client.post_form(f"/service/{LUNCH}/call-me", FORM).location.endswith("/call-me/sent")
    assert (count(offering, CallBack), count(offering, OutboxMessage)) == (1, before + 1)
    with offering.app.app_context():
        found = db.session.scalars(select(CallBack)).one()
        assert (found.organization_id, found.service_id, found.window_code) == (GROUP, LUNCH, "")
        assert "Group 1" in details_of(offering.settings, found).agreed
        assert to_ring(offering.settings, 1, 20) == ([], 0)
        reference = reference_of(found.id)
    assert read_reference(reference) == reference
    receipt = client.get(f"/service/{LUNCH}/call-me/sent").text
    assert reference in receipt
    assert offering.app.test_client().get(f"/service/{LUNCH}/call-me/sent").status_code == 303


def test_whoever_asked_takes_it_back_and_nobody_else_can(offering: Referring) -> None:
    client, other, path = offering.app.test_client(), offering.app.test_client(), f"/service/{LUNCH}/call-me"
    client.post_form(path, FORM)
    other.post_form(f"{path}/withdraw", {})
    assert count(offering, CallBack) == 1
    for _press in range(2):
        assert client.post_form(f"{path}/withdraw", {}).location.endswith("/call-me/sent")
    assert count(offering, CallBack) == 0
    assert "no longer sees what you wrote" in client.get(f"{path}/sent").text


def test_the_email_to_the_group_names_nobody(offering: Referring) -> None:
    with offering.app.test_request_context():
        target = offered_service(LUNCH)
        assert target is not None
        (email,) = asked_for_call(offering.settings, target, "an-id", "K7MX-4RTP")
    assert email.recipient == "maureen@example.org"
    assert f"{HOME}/an-id" in email.text


@slow_on_both
def test_what_is_missing_is_said_and_nothing_typed_is_lost(offering: Referring) -> None:
    answer = offering.app.test_client().post_form(
        f"/service/{LUNCH}/call-me", {"key": "k", "name": "Joan Ash", "times": "evenings"}
    )
    assert answer.status_code == 422
    for words in ("Write the number", "Choose if they can leave", "Tick the box", 'value="Joan Ash"'):
        assert words in answer.text
    assert count(offering, CallBack) == 0


def test_the_group_sees_when_it_is_safe_and_reaches_them(offering: Referring) -> None:
    request_id = ask(offering)
    owner = offering.owning()
    assert "1 waits for you" in owner.get(f"/group/{GROUP}").text
    listed = owner.get(HOME).text
    assert "Joan" not in listed
    assert "Waits for your call" in listed
    page = owner.get(f"{HOME}/{request_id}").text
    for words in ("Joan Ash", "01632 960201", "8am to 12 noon", "Leave no message", "Lunch on Thursdays"):
        assert words in page
    for _press in range(2):
        done = owner.post_form(f"{HOME}/{request_id}/reached", {"attempts": "0"})
        assert done.location.endswith("done=group-call-reached")
    assert (row(offering, request_id).state, row(offering, request_id).attempts) == ("reached", 1)
    assert "Joan" not in owner.get(f"{HOME}/{request_id}").text
    late = owner.post_form(f"{HOME}/{request_id}/cannot", {"attempts": "0"})
    assert late.location.endswith("done=group-call-changed")
    with offering.app.app_context():
        viewed = select(AuditEntry.actor).where(AuditEntry.action == "call_back.viewed")
        assert set(db.session.scalars(viewed)) == {offering.owner}


@slow_on_both
def test_after_three_calls_without_an_answer_it_is_over(offering: Referring) -> None:
    request_id, owner = ask(offering), offering.owning()
    for attempts in (0, 0, 1):
        done = owner.post_form(f"{HOME}/{request_id}/not-reached", {"attempts": str(attempts)})
        assert done.location.endswith("done=group-call-not-reached")
    assert (row(offering, request_id).state, row(offering, request_id).attempts) == ("booked", 2)
    assert "2 of 3 calls" in owner.get(f"{HOME}/{request_id}").text
    assert owner.post_form(f"{HOME}/{request_id}/not-reached", {"attempts": "0"}).location.endswith(
        "-changed"
    )
    for _press in range(2):
        owner.post_form(f"{HOME}/{request_id}/not-reached", {"attempts": "2"})
    assert (row(offering, request_id).state, row(offering, request_id).attempts) == ("given_up", 3)


@slow_on_both
def test_a_group_that_cannot_call_says_so_and_deletes_on_request(offering: Referring) -> None:
    request_id, owner = ask(offering), offering.owning()
    owner.post_form(f"{HOME}/{request_id}/cannot", {"attempts": "0"})
    assert row(offering, request_id).state == "cancelled"
    for _press in range(2):
        erased = owner.post_form(f"{HOME}/{request_id}/erase", {"attempts": "0"})
        assert erased.location.endswith("done=group-call-erased")
    assert count(offering, CallBack) == 0


def test_others_find_no_such_page(offering: Referring) -> None:
    request_id = ask(offering)
    stranger = add_person(offering.app, "ken@example.org", Role.GROUP_OWNER, organization_id="group-2")
    client = offering.client(stranger, way="link")
    for path in (HOME, f"{HOME}/{request_id}", f"{HOME}/services", f"/group/group-2/call-backs/{request_id}"):
        assert client.get(path).status_code == 404
    for action in ("reached", "not-reached", "cannot", "erase"):
        assert client.post_form(f"{HOME}/{request_id}/{action}", {"attempts": "0"}).status_code == 404
        theirs = client.post_form(f"/group/group-2/call-backs/{request_id}/{action}", {"attempts": "0"})
        assert theirs.status_code in (303, 404)
    assert client.post_form(f"{HOME}/services/{LUNCH}", {"on": "no"}).status_code == 404
    assert row(offering, request_id).state == "booked"
    assert offering.handling().get(f"/call-backs/{request_id}").status_code == 404


@slow_on_both
@pytest.mark.both_databases
def test_what_nobody_answered_goes_after_its_time(offering: Referring) -> None:
    ask(offering)
    with offering.app.app_context():
        for days, left in ((89, 1), (91, 0)):
            clock.set_clock(lambda days=days: NOW + timedelta(days=days))
            for _run in range(days // 2 + 2):
                retention.purge(offering.settings)
            assert db.session.scalar(select(func.count()).select_from(CallBack)) == left


@pytest.mark.both_databases
@pytest.mark.slow
def test_one_request_and_many_take_the_same_statements(
    offering: Referring, statements: StatementCounter
) -> None:
    ask(offering)
    owner = offering.owning()
    owner.get(HOME)
    with statements(offering.app) as one:
        owner.get(HOME)
    for number in range(4):
        ask(offering, key=f"more {number}")
    with statements(offering.app) as many:
        owner.get(HOME)
    assert len(one) == len(many)
