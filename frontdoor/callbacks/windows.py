"""The half hours in which a team can ring people back. Pure.

A window begins on a half hour and lies whole inside the hours of the team. Windows are moments in UTC, so that
none is missing, doubled or shifted when the clocks change.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from core.clock import LONDON
from core.messages import gettext as _
from directory.schedules.holidays import Calendar
from directory.schedules.schedule import WEEKDAYS, Hours, Schedule
from directory.schedules.sessions import sessions
from directory.schedules.wording.times import date_words, time_words

LENGTH = timedelta(minutes=30)
_SECONDS = int(LENGTH.total_seconds())
_WHOLE_WEEK = Hours.of(Schedule("WEEKLY", byday=WEEKDAYS))


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """Half an hour from `start`, a moment in UTC."""

    start: datetime

    @property
    def end(self) -> datetime:
        """The moment at which it is over."""
        return self.start + LENGTH

    @property
    def local(self) -> datetime:
        """The start in Europe/London."""
        return self.start.astimezone(LONDON)

    @property
    def code(self) -> str:
        """The start as a form sends it, such as "2026-11-30T10:00Z"."""
        return self.start.strftime("%Y-%m-%dT%H:%MZ")


def windows(hours: Hours, since: datetime, before: datetime, calendar: Calendar) -> list[Window]:
    """Return the windows of a team that begin from `since` (included) to `before` (excluded), in order.

    Sessions that are in doubt have none. Raises ValueError when a moment has no time zone.
    """
    found: set[datetime] = set()
    for session in sessions(_scheduled(hours), since, before, calendar):
        if session.certain:
            found.update(_half_hours(session.start, session.end))
    return [Window(start) for start in sorted(found) if since <= start < before]


def _scheduled(hours: Hours) -> Hours:
    return _WHOLE_WEEK if hours.kind == "always" else hours


def _half_hours(start: datetime, end: datetime) -> Iterator[datetime]:
    """Yield the half hours that lie whole between two moments, in UTC."""
    at = -(-int(start.timestamp()) // _SECONDS) * _SECONDS
    while at + _SECONDS <= end.timestamp():
        yield datetime.fromtimestamp(at, UTC)
        at += _SECONDS


def read_code(text: str) -> Window | None:
    """Return the window with this code; None for any other text."""
    try:
        start = datetime.strptime(text, "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC)
    except ValueError:
        return None
    is_half_hour = start.minute % 30 == 0
    return Window(start) if is_half_hour and Window(start).code == text else None


def window_words(window: Window, now: datetime) -> str:
    """Return a window: "Monday 30 November, 10am to 10.30am"; the second of two such hours says so."""
    start, end = window.local, window.end.astimezone(LONDON)
    words = _(
        "%(day)s, %(start)s to %(end)s",
        day=date_words(start.date(), now.astimezone(LONDON).date()),
        start=time_words(start.time()),
        end=time_words(end.time()),
    )
    return _("%(window)s, after the clocks go back", window=words) if start.fold else words
