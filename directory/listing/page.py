"""The view model of one service. The page, the calendar files, the e-mail of a list and the JSON-LD block
use it.

Pure: takes a fully loaded service and its context, and sends no queries.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask_babel import gettext as _

from directory import visibility
from directory.facts.kinds import Fact
from directory.listing import wording
from directory.listing.action import (
    Action,
    PhoneLine,
    action_of,
    email_of,
    lines_of,
    phone_lines,
    plain_email,
    web_address,
)
from directory.listing.banners import Banner, banners_of
from directory.listing.checked import checked_facts, checked_words
from directory.listing.context import ListingContext
from directory.listing.inspection import inspection_url
from directory.listing.places import PlaceView, area_words, place_views
from directory.listing.times import CalendarSource, TimesView, calendars_of, lived_in_times, times_view
from directory.models.organizations import Organization, OrganizationIdentifier
from directory.models.services import Service
from directory.schedules.schedule import UNKNOWN, Hours
from directory.schedules.stored import all_hours
from directory.vocabulary import (
    ACCESS,
    DELIVERY,
    TAXONOMY_ACCESS,
    TAXONOMY_AUDIENCES,
    TAXONOMY_CULTURES,
    TAXONOMY_NEEDS,
)


@dataclass(frozen=True, slots=True)
class ListingLink:
    """A link to another listing: its name and the slug of its address."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class PhotoView:
    """The photo of a listing: its id, its size in pixels, and words for those who cannot see it."""

    id: str
    width: int
    height: int
    words: str


@dataclass(frozen=True, slots=True)
class Price:
    """One price in words, and its amount; the amount is None where only words are known. `unit`: "session"."""

    words: str
    amount: Decimal | None
    currency: str
    unit: str


@dataclass(frozen=True, slots=True)
class OrganizationView:
    """The organization that runs a service, as pages show it."""

    slug: str
    name: str
    other_name: str
    description: str
    website: str
    email: str
    phones: tuple[PhoneLine, ...]
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """Everything that the page of one service shows.

    An empty text or tuple means "not known" or "not to be shown".
    """

    service_id: str
    slug: str
    name: str
    other_names: str
    summary: str
    description: str
    banners: tuple[Banner, ...]
    successors: tuple[ListingLink, ...]
    action: Action
    how_to: str
    phones: tuple[PhoneLine, ...]
    email: str
    website: str
    availability: str
    if_full: str
    when: TimesView
    places: tuple[PlaceView, ...]
    secret: bool
    """True when the service has a secret place; the page says only that there is one."""
    delivery: tuple[str, ...]
    area: str
    costs: tuple[str, ...]
    prices: tuple[Price, ...]
    opens: Hours
    """The times that a program can read; unknown for a place where people live."""
    price: str
    direct_payment: bool
    signposts_only: bool
    who_for: tuple[str, ...]
    access: tuple[str, ...]
    languages: str
    cultures: tuple[str, ...]
    need_ids: tuple[str, ...]
    runner: OrganizationView
    registration: tuple[str, ...]
    inspection: str
    """The address of the inspection reports; empty for what is not inspected."""
    checked: str
    checked_facts: tuple[str, ...]
    """When each kind of fact was checked, in words."""
    stale: bool
    sensitive: bool
    photo: PhotoView | None
    calendars: tuple[CalendarSource, ...]

    @property
    def stopped(self) -> bool:
        """True when the service has ended, or is closed for now."""
        return any(banner.kind in ("ended", "closed") for banner in self.banners)

    @property
    def ended(self) -> bool:
        """True when the service has ended."""
        return any(banner.kind == "ended" for banner in self.banners)


def make_listing(
    service: Service, context: ListingContext, checked_on: Mapping[Fact, date] | None = None
) -> Listing:
    """Return everything that the page of a fully loaded service shows.

    `checked_on`: the days on which its facts were checked, for the page that shows them.
    """
    today, now, calendar = context.today, context.now, context.calendar
    ended = visibility.has_ended(service, today)
    when = times_view(service, now, calendar)
    lived_in = service.hours_kind == "always" and wording.is_lived_in(service, context.lived_in)
    if lived_in:
        when = lived_in_times()
    places = place_views(service, now, calendar)
    action = action_of(service, ended, context.forms)
    return Listing(
        service_id=service.id,
        slug=service.slug,
        name=service.name,
        other_names=_other_names(service),
        summary=service.summary.strip(),
        description=service.description.strip(),
        banners=tuple(banners_of(service, today)),
        successors=tuple(
            ListingLink(successor.slug, successor.name)
            for successor in service.successors
            if visibility.is_public(successor)
        ),
        action=action,
        how_to="" if ended else service.application_process.strip(),
        phones=phone_lines(service),
        email=email_of(service),
        website=web_address(service.url) or web_address(service.organization.website),
        availability=_availability(service),
        if_full=service.if_full.strip() if service.availability in ("full", "waiting_list") else "",
        when=when,
        places=places,
        secret=visibility.has_secret_location(service),
        delivery=tuple(_(DELIVERY[way]) for way in service.delivery if way in DELIVERY),
        area=area_words(service, context.area),
        costs=tuple(_costs(service, today)),
        prices=tuple(_prices(service, today)),
        opens=UNKNOWN if lived_in else all_hours(service),
        price=wording.short_price(service, today),
        direct_payment=service.direct_payment,
        signposts_only=service.signposts_only,
        who_for=tuple(_who_for(service)),
        access=tuple(_access(service)),
        languages=_languages(service),
        cultures=tuple(wording.labels(service, TAXONOMY_CULTURES)),
        need_ids=tuple(wording.codes(service, TAXONOMY_NEEDS)),
        runner=organization_view(service.organization),
        registration=tuple(_registration(service)),
        inspection=inspection_url(service),
        checked=checked_words(service, today, context.stale_days),
        checked_facts=tuple(checked_facts(service, checked_on or {}, context)),
        stale=visibility.is_stale(service, today, context.stale_days),
        sensitive=service.sensitive,
        photo=_photo(service),
        calendars=calendars_of(service, places, now, calendar) if action.own else (),
    )


def _photo(service: Service) -> PhotoView | None:
    found = service.photo
    return PhotoView(found.id, found.width, found.height, service.photo_alt) if found else None


def _other_names(service: Service) -> str:
    before = [name for name in service.former_names if name and name != service.name]
    also = service.alternate_name.strip()
    parts = [_("Also called %(name)s.", name=also)] if also and also != service.name else []
    parts += [_("Used to be called %(names)s.", names=_listed_names(before))] if before else []
    return " ".join(parts)


def _listed_names(words: list[str]) -> str:
    return (
        words[0]
        if len(words) == 1
        else _("%(most)s and %(last)s", most=", ".join(words[:-1]), last=words[-1])
    )


def _availability(service: Service) -> str:
    wait = service.waiting_time.strip()
    if service.availability == "full":
        return _("Full at the moment. The wait is %(time)s.", time=wait) if wait else _("Full at the moment.")
    if service.availability == "waiting_list":
        return _("There is a waiting list: %(time)s.", time=wait) if wait else _("There is a waiting list.")
    if service.availability == "taking":
        return _("Taking people now.")
    return ""


def _costs(service: Service, today: date) -> list[str]:
    lines = [wording.cost_words(cost) for cost in wording.current_costs(service, today)]
    if service.fees.strip():
        lines.append(service.fees.strip())
    return [line for line in lines if line]


def _prices(service: Service, today: date) -> Iterator[Price]:
    for cost in wording.current_costs(service, today):
        amount = Decimal(0) if wording.is_free(cost) else cost.amount
        yield Price(wording.cost_words(cost), amount, cost.currency or "GBP", cost.amount_description.strip())


def _who_for(service: Service) -> list[str]:
    description = service.eligibility_description.strip()
    limits = service.minimum_age, service.maximum_age
    ages = [] if any(str(age) in description for age in limits if age) else [_ages(*limits)]
    groups = [a.term for a in service.attributes if a.term.taxonomy.key == TAXONOMY_AUDIENCES]
    lines = [description, *ages, *(term.name for term in groups if term.code != "everyone")]
    shown = list(dict.fromkeys(line for line in lines if line))
    return shown or ([_("Everyone")] if groups else [])


def _ages(lowest: int | None, highest: int | None) -> str:
    if lowest and highest:
        return _("Aged %(lowest)s to %(highest)s", lowest=lowest, highest=highest)
    if lowest:
        return _("Aged %(lowest)s and over", lowest=lowest)
    return _("Up to age %(highest)s", highest=highest) if highest else ""


def _access(service: Service) -> list[str]:
    terms = [a.term for a in service.attributes if a.term.taxonomy.key == TAXONOMY_ACCESS]
    own = [_(ACCESS[term.code]) if term.code in ACCESS else term.name for term in terms]
    return list(dict.fromkeys(own))


def _languages(service: Service) -> str:
    names = list(dict.fromkeys(["English", *(language.name for language in service.languages)]))
    spoken = _listed_names(names) if len(names) > 1 else ""
    extra = service.interpretation_services.strip()
    return " ".join(part for part in (f"{spoken}." if spoken else "", extra) if part)


def organization_view(organization: Organization) -> OrganizationView:
    """Return an organization as pages show it. Its identifiers and phones must be loaded."""
    return OrganizationView(
        slug=organization.slug,
        name=organization.name,
        other_name=organization.alternate_name.strip(),
        description=organization.description.strip(),
        website=web_address(organization.website),
        email=plain_email(organization.email),
        phones=lines_of(organization.phones),
        numbers=tuple(_identifier(i) for i in organization.identifiers),
    )


def _identifier(row: OrganizationIdentifier) -> str:
    return f"{row.identifier_type or row.identifier_scheme} {row.identifier}".strip()


def _registration(service: Service) -> list[str]:
    number = service.registration_number.strip()
    body = service.registration_body.strip()
    line = (
        _("Registered with %(body)s, number %(number)s", body=body, number=number) if body and number else ""
    )
    if not line and number:
        line = _("Registration number %(number)s", number=number)
    return [part for part in (line, service.accreditations.strip()) if part]
