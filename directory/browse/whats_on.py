"""What is on: the sessions of one day, computed once for each day and state of the listings, and cut into
pages."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import Flask, current_app

from core import clock
from core.db import db
from directory.browse.queries import Town
from directory.browse.session_queries import DaySession, ListedSession, day_sessions, listed_sessions
from directory.schedules.holidays import Calendar
from directory.search.index_queries import last_change

DAYS = 7
"""Today and the six days after it can be asked for."""
_KEY = "day_sessions"


@dataclass(frozen=True)
class _ComputedDay:
    """The sessions of a day, the newest outbox row and the calendar that they were computed from."""

    upto: int
    calendar: Calendar
    sessions: tuple[DaySession, ...]


class DaySessions:
    """The sessions of the days that can be asked for, shared by the threads of one worker."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._days: dict[date, _ComputedDay] = {}

    def on(self, day: date, calendar: Calendar) -> tuple[DaySession, ...]:
        """Return the sessions of a day.

        They are computed again when a listing changed, which the outbox tells.
        """
        upto = last_change(db.session)
        with self._lock:
            known = self._days.get(day)
            if known is None or known.upto != upto or known.calendar is not calendar:
                known = _ComputedDay(upto, calendar, day_sessions(day, calendar))
                self._days[day] = known
                for old in sorted(self._days)[:-DAYS]:
                    del self._days[old]
        return known.sessions


@dataclass(frozen=True)
class SessionPage:
    """One page of sessions, and the number of sessions on all pages."""

    sessions: list[ListedSession]
    total: int

    @property
    def service_ids(self) -> list[str]:
        """The services of the page, each once, in order."""
        return list(dict.fromkeys(session.service_id for session in self.sessions))


def init_whats_on(app: Flask) -> None:
    """Give the application its sessions. Nothing is read before the first page."""
    app.extensions[_KEY] = DaySessions()


def session_page(day: date, calendar: Calendar, town: Town | None, page: int, per_page: int) -> SessionPage:
    """Return a page of the sessions of a day that are not over yet, in all towns or in one."""
    computed: DaySessions = current_app.extensions[_KEY]
    town_key = town.key if town else ""
    sessions = to_come(computed.on(day, calendar), clock.now(), town_key)
    shown = sessions[(page - 1) * per_page : page * per_page]
    return SessionPage(listed_sessions(shown, day, town_key), len(sessions))


def to_come(sessions: Sequence[DaySession], now: datetime, town_key: str = "") -> list[DaySession]:
    """Return the sessions that are not over at `now`; with a town's key, those in the town."""
    return [
        session
        for session in sessions
        if session.end > now and (not town_key or town_key in session.town_keys)
    ]


def days_from(today: date) -> list[date]:
    """Return the days that can be asked for."""
    return [today + timedelta(days=n) for n in range(DAYS)]


def day_named(text: str, today: date) -> date:
    """Return the day that `text` names as '2026-11-24', if it can be asked for; today for anything else."""
    return next((day for day in days_from(today) if day.isoformat() == text), today)
