"""Turns stored records into the published objects of Open Referral UK 3.0.

Nothing here decides what is public: `directory.visibility` does.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, TypeVar, cast

from core.clock import stable_id
from core.db import Base
from directory import visibility
from directory.facts.kinds import Fact
from directory.models import locations as places
from directory.models import organizations as groups
from directory.models import services as stored
from directory.open_referral.schedule_rows import ALWAYS
from directory.open_referral.schema.base import OpenReferralObject
from directory.open_referral.schema.contacts import Contact, Phone
from directory.open_referral.schema.locations import Accessibility, Address, Location
from directory.open_referral.schema.organizations import Funding, Organization, OrganizationIdentifier
from directory.open_referral.schema.parts import CostOption, Language, ServiceArea
from directory.open_referral.schema.schedules import Schedule
from directory.open_referral.schema.services import Service, ServiceAtLocation
from directory.open_referral.schema.taxonomies import Attribute, Taxonomy, TaxonomyTerm
from directory.schedules.open_referral import EXTRA
from directory.schedules.schedule import WEEKDAYS
from directory.visibility import DEFUNCT, has_ended, last_change

JsonObject = dict[str, Any]
Kind = TypeVar("Kind", bound=OpenReferralObject)
BASIC_ORGANIZATION = (
    "id",
    "name",
    "description",
    "email",
    "website",
    "logo",
    "uri",
    "parent_organization_id",
)
BASIC_SERVICE = (
    "id",
    "organization_id",
    "name",
    "description",
    "url",
    "email",
    "status",
    "fees",
    "accreditations",
    "minimum_age",
    "maximum_age",
    "assured_date",
    "assurer_email",
    "alert",
    "last_modified",
)
"""The one-to-one fields that the UK profile lists for services in a list."""


@dataclass(frozen=True)
class Surroundings:
    """What published objects need beside their own row.

    `towns`: names by outward code; `area`: the name of the council's area. Both fill addresses, in which the
    UK profile requires a city and a county. `successors`: ids of published services by the id of one that has
    ended. `sources`: where records came from and their licence, by the name of the source.
    `origins`: name, address and id of the first publisher's record, by id of a service that its source has only
    passed on.
    `checked`: the days on which the facts of each service were checked, by its id. `assurer_email`: the mailbox
    of the team that answers for checks.
    """

    today: date
    area: str
    towns: Mapping[str, str] = field(default_factory=dict)
    successors: Mapping[str, list[str]] = field(default_factory=dict)
    sources: Mapping[str, JsonObject] = field(default_factory=dict)
    origins: Mapping[str, JsonObject] = field(default_factory=dict)
    checked: Mapping[str, Mapping[Fact, date]] = field(default_factory=dict)
    assurer_email: str = ""


@cache
def _columns(kind: type[OpenReferralObject], model: type[Base]) -> tuple[str, ...]:
    stored_names = set(model.__table__.columns.keys())
    return tuple(name for name in kind.model_fields if name in stored_names)


def constructed(kind: type[Kind], row: Base, **more: Any) -> Kind:
    """Return a stored row as an object of the schema. Its values were checked when they were stored."""
    values = {name: getattr(row, name) for name in _columns(kind, type(row))}
    return cast(Kind, kind.model_construct(**values | more))


def _parts(kind: type[OpenReferralObject], rows: Iterable[Base], **links: str) -> list[JsonObject]:
    return [constructed(kind, row).published(**links) for row in rows]


def _contacts(rows: Iterable[groups.Contact], **links: str) -> list[JsonObject]:
    """Return the contacts that are for the public, with their numbers."""
    shown = [row for row in rows if not row.private]
    return [
        constructed(Contact, row).published(**links)
        | _present(phones=_parts(Phone, row.phones, contact_id=row.id))
        for row in shown
    ]


def _present(**lists: Any) -> JsonObject:
    return {name: value for name, value in lists.items() if value}


def service_basic(row: stored.Service, around: Surroundings) -> JsonObject:
    """Return a service with its one-to-one fields and its organization, as lists have it."""
    published = _own_fields(row, around)
    basic = {name: published[name] for name in BASIC_SERVICE if name in published}
    return basic | {"organization": organization_basic(row.organization)}


def service_minimal(service_id: str, modified: str) -> JsonObject:
    """Return id and moment of the last change."""
    return {"id": service_id, "modified_date": modified}


def _own_fields(row: stored.Service, around: Surroundings) -> JsonObject:
    status = DEFUNCT if has_ended(row, around.today) else row.status
    service = constructed(
        Service,
        row,
        status=status,
        last_modified=last_change(row.last_modified, row.ends_on, around.today),
        successor_ids=around.successors.get(row.id, []),
        source_id=None,
    )
    if not _is_role_mailbox(row, around):
        service.assurer_email = ""
    published = service.published()
    source = around.sources.get(row.source)
    if source:
        first = around.origins.get(row.id) or {"id": row.source_id or row.id}
        published[EXTRA] = published.get(EXTRA, {}) | {"source": source | first}
    checked = around.checked.get(row.id)
    if checked:
        days = {fact.value: checked[fact].isoformat() for fact in sorted(checked)}
        published[EXTRA] = published.get(EXTRA, {}) | {"checked_on": days}
    return published


def _is_role_mailbox(row: stored.Service, around: Surroundings) -> bool:
    """Return True where the assurer's address is that of the settings, or is already public, as an address of
    the service or its organization. Any other may be a person's own.
    """
    return row.assurer_email in (row.email, row.organization.email, around.assurer_email)


def service_full(row: stored.Service, around: Surroundings) -> JsonObject:
    """Return a service with all its parts."""
    link = {"service_id": row.id}
    return _own_fields(row, around) | _present(
        organization=organization_full(row.organization, with_services=False),
        service_at_locations=[
            service_at_location_full(site, row, around, with_service=False)
            for site in visibility.visible_locations(row)
        ],
        schedules=_parts(Schedule, row.schedules, **link) or _always_open(row),
        phones=_parts(Phone, row.phones, **link),
        contacts=_contacts(row.contacts, **link),
        cost_options=_parts(CostOption, row.cost_options, **link),
        languages=_parts(Language, row.languages, **link),
        service_areas=_parts(ServiceArea, row.service_areas, **link),
        funding=_parts(Funding, row.funding, **link),
        attributes=[_attribute(each) for each in row.attributes],
    )


def _always_open(row: stored.Service) -> list[JsonObject]:
    if row.hours_kind != "always":
        return []
    every_day = Schedule.model_construct(
        id=stable_id(row.id, "always"), freq="WEEKLY", byday=",".join(WEEKDAYS), extra=ALWAYS
    )
    return [every_day.published(service_id=row.id)]


def _attribute(row: stored.Attribute) -> JsonObject:
    own = constructed(Attribute, row, taxonomy_term=None)
    published = own.published(link_id=row.service_id, taxonomy_term_id=row.taxonomy_term_id)
    return published | {"taxonomy_term": taxonomy_term(row.term)}


def taxonomy_term(row: stored.TaxonomyTerm) -> JsonObject:
    """Return a term with the name of its taxonomy."""
    key = row.taxonomy.key or ""
    return constructed(TaxonomyTerm, row, taxonomy=row.taxonomy.name, own_taxonomy=key).published()


def taxonomy(row: stored.Taxonomy) -> JsonObject:
    """Return a taxonomy without its terms."""
    return constructed(Taxonomy, row).published()


def taxonomy_full(row: stored.Taxonomy) -> JsonObject:
    """Return a taxonomy with its terms."""
    terms = sorted(row.terms, key=lambda term: (term.name, term.id))
    return taxonomy(row) | _present(taxonomy_terms=[taxonomy_term(term) for term in terms])


def service_at_location_basic(
    site: stored.ServiceAtLocation, service: stored.Service, around: Surroundings
) -> JsonObject:
    """Return a service at a location as lists have it: the service and the place with one-to-one fields."""
    own = constructed(ServiceAtLocation, site, location=None).published(service_id=service.id)
    place = constructed(Location, site.location, source_id=None).published()
    place = {name: value for name, value in place.items() if name in _BASIC_LOCATION}
    return own | {"location": place, "service": service_basic(service, around)}


_BASIC_LOCATION = frozenset(
    {
        "id",
        "location_type",
        "name",
        "description",
        "latitude",
        "longitude",
        "external_identifier",
        "external_identifier_type",
    }
)


def service_at_location_full(
    site: stored.ServiceAtLocation, service: stored.Service, around: Surroundings, *, with_service: bool
) -> JsonObject:
    """Return a service at a location with the whole place, and the service with its one-to-one fields where
    that is wanted.
    """
    own = constructed(ServiceAtLocation, site, location=None).published(service_id=service.id)
    schedules = _parts(Schedule, site.schedules, service_at_location_id=site.id)
    return own | _present(
        location=location_full(site.location, around),
        schedules=schedules,
        service=service_basic(service, around) if with_service else None,
    )


def location_full(row: places.Location, around: Surroundings) -> JsonObject:
    """Return a place with addresses and access. The caller checks that it is not secret."""
    published = constructed(Location, row, source_id=None).published()
    addresses = [_address(each, row, around) for each in row.addresses]
    whole = [each for each in addresses if all(each.get(name) for name in Address.required)]
    incomplete = [
        constructed(Address, each).published(location_id=row.id)
        for each, given in zip(row.addresses, addresses, strict=True)
        if given not in whole
    ]
    if incomplete:
        published[EXTRA] = published.get(EXTRA, {}) | {"incomplete_addresses": incomplete}
    return published | _present(
        addresses=whole, accessibility=_parts(Accessibility, row.accessibility, location_id=row.id)
    )


def _address(row: places.Address, location: places.Location, around: Surroundings) -> JsonObject:
    """Return an address. A missing city is the town of the postcode, a missing county the council's area, and
    a missing first line the name of the place.
    """
    outward = row.postal_code.partition(" ")[0]
    given = constructed(Address, row).published(location_id=row.id)
    filled = {
        "location_id": location.id,
        "address_1": row.address_1 or row.attention or row.address_2 or location.name,
        "city": row.city or row.region or around.towns.get(outward, ""),
        "state_province": row.state_province or row.region or around.area,
    }
    return given | _present(**filled)


def organization_basic(row: groups.Organization) -> JsonObject:
    """Return an organization with its one-to-one fields."""
    published = constructed(Organization, row, source_id=None).published()
    return {name: value for name, value in published.items() if name in BASIC_ORGANIZATION}


def organization_full(
    row: groups.Organization,
    services: Iterable[JsonObject] = (),
    *,
    with_services: bool = True,
    funding: Iterable[stored.Funding] = (),
) -> JsonObject:
    """Return an organization with its parts, and with services where that is wanted."""
    link = {"organization_id": row.id}
    return constructed(Organization, row, source_id=None).published() | _present(
        organization_identifiers=_parts(OrganizationIdentifier, row.identifiers, **link),
        phones=_parts(Phone, row.phones, **link),
        contacts=_contacts(row.contacts, **link),
        funding=_parts(Funding, funding, **link),
        services=list(services) if with_services else None,
    )
