"""Reading what listings are compared by: four statements, whatever their number."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import select

from core import clock
from core.db import db
from directory import visibility
from directory.models import Address, Location, Organization, Phone, Service, ServiceAtLocation
from upkeep.similar.rules import KnownListing, Match, TypedListing, matches, squeezed


@dataclass(frozen=True, slots=True)
class SimilarListing:
    """A listing that may be the same as what is typed. `reasons`: marked for translation."""

    id: str
    slug: str
    name: str
    organization_id: str
    organization: str
    reasons: tuple[str, ...]


def similar_listings(typed: TypedListing) -> list[SimilarListing]:
    """Return public listings that may be the one that somebody types, the most similar first; at most five."""
    found = [] if typed.says_nothing else matches(typed, _known_listings())
    return _named(found)


def _known_listings() -> list[KnownListing]:
    running = visibility.running(clock.today())
    wanted = select(
        Service.id, Service.name, Service.alternate_name, Service.former_names, Service.url
    ).where(running)
    phones, places = _phones(), _places()
    return [
        KnownListing(
            id=id,
            names=tuple(dict.fromkeys(each for each in (name, other, *former) if each)),
            phones=tuple(phones[id]),
            places=frozenset(places[id]),
            websites=(url,) if url else (),
        )
        for id, name, other, former, url in db.session.execute(wanted)
    ]


def _phones() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    wanted = select(Phone.service_id, Phone.number).where(Phone.service_id.is_not(None))
    for service_id, number in db.session.execute(wanted):
        found[str(service_id)].append(number)
    return found


def _places() -> dict[str, set[str]]:
    """Return postcodes and towns of the places that may be shown, by service."""
    found: dict[str, set[str]] = defaultdict(set)
    wanted = (
        select(Service.id, Address.postal_code, Address.city)
        .join(ServiceAtLocation, ServiceAtLocation.service_id == Service.id)
        .join(Location, ServiceAtLocation.location_id == Location.id)
        .join(Address, Address.location_id == Location.id)
        .where(visibility.public(), visibility.location_visible())
    )
    for service_id, postcode, town in db.session.execute(wanted):
        found[service_id] |= {squeezed(each) for each in (postcode, town) if each.strip()}
    return found


def _named(found: list[Match]) -> list[SimilarListing]:
    if not found:
        return []
    wanted = (
        select(Service.id, Service.slug, Service.name, Organization.id, Organization.name)
        .join(Organization, Service.organization_id == Organization.id)
        .where(Service.id.in_([match.id for match in found]))
    )
    rows = {row[0]: row for row in db.session.execute(wanted)}
    return [SimilarListing(*rows[match.id], match.reasons) for match in found]
