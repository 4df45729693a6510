"""Bank holidays, school terms, and days of general closure."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import yaml

from core.content import read_text

# The summer holiday lasts about six weeks: in a longer gap the term dates are missing.
LONGEST_HOLIDAY = timedelta(days=60)

Term = tuple[date, date]


@dataclass(frozen=True)
class Calendar:
    """Special days of the council's area.

    bank_holidays: bank holidays of England, substitute days included.
    terms: first and last day of teaching of each half-term, in order; holidays are the days between.
    closures: further closed days for services that close on bank holidays (Christmas Day on a Saturday).
    Raises ValueError when terms are out of order or overlap.
    """

    bank_holidays: frozenset[date] = frozenset()
    terms: tuple[Term, ...] = ()
    closures: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        flat = [day for term in self.terms for day in term]
        if any(later < earlier for earlier, later in pairwise(flat)):
            raise ValueError("terms: each must end after it begins, and before the next begins")

    def is_holiday(self, day: date) -> bool:
        """Return True on a bank holiday or another day of closure."""
        return day in self.bank_holidays or day in self.closures

    def in_term(self, day: date) -> bool | None:
        """Return True in a school term, False in a holiday, None when the term dates around `day` are
        unknown.
        """
        at = bisect_right(self.terms, day, key=lambda term: term[0])
        if at and day <= self.terms[at - 1][1]:
            return True
        if not 0 < at < len(self.terms):
            return None
        return False if self.terms[at][0] - self.terms[at - 1][1] <= LONGEST_HOLIDAY else None

    @property
    def known_to(self) -> date | None:
        """Return the last day for which bank holidays and terms are both known; None when either list is
        empty.
        """
        if not (self.bank_holidays and self.terms):
            return None
        return min(date(max(self.bank_holidays).year, 12, 31), self.terms[-1][1])


def load_calendar(path: Path) -> Calendar:
    """Read `content/calendar.yaml`.

    Raises ValueError with the name of the file and the entry at fault, OSError when the file cannot be read.
    """
    try:
        data = yaml.safe_load(read_text(path)) or {}
        return _calendar(data)
    except (ValueError, yaml.YAMLError) as error:
        raise ValueError(f"{path.name}: {error}") from error


def _calendar(data: object) -> Calendar:
    if not isinstance(data, Mapping):
        raise ValueError("must hold bank_holidays, closures and terms")
    return Calendar(
        frozenset(_day(entry, "date") for entry in _entries(data, "bank_holidays")),
        tuple((_day(entry, "from"), _day(entry, "to")) for entry in _entries(data, "terms")),
        frozenset(_day(entry, "date") for entry in _entries(data, "closures")),
    )


def _entries(data: Mapping[object, object], key: str) -> list[object]:
    entries = data.get(key) or []
    if not isinstance(entries, list):
        raise ValueError(f"{key}: must be a list")
    return entries


def _day(entry: object, key: str) -> date:
    value = entry.get(key) if isinstance(entry, Mapping) else None
    if isinstance(value, str):
        return date.fromisoformat(value)
    if type(value) is not date:
        raise ValueError(f"{entry!r}: {key} must be a date such as 2026-12-25")
    return value
