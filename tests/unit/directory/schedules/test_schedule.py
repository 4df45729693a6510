"""The value types of hours, and the contradictions that they refuse."""

from datetime import UTC, date, time
from typing import Any

import pytest

from directory.schedules.schedule import ALWAYS_OPEN, UNKNOWN, Hours, Schedule, split_byday

MONDAY = date(2026, 1, 5)
WEEKLY = {"freq": "WEEKLY", "byday": ("MO",)}


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"freq": "DAILY"}, "freq: 'DAILY' is not WEEKLY or MONTHLY"),
        ({"freq": None}, "a single session needs its date"),
        (
            {"freq": None, "dtstart": MONDAY, "byday": ("MO",)},
            "a session that repeats needs WEEKLY or MONTHLY",
        ),
        ({"freq": None, "dtstart": MONDAY, "count": 2}, "a session that repeats"),
        (WEEKLY | {"interval": 0}, "interval: must be a whole number from 1"),
        (WEEKLY | {"count": 0, "dtstart": MONDAY}, "count: must be from 1 to 1000"),
        (WEEKLY | {"count": 3}, "count: needs dtstart"),
        (WEEKLY | {"count": 3, "dtstart": MONDAY, "until": MONDAY}, "not both"),
        ({"freq": "WEEKLY"}, "which days of the week"),
        ({"freq": "WEEKLY", "byday": ("1TU",)}, "needs MONTHLY"),
        ({"freq": "WEEKLY", "byday": ("XX",)}, "'XX' is not a day"),
        ({"freq": "MONTHLY", "byday": ("6TU",)}, "'6TU' is not a day"),
        ({"freq": "MONTHLY", "byday": ("TU", "1FR")}, "in two schedules"),
        (WEEKLY | {"bymonthday": (1,)}, "days of the month need MONTHLY"),
        ({"freq": "MONTHLY", "bymonthday": (0,)}, "from 1 to 31"),
        ({"freq": "MONTHLY", "bymonthday": (32,)}, "from 1 to 31"),
        (WEEKLY | {"valid_from": date(2026, 2, 1), "valid_to": MONDAY}, "end on 2026-01-05 before it begins"),
        (WEEKLY | {"closes_at": time(12)}, "a closing time and no opening time"),
        (WEEKLY | {"opens_at": time(12)}, "an opening time and no closing time"),
        (WEEKLY | {"opens_at": time(9), "closes_at": time(12), "times_known": False}, "both times are given"),
        (WEEKLY | {"opens_at": time(9, tzinfo=UTC), "closes_at": time(12)}, "without a time zone"),
        (WEEKLY | {"season": ((2, 30), (3, 1))}, "no day 30 in month 2"),
        (WEEKLY | {"season": ((13, 1), (3, 1))}, "no day 1 in month 13"),
    ],
)
def test_contradictions_are_refused_in_words(values: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Schedule(**values)


def test_byday_parts_are_split() -> None:
    assert split_byday("-1FR") == (-1, 4)
    assert split_byday("MO") == (None, 0)


def test_a_row_without_days_takes_the_weekday_of_its_start() -> None:
    assert Schedule("WEEKLY", dtstart=MONDAY).weekdays == {0}
    assert Schedule("MONTHLY", dtstart=MONDAY).weekdays == set(range(7))
    assert Schedule("MONTHLY", byday=("1TU", "-1FR")).weekdays == {1, 4}


def test_limits_are_the_narrower_of_two() -> None:
    later, earlier = date(2026, 6, 1), date(2026, 3, 1)
    row = Schedule("WEEKLY", dtstart=MONDAY, valid_from=earlier, valid_to=later, until=date(2026, 7, 1))
    assert (row.first_day, row.last_day) == (earlier, later)


@pytest.mark.parametrize(
    ("opens", "closes", "whole", "past_midnight"),
    [
        (None, None, True, True),
        (time(0), time(0), True, True),
        (time(9), time(17), False, False),
        (time(22), time(2), False, True),
        (time(18), time(0), False, True),
        (time(9), time(9), False, True),
    ],
)
def test_times(opens: time | None, closes: time | None, whole: bool, past_midnight: bool) -> None:
    row = Schedule("WEEKLY", byday=("MO",), opens_at=opens, closes_at=closes)
    assert (row.whole_day, row.past_midnight) == (whole, past_midnight)


def test_unknown_times_are_not_a_whole_day() -> None:
    assert not Schedule("WEEKLY", byday=("MO",), times_known=False).whole_day


@pytest.mark.parametrize(
    ("season", "inside", "outside"),
    [
        (((4, 1), (9, 30)), [(4, 1), (9, 30), (6, 15)], [(3, 31), (10, 1), (12, 25)]),
        (((11, 1), (2, 28)), [(11, 1), (12, 31), (1, 1), (2, 28)], [(10, 31), (3, 1), (7, 1)]),
        (((5, 1), (5, 1)), [(5, 1)], [(4, 30), (5, 2)]),
    ],
)
def test_a_season_may_wrap_the_end_of_the_year(season: Any, inside: Any, outside: Any) -> None:
    row = Schedule("WEEKLY", byday=("MO",), season=season)
    assert all(row.in_season(date(2026, *day)) for day in inside)
    assert not any(row.in_season(date(2026, *day)) for day in outside)


def test_hours_know_their_kind() -> None:
    row = Schedule("WEEKLY", byday=("MO",))
    assert Hours.of(row) == Hours("scheduled", (row,))
    assert Hours.of() == UNKNOWN
    assert Hours.of(note="ring first").note == "ring first"
    assert ALWAYS_OPEN.kind == "always"


@pytest.mark.parametrize(
    "values", [("always", (Schedule("WEEKLY", byday=("MO",)),)), ("scheduled",), ("never",)]
)
def test_hours_refuse_what_disagrees(values: Any) -> None:
    with pytest.raises(ValueError, match=r"kind|schedules"):
        Hours(*values)
