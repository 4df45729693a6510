"""The days to look at a plan again, as a calendar file (RFC 5545)."""

from collections.abc import Iterable
from datetime import date, timedelta

from flask_babel import gettext as _
from icalendar import Alarm, Calendar, Event

from core import clock
from core.settings import Settings
from selfassess.documents import council_lines


def reminder(settings: Settings, days: Iterable[date], url: str = "") -> bytes:
    """Return a calendar file with an all-day event for each day.

    The events do not tell what is in the plan, because other people may see the calendar.
    `url`: the address that an event leads to; empty: none.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Signpost//Plan//EN")
    calendar.add("version", "2.0")
    for day in days:
        calendar.add_component(_event(settings, day, url))
    return bytes(calendar.to_ical())


def _event(settings: Settings, day: date, url: str) -> Event:
    title = _("Look at my plan again")
    event = Event()
    # The same day gives the same id, so a calendar that reads the file twice shows the event once.
    event.add("uid", clock.stable_id("plan reminder", day.isoformat()))
    event.add("dtstamp", clock.now())
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("summary", title)
    event.add("description", council_lines(settings))
    if url:
        event.add("url", url)
    event.add_component(_alarm(title))
    return event


def _alarm(title: str) -> Alarm:
    """Return an alarm at ten in the morning of the event's day."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", timedelta(hours=10))
    return alarm
