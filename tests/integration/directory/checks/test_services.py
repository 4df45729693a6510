"""A check stamps exactly the facts that it proved, and only a check of the whole moves the day of assurance."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from core import clock
from core.audit.models import AuditEntry
from core.audit.services import PUBLIC, SYSTEM
from core.db import db
from directory.checks.services import set_hidden, stamp, stamp_use
from directory.facts.kinds import WHOLE, Fact, How, Outcome, ProvingUse
from directory.facts.queries import checked_days, checked_on
from directory.models import Service
from directory.search.context import open_context
from tests.conftest import NOW
from tests.examples import slow_on_both
from tests.factories import make_service
from tests.page_checks import PageCheckingClient

pytestmark = pytest.mark.both_databases
TODAY = NOW.date()


@pytest.fixture
def service_id(app: Flask) -> str:
    with app.app_context():
        service = make_service(
            db.session, name="Steady Steps", slug="steady-steps", assured_date=date(2026, 1, 5)
        )
        db.session.commit()
        return service.id


def assured(service_id: str) -> date | None:
    return db.session.scalar(select(Service.assured_date).where(Service.id == service_id))


def test_a_check_of_the_whole_moves_the_day_of_assurance(app: Flask, service_id: str) -> None:
    with app.app_context():
        settings = app.extensions["settings"]
        settings.assurer_email = "directory@example.org"
        stamp(settings, service_id, WHOLE, how=How.GROUP, actor=PUBLIC)
        assert checked_on(service_id) == dict.fromkeys(WHOLE, TODAY)
        service = db.session.get_one(Service, service_id)
        assert (service.assured_date, service.assurer_email) == (TODAY, "directory@example.org")
        entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc())).first()
        assert entry
        assert (entry.action, entry.subject_id) == ("listing.checked", service_id)


@slow_on_both
@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ((Fact.PHONE, Fact.HOURS), Outcome.RIGHT),
        ((Fact.RECORD,), Outcome.COULD_NOT_TELL),
        ((Fact.RECORD,), Outcome.NO_ANSWER),
        ((Fact.RECORD,), Outcome.WRONG),
    ],
)
def test_nothing_else_moves_it(
    app: Flask, service_id: str, facts: tuple[Fact, ...], outcome: Outcome
) -> None:
    with app.app_context():
        stamp(app.extensions["settings"], service_id, facts, how=How.CALL, actor=SYSTEM, outcome=outcome)
        assert assured(service_id) == date(2026, 1, 5)
        proved = facts if outcome is Outcome.RIGHT else ()
        assert checked_on(service_id) == dict.fromkeys(proved, TODAY)


def test_a_use_proves_its_own_facts(app: Flask, service_id: str) -> None:
    with app.app_context():
        settings = app.extensions["settings"]
        stamp_use(settings, service_id, ProvingUse.CALL_PUT_THROUGH, actor=SYSTEM)
        assert (checked_on(service_id), assured(service_id)) == ({Fact.PHONE: TODAY}, date(2026, 1, 5))
        stamp_use(settings, service_id, ProvingUse.GOT_IN, actor=SYSTEM)
        assert assured(service_id) == TODAY


def test_a_service_that_is_gone_cannot_be_checked(app: Flask) -> None:
    with app.app_context(), pytest.raises(LookupError):
        stamp(app.extensions["settings"], "gone", WHOLE, how=How.CALL, actor=SYSTEM)


@slow_on_both
def test_the_page_says_when_each_fact_was_checked(
    app: Flask, client: PageCheckingClient, service_id: str
) -> None:
    with app.app_context():
        stamp(app.extensions["settings"], service_id, [Fact.PHONE], how=How.CALL, actor=SYSTEM)
    page = client.get("/service/steady-steps").get_data(as_text=True)
    assert "Not checked since 5" in page
    assert "Phone number: checked on 23" in page
    clock.set_clock(lambda: NOW + timedelta(days=181))
    assert "Phone number: not checked since 23" in client.get("/service/steady-steps").get_data(as_text=True)


def found(service_id: str) -> bool:
    context = open_context()
    listed = context.columns.listed(clock.today())
    return any(
        names.service_id == service_id and listed[number] for number, names in context.columns.names.items()
    )


def test_a_hidden_listing_is_out_of_results_and_at_its_address(
    app: Flask, client: PageCheckingClient, service_id: str
) -> None:
    with app.app_context():
        before = db.session.get_one(Service, service_id).last_modified
        set_hidden(db.session, [service_id], hidden=True)
        db.session.commit()
        assert not found(service_id)
        assert db.session.get_one(Service, service_id).last_modified == before
    assert "Steady Steps" not in client.get("/a-to-z/s").get_data(as_text=True)
    page = client.get("/service/steady-steps").get_data(as_text=True)
    assert "Nobody has told us for a long time" in page
    assert client.get(f"/open-referral/v3/services/{service_id}").status_code == 200, "the feed has it still"
    with app.app_context():
        stamp(app.extensions["settings"], service_id, WHOLE, how=How.GROUP, actor=PUBLIC)
        assert found(service_id)
    assert "Nobody has told us" not in client.get("/service/steady-steps").get_data(as_text=True)


def test_the_days_of_many_take_one_statement(app: Flask, service_id: str) -> None:
    with app.app_context():
        stamp(app.extensions["settings"], service_id, [Fact.PHONE], how=How.CALL, actor=SYSTEM)
        assert checked_days([service_id, "gone"]) == {service_id: {Fact.PHONE: TODAY}}
        assert checked_days([]) == {}
