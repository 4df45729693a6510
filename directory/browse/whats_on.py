"""What is on: the sessions of one day, computed once for each day and state of the listings, and cut into
pages."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import Flask, current_app

from core import clock
from core.db import db
from directory.browse.kinds import Kind, Kinds
from directory.browse.queries import Town
from directory.browse.session_queries import DaySession, ListedSession, day_sessions, listed_sessions
from directory.schedules.holidays import Calendar
from directory.search.index_queries import last_change

DAYS = 7
"""Today and the six days after it can be asked for."""
_KEY = "day_sessions"


@dataclass(frozen=True)
class _ComputedDay:
    """The sessions of a day, and what they were computed from: the newest outbox row, calendar and kinds."""

    upto: int
    calendar: Calendar
    kinds: Kinds
    sessions: tuple[DaySession, ...]


class DaySessions:
    """The sessions of the days that can be asked for, shared by the threads of one worker."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._days: dict[date, _ComputedDay] = {}

    def on(self, day: date, calendar: Calendar, kinds: Kinds) -> tuple[DaySession, ...]:
        """Return the sessions of a day.

        They are computed again when a listing changed, which the outbox tells.
        """
        upto = last_change(db.session)
        with self._lock:
            known = self._days.get(day)
            if known is None or (known.upto, known.calendar, known.kinds) != (upto, calendar, kinds):
                known = _ComputedDay(upto, calendar, kinds, day_sessions(day, calendar, kinds))
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


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody wants to see: a town, a kind, or only what is free; everything where nothing is chosen."""

    town: Town | None = None
    kind: Kind | None = None
    is_free: bool = False

    def takes(self, session: DaySession) -> bool:
        """Return True for a session that fits."""
        if self.town and self.town.key not in session.town_keys:
            return False
        if self.kind and self.kind.id not in session.kinds:
            return False
        return session.is_free or not self.is_free

    def to_args(self) -> dict[str, str]:
        """Return the choice as parameters of an address; nothing for what is not chosen."""
        chosen = {
            "kind": self.kind.id if self.kind else "",
            "town": self.town.slug if self.town else "",
            "free": "yes" if self.is_free else "",
        }
        return {name: value for name, value in chosen.items() if value}


def session_page(
    day: date, calendar: Calendar, kinds: Kinds, choice: Choice, page: int, per_page: int
) -> SessionPage:
    """Return a page of the sessions of a day that are not over yet and fit a choice."""
    computed: DaySessions = current_app.extensions[_KEY]
    sessions = to_come(computed.on(day, calendar, kinds), clock.now(), choice)
    shown = sessions[(page - 1) * per_page : page * per_page]
    town_key = choice.town.key if choice.town else ""
    return SessionPage(listed_sessions(shown, day, town_key), len(sessions))


def to_come(sessions: Sequence[DaySession], now: datetime, choice: Choice) -> list[DaySession]:
    """Return the sessions that are not over at `now` and fit a choice."""
    return [session for session in sessions if session.end > now and choice.takes(session)]


def days_from(today: date) -> list[date]:
    """Return the days that can be asked for."""
    return [today + timedelta(days=n) for n in range(DAYS)]


def day_named(text: str, today: date) -> date | None:
    """Return the day that `text` names as '2026-11-24'; today where it is empty, None for any other day."""
    if not text:
        return today
    return next((day for day in days_from(today) if day.isoformat() == text), None)
