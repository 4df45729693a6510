"""The site does what the policy and its simulation say: who is asked when, over months of a moved clock."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from core import clock
from core.clock import LONDON
from core.db import db
from directory.checks.services import stamp
from directory.facts.kinds import Fact, How
from directory.models import Organization, Service
from directory.visibility import ended
from tests import outbox
from tests.factories import make_organization, make_service
from upkeep.freshness.jobs import daily
from upkeep.freshness.models import CheckStep
from upkeep.freshness.periods import periods_of
from upkeep.freshness.policy import MAIL_STEPS, Step
from upkeep.freshness.simulation import Assumptions, Event, Report, simulate

START = date(2026, 1, 5)


def run(app: Flask, day: date) -> None:
    clock.set_clock(lambda: datetime.combine(day, time(9), LONDON))
    with app.test_request_context():
        daily(app.extensions["settings"], lambda: False)


def as_simulated(app: Flask, report: Report) -> None:
    """Add the listings with which the simulation began, each with its contacts, to an empty site."""
    imported = datetime.combine(START, time(9), LONDON)
    for listing in report.began_with:
        group = make_organization(db.session, id=listing.id, email="")
        addresses = [f"{listing.id}-{number}@example.org" for number in range(listing.contacts)]
        group.email = addresses[1] if addresses[1:] else ""
        make_service(
            db.session,
            id=listing.id,
            name=listing.id,
            organization=group,
            email=addresses[0] if addresses else "",
            assured_date=listing.checked_on,
            created_at=imported,
        )
    db.session.commit()


def _by_day(events: list[Event]) -> Iterator[tuple[date, list[Event]]]:
    days: dict[date, list[Event]] = defaultdict(list)
    for event in events:
        days[event.on].append(event)
    yield from sorted(days.items())


@pytest.mark.both_databases
@pytest.mark.slow
def test_the_site_takes_the_steps_of_the_simulation(app: Flask) -> None:
    """The checks of a simulated run happen on the site on the same days; then the job takes the same steps."""
    settings = app.extensions["settings"]
    report = simulate(
        Assumptions(listings=12, months=7, hours=1.0, views=100), periods_of(settings), seed=3, start=START
    )
    with app.app_context():
        as_simulated(app, report)
    steps = {step.value for step in Step}
    expected = {(each.on, each.listing, each.what) for each in report.events if each.what in steps}
    assert len(expected) > 30, "the run is long enough to tell"
    # On days without an event the policy has nothing to do.
    for day, events in _by_day(report.events):
        clock.set_clock(lambda day=day: datetime.combine(day, time(8), LONDON))  # type: ignore[misc]
        checked = [each.listing for each in events if each.what.startswith("checked")]
        before = [each for each in checked if not _asked_first(events, each)]
        with app.app_context():
            for listing_id in before:
                stamp(settings, listing_id, [Fact.RECORD], how=How.CALL, actor="system")
        run(app, day)
        with app.app_context():
            for listing_id in set(checked) - set(before):
                stamp(settings, listing_id, [Fact.RECORD], how=How.CALL, actor="system")
    with app.app_context():
        rows = db.session.execute(select(CheckStep.taken_on, CheckStep.service_id, CheckStep.step))
        assert {tuple(row) for row in rows} == expected


def _asked_first(events: list[Event], listing_id: str) -> bool:
    """Return True where the simulation asked about a listing and then, on the same day, rang about it."""
    what = [each.what for each in events if each.listing == listing_id]
    return what[0] in {step.value for step in Step}


def _months_of_jobs(app: Flask, days: range) -> dict[str, list[tuple[date, str]]]:
    """Run the job on these days after START; return who got what and when."""
    got: dict[str, list[tuple[date, str]]] = defaultdict(list)
    seen = 0
    for number in days:
        day = START + timedelta(days=number)
        run(app, day)
        emails = outbox.emails(app)
        for email in emails[seen:]:
            got[email.recipient].append((day, email.subject))
        seen = len(emails)
    return got


def _over_the_demonstration(app: Flask, days: range) -> None:
    """Let the job run, and check that nobody is prompted wrongly or twice and that few listings are hidden."""
    with app.app_context():
        db.session.execute(
            update(Service).values(created_at=datetime.combine(START, time(9), LONDON), assured_date=None)
        )
        db.session.commit()
    got = _months_of_jobs(app, days)
    with app.app_context():
        known = {
            address.lower()
            for row in db.session.execute(
                select(Service.email, Organization.email).join(Service.organization)
            )
            for address in row
        }
        asked = select(CheckStep.service_id, CheckStep.step).where(
            CheckStep.step.in_([step.value for step in MAIL_STEPS])
        )
        pairs = [tuple(row) for row in db.session.execute(asked)]
        live = db.session.scalar(select(func.count(Service.id)).where(~ended(clock.today()))) or 0
        hidden = db.session.scalar(select(func.count(Service.id)).where(Service.hidden_on.is_not(None))) or 0
    assert {address.lower() for address in got} <= known
    assert len(pairs) == len(set(pairs)), "each step once: nobody checked, so there is one round"
    for address, messages in got.items():
        per_day = [day for day, _subject in messages]
        assert len(per_day) == len(set(per_day)) or _belongs_to_several(app, address)
    assert 0 < hidden <= 0.02 * live


def _belongs_to_several(app: Flask, address: str) -> bool:
    with app.app_context():
        groups = select(Service.organization_id).join(Service.organization)
        own = groups.where((Service.email == address) | (Organization.email == address)).distinct()
        return len(db.session.scalars(own).all()) > 1


@pytest.mark.both_databases
@pytest.mark.slow
def test_a_year_of_jobs_now_and_then_over_the_demonstration(own_demo_app: Flask) -> None:
    _over_the_demonstration(own_demo_app, range(0, 365, 30))


@pytest.mark.slow
def test_a_year_of_daily_jobs_over_the_demonstration(own_demo_app: Flask) -> None:
    _over_the_demonstration(own_demo_app, range(365))
