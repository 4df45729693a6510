"""Sessions of many services as one calendar (RFC 5545), which phones and calendars can subscribe to (RFC
7986).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

_AGAIN = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Happening:
    """One session. `key` tells it from all others and stays the same."""

    key: str
    name: str
    where: str
    url: str
    start: datetime
    end: datetime


def calendar_of(name: str, happenings: Iterable[Happening], now: datetime) -> bytes:
    """Return the calendar. Times are in UTC, so that it needs no description of the clocks' changes."""
    file = Calendar()
    file.add("prodid", "-//Signpost//Directory//EN")
    file.add("version", "2.0")
    file.add("x-wr-calname", name)
    file.add("refresh-interval", _AGAIN, parameters={"VALUE": "DURATION"})
    file.add("x-published-ttl", "PT12H")
    for one in happenings:
        event = Event()
        event.add("uid", one.key)
        event.add("dtstamp", now.astimezone(UTC))
        event.add("dtstart", one.start.astimezone(UTC))
        event.add("dtend", one.end.astimezone(UTC))
        event.add("summary", one.name)
        event.add("location", one.where)
        event.add("url", one.url)
        file.add_component(event)
    return bytes(file.to_ical())
