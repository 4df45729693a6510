"""Dates of birth as people write them. Pure."""

import re
from datetime import date

from babel.dates import get_month_names

from core import clock

_NUMBERS = re.compile(r"(\d{1,2})[\s/.-]+(\d{1,2})[\s/.-]+(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_WITH_MONTH_NAME = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?[\s/.-]+(?:of\s+)?([a-z]{3,9})\.?,?[\s/.-]+(\d{4})", re.IGNORECASE
)
_EARLIEST_YEAR = 1900


def born(text: str) -> date | None:
    """Return the day in `31 3 1950`, `31/03/1950`, `31 March 1950` or `1950-03-31`.

    None where there is no such day, where the day lies before 1900 or after today, and for any other text.
    """
    parts = _year_month_day(text.strip())
    try:
        day = date(*parts) if parts else None
    except ValueError:
        return None
    return day if day and day.year >= _EARLIEST_YEAR and day <= clock.today() else None


def _year_month_day(text: str) -> tuple[int, int, int] | None:
    if numbers := _NUMBERS.fullmatch(text):
        return int(numbers[3]), int(numbers[2]), int(numbers[1])
    if iso := _ISO.fullmatch(text):
        return int(iso[1]), int(iso[2]), int(iso[3])
    if named := _WITH_MONTH_NAME.fullmatch(text):
        month = month_number(named[2].lower())
        return (int(named[3]), month, int(named[1])) if month else None
    return None


def month_number(beginning: str) -> int:
    """Return the number of the first month whose English name begins so ("sept" gives 9); 0 where there is
    none.
    """
    names = get_month_names("wide", locale="en_GB")
    return next((number for number, name in names.items() if name.lower().startswith(beginning)), 0)
