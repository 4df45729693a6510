"""Dates of birth as people write them: every day can be written in every way."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dates_of_birth import born

FORMS = (
    "{0.day} {0.month} {0.year}",
    "{0:%d/%m/%Y}",
    "{0:%Y-%m-%d}",
    "{0.day} {0:%B} {0.year}",
    "{0:%d.%b.%Y}",
)


@given(st.dates(date(1900, 1, 1), date(2026, 1, 1)), st.sampled_from(FORMS))
def test_a_day_is_read_however_it_is_written(day: date, form: str) -> None:
    assert born(form.format(day)) == day


@given(st.text(max_size=30))
def test_no_text_is_an_error(text: str) -> None:
    born(text)


@pytest.mark.parametrize(
    ("text", "day"), [("1st sept 1950", date(1950, 9, 1)), ("2 of May, 1950", date(1950, 5, 2))]
)
def test_short_names_and_endings(text: str, day: date) -> None:
    assert born(text) == day
