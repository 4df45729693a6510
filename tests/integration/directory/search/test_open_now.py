"""Open now, as the filter counts it, against what each listing says of itself, over the whole demonstration
borough."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from core import clock
from core.db import db
from directory.schedules.holidays import Calendar
from directory.schedules.schedule import Hours
from directory.schedules.sessions import open_state
from directory.schedules.stored import all_hours, year
from directory.search import index_queries
from directory.search.columns import IndexColumns
from directory.search.index import index_of
from directory.search.open_now import ConditionalHours, open_now
from directory.search.request import SearchRequest
from directory.search.service import search
from tests.examples import examples, slow_on_both

FIRST, LAST = datetime(2026, 9, 1, tzinfo=UTC), datetime(2027, 7, 1, tzinfo=UTC)
MINUTES = int((LAST - FIRST).total_seconds()) // 60
CHRISTMAS = int((datetime(2026, 12, 24, tzinfo=UTC) - FIRST).total_seconds()) // 60


@pytest.fixture(scope="module")
def borough(demo_app: Flask) -> Iterator[tuple[IndexColumns, dict[int, Hours], Calendar]]:
    with demo_app.app_context():
        columns = index_of(demo_app).current(db.session).columns
        services = {
            s.id: s for s in index_queries.services_whole(db.session, index_queries.service_ids(db.session))
        }
        hours = {number: all_hours(services[card.service_id]) for number, card in columns.names.items()}
        yield columns, hours, year(demo_app.extensions["settings"].content_dir)


def differing(columns: IndexColumns, hours: dict[int, Hours], calendar: Calendar, now: datetime) -> list[str]:
    """Return the names of the services of which the filter and the listing say different things."""
    mask = open_now(columns, ConditionalHours(), now, calendar)
    said = {
        number: open_state(own, now, calendar).kind in ("open", "always") for number, own in hours.items()
    }
    return [columns.names[number].name for number, is_open in said.items() if is_open != bool(mask[number])]


def keeps_its_clocks(day: date) -> bool:
    return day not in (date(2026, 10, 25), date(2027, 3, 28))


@slow_on_both
@settings(max_examples=examples(40), deadline=None)
@given(st.one_of(st.integers(0, MINUTES), st.integers(CHRISTMAS, CHRISTMAS + 5 * 24 * 60)))
def test_at_any_moment_the_filter_says_what_the_listings_say(
    borough: tuple[IndexColumns, dict[int, Hours], Calendar], minute: int
) -> None:
    now = FIRST + timedelta(minutes=minute)
    if keeps_its_clocks(now.astimezone(clock.LONDON).date()):
        assert differing(*borough, now) == []


def test_some_are_open_and_some_are_not(borough: tuple[IndexColumns, dict[int, Hours], Calendar]) -> None:
    columns, _, calendar = borough
    counts = [
        int(open_now(columns, ConditionalHours(), clock.now() + timedelta(hours=12 * n), calendar).sum())
        for n in range(6)
    ]
    assert 10 < min(counts) < max(counts) < columns.size
    assert len(columns.conditional) > 50


def test_a_wrong_hour_would_be_noticed(borough: tuple[IndexColumns, dict[int, Hours], Calendar]) -> None:
    columns, hours, calendar = borough
    later = replace(columns.openings, starts=columns.openings.starts + 600, ends=columns.openings.ends + 600)
    assert differing(replace(columns, openings=later), hours, calendar, clock.now())


def test_holidays_that_are_not_kept_would_be_noticed(
    borough: tuple[IndexColumns, dict[int, Hours], Calendar],
) -> None:
    columns, hours, calendar = borough
    restless = replace(columns, openings=replace(columns.openings, rests=columns.openings.rests * 0))
    noon = datetime.combine(
        min(day for day in calendar.bank_holidays if day > FIRST.date()), time(12), clock.LONDON
    )
    assert differing(restless, hours, calendar, noon)
    assert not differing(columns, hours, calendar, noon)


def test_the_facet_finds_who_is_open(
    demo_app: Flask, borough: tuple[IndexColumns, dict[int, Hours], Calendar]
) -> None:
    _, hours, calendar = borough
    with demo_app.app_context():
        found = search(SearchRequest(facets={"open": ("now",)}, per_page=500))
    assert found.total > 20
    assert all(
        open_state(hours[hit.number], clock.now(), calendar).kind in ("open", "always") for hit in found.hits
    )
