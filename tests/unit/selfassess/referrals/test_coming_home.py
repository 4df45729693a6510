"""The day of coming home from hospital, as people write it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfassess.referrals.coming_home import is_soon, read_day
from selfassess.referrals.response_times import before_coming_home
from selfassess.values.request import Promise

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", MONDAY),
        ("Tomorrow", date(2026, 11, 24)),
        ("Friday", date(2026, 11, 27)),
        ("on friday morning", date(2026, 11, 27)),
        ("this Fri.", date(2026, 11, 27)),
        ("next Monday", MONDAY),
        ("27/11", date(2026, 11, 27)),
        ("27 11 2026", date(2026, 11, 27)),
        ("27.11.26", date(2026, 11, 27)),
        ("27th of November", date(2026, 11, 27)),
        ("Friday 27 Nov", date(2026, 11, 27)),
        ("2026-11-27", date(2026, 11, 27)),
        ("2 January", date(2027, 1, 2)),
        ("31 2", None),
        ("in a week or so", None),
        ("nobody knows", None),
        ("", None),
    ],
)
def test_days_as_people_write_them(text: str, day: date | None) -> None:
    assert read_day(text, MONDAY) == day


@given(st.text(max_size=40), st.dates(date(2026, 1, 1), date(2030, 1, 1)))
def test_any_text_is_read_or_left(text: str, today: date) -> None:
    assert isinstance(read_day(text, today), date | None)


@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)), st.integers(0, 6))
def test_a_weekday_is_within_a_week(today: date, ahead: int) -> None:
    day = today + timedelta(days=ahead)
    assert read_day(f"{day:%A}", today) == day


def test_two_days_are_soon_and_three_are_not() -> None:
    assert [is_soon(MONDAY + timedelta(days=days), MONDAY) for days in (-1, 0, 2, 3)] == [
        True,
        True,
        True,
        False,
    ]
    assert not is_soon(None, MONDAY)


@pytest.mark.parametrize(
    ("home_on", "by"),
    [
        (None, date(2026, 11, 30)),
        (date(2026, 12, 20), date(2026, 11, 30)),
        (date(2026, 11, 27), date(2026, 11, 26)),
        (date(2026, 11, 30), date(2026, 11, 27)),
        (date(2026, 11, 23), date(2026, 11, 24)),
    ],
)
def test_the_promise_is_for_the_day_before_they_come_home(home_on: date | None, by: date) -> None:
    usual = Promise("Our team", "We get in touch.", date(2026, 11, 30))
    assert before_coming_home(usual, home_on, MONDAY, lambda _day: False).by == by
