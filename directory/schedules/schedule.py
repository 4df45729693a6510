"""The value types for the times at which a service runs.

`Schedule` is one row of Open Referral UK 3.0's `schedule`, as typed values. Its recurrence fields follow RFC
5545 3.3.10.

`Hours` holds all known times of one service, or of one service at one place.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache
from re import compile as regex
from typing import Literal

Freq = Literal["WEEKLY", "MONTHLY"]
MonthDay = tuple[int, int]
Season = tuple[MonthDay, MonthDay]

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_BYDAY = regex(r"(-?[1-5])?(MO|TU|WE|TH|FR|SA|SU)")
_MONTH_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@lru_cache(maxsize=1024)
def split_byday(part: str) -> tuple[int | None, int]:
    """Return the ordinal (or None) and the weekday (Monday is 0) of one `byday` part: "-1FR" gives (-1, 4).

    Raises ValueError when the part is no weekday of RFC 5545. The ordinal is optional: 1 to 5 or -1 to -5.
    """
    found = _BYDAY.fullmatch(part)
    if not found:
        raise ValueError(f"byday: {part!r} is not a day such as TU, 1TU or -1FR")
    return (int(found[1]) if found[1] else None), WEEKDAYS.index(found[2])


@lru_cache(maxsize=1024)
def weekdays_of(byday: tuple[str, ...]) -> frozenset[int]:
    """Return the weekdays in `byday` without their ordinals; Monday is 0."""
    return frozenset(split_byday(part)[1] for part in byday)


@dataclass(frozen=True, slots=True)
class Schedule:
    """One repeating (or single) session; times are wall-clock times in Europe/London.

    freq: WEEKLY, MONTHLY, or None for the single date `dtstart`.
    interval: every so many weeks or months. Above 1 it counts from the week or month of `dtstart`; without
        one it is not known which weeks are meant, and every session is in doubt.
    byday, bymonthday: RFC 5545 form; without either, the weekday or day of the month of `dtstart`.
    dtstart, valid_from: nothing runs before them. until, valid_to: the last day, itself included.
    count: sessions in the whole series from `dtstart`, exceptions counted.
    opens_at, closes_at: both None is the whole day; closing at or before opening is on the next day.
    times_known: False when the days are known and the times, or only the closing time, are not.
    term_time, closed_bank_holidays: looked up in a `Calendar`. closed_bank_holidays is None when the source
        does not say: sessions on bank holidays are then in doubt.
    closed_on: dates on which a session would have begun.
    season: (month, day) pairs, both included; may wrap the end of the year.
    Raises ValueError, in words fit for the person who typed it, when the fields contradict each other.
    """

    freq: Freq | None
    interval: int = 1
    byday: tuple[str, ...] = ()
    bymonthday: tuple[int, ...] = ()
    dtstart: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    until: date | None = None
    count: int | None = None
    opens_at: time | None = None
    closes_at: time | None = None
    times_known: bool = True
    term_time: bool = False
    closed_bank_holidays: bool | None = False
    closed_on: frozenset[date] = frozenset()
    season: Season | None = None
    description: str | None = None
    notes: str | None = None

    def __post_init__(self) -> None:
        for check in _CHECKS:
            check(self)

    @property
    def weekdays(self) -> frozenset[int]:
        """Return the weekdays of the schedule (Monday is 0); all seven when it has only days of the month."""
        if self.byday:
            return weekdays_of(self.byday)
        if self.dtstart and self.freq != "MONTHLY":
            return frozenset({self.dtstart.weekday()})
        return frozenset(range(7))

    @property
    def whole_day(self) -> bool:
        """True when a session is known to last from midnight to midnight."""
        return self.times_known and (self.opens_at is None or self.opens_at == self.closes_at == time(0))

    @property
    def past_midnight(self) -> bool:
        """True when a session ends on the day after it began (midnight itself is the next day)."""
        return self.opens_at is None or self.closes_at is None or self.closes_at <= self.opens_at

    @property
    def weeks_known(self) -> bool:
        """False for "every two weeks" without a date to count from."""
        return self.interval == 1 or self.dtstart is not None

    @property
    def first_day(self) -> date | None:
        """The first day on which a session can begin, or None for no limit."""
        days = [day for day in (self.dtstart, self.valid_from) if day]
        return max(days) if days else None

    @property
    def last_day(self) -> date | None:
        """The last day on which a session can begin, or None for no limit."""
        days = [day for day in (self.until, self.valid_to) if day]
        return min(days) if days else None

    def in_season(self, day: date) -> bool:
        """True when `day` is in the season, or there is none."""
        if self.season is None:
            return True
        (first, last), at = self.season, (day.month, day.day)
        return first <= at <= last if first <= last else at >= first or at <= last


def _check_freq(row: Schedule) -> None:
    if row.freq not in ("WEEKLY", "MONTHLY", None):
        raise ValueError(f"freq: {row.freq!r} is not WEEKLY or MONTHLY")
    if row.freq is None and row.dtstart is None:
        raise ValueError("dtstart: a single session needs its date")
    if row.freq is None and (row.interval != 1 or row.byday or row.bymonthday or row.count or row.until):
        raise ValueError("freq: a session that repeats needs WEEKLY or MONTHLY")


def _check_interval(row: Schedule) -> None:
    if not 1 <= row.interval <= 60:
        raise ValueError("interval: must be a whole number from 1 to 60")
    if row.count is not None and not 1 <= row.count <= 1000:
        raise ValueError("count: must be from 1 to 1000")
    if row.count is not None and row.dtstart is None:
        raise ValueError("count: needs dtstart, the date of the first session")
    if row.count is not None and row.until is not None:
        raise ValueError("count: give the number of sessions or the last date, not both")


def _check_days(row: Schedule) -> None:
    numbered = {split_byday(part)[0] is not None for part in row.byday}
    if True in numbered and row.freq != "MONTHLY":
        raise ValueError("byday: first, second or last of the month needs MONTHLY")
    if len(numbered) > 1:
        raise ValueError("byday: put every Tuesday and the first Friday of the month in two schedules")
    if row.freq and not (row.byday or row.bymonthday or row.dtstart):
        raise ValueError("byday: which days of the week is it?")


def _check_monthdays(row: Schedule) -> None:
    if row.bymonthday and row.freq != "MONTHLY":
        raise ValueError("bymonthday: days of the month need MONTHLY")
    if any(not 1 <= abs(number) <= 31 for number in row.bymonthday):
        raise ValueError("bymonthday: must be from 1 to 31, or -1 to -31 counted from the end")


def _check_dates(row: Schedule) -> None:
    first, last = row.first_day, row.last_day
    if first and last and last < first:
        raise ValueError(f"valid_to: it would end on {last} before it begins on {first}")


def _check_times(row: Schedule) -> None:
    if row.closes_at and not row.opens_at:
        raise ValueError("opens_at: there is a closing time and no opening time")
    if row.opens_at and not row.closes_at and row.times_known:
        raise ValueError("closes_at: there is an opening time and no closing time")
    if row.closes_at and not row.times_known:
        raise ValueError("times_known: both times are given")
    if any(at and at.tzinfo for at in (row.opens_at, row.closes_at)):
        raise ValueError("opens_at: times are local wall-clock times, without a time zone")


def _check_season(row: Schedule) -> None:
    for month, day in row.season or ():
        if not (1 <= month <= 12 and 1 <= day <= _MONTH_LENGTHS[month - 1]):
            raise ValueError(f"season: there is no day {day} in month {month}")


_CHECKS: tuple[Callable[[Schedule], None], ...] = (
    _check_freq,
    _check_interval,
    _check_days,
    _check_monthdays,
    _check_dates,
    _check_times,
    _check_season,
)

HoursKind = Literal["always", "unknown", "scheduled"]


@dataclass(frozen=True, slots=True)
class Hours:
    """The times of a service: always, unknown, or by schedules.

    note: words about the times that could not be converted to a schedule.
    Raises ValueError when `kind` and `schedules` disagree.
    """

    kind: HoursKind
    schedules: tuple[Schedule, ...] = ()
    note: str | None = None

    def __post_init__(self) -> None:
        if self.kind not in ("always", "unknown", "scheduled"):
            raise ValueError(f"kind: {self.kind!r} is not always, unknown or scheduled")
        if bool(self.schedules) != (self.kind == "scheduled"):
            raise ValueError("schedules: given exactly when the kind is scheduled")

    @classmethod
    def of(cls, *schedules: Schedule, note: str | None = None) -> "Hours":
        """Hours by schedules; unknown when there are none."""
        return cls("scheduled" if schedules else "unknown", tuple(schedules), note)


ALWAYS_OPEN = Hours("always")
UNKNOWN = Hours("unknown")
