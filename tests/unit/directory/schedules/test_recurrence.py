"""Days of a pattern: the arithmetic, dateutil's rrule and the plain definition agree."""

from datetime import date, datetime, timedelta
from itertools import islice

from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday
from hypothesis import assume, given, settings

from directory.schedules.recurrence import days
from directory.schedules.schedule import Schedule, split_byday
from tests.examples import examples
from tests.unit.directory.schedules.test_strategies import (
    DATES,
    SCHEDULES,
    counted,
    falls_on,
    monthly,
    weekly,
)

WEDNESDAY = date(2026, 1, 7)
NINETY = timedelta(days=90)


def _all(row: Schedule, first: date, last: date) -> list[date]:
    return list(days(row, first, last))


def _rule(row: Schedule, first: date, last: date) -> list[date]:
    """Return the days by dateutil's rrule, counted from the start of the row."""
    pairs = [split_byday(part) for part in row.byday]
    rule = rrule(
        WEEKLY if row.freq == "WEEKLY" else MONTHLY,
        dtstart=datetime.fromisoformat((row.dtstart or first).isoformat()),
        interval=row.interval if row.dtstart else 1,
        byweekday=[weekday(day, ordinal) for ordinal, day in pairs] or None,
        bymonthday=row.bymonthday or None,
        until=datetime.fromisoformat(last.isoformat()),
    )
    found = [moment.date() for moment in islice(rule, row.count)]
    lower, upper = max(first, row.first_day or first), min(last, row.last_day or last)
    return [day for day in found if lower <= day <= upper]


@given(weekly() | monthly() | counted(), DATES)
@settings(max_examples=examples(400), deadline=None)
def test_the_arithmetic_is_the_rule(row: Schedule, first: date) -> None:
    found = _all(row, first, first + NINETY)
    # rrule looks until the year 9999 for what never falls.
    assume(found or not (row.byday and row.bymonthday))
    assume(found or row.interval == 1 or row.freq == "WEEKLY")
    assert found == _rule(row, first, first + NINETY)


@given(SCHEDULES, DATES)
@settings(max_examples=examples(300), deadline=None)
def test_the_days_are_those_of_the_definition(row: Schedule, first: date) -> None:
    span = [first + timedelta(days=n) for n in range(91)]
    assert _all(row, span[0], span[-1]) == [day for day in span if falls_on(row, day)]


def test_a_fortnight_counts_from_its_anchor_across_the_year() -> None:
    row = Schedule("WEEKLY", 2, ("WE",), dtstart=WEDNESDAY)
    found = _all(row, date(2026, 12, 1), date(2027, 1, 31))
    assert found == [date(2026, 12, 9), date(2026, 12, 23), date(2027, 1, 6), date(2027, 1, 20)]


def test_a_fortnight_with_an_anchor_on_another_weekday_keeps_the_anchors_week() -> None:
    row = Schedule("WEEKLY", 2, ("MO",), dtstart=WEDNESDAY)
    assert _all(row, WEDNESDAY, date(2026, 2, 5)) == [date(2026, 1, 19), date(2026, 2, 2)]


def test_last_and_fifth_weekdays() -> None:
    last = Schedule("MONTHLY", byday=("-1FR",))
    assert _all(last, date(2026, 1, 1), date(2026, 3, 31)) == [
        date(2026, 1, 30),
        date(2026, 2, 27),
        date(2026, 3, 27),
    ]
    fifth = Schedule("MONTHLY", byday=("5FR",))
    assert _all(fifth, date(2026, 1, 1), date(2026, 6, 30)) == [date(2026, 1, 30), date(2026, 5, 29)]


def test_the_31st_leaves_short_months_out_and_the_last_day_does_not() -> None:
    assert len(_all(Schedule("MONTHLY", bymonthday=(31,)), date(2026, 1, 1), date(2026, 12, 31))) == 7
    assert len(_all(Schedule("MONTHLY", bymonthday=(-1,)), date(2026, 1, 1), date(2026, 12, 31))) == 12


def test_a_series_ends_after_its_count_wherever_one_looks() -> None:
    row = Schedule("WEEKLY", byday=("WE",), dtstart=WEDNESDAY, count=3)
    assert _all(row, date(2026, 1, 12), date(2027, 1, 1)) == [date(2026, 1, 14), date(2026, 1, 21)]


def test_limits_are_included() -> None:
    row = Schedule("WEEKLY", byday=("WE",), valid_from=WEDNESDAY, until=date(2026, 1, 14))
    assert _all(row, date(2025, 1, 1), date(2027, 1, 1)) == [WEDNESDAY, date(2026, 1, 14)]
    assert _all(row, date(2026, 2, 1), date(2027, 1, 1)) == []


def test_the_ends_of_time_that_other_systems_write_are_harmless() -> None:
    row = Schedule("WEEKLY", 2, ("WE",), dtstart=date(1, 1, 1), valid_to=date.max)
    assert len(_all(row, WEDNESDAY, WEDNESDAY + NINETY)) in (6, 7)


def test_a_rule_that_never_falls_comes_to_an_end() -> None:
    never = Schedule("MONTHLY", 12, bymonthday=(31,), dtstart=date(2026, 2, 1))
    assert _all(never, date(2026, 1, 1), date(2028, 1, 1)) == []
    assert (
        _all(
            Schedule("MONTHLY", 12, bymonthday=(31,), dtstart=date(2026, 2, 1), count=2),
            date(2026, 1, 1),
            date(2028, 1, 1),
        )
        == []
    )


def test_rules_that_can_never_fall_end() -> None:
    for byday, numbers in ((("3TH",), (3,)), ((), (31,))):
        for count in (None, 1000):
            row = Schedule("MONTHLY", 12, byday, numbers, dtstart=date(1900, 2, 1), count=count)
            assert _all(row, date(2026, 1, 1), date(2027, 2, 5)) == []


def test_without_an_anchor_every_week_is_possible() -> None:
    row = Schedule("WEEKLY", 2, ("WE",))
    assert len(_all(row, WEDNESDAY, WEDNESDAY + timedelta(days=27))) == 4
