"""The card of one service in a list of services: four lines. Pure: sends no queries."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from textwrap import shorten

from flask_babel import gettext as _

from core import i18n
from directory import visibility
from directory.listing import wording
from directory.listing.action import PhoneLine, lines_of
from directory.listing.context import ListingContext
from directory.models.services import Service
from directory.schedules.phone_hours import phone_hours
from directory.schedules.schedule import UNKNOWN, Hours
from directory.schedules.sessions import OpenState, Session, open_state
from directory.schedules.stored import all_hours
from directory.schedules.wording.hours import short_words
from directory.schedules.wording.state import opens_most_days
from directory.teams.wording import until_words, when_words

_YEAR = timedelta(days=365)
_SOON = timedelta(days=62)
"""A next time after this is no help on a card."""

_SENTENCE_END = re.compile(r"(?<=[.!?])\s")
_LONGEST = 130


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says: `name`, `what` the service is, `details`, `checks`, `phone` and `why`.

    `what`: the summary in one sentence. `marks` are shown beside the details ('visits you at home').

    `notice` is the most important news: full, a waiting list, starts later, ends soon.

    `phone`: the number to ring, or to text; None where there is none, and for what has ended. `rings` is
    False where somebody else asks for the service, so that the number is for questions.

    `placed` is False when the service has no visible place.
    """

    service_id: str
    slug: str
    name: str
    organization: str
    summary: str
    details: tuple[str, ...]
    checks: tuple[str, ...]
    why: str = ""
    marks: tuple[str, ...] = ()
    notice: str = ""
    placed: bool = False
    phone: PhoneLine | None = None
    rings: bool = True
    what: str = ""
    distance_m: int | None = None


def make_card(
    service: Service,
    context: ListingContext,
    distance_m: int | None = None,
    reasons: Sequence[str] = (),
) -> Card:
    """Return the card of a fully loaded service.

    `distance_m` is None when the service has no place or the search no postcode. `reasons` say why the
    search found the service.
    """
    hours, today = _opening_hours(service, context), context.today
    phone = _phone(service, context)
    return Card(
        service_id=service.id,
        slug=service.slug,
        name=service.name,
        organization=service.organization.name,
        summary=service.summary,
        details=_line(
            wording.short_price(service, today) or _("Ask about cost"),
            _when(hours, today),
            _where(service, distance_m),
        ),
        checks=_line(
            wording.route_words(service),
            *_open_or_answering(service, hours, phone, context),
            _checked(service, today, context.stale_days),
        ),
        why=why_words(reasons),
        marks=_marks(service, context.area),
        notice=notice(service, today) or _season(hours, context),
        phone=phone,
        rings=not service.route_in or wording.can_ask_yourself(service),
        what=one_sentence(service.summary or service.description),
        placed=bool(visibility.visible_locations(service)),
        distance_m=distance_m if visibility.visible_locations(service) else None,
    )


def _line(*parts: str) -> tuple[str, ...]:
    return tuple(part for part in parts if part)


def one_sentence(text: str) -> str:
    """Return the first sentence of a text, cut between words where it is long."""
    first = _SENTENCE_END.split(" ".join(text.split()), maxsplit=1)[0]
    return shorten(first, _LONGEST, placeholder=" …")


def _opening_hours(service: Service, context: ListingContext) -> Hours:
    """Return the times of the service; unknown for a place where people live."""
    hours = all_hours(service)
    return UNKNOWN if hours.kind == "always" and wording.is_lived_in(service, context.lived_in) else hours


def _when(hours: Hours, today: date) -> str:
    return "" if hours.kind == "unknown" else short_words(hours, today)


def _where(service: Service, distance_m: int | None) -> str:
    if not visibility.visible_locations(service):
        return _("Address kept secret") if visibility.has_secret_location(service) else ""
    towns = wording.towns(service)
    place = towns[0] if towns else ""
    if len(towns) > 1:
        place = _("%(n)s places", n=len(towns))
    if distance_m is None:
        return place
    return f"{place}, {wording.miles(distance_m)}" if place else wording.miles(distance_m)


def _marks(service: Service, area: str) -> tuple[str, ...]:
    words = {
        "home": _("visits you at home"),
        "phone": _("by phone"),
        "online": _("online"),
        "outreach": _("comes to places near you"),
        "borough_wide": _("all of %(area)s", area=area),
    }
    signposts = (_("tells you where to get help"),) if service.signposts_only else ()
    return (*signposts, *(words[way] for way in service.delivery if way in words))[:2]


def _next_open(hours: Hours, state: OpenState, context: ListingContext) -> str:
    """Return when a service that is closed opens; empty where that is not known."""
    today = context.today
    following = state.next_session
    if state.kind != "closed" or following is None:
        return ""
    is_today = following.doubt is None and following.start.date() == today
    return _next(hours, following, context) if is_today or following.certain else ""


def _open_or_answering(
    service: Service, hours: Hours, phone: PhoneLine | None, context: ListingContext
) -> tuple[str, ...]:
    """Return whether the service is open; where it is not known to be, also that its number is answered now."""
    if service.status == visibility.TEMPORARILY_CLOSED:
        return ()
    state = open_state(hours, context.now, context.calendar)
    if state.kind in ("always", "open"):
        return (_("open now"),)
    return _answered(phone, context) if phone else "", _next_open(hours, state, context)


def _next(hours: Hours, session: Session, context: ListingContext) -> str:
    """Return "opens today 2pm", or "next Tuesday 24 November 10am" for what is held now and then."""
    if session.start - context.now > _SOON:
        return ""
    when = when_words(session.start, context.now)
    if opens_most_days(hours) and session.schedule.times_known:
        return _("opens %(when)s", when=when)
    return _("next: %(when)s", when=when)


def _season(hours: Hours, context: ListingContext) -> str:
    """Return "Starts again 4 May 2027" for a service that is out of season; empty for others."""
    if not hours.schedules or any(row.in_season(context.today) for row in hours.schedules):
        return ""
    following = open_state(hours, context.now, context.calendar).next_session
    return _("Starts again %(date)s", date=i18n.plain_date(following.start)) if following else ""


def _phone(service: Service, context: ListingContext) -> PhoneLine | None:
    """Return the number to ring: one that is known to be answered now before the others."""
    if visibility.has_ended(service, context.today):
        return None
    lines = lines_of(service.phones) or lines_of(service.organization.phones)
    return next((line for line in lines if _answered(line, context)), lines[0] if lines else None)


def _answered(line: PhoneLine, context: ListingContext) -> str:
    """Return that the number is answered now, and until when; empty where that is not known."""
    state = open_state(phone_hours(line.answers), context.now, context.calendar)
    if state.kind == "always" or (state.kind == "open" and state.until is None):
        return _("phone line open now")
    if state.kind != "open" or state.until is None:
        return ""
    return _("phone line open until %(time)s", time=until_words(state.until, context.now))


def _checked(service: Service, today: date, stale_days: int) -> str:
    checked_on = service.assured_date
    if checked_on is None:
        return _("not checked yet")
    if not visibility.is_stale(service, today, stale_days):
        return _("checked %(date)s", date=i18n.short_date(checked_on))
    if today - checked_on > _YEAR:
        return _("not checked for over a year")
    return _("not checked since %(date)s", date=i18n.short_date(checked_on))


def why_words(reasons: Sequence[str]) -> str:
    """Return at most three reasons, each once."""
    return ", ".join([*dict.fromkeys(reason for reason in reasons if reason)][:3])


def notice(service: Service, today: date) -> str:
    """Return the most important news in a few words; an empty text when there is none.

    News: ended, closed, starting, ending or full.
    """
    if visibility.has_ended(service, today):
        return _("This has ended")
    if service.status == visibility.TEMPORARILY_CLOSED:
        return wording.closed_words(service)
    if service.starts_on and service.starts_on > today:
        return _("Starts on %(date)s", date=i18n.plain_date(service.starts_on))
    if service.ends_on:
        return _("Ends on %(date)s", date=i18n.plain_date(service.ends_on))
    return _full(service)


def _full(service: Service) -> str:
    if service.availability == "full":
        return _("Full at the moment")
    if service.availability != "waiting_list":
        return ""
    return (
        _("Waiting list: %(time)s", time=service.waiting_time) if service.waiting_time else _("Waiting list")
    )
