"""Hypothesis strategies, a small calendar, and a slow reference implementation for the tests of hours."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from directory.schedules.holidays import Calendar
from directory.schedules.schedule import WEEKDAYS, Hours, Schedule
from directory.schedules.sessions import LONDON

CALENDAR = Calendar(
    bank_holidays=frozenset({date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 4), date(2026, 12, 25)}),
    terms=((date(2026, 1, 5), date(2026, 3, 27)), (date(2026, 4, 13), date(2026, 5, 22))),
    closures=frozenset({date(2026, 12, 26)}),
)
DATES = st.dates(date(2025, 10, 1), date(2027, 3, 31))
TIMES = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))
WORDS = st.none() | st.text("abc éŁ", min_size=1, max_size=12).map(str.strip).filter(bool)
MONTH_DAYS = st.tuples(st.integers(1, 12), st.integers(1, 28))
PLAIN_DAYS = st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=4, unique=True).map(tuple)
NUMBERED_DAYS = st.lists(
    st.builds("{}{}".format, st.sampled_from([1, 2, 3, 4, 5, -1, -2]), st.sampled_from(WEEKDAYS)),
    min_size=1,
    max_size=3,
    unique=True,
).map(tuple)
MONTH_NUMBERS = st.lists(st.integers(-31, 31).filter(bool), min_size=1, max_size=3, unique=True).map(tuple)


def _times(draw: Callable[..., Any]) -> dict[str, Any]:
    kind = draw(st.sampled_from(["both", "both", "both", "day", "unknown", "opens"]))
    opens = draw(TIMES) if kind in ("both", "opens") else None
    closes = draw(TIMES) if kind == "both" else None
    return {"opens_at": opens, "closes_at": closes, "times_known": kind in ("both", "day")}


def _bounds(draw: Callable[..., Any], start: date | None) -> dict[str, Any]:
    base = start or date(2025, 12, 1)
    length = st.none() | st.integers(0, 500).map(lambda days: base + timedelta(days=days))
    return {"dtstart": start, "valid_from": draw(st.none() | st.just(base)), "valid_to": draw(length)}


def _facts(draw: Callable[..., Any]) -> dict[str, Any]:
    return {
        "term_time": draw(st.booleans()),
        "closed_bank_holidays": draw(st.booleans()),
        "closed_on": draw(st.frozensets(DATES, max_size=3)),
        "season": draw(st.none() | st.tuples(MONTH_DAYS, MONTH_DAYS)),
        "description": draw(WORDS),
        "notes": draw(WORDS),
    }


@st.composite
def weekly(draw: Callable[..., Any]) -> Schedule:
    """Weekly rows without a count, which the fast path handles."""
    start = draw(st.none() | DATES)
    byday = draw(PLAIN_DAYS if start is None else PLAIN_DAYS | st.just(()))
    interval = draw(st.sampled_from([1, 1, 2, 3]))
    values = _times(draw) | _bounds(draw, start) | _facts(draw)
    return Schedule("WEEKLY", interval, byday, **values)


@st.composite
def monthly(draw: Callable[..., Any]) -> Schedule:
    """Monthly rows of every form."""
    start = draw(st.none() | DATES)
    byday = draw(PLAIN_DAYS | NUMBERED_DAYS | st.just(()))
    bymonthday = draw(MONTH_NUMBERS if not (byday or start) else MONTH_NUMBERS | st.just(()))
    values = _times(draw) | _bounds(draw, start) | _facts(draw)
    return Schedule("MONTHLY", draw(st.sampled_from([1, 1, 2, 3])), byday, bymonthday, **values)


@st.composite
def counted(draw: Callable[..., Any]) -> Schedule:
    """Rows with a number of sessions."""
    values = _times(draw) | _facts(draw)
    byday, freq = draw(PLAIN_DAYS), draw(st.sampled_from(["WEEKLY", "MONTHLY"]))
    interval, count = draw(st.integers(1, 3)), draw(st.integers(1, 12))
    return Schedule(freq, interval, byday, dtstart=draw(DATES), count=count, **values)


@st.composite
def single(draw: Callable[..., Any]) -> Schedule:
    """Single dates."""
    return Schedule(None, dtstart=draw(DATES), **(_times(draw) | _facts(draw)))


SCHEDULES = st.one_of(weekly(), monthly(), counted(), single())
HOURS = st.lists(SCHEDULES, max_size=3, unique=True).map(lambda rows: Hours.of(*rows))


def falls_on(row: Schedule, day: date) -> bool:
    """Return True when the pattern falls on the day, by its definition, without rrule and without the fast
    path.
    """
    if (row.first_day and day < row.first_day) or (row.last_day and day > row.last_day):
        return False
    if row.count and row.dtstart:
        before = (row.dtstart + timedelta(days=n) for n in range((day - row.dtstart).days))
        return _matches(row, day) and sum(_matches(row, other) for other in before) < row.count
    return _matches(row, day)


@cache
def _matches(row: Schedule, day: date) -> bool:
    if row.freq is None:
        return day == row.dtstart
    if row.freq == "WEEKLY":
        return day.weekday() in row.weekdays and _weeks_apart(row, day) % row.interval == 0
    return _month_matches(row, day)


def _weeks_apart(row: Schedule, day: date) -> int:
    if row.dtstart is None:
        return 0
    mondays = [each - timedelta(days=each.weekday()) for each in (row.dtstart, day)]
    return (mondays[1] - mondays[0]).days // 7


def _month_matches(row: Schedule, day: date) -> bool:
    start = row.dtstart
    if start and ((day.year - start.year) * 12 + day.month - start.month) % row.interval:
        return False
    month = [each for n in range(1, 32) if (each := _day(day, n))]
    numbers = row.bymonthday or ((start.day,) if start and not row.byday else ())
    in_numbers = not numbers or day.day in numbers or day.day - len(month) - 1 in numbers
    return in_numbers and (not row.byday or any(_is_nth(part, day, month) for part in row.byday))


def _day(within: date, number: int) -> date | None:
    try:
        return within.replace(day=number)
    except ValueError:
        return None


def _is_nth(part: str, day: date, month: list[date]) -> bool:
    same = [each for each in month if each.weekday() == WEEKDAYS.index(part[-2:])]
    if day not in same:
        return False
    number, place = int(part[:-2] or 0), same.index(day)
    return number in (0, place + 1, place - len(same))


def covers(row: Schedule, moment: datetime, calendar: Calendar) -> bool | None:
    """Return True when the row has a session at `moment`, False when not, None when in doubt; by the
    definitions.
    """
    local = moment.astimezone(LONDON).date()
    found = [
        _on(row, day, calendar) for day in (local - timedelta(days=1), local) if _spans(row, day, moment)
    ]
    return True if True in found else None if None in found else False


def _on(row: Schedule, day: date, calendar: Calendar) -> bool | None:
    shut = row.closed_bank_holidays and day in calendar.bank_holidays | calendar.closures
    term = calendar.in_term(day) if row.term_time else True
    if not falls_on(row, day) or shut or day in row.closed_on or not row.in_season(day) or term is False:
        return False
    doubtful = term is None or not row.times_known or (row.interval > 1 and row.dtstart is None)
    return None if doubtful else True


def _spans(row: Schedule, day: date, moment: datetime) -> bool:
    opens, closes = row.opens_at or time(0), row.closes_at or time(0)
    ends_on = day if opens < closes else day + timedelta(days=1)
    start, end = (datetime.combine(*at, LONDON).astimezone(UTC) for at in ((day, opens), (ends_on, closes)))
    return start <= moment.astimezone(UTC) < end


@given(SCHEDULES)
def test_the_strategies_make_rows_of_every_kind_that_are_valid(row: Schedule) -> None:
    assert row.freq or row.dtstart
