"""The working time of a team: on which working day a request is received, and by when so many hours have passed. Pure.

A working day is a day from Monday to Friday that is no bank holiday, and on which the team answers.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from core.clock import LONDON
from directory.schedules.holidays import Calendar
from directory.schedules.schedule import WEEKDAYS, Hours, Schedule
from directory.schedules.sessions import sessions
from directory.schedules.weekly_hours import read_hours

_LOOK_AHEAD = timedelta(days=60)
_SATURDAY = 5
_WHOLE_WEEK = Hours.of(Schedule("WEEKLY", byday=WEEKDAYS))
_OFFICE = read_hours("Mo-Fr 09:00-17:00")
"""Counted where a team answers on no day from Monday to Friday."""


def received_on(moment: datetime, hours: Hours, calendar: Calendar, needed: timedelta = timedelta()) -> date:
    """Return the working day on which a request of `moment` is received, and `needed` working time has passed.

    A request that comes after the last hour of a day is received on the next working day.
    Raises ValueError when `moment` has no time zone, or the calendar leaves no working day within 60 days.
    """
    left = needed
    for start, end in _working_time(moment, _hours_of_work(hours), calendar):
        length = end.astimezone(UTC) - start.astimezone(UTC)
        if length >= left:
            return start.date()
        left -= length
    raise ValueError("there is no working day within 60 days")


def due_at(moment: datetime, hours: Hours, calendar: Calendar, needed: timedelta) -> datetime:
    """Return the moment, in UTC, at which `needed` working time has passed since `moment`.

    Raises ValueError when `moment` has no time zone, or the calendar leaves too little working time within 60 days.
    """
    left = needed
    for start, end in _working_time(moment, _hours_of_work(hours), calendar):
        length = end.astimezone(UTC) - start.astimezone(UTC)
        if length >= left:
            return start.astimezone(UTC) + left
        left -= length
    raise ValueError("there is too little working time within 60 days")


def working_time_between(start: datetime, end: datetime, hours: Hours, calendar: Calendar) -> timedelta:
    """Return how much working time lies between two moments; none where the second is not later.

    At most the working time of 60 days is counted.
    """
    total = timedelta()
    if end <= start:
        return total
    for begins, ends in _working_time(start, _hours_of_work(hours), calendar):
        if begins >= end:
            break
        total += min(ends, end).astimezone(UTC) - begins.astimezone(UTC)
    return total


def is_working_day(day: date, calendar: Calendar) -> bool:
    """Return True from Monday to Friday, except on bank holidays and days of closure."""
    return day.weekday() < _SATURDAY and not calendar.is_holiday(day)


def _hours_of_work(hours: Hours) -> Hours:
    if hours.kind == "always":
        return _WHOLE_WEEK
    weekdays = {day for row in hours.schedules for day in row.weekdays}
    return hours if any(day < _SATURDAY for day in weekdays) else _OFFICE


def _working_time(moment: datetime, hours: Hours, calendar: Calendar) -> Iterator[tuple[datetime, datetime]]:
    """Yield start and end of the working time from `moment` on, in order, without overlaps, in UTC."""
    today, at = moment.astimezone(LONDON).date(), moment.timestamp()
    for session in sessions(hours, moment, moment + _LOOK_AHEAD, calendar):
        day = session.start.date()
        if day >= today and is_working_day(day, calendar) and session.end.timestamp() > at:
            start = datetime.fromtimestamp(max(at, session.start.timestamp()), LONDON)
            yield start, session.end
            at = session.end.timestamp()
