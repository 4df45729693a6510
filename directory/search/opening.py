"""Which services are open at a moment: plain weekly times by arithmetic, conditional ones by looking at the day once."""

import threading
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np

from core import clock
from directory.hours.calendar import Calendar
from directory.hours.occurrences import sessions
from directory.hours.rows import from_rows
from directory.search.facts import Bools, Facts, minute_of_week

Stretch = tuple[datetime, datetime]
Rows = Sequence[Mapping[str, Any]]

_MOST_DAYS_KEPT = 4


class ConditionalOpenings:
    """Sessions of services whose times have conditions, worked out once for each day and each version of their rows."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._days: dict[date, dict[int, tuple[Rows, tuple[Stretch, ...]]]] = {}

    def open_at(self, facts: Facts, now: datetime, calendar: Calendar) -> list[int]:
        """Numbers of those that are open now for certain."""
        today = now.astimezone(clock.LONDON).date()
        with self._lock:
            known = self._days.setdefault(today, {})
            for old in sorted(self._days)[:-_MOST_DAYS_KEPT]:
                del self._days[old]
            for number, rows in facts.conditional.items():
                if number not in known or known[number][0] is not rows:
                    known[number] = (rows, _stretches(rows, today, calendar))
            return [n for n in facts.conditional if any(start <= now < end for start, end in known[n][1])]


def _stretches(rows: Rows, day: date, calendar: Calendar) -> tuple[Stretch, ...]:
    hours = from_rows([dict(row) for row in rows]).hours
    start = datetime.combine(day, time(), clock.LONDON)
    found = sessions(hours, start, start + timedelta(days=1), calendar)
    return tuple((s.start, s.end) for s in found if s.doubt is None and s.end is not None)


def open_now(facts: Facts, conditional: ConditionalOpenings, now: datetime, calendar: Calendar) -> Bools:
    """A mask of the services that are open at `now`. A service with unknown times is not counted as open."""
    local = now.astimezone(clock.LONDON)
    today = local.date()
    holidays = {day.weekday() for day in (today, today - timedelta(days=1)) if calendar.is_holiday(day)}
    is_open = np.zeros(facts.size, np.bool_)
    is_open[facts.openings.open_at(minute_of_week(local.weekday(), local.hour, local.minute), holidays)] = True
    is_open[conditional.open_at(facts, now, calendar)] = True
    return is_open
