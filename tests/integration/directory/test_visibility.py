"""The SQL conditions of directory.visibility choose the rows that the Python predicates choose."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import ColumnElement, create_engine, or_, select
from sqlalchemy.orm import Session

from core.db import Base
from directory import visibility
from directory.models import Location, Organization, Service, ServiceAtLocation
from directory.vocabulary import STATUS
from tests.conftest import NOW
from tests.examples import examples

TODAY = date(2026, 11, 23)
STALE_DAYS = 365
NEAR_THE_EDGES = sorted({limit + step for limit in (0, -30, -90, -STALE_DAYS) for step in (-1, 0, 1)})
"""Days from TODAY at which a rule changes its answer, and the days beside them."""

Predicate = Callable[[Service], bool]
RULES: list[tuple[str, Predicate, ColumnElement[bool]]] = [
    ("professional-only", visibility.is_professional_only, visibility.professional_only()),
    ("public", visibility.is_public, visibility.public()),
    ("hidden", visibility.is_hidden, visibility.hidden()),
    ("listed", visibility.is_listed, visibility.listed()),
    ("ended", lambda service: visibility.has_ended(service, TODAY), visibility.ended(TODAY)),
    ("running", lambda service: visibility.is_running(service, TODAY), visibility.running(TODAY)),
    ("operating", lambda service: visibility.is_operating_on(service, TODAY), visibility.operating_on(TODAY)),
    ("indexed", visibility.is_indexed, visibility.indexed()),
    ("findable", lambda service: visibility.is_findable(service, TODAY), visibility.findable(TODAY)),
    ("in the feed", lambda service: visibility.is_in_feed(service, TODAY), visibility.in_feed(TODAY)),
    (
        "stale",
        lambda service: visibility.is_stale(service, TODAY, STALE_DAYS),
        visibility.stale(TODAY, STALE_DAYS),
    ),
]

days = st.none() | (st.sampled_from(NEAR_THE_EDGES) | st.integers(-800, 800)).map(
    lambda number: TODAY + timedelta(days=number)
)
records = st.fixed_dictionaries(
    {
        "status": st.sampled_from([*STATUS, "a status of another system"]),
        "professionals_only": st.booleans(),
        "secret_address": st.booleans(),
        "starts_on": days,
        "ends_on": days,
        "last_modified": st.integers(-200, 0).map(lambda number: NOW + timedelta(days=number)),
        "assured_date": days,
        "hidden_on": days,
        "secret_places": st.lists(st.booleans(), max_size=3),
    }
)


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    """A session on an SQLite database in memory, with all tables."""
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        session.add(Organization(id="group", name="Group", slug="group"))
        session.commit()
        yield session
    engine.dispose()


def stored(session: Session, rows: list[dict[str, Any]]) -> list[Service]:
    """Write services, with places as their `secret_places` say, and return them in order."""
    services = []
    for number, row in enumerate(rows):
        fields = {name: value for name, value in row.items() if name != "secret_places"}
        places = [
            ServiceAtLocation(location=Location(secret=secret), position=position)
            for position, secret in enumerate(row["secret_places"])
        ]
        services.append(
            Service(organization_id="group", name="A", slug=f"a-{number}", sites=places, **fields)
        )
    session.add_all(services)
    session.flush()
    return services


@settings(
    max_examples=examples(150), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=st.lists(records, min_size=1, max_size=12))
def test_sql_conditions_and_predicates_agree(session: Session, rows: list[dict[str, Any]]) -> None:
    services = stored(session, rows)
    try:
        for name, predicate, condition in RULES:
            chosen = set(session.scalars(select(Service.slug).where(condition)))
            assert chosen == {service.slug for service in services if predicate(service)}, name
            others = set(session.scalars(select(Service.slug).where(~condition)))
            assert others == {service.slug for service in services} - chosen, f"not {name}"
    finally:
        session.rollback()


@settings(
    max_examples=examples(100), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=st.lists(records, min_size=1, max_size=8))
def test_sql_and_python_show_the_same_places(session: Session, rows: list[dict[str, Any]]) -> None:
    services = stored(session, rows)
    try:
        visible = (
            select(ServiceAtLocation.id)
            .join(Service, ServiceAtLocation.service_id == Service.id)
            .join(Location, ServiceAtLocation.location_id == Location.id)
            .where(visibility.location_visible())
        )
        shown = {site.id for service in services for site in visibility.visible_locations(service)}
        assert set(session.scalars(visible)) == shown
        for service in services:
            hidden = len(service.sites) - len(visibility.visible_locations(service))
            assert visibility.has_secret_location(service) == (hidden > 0 or service.secret_address)
    finally:
        session.rollback()


def test_a_condition_that_disagrees_is_noticed(session: Session) -> None:
    """A planted fault: forgetting that a NULL date means "no end" leaves rows out."""
    rows = [
        {"status": "active", "ends_on": None, "secret_places": []},
        {"status": "active", "ends_on": TODAY - timedelta(days=1), "secret_places": []},
    ]
    services = stored(session, rows)
    try:
        wrong = ~or_(Service.status == "defunct", Service.ends_on < TODAY)
        chosen = set(session.scalars(select(Service.slug).where(wrong)))
        assert chosen != {s.slug for s in services if not visibility.has_ended(s, TODAY)}
    finally:
        session.rollback()


@pytest.mark.parametrize(
    ("ended_days_ago", "findable"), [(-1, True), (0, True), (30, True), (31, False), (400, False)]
)
def test_search_finds_a_service_for_thirty_days_after_its_end(ended_days_ago: int, findable: bool) -> None:
    service = Service(
        status="active", professionals_only=False, ends_on=TODAY - timedelta(days=ended_days_ago)
    )
    assert visibility.is_findable(service, TODAY) == findable


@pytest.mark.parametrize(("days_ago", "stale"), [(0, False), (365, False), (366, True)])
def test_facts_are_stale_after_the_number_of_days_of_the_settings(days_ago: int, stale: bool) -> None:
    service = Service(assured_date=TODAY - timedelta(days=days_ago))
    assert visibility.is_stale(service, TODAY, STALE_DAYS) == stale


def test_facts_that_were_never_checked_are_stale() -> None:
    assert visibility.is_stale(Service(), TODAY, STALE_DAYS)
