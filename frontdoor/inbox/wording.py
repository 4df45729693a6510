"""The clock of a request in words: how long until it is due, or how late it is."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import ngettext

from core.settings import Settings
from directory.schedules.schedule import Hours
from directory.schedules.stored import year
from directory.teams.answers import teams_of
from directory.teams.working_time import working_time_between
from frontdoor.inbox.priorities import Priority, due_times
from frontdoor.inbox.queues import Queue

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class DueClock:
    """What a page shows of the time. `words`: such as "due in 3 working hours"."""

    words: str
    is_late: bool


def team_hours(settings: Settings, queue: Queue) -> Hours:
    """Return the hours of the team that works on a queue."""
    teams = teams_of(settings)
    return (teams.children if queue is Queue.CHILDREN else teams.adult).hours


def due_clock(
    settings: Settings, queue: Queue, priority: Priority, due_at: datetime, now: datetime
) -> DueClock:
    """Return the clock of a request at a moment, counted in the hours in which its due time was set."""
    is_late, (start, end) = due_at < now, sorted((due_at, now))
    every_hour = due_times(settings.content_dir).queues[queue][priority].any is not None
    if every_hour:
        return DueClock(_by_the_clock(end - start, is_late=is_late), is_late)
    calendar = year(settings.content_dir)
    left = working_time_between(start, end, team_hours(settings, queue), calendar)
    return DueClock(_in_working_time(left, is_late=is_late), is_late)


def _in_working_time(length: timedelta, *, is_late: bool) -> str:
    if length < _HOUR:
        return _in_minutes(length, is_late=is_late)
    hours = length // _HOUR
    if is_late:
        return ngettext("%(num)d working hour late", "%(num)d working hours late", hours)
    return ngettext("due in %(num)d working hour", "due in %(num)d working hours", hours)


def _by_the_clock(length: timedelta, *, is_late: bool) -> str:
    if length < _HOUR:
        return _in_minutes(length, is_late=is_late)
    hours = length // _HOUR
    if is_late:
        return ngettext("%(num)d hour late", "%(num)d hours late", hours)
    return ngettext("due in %(num)d hour", "due in %(num)d hours", hours)


def _in_minutes(length: timedelta, *, is_late: bool) -> str:
    minutes = max(1, length // timedelta(minutes=1))
    if is_late:
        return ngettext("%(num)d minute late", "%(num)d minutes late", minutes)
    return ngettext("due in %(num)d minute", "due in %(num)d minutes", minutes)
