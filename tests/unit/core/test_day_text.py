"""Days as people write them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.day_text import day_as_typed, read_day

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


@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)))
def test_a_day_as_typed_is_read_back(day: date) -> None:
    assert read_day(day_as_typed(day), MONDAY) == day
