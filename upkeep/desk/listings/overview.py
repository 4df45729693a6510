"""A listing section by section in the words of its page, and its next weeks in a calendar."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from flask_babel import gettext as _

from core import clock
from core.settings import Settings
from directory.listing import wording
from directory.listing.context import ListingContext, listing_context
from directory.listing.page import Listing, make_listing
from directory.listing.places import PlaceView
from directory.models import Organization
from directory.models.services import Service
from directory.photos.queries import photo
from directory.schedules.sessions import sessions
from directory.schedules.stored import all_hours
from directory.schedules.wording.times import date_words, times_words
from directory.vocabulary import TAXONOMY_NEEDS
from upkeep.desk.listings.plain_words import WordingNote, wording_notes
from upkeep.desk.listings.queries import EditedListing
from upkeep.desk.listings.transient import service_of
from upkeep.desk.sections.all_sections import SECTIONS

WEEKS_SHOWN = 4
_MOST_DAYS = 12


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One line of a section: what it is about, and what the listing says; no lines where it says nothing."""

    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SectionSummary:
    """A section in words. `title` is lazily translated."""

    id: str
    title: Any
    rows: tuple[SummaryRow, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """A listing in words. `days`: the next days on which it is on, each with its times."""

    name: str
    sections: tuple[SectionSummary, ...]
    days: tuple[tuple[str, str], ...]
    notes: tuple[WordingNote, ...]
    page: Listing


def overview_of(edited: EditedListing, organization: Organization, settings: Settings) -> Overview:
    """Return a listing in words, as it would be."""
    image = photo(edited.record.photo_id)
    service = service_of(edited.record, organization, edited.slug, image)
    service.assured_date = edited.record.assured_date
    context = listing_context(settings)
    page = make_listing(service, context)
    rows = {
        "what": _what(page, service),
        "who": _who(page, service),
        "where": _where(page),
        "when": _when(page),
        "contact": _contact(service),
        "cost": [SummaryRow(_("Cost"), page.costs)],
    }
    return Overview(
        name=edited.record.name,
        sections=tuple(
            SectionSummary(section_id, section.title, tuple(rows[section_id]))
            for section_id, section in SECTIONS.items()
        ),
        days=tuple(_days(service, context)),
        notes=tuple(wording_notes(edited.record)),
        page=page,
    )


def _some(*texts: str) -> tuple[str, ...]:
    return tuple(text for text in texts if text)


def _what(page: Listing, service: Service) -> list[SummaryRow]:
    return [
        SummaryRow(_("Name"), _some(page.name, page.other_names)),
        SummaryRow(_("In short"), _some(page.summary)),
        SummaryRow(_("More about it"), tuple(page.description.splitlines())),
    ]


def _who(page: Listing, service: Service) -> list[SummaryRow]:
    needs = wording.labels(service, TAXONOMY_NEEDS)
    return [
        SummaryRow(_("Helps with"), tuple(needs)),
        SummaryRow(_("Who it is for"), page.who_for),
        SummaryRow(_("How to get it"), _some(page.action.words, page.how_to)),
        SummaryRow(_("Room"), _some(page.availability, page.if_full)),
        SummaryRow(_("Languages"), _some(page.languages)),
        SummaryRow(_("Faith, food and culture"), page.cultures),
    ]


def _where(page: Listing) -> list[SummaryRow]:
    secret = _("The address is secret: we show it to nobody.") if page.secret else ""
    return [
        SummaryRow(_("How it reaches people"), page.delivery),
        SummaryRow(_("Places"), _some(secret, *map(_place, page.places))),
        SummaryRow(_("For people who live in"), _some(page.area)),
        SummaryRow(_("Access"), page.access),
    ]


def _place(place: PlaceView) -> str:
    return ", ".join(line for line in (place.name, *place.lines, place.town, place.postcode) if line)


def _when(page: Listing) -> list[SummaryRow]:
    at_places = [f"{place.name or place.town}: {line}" for place in page.places for line in place.when]
    return [SummaryRow(_("Times"), (*page.when.lines, *page.when.exceptions, *at_places))]


def _contact(service: Service) -> list[SummaryRow]:
    numbers = [
        ", ".join(_some(phone.number, phone.description)) for phone in wording.voice_first(service.phones)
    ]
    public = [contact for contact in service.contacts if not contact.private]
    people = [
        ", ".join(
            _some(contact.name, contact.title, contact.email, *(phone.number for phone in contact.phones))
        )
        for contact in public
    ]
    return [
        SummaryRow(_("Phone"), tuple(numbers)),
        SummaryRow(_("Email"), _some(service.email)),
        SummaryRow(_("Web page"), _some(service.url)),
        SummaryRow(_("Contacts"), tuple(people)),
    ]


def _days(service: Service, context: ListingContext) -> Iterable[tuple[str, str]]:
    """Yield the next days on which the service is on, each with its times."""
    found: dict[date, list[str]] = {}
    start = datetime.combine(context.today, time(), clock.LONDON)
    for session in sessions(
        all_hours(service), start, start + timedelta(weeks=WEEKS_SHOWN), context.calendar
    ):
        words = times_words(session.schedule)
        sure = "" if session.certain else _(" (not sure)")
        found.setdefault(session.start.date(), []).append(words + sure)
    shown: Sequence[tuple[date, list[str]]] = sorted(found.items())[:_MOST_DAYS]
    for day, times in shown:
        yield date_words(day, context.today), ", ".join(dict.fromkeys(times))
