"""The times of a service as its page shows them: the rule in words, this week day by day, and open or closed
now.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask_babel import gettext as _

from core import clock
from directory import visibility
from directory.listing.places import PlaceView
from directory.models.services import Service
from directory.schedules.holidays import Calendar
from directory.schedules.icalendar_file import has_sessions
from directory.schedules.schedule import Hours
from directory.schedules.sessions import Session, open_state, sessions_this_week
from directory.schedules.stored import all_hours, own_site_hours, service_hours
from directory.schedules.wording.hours import exception_lines, hours_lines
from directory.schedules.wording.state import opens_most_days, state_words
from directory.schedules.wording.times import date_words, sentence, times_words


@dataclass(frozen=True, slots=True)
class DayView:
    """One day of this week with its sessions, such as '10am to 12 noon, Wombwell Library'."""

    label: str
    times: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CalendarSource:
    """The content of one calendar file.

    `number` is 0 for the times of the service itself, else the number of the place, from 1.
    """

    number: int
    label: str
    location: str
    hours: Hours


@dataclass(frozen=True, slots=True)
class TimesView:
    """The times of a service in words.

    `lines` are the times of the service itself. Places with other times hold these in their `PlaceView`.
    """

    lines: tuple[str, ...]
    exceptions: tuple[str, ...]
    open_words: str
    week: tuple[DayView, ...]
    known: bool


def times_view(service: Service, now: datetime, calendar: Calendar) -> TimesView:
    """Return the times of a service in words."""
    own, every = service_hours(service), all_hours(service)
    today = now.astimezone(clock.LONDON).date()
    known = every.kind != "unknown"
    # Visible places show their own times. The times of secret places are shown as those of the service.
    state = state_words(open_state(every, now, calendar), now, opens=opens_most_days(every))
    only_at_places = known and own.kind == "unknown"
    at_visible_places = only_at_places and bool(visibility.visible_locations(service))
    shown = every if only_at_places and not at_visible_places else own
    lines = [] if at_visible_places else hours_lines(shown, today)
    return TimesView(
        lines=tuple(sentence(line) for line in lines),
        exceptions=tuple(sentence(line) for line in exception_lines(shown, today)),
        open_words=sentence(state) if known else "",
        week=_week(service, now, calendar),
        known=known,
    )


def lived_in_times() -> TimesView:
    """Return the times of a place where people live: it has no opening hours, and visitors ask first."""
    return TimesView(
        (_("People live here, day and night. Phone first if you want to look round."),),
        (),
        "",
        (),
        known=False,
    )


def calendars_of(
    service: Service, places: Sequence[PlaceView], now: datetime, calendar: Calendar
) -> tuple[CalendarSource, ...]:
    """Return the calendar files to offer: one for the service's own times, and one for each place with its
    own times.

    A sensitive service has none, because other people may see the calendar of a phone.
    """
    if service.sensitive:
        return ()
    has_secret = visibility.has_secret_location(service)
    own = all_hours(service) if has_secret else service_hours(service)
    only_address = _one_line(places[0]) if len(places) == 1 and not has_secret else ""
    sources = [CalendarSource(0, "", only_address, own)]
    if not has_secret:
        pairs = zip(visibility.visible_locations(service), places, strict=True)
        for number, (site, place) in enumerate(pairs, 1):
            hours = own_site_hours(service, site)
            sources.append(CalendarSource(number, place.name or place.town, _one_line(place), hours))
    return tuple(
        source
        for source in sources
        if _is_for_calendars(source.hours) and has_sessions(source.hours, calendar, now)
    )


def _one_line(place: PlaceView) -> str:
    return place.address.replace("\n", ", ")


def _is_for_calendars(hours: Hours) -> bool:
    """Return True for sessions on up to three days a week. The opening times of a shop do not belong in a
    calendar.
    """
    rows = hours.schedules
    return (
        bool(rows)
        and len({day for row in rows for day in row.weekdays if row.byday}) <= 3
        and not any(row.whole_day for row in rows)
    )


def _week(service: Service, now: datetime, calendar: Calendar) -> tuple[DayView, ...]:
    today = now.astimezone(clock.LONDON).date()
    days: dict[date, list[str]] = {}
    for session, place in sorted(
        _sessions(service, now, calendar), key=lambda pair: (pair[0].start, pair[0].end, pair[1])
    ):
        days.setdefault(session.start.date(), []).append(_words(session, place))
    return tuple(
        DayView(_label(day, today), tuple(dict.fromkeys(times))) for day, times in sorted(days.items())
    )


def _sessions(service: Service, now: datetime, calendar: Calendar) -> Iterator[tuple[Session, str]]:
    """Yield this week's sessions, each with the name of its place.

    The name is empty for a service with one place, and for a secret place.
    """
    own, open_ids = service_hours(service), {site.id for site in visibility.visible_locations(service)}
    several = len(open_ids) > 1
    yield from ((session, "") for session in sessions_this_week(own, now, calendar))
    for site in service.sites:
        name = site.location.name if several and site.id in open_ids else ""
        yield from (
            (session, name) for session in sessions_this_week(own_site_hours(service, site), now, calendar)
        )


def _words(session: Session, place: str) -> str:
    doubt = "" if session.doubt in (None, "closing", "times") else _(" (not sure: phone first)")
    return ", ".join(part for part in (times_words(session.schedule), place) if part) + doubt


def _label(day: date, today: date) -> str:
    if day == today:
        return _("Today, %(date)s", date=date_words(day, today))
    return (
        _("Tomorrow, %(date)s", date=date_words(day, today))
        if day == today + timedelta(days=1)
        else date_words(day, today)
    )
