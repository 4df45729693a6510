"""The services that are open at a moment: weekly times by arithmetic, times with conditions by the
sessions of the day. Pure."""

import threading
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core import clock
from directory.schedules.holidays import Calendar
from directory.schedules.open_referral import EXTRA, from_rows
from directory.schedules.schedule import WEEKDAYS
from directory.schedules.sessions import sessions
from directory.search.columns import Bools, Floats, IndexColumns, WeeklyHours, minute_of_week

WEEK_MINUTES = 7 * 24 * 60
Stretch = tuple[datetime, datetime]
Rows = Sequence[Mapping[str, Any]]

_MOST_DAYS_KEPT = 4


class ConditionalHours:
    """Sessions of services whose times have conditions, computed once for each day and each version of
    their rows."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._days: dict[date, _Day] = {}

    def open_at(self, columns: IndexColumns, now: datetime, calendar: Calendar) -> NDArray[np.int32]:
        """Return the numbers of those that are open now for certain."""
        return self._day(columns, now, calendar).open_at(now.timestamp())

    def starting_after(
        self, columns: IndexColumns, now: datetime, calendar: Calendar
    ) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
        """Return the numbers of those that open later today for certain, and in how many minutes."""
        return self._day(columns, now, calendar).starting_after(now.timestamp())

    def resting_on(self, columns: IndexColumns, now: datetime, calendar: Calendar) -> frozenset[int]:
        """Return the numbers of those that run in a season alone, where it is another season now."""
        return self._day(columns, now, calendar).resting

    def _day(self, columns: IndexColumns, now: datetime, calendar: Calendar) -> "_Day":
        today = now.astimezone(clock.LONDON).date()
        with self._lock:
            day = self._days.get(today)
            if day is None or day.of is not columns.conditional:
                day = _Day(columns.conditional, today, calendar, day)
                self._days[today] = day
                for old in sorted(self._days)[:-_MOST_DAYS_KEPT]:
                    del self._days[old]
        return day


class _Day:
    """The sessions of one day, as columns. Those of unchanged rows are taken from an older object."""

    def __init__(
        self, conditional: Mapping[int, Rows], day: date, calendar: Calendar, older: "_Day | None"
    ) -> None:
        self.of = conditional
        self.resting = frozenset(number for number, rows in conditional.items() if _is_resting(rows, day))
        known = older.sessions if older else {}
        self.sessions: dict[int, tuple[Rows, tuple[Stretch, ...]]] = {}
        for number, rows in conditional.items():
            older_sessions = known.get(number)
            if older_sessions is None or older_sessions[0] is not rows:
                older_sessions = rows, _stretches(rows, day, calendar)
            self.sessions[number] = older_sessions
        flat = [
            (number, s.timestamp(), e.timestamp())
            for number, (_, found) in self.sessions.items()
            for s, e in found
        ]
        numbers, starts, ends = zip(*flat, strict=True) if flat else ((), (), ())
        self._numbers = np.array(numbers, np.int32)
        self._starts, self._ends = np.array(starts, np.float64), np.array(ends, np.float64)

    def open_at(self, moment: float) -> NDArray[np.int32]:
        return self._numbers[(self._starts <= moment) & (moment < self._ends)]

    def starting_after(self, moment: float) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
        later = self._starts > moment
        return self._numbers[later], (self._starts[later] - moment) / 60


def _runs_never(row: Mapping[str, Any], day: date) -> bool:
    """Return True when the row names weekdays, and neither this day nor the one before is among them.

    Sessions of the day before may go past midnight.
    """
    named = {part.strip()[-2:] for part in str(row.get("byday") or "").split(",") if part.strip()}
    return bool(named) and not named & {WEEKDAYS[day.weekday()], WEEKDAYS[day.weekday() - 1]}


def _is_resting(rows: Rows, day: date) -> bool:
    """Return True when all rows have a season, and the day is in none of them."""
    if not all((row.get(EXTRA) or {}).get("season") for row in rows):
        return False
    return not any(row.in_season(day) for row in from_rows([dict(row) for row in rows]).hours.schedules)


def _stretches(rows: Rows, day: date, calendar: Calendar) -> tuple[Stretch, ...]:
    if all(_runs_never(row, day) for row in rows):
        return ()
    hours = from_rows([dict(row) for row in rows]).hours
    start = datetime.combine(day, time(), clock.LONDON)
    found = sessions(hours, start, start + timedelta(days=1), calendar)
    return tuple((s.start, s.end) for s in found if s.doubt is None and s.end is not None)


def open_now(
    columns: IndexColumns, conditional: ConditionalHours, now: datetime, calendar: Calendar
) -> Bools:
    """Return a mask of the services that are open at `now`.

    A service with unknown times does not count as open.
    """
    is_open = _within(columns.openings, columns.size, now, calendar)
    is_open[conditional.open_at(columns, now, calendar)] = True
    return is_open


def answering_now(columns: IndexColumns, now: datetime, calendar: Calendar) -> Bools:
    """Return a mask of the services with a number of hours of its own that is answered at `now`."""
    return _within(columns.answering, columns.size, now, calendar)


def _within(hours: WeeklyHours, size: int, now: datetime, calendar: Calendar) -> Bools:
    local = now.astimezone(clock.LONDON)
    today = local.date()
    holidays = {day.weekday() for day in (today, today - timedelta(days=1)) if calendar.is_holiday(day)}
    found = np.zeros(size, np.bool_)
    found[hours.open_at(minute_of_week(local.weekday(), local.hour, local.minute), holidays)] = True
    return found


def minutes_until_open(
    columns: IndexColumns, conditional: ConditionalHours, now: datetime, calendar: Calendar
) -> Floats:
    """Return the minutes until each service next opens: weekly hours, and of times with conditions those of today.

    A week where none is known. Holidays are not looked at: the listing tells them.
    """
    local = now.astimezone(clock.LONDON)
    minute = minute_of_week(local.weekday(), local.hour, local.minute)
    wait = np.full(columns.size, WEEK_MINUTES, np.float32)
    rows = columns.openings
    np.minimum.at(wait, rows.numbers, ((rows.starts - minute) % WEEK_MINUTES).astype(np.float32))
    numbers, minutes = conditional.starting_after(columns, now, calendar)
    np.minimum.at(wait, numbers, minutes.astype(np.float32))
    return wait
