"""Writes a service's sessions as a calendar file (RFC 5545) that people can add to the calendar of their
phone.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar as ICalendar
from icalendar import Event, Timezone, TimezoneDaylight, TimezoneStandard, vRecur

from directory.schedules.holidays import Calendar
from directory.schedules.recurrence import days
from directory.schedules.schedule import WEEKDAYS, Hours, Schedule
from directory.schedules.sessions import LONDON, Session, session_on

HORIZON = timedelta(days=548)
_HOUR = timedelta(hours=1)
_ZERO = timedelta(0)
_NEVER = date(2100, 1, 1)


def calendar_file(
    uid: str,
    name: str,
    description: str,
    url: str,
    location_text: str | None,
    hours: Hours,
    calendar: Calendar,
    now: datetime,
) -> bytes:
    """Return the sessions from today on as a text/calendar file. Each schedule is one repeating event.

    uid: must stay the same for the service; events are `uid`-1, `uid`-2 and so on.
    location_text: None when the place is secret or there is none.

    Days without a session in the next 18 months are listed as exceptions.
    Events that depend on terms, seasons or bank holidays end after these 18 months.
    Sessions in doubt are left out. Raises ValueError when `now` has no time zone.
    """
    file = ICalendar()
    file.add("prodid", "-//Signpost//Directory//EN")
    file.add("version", "2.0")
    file.add_component(_london())
    for number, row in enumerate(hours.schedules, 1):
        event = _event(row, calendar, now)
        if event is not None:
            _describe(event, f"{uid}-{number}", name, description, url, location_text)
            file.add_component(event)
    return bytes(file.to_ical())


def has_sessions(hours: Hours, calendar: Calendar, now: datetime) -> bool:
    """Return True when the file would hold at least one event."""
    return any(_running(row, calendar, _today(now)) for row in hours.schedules)


def _describe(event: Event, uid: str, name: str, description: str, url: str, location: str | None) -> None:
    event.add("uid", uid)
    event.add("summary", name)
    for key, value in (("description", description), ("url", url), ("location", location)):
        if value:
            event.add(key, value)


def _today(now: datetime) -> date:
    if now.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return now.astimezone(LONDON).date()


def _running(row: Schedule, calendar: Calendar, today: date) -> list[Session]:
    """Return the sessions from today to the file's horizon whose day and start are certain.

    Sessions without a known closing time are included.
    """
    found = (session_on(row, day, calendar) for day in days(row, today, today + HORIZON))
    return [session for session in found if session and session.doubt in (None, "closing")]


def _event(row: Schedule, calendar: Calendar, now: datetime) -> Event | None:
    today = _today(now)
    running = _running(row, calendar, today)
    if not running:
        return None
    event = Event()
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", _value(row, running[0].start.date()))
    if row.times_known:
        event.add("dtend", _end(row, running[0].start.date()))
    _repeat(event, row, [session.start.date() for session in running], today + HORIZON)
    return event


def _value(row: Schedule, day: date) -> date:
    """Return the date of a whole day, else the local date-time of the start with its zone."""
    return day if row.whole_day else datetime.combine(day, row.opens_at or time(), LONDON)


def _end(row: Schedule, day: date) -> date:
    ends_on = day + timedelta(days=1) if row.past_midnight else day
    return ends_on if row.whole_day else datetime.combine(ends_on, row.closes_at or time(), LONDON)


def _repeat(event: Event, row: Schedule, running: list[date], horizon: date) -> None:
    if row.freq is None:
        return
    last = _last(row, running, horizon)
    event.add("rrule", _rule(row, last))
    running_days = set(running)
    off = [day for day in days(row, running[0], min(last or horizon, horizon)) if day not in running_days]
    off += sorted(day for day in row.closed_on if horizon < day <= (last or _NEVER))
    if off and row.whole_day:
        event.add("exdate", off, parameters={"VALUE": "DATE"})
    elif off:
        event.add("exdate", [_value(row, day) for day in off])


def _last(row: Schedule, running: list[date], horizon: date) -> date | None:
    """Return the day of the last session; None for a series without a known end."""
    open_ended = row.count is None and (row.last_day or _NEVER) >= _NEVER
    if row.term_time or row.season or row.closed_bank_holidays is not False:
        return running[-1]
    if open_ended:
        return None
    return running[-1] if row.count or (row.last_day and row.last_day <= horizon) else row.last_day


def _rule(row: Schedule, last: date | None) -> vRecur:
    rule: dict[str, object] = {"FREQ": row.freq, "INTERVAL": row.interval}
    rule |= {"BYDAY": list(row.byday)} if row.byday else {}
    rule |= {"BYMONTHDAY": list(row.bymonthday)} if row.bymonthday else {}
    if not (row.byday or row.bymonthday) and row.dtstart:
        rule |= _from_start(row, row.dtstart)
    if last:
        value = _value(row, last)
        rule["UNTIL"] = value.astimezone(UTC) if isinstance(value, datetime) else value
    return vRecur(rule)


def _from_start(row: Schedule, start: date) -> dict[str, object]:
    """Return the rule parts for the days that `dtstart` implies. The first session in the file may be on
    another day.
    """
    return {"BYDAY": [WEEKDAYS[start.weekday()]]} if row.freq == "WEEKLY" else {"BYMONTHDAY": [start.day]}


def _london() -> Timezone:
    zone = Timezone()
    zone.add("tzid", "Europe/London")
    for part in _observances():
        zone.add_component(part)
    return zone


def _observances() -> Iterator[TimezoneDaylight | TimezoneStandard]:
    """Yield the two changes of the clocks: the last Sundays of March and October, at 1am GMT.

    Source: Summer Time Act 1972, section 1.
    """
    for part, name, start, month, offsets in (
        (TimezoneDaylight(), "BST", datetime.fromisoformat("1996-03-31T01:00"), 3, (_ZERO, _HOUR)),
        (TimezoneStandard(), "GMT", datetime.fromisoformat("1996-10-27T02:00"), 10, (_HOUR, _ZERO)),
    ):
        part.add("dtstart", start)
        part.add("tzname", name)
        part.add("tzoffsetfrom", offsets[0])
        part.add("tzoffsetto", offsets[1])
        part.add("rrule", {"FREQ": "YEARLY", "BYMONTH": month, "BYDAY": "-1SU"})
        yield part
