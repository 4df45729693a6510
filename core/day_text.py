"""Days as people write them: "Friday", "tomorrow", "27/11". Pure."""

import re
from datetime import date, timedelta

from core.dates_of_birth import month_number

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = re.compile(
    r"(?:(?:on|this|next|coming)\s+)*(mon|tue|wed|thu|fri|sat|sun)[a-z]*"
    r"(?:\s+(?:morning|afternoon|evening|night))?"
)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})[\s/.-]+(\d{1,2})(?:[\s/.-]+(\d{4}|\d{2}))?")
_NAMED = re.compile(
    r"(?:[a-z]+day,?\s+)?(\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?([a-z]{3,9})\.?,?(?:\s+(\d{4}))?"
)


def read_day(text: str, today: date) -> date | None:
    """Return the day that a text means, seen from today; None where it means none.

    A weekday is the next one, today included, also where "next" stands before it: an earlier call does no harm.
    A day without a year is the next such day.
    """
    plain = " ".join(text.casefold().split()).strip(" .!")
    if plain in ("today", "tonight", "now"):
        return today
    if plain in ("tomorrow", "tomorrow morning"):
        return today + timedelta(days=1)
    weekday = _WEEKDAY.fullmatch(plain)
    if weekday:
        number = next(index for index, day in enumerate(_DAYS) if day.startswith(weekday[1]))
        return today + timedelta(days=(number - today.weekday()) % 7)
    return _read_date(plain, today)


def day_as_typed(day: date) -> str:
    """Return a day as `read_day` reads it back in any language: "27 11 2026"."""
    return f"{day.day} {day.month} {day.year}"


def _read_date(plain: str, today: date) -> date | None:
    if iso := _ISO.fullmatch(plain):
        return _day(int(iso[1]), int(iso[2]), int(iso[3]))
    numbers, named = _NUMBERS.fullmatch(plain), _NAMED.fullmatch(plain)
    if numbers:
        day, month, year = int(numbers[1]), int(numbers[2]), numbers[3]
    elif named:
        day, month, year = int(named[1]), month_number(named[2]), named[3]
    else:
        return None
    if year:
        return _day(int(year) + (2000 if len(year) < 4 else 0), month, day)
    this_year = _day(today.year, month, day)
    return this_year if this_year is None or this_year >= today else _day(today.year + 1, month, day)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
