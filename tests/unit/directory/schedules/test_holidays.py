"""Bank holidays, school terms, and the file that holds them."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from dateutil.easter import easter

from directory.schedules.holidays import Calendar, load_calendar
from tests.unit.directory.schedules.test_strategies import CALENDAR

FILE = Path(__file__).parents[4] / "content" / "calendar.yaml"
REAL = load_calendar(FILE)
MONDAY = 0


def _on_or_after(day: date, taken: set[date]) -> date:
    while day.weekday() > 4 or day in taken:
        day += timedelta(days=1)
    return day


def _first_monday(year: int, month: int) -> date:
    return next(day for n in range(1, 8) if (day := date(year, month, n)).weekday() == MONDAY)


def _by_the_rules(year: int) -> set[date]:
    """Banking and Financial Dealings Act 1971, schedule 1, with substitute days as customary."""
    may, june, september = (_first_monday(year, month) for month in (5, 6, 9))
    week, day = timedelta(days=7), timedelta(days=1)
    days = {_on_or_after(date(year, 1, 1), set()), easter(year) - 2 * day, easter(year) + day, may}
    days |= {june - week, september - week}
    days.add(_on_or_after(date(year, 12, 25), set()))
    return days | {_on_or_after(date(year, 12, 26), days)}


@pytest.mark.parametrize("year", [2025, 2026, 2027, 2028])
def test_the_bank_holidays_of_the_file_are_those_of_the_law(year: int) -> None:
    assert {day for day in REAL.bank_holidays if day.year == year} == _by_the_rules(year)


def test_christmas_and_new_year_at_a_weekend_are_closures() -> None:
    for day in (date(2026, 12, 26), date(2027, 12, 25), date(2027, 12, 26), date(2028, 1, 1)):
        assert REAL.is_holiday(day)
        assert day not in REAL.bank_holidays
    assert not REAL.is_holiday(date(2026, 12, 24))


def test_the_terms_of_the_file_are_school_days() -> None:
    for first, last in REAL.terms:
        assert first.weekday() < 5
        assert last.weekday() < 5
        assert timedelta(days=18) < last - first < timedelta(days=60)
    assert not any(REAL.in_term(easter(year) + timedelta(days=1)) for year in (2026, 2027))


def test_half_terms_and_summers_are_out() -> None:
    for day in (
        date(2025, 10, 29),
        date(2026, 2, 18),
        date(2026, 8, 10),
        date(2027, 6, 2),
        date(2027, 12, 24),
    ):
        assert REAL.in_term(day) is False
    for day in (date(2025, 9, 2), date(2026, 11, 24), date(2028, 7, 21)):
        assert REAL.in_term(day) is True


def test_outside_the_known_terms_nothing_is_said() -> None:
    assert REAL.in_term(date(2025, 9, 1)) is None
    assert REAL.in_term(date(2028, 7, 22)) is None
    assert Calendar().in_term(date(2026, 1, 1)) is None
    assert REAL.known_to == date(2028, 7, 21)
    assert Calendar().known_to is None


def test_a_gap_longer_than_a_summer_is_a_term_not_typed_in() -> None:
    gap = Calendar(terms=((date(2026, 1, 5), date(2026, 3, 27)), (date(2026, 9, 2), date(2026, 10, 23))))
    assert gap.in_term(date(2026, 5, 5)) is None
    assert CALENDAR.in_term(date(2026, 4, 1)) is False


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[1]", "must hold bank_holidays"),
        ("bank_holidays: 3", "bank_holidays: must be a list"),
        ("bank_holidays: [{date: soon}]", "soon"),
        ("bank_holidays: [{name: Easter}]", "date must be a date such as"),
        ("bank_holidays: [{date: 2026-01-01 10:00:00}]", "date must be a date such as"),
        ("terms: [{from: 2026-01-05, to: 2026-01-01}]", "terms: each must end after"),
        (
            "terms: [{from: 2026-01-05, to: 2026-02-01}, {from: 2026-01-20, to: 2026-03-01}]",
            "before the next",
        ),
        ("terms: [", "calendar.yaml"),
    ],
)
def test_a_file_with_a_mistake_says_which(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "calendar.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=message) as caught:
        load_calendar(file)
    assert str(caught.value).startswith("calendar.yaml: ")


def test_an_empty_file_is_an_empty_calendar(tmp_path: Path) -> None:
    file = tmp_path / "calendar.yaml"
    file.write_text("bank_holidays: [{date: '2026-01-01'}]\nterms:\n", encoding="utf-8")
    assert load_calendar(file) == Calendar(frozenset({date(2026, 1, 1)}))
