"""Groups are asked once for each step, one message for what falls due together, and answer with one press."""

import re
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.roles import Role
from core import clock
from core.db import db
from core.outbox.services import EmailRefused, TooManyEmails
from directory.facts.kinds import Fact, Outcome
from directory.facts.queries import checked_on
from directory.models import FactCheck, Service
from directory.visibility import OPERATING, TEMPORARILY_CLOSED
from tests import outbox
from tests.accounts import add_person, session_cookie
from tests.conftest import NOW, StatementCounter
from tests.examples import slow_on_both
from tests.factories import make_organization, make_service
from tests.page_checks import PageCheckingClient
from upkeep.freshness import prompts
from upkeep.freshness.jobs import daily
from upkeep.freshness.models import CheckRequest, CheckStep
from upkeep.freshness.policy import Step
from upkeep.freshness.queries import live_listings

TODAY = NOW.date()


def run(app: Flask, days: int = 0) -> None:
    """Run the job on a day after NOW."""
    clock.set_clock(lambda: NOW + timedelta(days=days))
    with app.test_request_context():
        daily(app.extensions["settings"], lambda: False)


def add_group(app: Flask, *names: str, assured: date = TODAY - timedelta(days=70), email: str = "") -> str:
    with app.app_context():
        group = make_organization(db.session, name="Steady Group")
        for name in names:
            make_service(
                db.session, name=name, organization=group, assured_date=assured, email=email, created_at=NOW
            )
        db.session.commit()
        return group.id


def steps(app: Flask) -> list[tuple[str, int]]:
    with app.app_context():
        rows = db.session.execute(select(CheckStep.step, CheckStep.taken_on).order_by(CheckStep.taken_on))
        return [(step, (day - TODAY).days) for step, day in rows]


def link(app: Flask) -> str:
    found = re.search(r"http://localhost(/still-right/\S+)", outbox.emails(app)[-1].text)
    assert found
    return found[1]


@pytest.mark.both_databases
def test_listings_that_fall_due_together_share_one_message(app: Flask) -> None:
    group = add_group(app, "Steady Steps", "Chair yoga")
    add_person(app, "owner@example.org", Role.GROUP_OWNER, organization_id=group)
    run(app)
    run(app)
    (email,) = outbox.emails(app)
    assert email.recipient == "owner@example.org"
    assert email.subject == "Are these 2 listings still right?"
    assert "Steady Steps" in email.text
    assert "Chair yoga" in email.text
    assert steps(app) == [(Step.PROMPT, 0)] * 2


def test_who_is_asked_in_turn_and_then_a_moderator(app: Flask) -> None:
    group = add_group(app, "Steady Steps", email="listing@example.org")
    add_person(app, "owner@example.org", Role.GROUP_OWNER, organization_id=group)
    got = []
    for day in range(60):
        before = len(outbox.emails(app))
        run(app, day)
        got += [(day, email.recipient) for email in outbox.emails(app)[before:]]
    assert got == [
        (0, "owner@example.org"),
        (14, "owner@example.org"),
        (28, "owner@example.org"),
        (35, "listing@example.org"),
    ]
    assert steps(app)[-1] == (Step.MODERATOR, 42)


def test_one_press_confirms_and_a_look_does_not(app: Flask, client: PageCheckingClient) -> None:
    add_group(app, "Steady Steps", email="listing@example.org")
    run(app)
    path = link(app)
    assert "Is this still right?" in client.get(path).get_data(as_text=True)
    with app.app_context():
        service = db.session.scalars(select(Service)).one()
        assert service.assured_date != TODAY
        service_id = service.id
    assert client.post_form(path, {"right": service_id, "answer": "right"}).status_code == 303
    assert client.post_form(path, {"answer": "changed"}).status_code == 303, "a second press changes nothing"
    page = client.get(path).get_data(as_text=True)
    assert "Checked on 23" in page
    with app.app_context():
        assert checked_on(service_id)[Fact.RECORD] == TODAY
        assert db.session.scalars(select(FactCheck.outcome).distinct()).all() == [Outcome.RIGHT]
    run(app, 30)
    assert len(outbox.emails(app)) == 1, "the round is over"


@slow_on_both
def test_who_is_signed_in_goes_straight_to_change_the_listing(app: Flask, client: PageCheckingClient) -> None:
    group = add_group(app, "Steady Steps")
    owner = add_person(app, "owner@example.org", Role.GROUP_OWNER, organization_id=group)
    run(app)
    with app.app_context():
        service_id = db.session.scalars(select(Service.id)).one()
    path, desk = link(app), f"/group/{group}/listings/{service_id}"
    answer = client.post_form(path, {"right": service_id, "answer": "changed"})
    assert answer.location == path, "a visitor is told the ways"
    page = client.get(path).get_data(as_text=True)
    assert "What has changed?" in page
    assert f'href="{desk}"' in page
    client.set_cookie(*session_cookie(app, owner))
    assert client.post_form(path, {"answer": "changed"}).location == desk
    assert f'href="{desk}"' in client.get(f"/group/{group}/checks").get_data(as_text=True)


def test_what_has_changed_goes_to_a_moderator(app: Flask, client: PageCheckingClient) -> None:
    add_group(app, "Steady Steps", "Chair yoga", email="listing@example.org")
    run(app)
    with app.app_context():
        ids = {service.name: service.id for service in db.session.scalars(select(Service))}
    client.post_form(link(app), {"right": ids["Chair yoga"], "answer": "right"})
    page = client.get(link(app)).get_data(as_text=True)
    assert "Please tell us what" in page
    with app.app_context():
        assert Fact.RECORD in checked_on(ids["Chair yoga"])
        assert checked_on(ids["Steady Steps"]) == {}
        step = db.session.scalars(select(CheckStep).where(CheckStep.step == Step.MODERATOR)).one()
        assert step.service_id == ids["Steady Steps"]
    run(app, 20)
    assert len(outbox.emails(app)) == 1, "a moderator asks now"


@pytest.mark.both_databases
@pytest.mark.slow
def test_who_stops_is_asked_no_more(app: Flask, client: PageCheckingClient) -> None:
    group = add_group(app, "Steady Steps", email="listing@example.org")
    add_person(app, "owner@example.org", Role.GROUP_OWNER, organization_id=group)
    run(app)
    path = link(app)
    for _press in range(2):
        assert client.post_form(f"{path}/stop").status_code == 303
    assert "We do not ask you" in client.get(path).get_data(as_text=True)
    for day in range(60):
        run(app, day)
    recipients = [email.recipient for email in outbox.emails(app)]
    assert recipients == ["owner@example.org", "listing@example.org", "listing@example.org"]


@slow_on_both
def test_a_link_ends_and_a_wrong_one_opens_nothing(app: Flask, client: PageCheckingClient) -> None:
    add_group(app, "Steady Steps", email="listing@example.org")
    run(app)
    path = link(app)
    assert "no longer works" in client.get(path[:-2]).get_data(as_text=True)
    clock.set_clock(lambda: NOW + timedelta(days=91))
    assert "no longer works" in client.get(path).get_data(as_text=True)
    assert client.post_form(path).status_code == 422


def test_a_message_that_is_refused_is_not_noted(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    add_group(app, "Steady Steps", email="listing@example.org")

    def refuse(*_arguments: object, **_options: object) -> str:
        raise TooManyEmails(to_one=False)

    assert issubclass(TooManyEmails, EmailRefused)
    with monkeypatch.context() as patched:
        patched.setattr(prompts, "queue_email", refuse)
        run(app)
    assert steps(app) == []
    run(app, 1)
    assert steps(app) == [(Step.PROMPT, 1)]


def test_the_limit_of_a_day_holds(app: Flask) -> None:
    app.extensions["settings"].check_emails_a_day = 2
    for number in range(4):
        add_group(app, f"Listing {number}", email=f"listing{number}@example.org")
    run(app)
    run(app)
    assert len(outbox.emails(app)) == 2
    run(app, 1)
    assert len(outbox.emails(app)) == 4


def test_a_site_without_an_address_asks_nobody(app: Flask) -> None:
    app.extensions["settings"].base_url = ""
    add_group(app, "Steady Steps", email="listing@example.org")
    run(app)
    assert (outbox.emails(app), steps(app)) == ([], [])


@slow_on_both
@pytest.mark.both_databases
def test_everything_is_read_in_four_statements(app: Flask, statements: StatementCounter) -> None:
    add_group(app, "One", email="listing@example.org")
    with app.app_context(), statements(app) as few:
        live_listings(app.extensions["settings"])
    add_group(app, *(f"Listing {number}" for number in range(20)), email="other@example.org")
    run(app)
    with app.app_context(), statements(app) as many:
        assert len(live_listings(app.extensions["settings"])) == 21
    assert len(few) == len(many) == 4


@pytest.mark.both_databases
@pytest.mark.slow
def test_expired_messages_are_deleted(app: Flask) -> None:
    add_group(app, "Steady Steps", email="listing@example.org")
    run(app)
    for day in range(91, 140):
        run(app, day)
    with app.app_context():
        oldest = db.session.scalar(select(CheckRequest.created_at).order_by(CheckRequest.created_at))
        assert oldest
        assert oldest > NOW


def test_people_of_the_group_confirm_when_they_are_signed_in(app: Flask, client: PageCheckingClient) -> None:
    group = add_group(app, "Steady Steps")
    other = add_group(app, "Of others")
    client.set_cookie(
        *session_cookie(
            app, add_person(app, "owner@example.org", Role.GROUP_OWNER, organization_id=group), way="link"
        )
    )
    page = client.get(f"/group/{group}/checks").get_data(as_text=True)
    assert "Steady Steps" in page
    assert "Of others" not in page
    with app.app_context():
        ids = {service.name: service.id for service in db.session.scalars(select(Service))}
    assert client.post_form(f"/group/{group}/checks/{ids['Steady Steps']}").status_code == 303
    assert client.post_form(f"/group/{group}/checks/{ids['Of others']}").status_code == 404
    assert client.post_form(f"/group/{other}/checks/{ids['Of others']}").status_code == 404
    with app.app_context():
        assert Fact.RECORD in checked_on(ids["Steady Steps"])
        assert checked_on(ids["Of others"]) == {}


@slow_on_both
def test_a_paused_listing_is_not_asked_about_until_it_opens_again(app: Flask) -> None:
    group = add_group(app, "Steady Steps")
    add_person(app, "owner@example.org", Role.GROUP_OWNER, organization_id=group)
    with app.app_context():
        service = db.session.scalars(select(Service)).one()
        service.status = TEMPORARILY_CLOSED
        db.session.commit()
    run(app)
    assert not outbox.emails(app)
    with app.app_context():
        db.session.scalars(select(Service)).one().status = OPERATING
        db.session.commit()
    run(app, 1)
    assert len(outbox.emails(app)) == 1
