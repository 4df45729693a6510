"""Reads single values of schedules in the forms that other systems write.

Each function takes a value of any type. It returns the value read, or None when the value is missing, or
raises `UnreadableError`.
"""

from datetime import date, datetime, time, timedelta
from re import IGNORECASE
from re import compile as regex

from directory.schedules.schedule import WEEKDAYS

_TIME = regex(
    r"T?(\d{1,2})(?:[:.h]?(\d{2}))?(?::?(\d{2})(?:\.\d+)?)?\s*(am|pm)?\s*(?:Z|[+-]\d{2}(?::?\d{2})?)?",
    IGNORECASE,
)
_DATE_TIME = regex(r"\d{4}-\d\d-\d\dT.*")
_MONTH_DAY = regex(r"(?:\d{4}-|--)?(\d{1,2})-(\d{1,2})")
_DATE = regex(r"(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})(?:[T ].*)?")
_UK_DATE = regex(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d\d)(?:[, T]+\d{1,2}[:.]\d\d.*)?")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = rf"({'|'.join(_MONTHS)})[a-z]*\.?"
_WORDED_DATE = regex(rf"(\d{{1,2}})(?:st|nd|rd|th)?[ \-/]*(?:of )?{_MONTH}[ ,\-/]*(\d{{4}}|\d\d)", IGNORECASE)
_AMERICAN_DATE = regex(rf"{_MONTH} (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})", IGNORECASE)
_MONTH_ONLY = regex(rf"(?:{_MONTH}|(\d{{1,2}}))[ ,/.\-]+(\d{{4}})|(\d{{4}})[/\-](\d{{1,2}})", IGNORECASE)
_WEEKDAY_BEFORE = regex(r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? +", IGNORECASE)
_SPREADSHEET_DAY = regex(r"([2-7]\d{4})(?:\.\d+)?")
_SPREADSHEET_EPOCH = date(1899, 12, 30)
"""Spreadsheets count days from this date."""
_DAY_PART = regex(r"([+-]?\d)?\s*([A-Za-z]+)")
_NUMBER = regex(r"([+-]?\d{1,6})(?:\.0*)?")
NO_NUMBERS: tuple[int, ...] = ()
NOT_GIVEN = frozenset(
    [
        "null",
        "none",
        "n/a",
        "n/a.",
        "na",
        "n.a.",
        "n.a",
        "nan",
        "n/k",
        "nk",
        "undefined",
        "unknown",
        "tbc",
        "tba",
        "tbd",
        "t.b.c.",
        "t.b.a.",
        "tbc.",
        "tba.",
        "-",
        "--",
        "---",
        "–",
        "—",
        ".",
        "..",
        "...",
        "?",
        "??",
        "???",
        "_",
        "*",
        "#n/a",
        "#value!",
        "#ref!",
        "#name?",
        "(blank)",
        "blank",
        "nothing",
    ]
) | {
    "",
    "not known",
    "not given",
    "not applicable",
    "not available",
    "not specified",
    "not stated",
    "not provided",
    "not recorded",
    "none given",
    "none known",
    "none provided",
    "no data",
    "to be confirmed",
    "to be announced",
    "to be decided",
    "to be advised",
    "to follow",
    "(none)",
    "n / a",
    "n / k",
    "n\\a",
    "don't know",
    "dont know",
    "not sure",
}
"""Words in small letters that people and programs write where a value is not known."""


class UnreadableError(ValueError):
    """A value cannot be read in full; the message names the expected form.

    `value` is what can be used of the value, or None.
    """

    def __init__(self, message: str, value: object = None) -> None:
        super().__init__(message)
        self.value = value


def text(value: object) -> str | None:
    """Return a text without outer spaces; None for null, an empty text, or a value that is neither text nor
    number.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    words = str(value).strip()
    return None if words.lower() in NOT_GIVEN else words


def day(value: object) -> date | None:
    """Return a date from a date, from ISO 8601, or from a form that is usual in Britain; None when missing.

    Examples: 31/12/2026, 1.3.26, 1st March 2026, Sunday 1 Mar 2026, the day number 45717 of a spreadsheet. A month
    alone, such as March 2026, is its first day. A time of day is ignored.
    """
    if isinstance(value, date):
        return value.date() if isinstance(value, datetime) else value
    words = _words(value, "a date")
    if words is None:
        return None
    try:
        return _day_in(words)
    except ValueError:
        raise UnreadableError(f"{words!r} is not a date such as 2026-12-25") from None


def _day_in(words: str) -> date:
    """Return the date in a text. Raises ValueError when there is none."""
    if found := _DATE.fullmatch(words):
        return date(int(found[1]), int(found[2]), int(found[3]))
    words = _WEEKDAY_BEFORE.sub("", words, count=1) if _WEEKDAY_BEFORE.match(words) else words
    if found := _UK_DATE.fullmatch(words):
        first, second = int(found[1]), int(found[2])
        # 12/31/2026 can only be the American order.
        day_number, month = (second, first) if second > 12 >= first else (first, second)
        return date(_year(found[3]), month, day_number)
    if found := _WORDED_DATE.fullmatch(words):
        return date(_year(found[3]), _month(found[2]), int(found[1]))
    if found := _AMERICAN_DATE.fullmatch(words):
        return date(int(found[3]), _month(found[1]), int(found[2]))
    if found := _SPREADSHEET_DAY.fullmatch(words):
        return _SPREADSHEET_EPOCH + timedelta(days=int(found[1]))
    if found := _MONTH_ONLY.fullmatch(words):
        month = _month(found[1]) if found[1] else int(found[2] or found[5])
        return date(int(found[3] or found[4]), month, 1)
    return date.fromisoformat(words[:10])


def _month(word: str) -> int:
    return _MONTHS.index(word[:3].lower()) + 1


def _year(digits: str) -> int:
    number = int(digits)
    return number if len(digits) == 4 else number + (2000 if number < 70 else 1900)


def is_month_only(value: object) -> bool:
    """Return True for a text that names a month without a day, such as "March 2026" or "03/2026"."""
    words = text(value)
    return words is not None and _MONTH_ONLY.fullmatch(words) is not None


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
