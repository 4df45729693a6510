"""Which services have times on a day of the week, and between two times of a day."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock
from directory import visibility
from directory.models.services import Schedule, Service, ServiceAtLocation
from directory.schedules.schedule import WEEKDAYS, weekdays_of
from directory.schedules.schedule import Schedule as Times
from directory.schedules.stored import PLAIN_FIELDS, read_schedule

_DAY_MINUTES = 24 * 60


def service_ids(session: Session, filters: Mapping[str, Any]) -> set[str]:
    """Return the ids of services with a session that fits `day`, `start_time` and `end_time`.

    A service without known times fits no time. What never closes fits all.
    """
    today = clock.today()
    fitting = {service_id for service_id, times in _sessions(session) if fits(times, filters, today)}
    always = select(Service.id).where(visibility.in_feed(today), Service.hours_kind == "always")
    return fitting | set(session.scalars(always))


def _sessions(session: Session) -> Iterator[tuple[str, Times]]:
    columns = [getattr(Schedule, name) for name in (*PLAIN_FIELDS, "extra")]
    own = select(Schedule.service_id, *columns).where(Schedule.service_id.is_not(None))
    at_places = select(ServiceAtLocation.service_id, *columns).join(
        ServiceAtLocation, ServiceAtLocation.id == Schedule.service_at_location_id
    )
    for statement in (own, at_places):
        for service_id, *plain, extra in session.execute(statement):
            times = read_schedule(tuple(plain), json.dumps(extra or {}, sort_keys=True))
            if times is not None:
                yield service_id, times


def fits(times: Times, filters: Mapping[str, Any], today: date) -> bool:
    """Return True where sessions that are not over fall on the day and overlap the times of the filters."""
    last = min(filter(None, (times.until, times.valid_to)), default=None)
    if times.freq is None and last is None:
        last = times.dtstart
    if last is not None and last < today:
        return False
    day = filters.get("day")
    if day is not None and WEEKDAYS.index(day) not in _weekdays(times):
        return False
    return _overlaps(times, filters.get("start_time"), filters.get("end_time"))


def _weekdays(times: Times) -> frozenset[int]:
    if times.byday:
        return weekdays_of(times.byday)
    if times.bymonthday:
        return frozenset(range(7))
    return frozenset({times.dtstart.weekday()} if times.dtstart else ())


def _overlaps(times: Times, start: time | None, end: time | None) -> bool:
    if start is None and end is None:
        return True
    if times.opens_at is None:
        return times.times_known
    opens = _minutes(times.opens_at)
    closes = opens if times.closes_at is None else _minutes(times.closes_at)
    if times.closes_at is not None and closes <= opens:
        closes += _DAY_MINUTES
    first = _minutes(start) if start is not None else 0
    last = _minutes(end) if end is not None else max(closes, _DAY_MINUTES)
    if start is not None and end is not None and last < first:
        # From the evening to the next morning.
        last += _DAY_MINUTES
        return closes >= first or opens + _DAY_MINUTES <= last
    return closes >= first and opens <= last


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute
