"""The moderators' phone round, and what leaves the results because nobody checks it."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.roles import Role
from core.db import db
from directory.checks.services import stamp
from directory.editing.records import record_of
from directory.editing.services import publish
from directory.facts.kinds import Fact, How, Outcome
from directory.facts.queries import checked_on
from directory.models import FactCheck, Service
from tests.accounts import signed_in_as
from tests.conftest import NOW, StatementCounter
from tests.examples import sampled, slow_on_both
from tests.factories import make_service
from tests.integration.selfassess.steps import field
from tests.integration.upkeep.freshness.test_prompts import run
from tests.page_checks import PageCheckingClient
from upkeep.freshness import phone_round

TODAY = NOW.date()
PAGE = "/moderation/to-ring"
REACHED = {"outcome": "reached", "phone": "01632 960900"}


def add_listings(app: Flask, *names: str, assured: date = TODAY - timedelta(days=100)) -> dict[str, str]:
    """Add listings without any e-mail address, so that a moderator is asked at once."""
    with app.app_context():
        services = {name: make_service(db.session, name=name, assured_date=assured) for name in names}
        for service in services.values():
            service.organization.email = ""
        db.session.commit()
        return {name: service.id for name, service in services.items()}


def text(client: PageCheckingClient, path: str = PAGE) -> str:
    return client.get(path).get_data(as_text=True)


@pytest.mark.both_databases
def test_a_call_that_reaches_them_checks_all_facts_and_leads_to_the_next(app: Flask) -> None:
    ids = add_listings(app, "Steady Steps", "Chair yoga")
    run(app)
    moderator = signed_in_as(app, Role.MODERATOR)
    assert "2 wait" in text(moderator, "/moderation")
    assert "Steady Steps" in text(moderator)
    sheet = f"{PAGE}/{ids['Steady Steps']}"
    assert moderator.post_form(sheet).status_code == 422
    answer = moderator.post_form(sheet, REACHED)
    assert answer.location.startswith(f"{PAGE}/{ids['Chair yoga']}")
    assert moderator.post_form(sheet, REACHED).status_code == 303, "safe to send twice"
    with app.app_context():
        assert {Fact.RECORD, Fact.PHONE} <= set(checked_on(ids["Steady Steps"]))
    assert "Steady Steps" not in text(moderator)
    assert moderator.get(sheet).status_code == 404


@slow_on_both
@pytest.mark.parametrize(
    ("outcome", "said"), sampled([("no_answer", "Rung once"), ("could_not_tell", "Rung once")], 2)
)
def test_a_call_that_settles_nothing_is_noted_and_comes_again(app: Flask, outcome: str, said: str) -> None:
    ids = add_listings(app, "Steady Steps")
    run(app)
    moderator = signed_in_as(app, Role.MODERATOR)
    moderator.post_form(f"{PAGE}/{ids['Steady Steps']}", {"outcome": outcome})
    assert said in text(moderator)
    with app.app_context():
        settings = app.extensions["settings"]
        assert phone_round.next_to_ring(settings) is None
        assert checked_on(ids["Steady Steps"]) == {}
    run(app, 5)
    with app.app_context():
        assert phone_round.next_to_ring(settings) == ids["Steady Steps"]


def test_the_more_used_come_first_then_those_due_longest(app: Flask) -> None:
    late = add_listings(app, "Late", assured=TODAY - timedelta(days=150))
    ids = add_listings(app, "Used", "Other") | late
    with app.app_context():
        settings = app.extensions["settings"]
        stamp(settings, ids["Used"], [Fact.PHONE], how=How.USE, actor="system")
    run(app)
    with app.app_context():
        rows, _total = phone_round.to_ring(settings, 1, 10)
    assert [row.name for row in rows] == ["Used", "Late", "Other"]


@slow_on_both
@pytest.mark.both_databases
def test_the_list_takes_the_same_statements_for_one_and_for_many(
    app: Flask, statements: StatementCounter
) -> None:
    counts = []
    for names in (["One"], [f"Listing {number}" for number in range(15)]):
        add_listings(app, *names)
        run(app)
        with app.app_context(), statements(app) as sent:
            phone_round.to_ring(app.extensions["settings"], 1, 25)
        counts.append(len(sent))
    assert counts[0] == counts[1] == 5


def hidden(app: Flask) -> set[str]:
    with app.app_context():
        return set(db.session.scalars(select(Service.name).where(Service.hidden_on.is_not(None))))


@slow_on_both
def test_what_nobody_checks_leaves_the_results_within_the_share_and_comes_back(app: Flask) -> None:
    settings = app.extensions["settings"]
    settings.hide_percent = 25.0
    ids = add_listings(app, *(f"Listing {number}" for number in range(3)))
    ids |= add_listings(app, "Longest", assured=TODAY - timedelta(days=130))
    run(app)
    assert hidden(app) == set(), "nobody was asked before"
    run(app, 51)
    assert hidden(app) == {"Longest"}, "due for 90 days"
    run(app, 120)
    assert hidden(app) == {"Longest"}, "a quarter of four, those due longest first"
    moderator = signed_in_as(app, Role.MODERATOR)
    assert "Out of the results" in text(moderator)
    other = f"{PAGE}/{ids['Listing 1']}/results"
    assert moderator.post_form(other, {"hide": "maybe"}).status_code == 400
    assert moderator.post_form(other, {"hide": "yes"}).status_code == 303
    assert hidden(app) == {"Longest", "Listing 1"}
    run(app, 121)
    assert hidden(app) == {"Longest", "Listing 1"}, "the decision holds"
    moderator = signed_in_as(app, Role.MODERATOR)
    assert moderator.post_form(f"{PAGE}/{ids['Longest']}/results", {"hide": "no"}).status_code == 303
    assert "Longest" not in hidden(app)
    run(app, 122)
    assert "Longest" not in hidden(app)
    assert len(hidden(app)) == 2, "the next one by the policy, and the moderator's"
    with app.app_context():
        stamp(settings, ids["Listing 1"], [Fact.RECORD], how=How.GROUP, actor="public")
    assert "Listing 1" not in hidden(app)


@slow_on_both
def test_something_wrong_waits_until_it_is_put_right(app: Flask) -> None:
    ids = add_listings(app, "Steady Steps")
    run(app)
    moderator = signed_in_as(app, Role.MODERATOR)
    moderator.post_form(f"{PAGE}/{ids['Steady Steps']}", {"outcome": "wrong"})
    assert "Something has changed" in text(moderator)
    with app.app_context():
        assert db.session.scalars(select(FactCheck.outcome)).all() == [Outcome.WRONG]


@pytest.mark.both_databases
@pytest.mark.slow
def test_facts_are_put_right_during_the_call(app: Flask) -> None:
    ids = add_listings(app, "Steady Steps")
    run(app)
    moderator = signed_in_as(app, Role.MODERATOR)
    sheet = f"{PAGE}/{ids['Steady Steps']}"
    version = {"version": field(text(moderator, sheet), "version")}
    known = {"outcome": "reached", "phone": "01632 960900", "email": "", **version}
    for wrong in (
        {"phone": "12"},
        {"email": "nobody"},
        {"hours": "sometimes"},
        {"hours": "Mon 11.30 – 1.30"},
    ):
        assert moderator.post_form(sheet, known | wrong).status_code == 422
    changed = {"phone": "01632 960777", "email": "new@example.org", "hours": "Mondays 10am to 12 noon"}
    assert moderator.post_form(sheet, known | changed).status_code == 303
    with app.app_context():
        service = db.session.get_one(Service, ids["Steady Steps"])
        assert [phone.number for phone in service.phones] == ["01632 960777"]
        assert service.email == "new@example.org"
        assert [(row.byday, row.opens_at.hour) for row in service.schedules if row.opens_at] == [("MO", 10)]
        assert service.assured_date == TODAY
        found = dict(iter(db.session.execute(select(FactCheck.fact, FactCheck.outcome))))
    assert found == {"record": "changed", "phone": "changed", "hours": "changed"}


@pytest.mark.both_databases
@pytest.mark.slow
def test_two_who_change_a_listing_at_once_are_told(app: Flask) -> None:
    ids = add_listings(app, "Steady Steps")
    run(app)
    moderator = signed_in_as(app, Role.MODERATOR)
    sheet = f"{PAGE}/{ids['Steady Steps']}"
    version = field(text(moderator, sheet), "version")
    with app.app_context():
        record = record_of(ids["Steady Steps"])
        assert record
        changed = record.model_copy(update={"summary": "Gentle exercise."})
        publish(
            app.extensions["settings"], changed, base_version=int(version), actor="system", origin="group"
        )
    typed = {"outcome": "reached", "phone": "01632 960777", "email": "", "version": version}
    answer = moderator.post_form(sheet, typed)
    assert answer.status_code == 409
    page = answer.get_data(as_text=True)
    assert "Somebody changed this listing meanwhile" in page
    assert "01632 960777" in page
    again = typed | {"version": field(page, "version")}
    assert moderator.post_form(sheet, again).status_code == 303
    with app.app_context():
        service = db.session.get_one(Service, ids["Steady Steps"])
        assert (service.summary, service.phones[0].number) == ("Gentle exercise.", "01632 960777")
