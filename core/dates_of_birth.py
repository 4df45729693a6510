"""Dates of birth as people write them. Pure."""

import re
from datetime import date

from core import clock

_NUMBERS = re.compile(r"(\d{1,2})[\s/.-]+(\d{1,2})[\s/.-]+(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_WORDS = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?[\s/.-]+(?:of\s+)?([a-z]{3,9})\.?,?[\s/.-]+(\d{4})", re.IGNORECASE
)
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_EARLIEST = 1900


def born(text: str) -> date | None:
    """The day in `31 3 1950`, `31/03/1950`, `31 March 1950` or `1950-03-31`; None for no such day, a later one than today, or an error."""
    written = text.strip()
    found = _in_order(written)
    try:
        day = date(*found) if found else None
    except ValueError:
        return None
    return day if day and day.year >= _EARLIEST and day <= clock.today() else None


def _in_order(text: str) -> tuple[int, int, int] | None:
    """Year, month and day."""
    if numbers := _NUMBERS.fullmatch(text):
        return int(numbers[3]), int(numbers[2]), int(numbers[1])
    if iso := _ISO.fullmatch(text):
        return int(iso[1]), int(iso[2]), int(iso[3])
    words = _WORDS.fullmatch(text)
    months = [number for number, name in enumerate(_MONTHS, 1) if words and name.startswith(words[2].lower())]
    return (int(words[3]), months[0], int(words[1])) if words and months else None
