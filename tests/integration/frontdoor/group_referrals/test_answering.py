"""A group accepts, declines and says what came of it; what fails comes back to the handlers."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from accounts.roles import Role
from core import clock
from core.audit.models import AuditEntry
from core.db import db
from frontdoor.group_referrals.keeping import seal_again, wipe_ended
from tests.accounts import add_person
from tests.conftest import NOW, StatementCounter
from tests.examples import sampled, slow_on_both
from tests.integration.frontdoor.group_referrals.conftest import GROUP, Referring


def test_a_group_sees_what_was_agreed_to_and_accepts_once(referring: Referring) -> None:
    referral_id = referring.referred()
    client, where = referring.owning(), f"/group/{GROUP}/referrals/{referral_id}"
    home = client.get(f"/group/{GROUP}").text
    assert "People we pass on to you" in home
    assert "1 waits for you" in home
    listed = client.get(f"/group/{GROUP}/referrals").text
    assert "Stanley" not in listed
    page = client.get(where).text
    assert "Stanley Broadhead" in page
    assert "Safe times: mornings" in page
    assert "Large print" in page
    assert "late wife" not in page
    for _press in range(2):
        assert client.post_form(f"{where}/accept", {"version": 1}).location.endswith("done=referral-accepted")
    assert (referring.row(referral_id).state, referring.row(referral_id).version) == ("accepted", 2)
    with referring.app.app_context():
        viewed = select(AuditEntry.actor).where(AuditEntry.action == "group_referral.viewed")
        assert set(db.session.scalars(viewed)) == {referring.owner}


@pytest.mark.both_databases
@pytest.mark.slow
def test_declining_needs_a_reason_and_comes_back(referring: Referring) -> None:
    referral_id = referring.referred()
    client, where = referring.owning(), f"/group/{GROUP}/referrals/{referral_id}"
    assert client.post_form(f"{where}/decline", {"version": 1, "words": "Till May"}).status_code == 422
    other = client.post_form(f"{where}/decline", {"version": 1, "reason": "other"})
    assert "Write the reason in a few words" in other.text
    done = client.post_form(f"{where}/decline", {"version": 1, "reason": "full", "words": "Till May"})
    assert done.location.endswith("done=referral-declined")
    assert "Stanley" not in client.get(where).text
    handler, back = referring.handling(), f"/calls/referrals/{referral_id}"
    assert referring.row(referral_id).reference in handler.get("/calls/referrals").text
    page = handler.get(back).text
    assert "Till May" in page
    assert "This came back to us" in page
    assert handler.post_form(f"{back}/settle", {"version": 2}).status_code == 422
    for _press in range(2):
        settled = handler.post_form(f"{back}/settle", {"version": 2, "next_step": "told_person"})
        assert settled.location.endswith("done=referral-settled")
    assert "Nothing to do" in handler.get("/calls/referrals").text
    assert referring.row(referral_id).state == "declined"


def test_two_of_a_group_decide_at_once_and_the_second_is_told(referring: Referring) -> None:
    referral_id = referring.referred()
    ken = add_person(referring.app, "ken@example.org", Role.GROUP_EDITOR, organization_id=GROUP)
    where = f"/group/{GROUP}/referrals/{referral_id}"
    referring.client(ken, way="link").post_form(f"{where}/accept", {"version": 1})
    second = referring.owning().post_form(f"{where}/decline", {"version": 1, "reason": "full"})
    assert second.location.endswith("done=referral-changed")
    again = referring.owning().post_form(f"{where}/accept", {"version": 1})
    assert again.location.endswith("done=referral-changed")
    assert (referring.row(referral_id).state, referring.row(referral_id).decided_by) == ("accepted", ken)


@slow_on_both
def test_what_a_group_could_not_do_comes_back(referring: Referring) -> None:
    referral_id = referring.referred()
    client, where = referring.owning(), f"/group/{GROUP}/referrals/{referral_id}"
    client.post_form(f"{where}/accept", {"version": 1})
    said = client.post_form(f"{where}/progress", {"version": 2, "progress": "not_reached"})
    assert said.location.endswith("done=referral-progress")
    assert "We could not reach them" in referring.handling().get("/calls/referrals").text
    client.post_form(f"{where}/progress", {"version": 3, "progress": "helped", "progress_words": "He came"})
    assert "Nothing to do" in referring.handling().get("/calls/referrals").text
    assert "He came" in client.get(where).text


@slow_on_both
def test_no_answer_comes_back_and_is_never_settled_by_itself(referring: Referring) -> None:
    referral_id = referring.referred()
    handler, back = referring.handling(), f"/calls/referrals/{referral_id}"
    assert "Nothing to do" in handler.get("/calls/referrals").text
    early = handler.post_form(f"{back}/settle", {"version": 1, "next_step": "told_person"})
    assert early.location.endswith("done=referral-changed")
    clock.set_clock(lambda: NOW + timedelta(days=7))
    handler = referring.handling()
    assert referring.row(referral_id).reference in handler.get("/calls/referrals").text
    assert referring.row(referral_id).state == "waiting"
    handler.post_form(f"{back}/again", {"version": 1})
    assert "Nothing to do" in handler.get("/calls/referrals").text
    clock.set_clock(lambda: NOW + timedelta(days=21))
    handler = referring.handling()
    handler.post_form(f"{back}/settle", {"version": 2, "next_step": "other_group"})
    assert (referring.row(referral_id).state, referring.row(referral_id).next_step) == (
        "no_answer",
        "other_group",
    )


def test_who_changes_their_mind_is_taken_back_and_the_group_sees_nothing(referring: Referring) -> None:
    referral_id = referring.referred()
    referring.handling().post_form(f"/calls/referrals/{referral_id}/take-back", {"version": 1})
    page = referring.owning().get(f"/group/{GROUP}/referrals/{referral_id}").text
    assert "Stanley" not in page
    assert "Taken back" in page


def test_only_the_group_itself_and_call_takers_see_a_referral(referring: Referring) -> None:
    referral_id = referring.referred()
    where = f"/group/{GROUP}/referrals/{referral_id}"
    other = add_person(referring.app, "other@example.org", Role.GROUP_OWNER, organization_id="group-2")
    client = referring.client(other, way="link")
    for path in (f"/group/{GROUP}/referrals", where, f"/group/group-2/referrals/{referral_id}"):
        assert client.get(path).status_code == 404
    assert client.post_form(f"{where}/accept", {"version": 1}).status_code == 404
    stranger = referring.client(add_person(referring.app, "bo@example.org", Role.CALL_HANDLER))
    assert stranger.get(f"/calls/{referring.contact_id}/refer").status_code == 404
    for role in (Role.MANAGER, Role.MODERATOR):
        person = referring.client(add_person(referring.app, f"{role.value}@example.org", role))
        assert person.get(f"/calls/referrals/{referral_id}").status_code == 403
        assert person.get(where).status_code == 403
    assert referring.row(referral_id).version == 1


@pytest.mark.both_databases
def test_words_are_wiped_after_the_end_and_sealed_again_before(referring: Referring) -> None:
    waiting, done = referring.referred(), referring.referred(key="key-2")
    client = referring.owning()
    client.post_form(f"/group/{GROUP}/referrals/{done}/accept", {"version": 1})
    days = timedelta(days=referring.settings.group_referral_days)
    with referring.app.app_context():
        assert seal_again(referring.settings) == 2
        assert wipe_ended(referring.settings, NOW + days - timedelta(seconds=1)) == 0
        assert wipe_ended(referring.settings, NOW + days) == 1
    assert referring.row(waiting).sealed
    assert referring.row(done).sealed is None
    assert "You no longer see" in client.get(f"/group/{GROUP}/referrals/{done}").text


@slow_on_both
@pytest.mark.parametrize("path", sampled(["/calls/referrals?with=groups", f"/group/{GROUP}/referrals"], 2))
def test_lists_take_as_many_statements_with_many_rows(
    referring: Referring, statements: StatementCounter, path: str
) -> None:
    client = referring.owning() if path.startswith("/group") else referring.handling()
    counts = []
    for number in (1, 4):
        for key in range(number):
            referring.referred(key=f"{number} {key}")
        with statements(referring.app) as sent:
            client.get(path)
        counts.append(len(sent))
    assert counts[0] == counts[1]
