"""Reads weekly opening hours in the syntax of OpenStreetMap's key `opening_hours`. Pure.

The part that a council's teams need: days of the week and ranges of them, times, times past midnight, several
times a day, `off`, `24/7`, and `PH off` for bank holidays. `docs/decisions` says why no package is used.
"""

import re
from dataclasses import dataclass
from datetime import time

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_DAY = rf"(?:{'|'.join(DAYS)})"
_DAY_RANGE = re.compile(rf"({_DAY})(?:-({_DAY}))?")
_RULE = re.compile(rf"((?:PH|{_DAY}|[,\- ])*)(.*)")
_SPAN = re.compile(r"(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})")
_NEXT_RULE = re.compile(rf"(?<=[\dfd]),\s*(?={_DAY}|PH)")
"""The comma between two rules, such as in "Mo-Th 09:00-17:00, Fr 09:00-16:00"."""
_DAY_MINUTES = 24 * 60
_EXAMPLE = "Mo-Fr 08:30-17:00; PH off"

Span = tuple[time, time]
"""Opening and closing time. Closing at or before opening is on the next day; midnight to midnight is a whole
day.
"""


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """Opening hours of a usual week.

    days: the times of each weekday, from Monday; empty for a closed day.
    closed_bank_holidays: True for `PH off`; otherwise bank holidays are as other days.
    """

    days: tuple[tuple[Span, ...], ...]
    closed_bank_holidays: bool = False

    @property
    def always(self) -> bool:
        """True for every hour of every day."""
        return not self.closed_bank_holidays and all(day == ((time(), time()),) for day in self.days)


def read_opening_hours(text: str) -> WeeklyHours:
    """Return the hours in a text such as "Mo-Fr 08:30-17:00; PH off". A later rule replaces the times of its days.

    Raises ValueError, in words fit for the person who typed it, when the text cannot be read in full.
    """
    days: list[tuple[Span, ...]] = [()] * 7
    closed_bank_holidays = False
    for rule in filter(None, map(str.strip, text.split(";"))):
        replaces = True
        for part in _NEXT_RULE.split(rule):
            weekdays, on_holidays, spans = _rule(part.strip())
            closed_bank_holidays = closed_bank_holidays or on_holidays
            for day in weekdays:
                days[day] = spans if replaces or not spans else (*days[day], *spans)
            replaces = False
    if not any(days):
        raise ValueError(f"it names no time at which somebody answers; write it like {_EXAMPLE}")
    return WeeklyHours(tuple(tuple(sorted(spans)) for spans in days), closed_bank_holidays)


def _rule(rule: str) -> tuple[frozenset[int], bool, tuple[Span, ...]]:
    """Return the weekdays of a rule, whether it names bank holidays, and its times; no times for `off`."""
    if rule == "24/7":
        return frozenset(range(7)), False, ((time(), time()),)
    found = _RULE.fullmatch(rule)
    names = [name for name in re.split(r"[, ]+", found[1]) if name] if found else []
    times = found[2].strip() if found else rule
    on_holidays = "PH" in names
    weekdays = frozenset(day for name in names if name != "PH" for day in _weekdays(name))
    if not times:
        raise ValueError(f"{rule!r} has no times; write it like {_EXAMPLE}")
    if times in ("off", "closed"):
        return weekdays, on_holidays, ()
    if on_holidays:
        raise ValueError(f"{rule!r}: for bank holidays (PH) only off is known")
    return weekdays or frozenset(range(7)), False, tuple(_span(part.strip()) for part in times.split(","))


def _weekdays(name: str) -> list[int]:
    found = _DAY_RANGE.fullmatch(name)
    if found is None:
        raise ValueError(f"{name!r} is not a day or a range of days; write it like Mo-Fr or Mo,We")
    first = DAYS.index(found[1])
    last = DAYS.index(found[2] or found[1])
    return [(first + step) % 7 for step in range((last - first) % 7 + 1)]


def _span(words: str) -> Span:
    found = _SPAN.fullmatch(words)
    numbers = [int(digits) for digits in found.groups()] if found else []
    if not numbers or numbers[1] > 59 or numbers[3] > 59:
        raise ValueError(f"{words!r} is not a pair of times; write it like 08:30-17:00")
    opens, closes = numbers[0] * 60 + numbers[1], numbers[2] * 60 + numbers[3]
    if opens >= _DAY_MINUTES or closes > opens + _DAY_MINUTES or opens == closes:
        raise ValueError(f"{words!r}: a time lasts up to 24 hours and begins before 24:00")
    return _clock(opens), _clock(closes)


def _clock(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)
