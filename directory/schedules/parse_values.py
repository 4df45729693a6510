"""Reads single values of schedules in the forms that other systems write.

Each function takes a value of any type. It returns the value read, or None when the value is missing, or
raises `UnreadableError`.
"""

from datetime import date, datetime, time
from re import IGNORECASE
from re import compile as regex

from directory.schedules.schedule import WEEKDAYS

_TIME = regex(
    r"T?(\d{1,2})(?:[:.h]?(\d{2}))?(?::?(\d{2})(?:\.\d+)?)?\s*(am|pm)?\s*(?:Z|[+-]\d{2}(?::?\d{2})?)?",
    IGNORECASE,
)
_DATE_TIME = regex(r"\d{4}-\d\d-\d\dT.*")
_MONTH_DAY = regex(r"(?:\d{4}-|--)?(\d{1,2})-(\d{1,2})")
_UK_DATE = regex(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_DAY_PART = regex(r"([+-]?\d)?\s*([A-Za-z]+)")
_NUMBER = regex(r"([+-]?\d{1,6})(?:\.0*)?")
NO_NUMBERS: tuple[int, ...] = ()
_EMPTY = frozenset({"", "null", "none", "n/a", "-"})


class UnreadableError(ValueError):
    """A value cannot be read; the message names the expected form."""


def text(value: object) -> str | None:
    """Return a text without outer spaces; None for null, an empty text, or a value that is neither text nor
    number.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    words = str(value).strip()
    return None if words.lower() in _EMPTY else words


def day(value: object) -> date | None:
    """Return a date from a date, from ISO 8601 (a time of day is ignored), or from 31/12/2026."""
    if isinstance(value, date):
        return value.date() if isinstance(value, datetime) else value
    words = _words(value, "a date")
    if words is None:
        return None
    british = _UK_DATE.fullmatch(words)
    try:
        return date.fromisoformat("{2}-{1:0>2}-{0:0>2}".format(*british.groups()) if british else words[:10])
    except ValueError:
        raise UnreadableError(f"{words!r} is not a date such as 2026-12-25") from None


def clock(value: object) -> time | None:
    """Return a wall-clock time from 10:00, 10:00:00+00:00, 10.30, 1000, 2pm, or the time of an ISO
    date-time.

    An offset is ignored, because publishers add Z to local times all year round. 24:00 is midnight.
    """
    if isinstance(value, time | datetime):
        at = value.time() if isinstance(value, datetime) else value
        return at.replace(tzinfo=None, microsecond=0, fold=0)
    words = _words(value, "a time")
    return None if words is None else _clock(words)


def closing_clock(value: object) -> time | None:
    """Return a closing time, as `clock` does. 23:59 becomes midnight, because many systems write midnight as
    23:59.
    """
    at = clock(value)
    return time(0) if at and (at.hour, at.minute) == (23, 59) else at


def _clock(words: str) -> time:
    match = _TIME.fullmatch(words[10:] if _DATE_TIME.fullmatch(words) else words)
    try:
        if match is None:
            raise ValueError
        hour = _hour(int(match[1]), (match[4] or "").lower())
        return time(hour % 24 if match[2] in (None, "00") else hour, int(match[2] or 0), int(match[3] or 0))
    except ValueError:
        raise UnreadableError(f"{words!r} is not a time such as 10:00") from None


def _hour(hour: int, half: str) -> int:
    if hour > 24 or (half and not 1 <= hour <= 12):
        raise ValueError
    if not half:
        return hour
    return hour % 12 + (12 if half == "pm" else 0)


def number(value: object) -> int | None:
    """Return a whole number, also from "2" or 2.0."""
    words = _words(value, "a number")
    if words is None:
        return None
    found = _NUMBER.fullmatch(words)
    if not found:
        raise UnreadableError(f"{words!r} is not a whole number")
    return int(found[1])


def numbers(value: object) -> tuple[int, ...]:
    """Return whole numbers from a list, or from a text with commas."""
    found = [number(part) for part in parts(value)]
    return tuple(dict.fromkeys(each for each in found if each is not None))


def parts(value: object) -> list[object]:
    """Return the members of a list, or the parts of a text between commas, semicolons or spaces."""
    if isinstance(value, list | tuple | set | frozenset):
        return list(value)
    if isinstance(value, str):
        return [part for part in value.replace(";", ",").replace(" ", ",").split(",") if part]
    return [] if value is None else [value]


def weekday(value: object) -> str:
    """Return one day in RFC 5545 form from TU, tu, Tue, Tuesday, Tuesdays, 1TU or +1TU."""
    found = _DAY_PART.fullmatch(value.strip()) if isinstance(value, str) else None
    short = found[2][:2].upper() if found else ""
    if found is None or short not in WEEKDAYS or not _is_day_name(found[2].lower()):
        raise UnreadableError(f"{value!r} is not a day of the week")
    return (found[1] or "").replace("+", "") + short


def _is_day_name(name: str) -> bool:
    full = {
        "mo": "mondays",
        "tu": "tuesdays",
        "we": "wednesdays",
        "th": "thursdays",
        "fr": "fridays",
        "sa": "saturdays",
        "su": "sundays",
    }
    return full[name[:2]].startswith(name)


def flag(value: object) -> bool:
    """Return True for true, yes, 1; False for false, no, 0 and a missing value."""
    if isinstance(value, bool):
        return value
    words = (_words(value, "yes or no") or "no").lower()
    if words not in ("true", "yes", "y", "1", "false", "no", "n", "0"):
        raise UnreadableError(f"{words!r} is not yes or no")
    return words in ("true", "yes", "y", "1")


def month_day(value: object) -> tuple[int, int] | None:
    """Return month and day from "04-01", or from a date."""
    if isinstance(value, date):
        return value.month, value.day
    words = _words(value, "a day of the year")
    if words is None:
        return None
    found = _MONTH_DAY.fullmatch(words)
    if not found:
        raise UnreadableError(f"{words!r} is not a month and day such as 04-01")
    return int(found[1]), int(found[2])


def _words(value: object, expected: str) -> str | None:
    if value is None or (isinstance(value, str | int | float) and not isinstance(value, bool)):
        return text(value)
    raise UnreadableError(f"{value!r} is not {expected}")
