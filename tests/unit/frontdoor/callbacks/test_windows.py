"""Windows of half an hour: inside the hours of the team, and right when the clocks change."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clock import LONDON
from directory.schedules.holidays import Calendar
from directory.schedules.sessions import open_state
from directory.schedules.weekly_hours import read_hours
from frontdoor.callbacks.windows import LENGTH, Window, read_code, window_words, windows

NO_HOLIDAYS = Calendar()
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
NIGHT = "Sa-Su 22:00-06:00"


def starts(hours: str, first: date, days: int = 1, calendar: Calendar = NO_HOLIDAYS) -> list[str]:
    begin = datetime(first.year, first.month, first.day, tzinfo=LONDON)
    found = windows(read_hours(hours), begin, begin + timedelta(days=days), calendar)
    return [window.local.strftime("%d %H:%M") for window in found]


def test_a_window_lies_whole_inside_the_hours() -> None:
    assert starts("Mo 08:45-10:15", date(2026, 11, 30)) == ["30 09:00", "30 09:30"]


def test_there_is_none_on_bank_holidays_and_closures() -> None:
    christmas, closure = date(2026, 12, 25), date(2026, 12, 24)
    calendar = Calendar(frozenset({christmas}), (), frozenset({closure}))
    assert starts("Mo-Fr 09:00-10:00; PH off", closure, 2, calendar) == []
    assert starts("Mo-Fr 09:00-10:00", christmas, 1, calendar) == ["25 09:00", "25 09:30"]


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28)])
def test_office_hours_are_the_same_on_the_days_of_a_clock_change(day: date) -> None:
    assert starts("Su 08:30-10:00", day) == [f"{day:%d} 08:30", f"{day:%d} 09:00", f"{day:%d} 09:30"]


def test_no_window_is_missing_or_doubled_in_the_night_of_a_clock_change() -> None:
    spring = starts(NIGHT, date(2026, 3, 29))
    assert spring[:4] == ["29 00:00", "29 00:30", "29 02:00", "29 02:30"]
    autumn = starts(NIGHT, date(2026, 10, 25))
    assert autumn[2:6] == ["25 01:00", "25 01:30", "25 01:00", "25 01:30"]


def test_the_second_of_two_such_hours_says_so() -> None:
    first = Window(datetime(2026, 10, 25, 0, 30, tzinfo=UTC))
    now = datetime(2026, 10, 24, 12, tzinfo=UTC)
    assert window_words(first, now) == "Sunday 25 October, 1.30am to 1am"
    assert "after the clocks go back" in window_words(Window(first.end), now)


@given(
    st.integers(0, 365 * 24 * 4).map(lambda quarters: FIRST + quarters * timedelta(minutes=15)),
    st.integers(1, 96),
    st.sampled_from(["Mo-Fr 08:30-17:00; PH off", "24/7", NIGHT, "Mo-Su 09:00-12:00,13:15-16:45"]),
)
def test_windows_never_overlap_and_the_team_answers_in_each(since: datetime, length: int, text: str) -> None:
    hours, before = read_hours(text), since + timedelta(hours=length)
    found = windows(hours, since, before, NO_HOLIDAYS)
    assert all(earlier.end <= later.start for earlier, later in pairwise(found))
    for window in found:
        assert since <= window.start < before
        assert read_code(window.code) == window
        for moment in (window.start, window.end - timedelta(seconds=1)):
            assert open_state(hours, moment, NO_HOLIDAYS).kind in ("open", "always")


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_a_team_that_always_answers_has_each_half_hour_once(day: date) -> None:
    begin = datetime(day.year, day.month, day.day, tzinfo=LONDON).astimezone(UTC)
    found = windows(read_hours("24/7"), begin, begin + timedelta(days=1), NO_HOLIDAYS)
    assert [window.start for window in found] == [begin + number * LENGTH for number in range(48)]


@pytest.mark.parametrize("text", ["", "tomorrow", "2026-11-30T10:10Z", "2026-11-30 10:00", "2026-1-3T1:00Z"])
def test_other_codes_are_no_windows(text: str) -> None:
    assert read_code(text) is None
