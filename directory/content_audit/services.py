"""Audits the public listings of the site."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, select

from core import clock
from core.db import db
from directory import visibility
from directory.content_audit.duplicates import near_duplicates
from directory.content_audit.listing_facts import ListingFacts
from directory.content_audit.rules import Finding, errors_of
from directory.models.services import Service
from directory.publishing import queries
from directory.visibility import visible_locations
from directory.vocabulary import TAXONOMY_NEEDS

_GROUP = 200


def audit() -> tuple[list[Finding], list[Finding]]:
    """Return the errors and the warnings of all listings that the public sees and that have not ended."""
    listings = list(listing_facts(visibility.public() & ~visibility.ended(clock.today())))
    errors = [finding for facts in listings for finding in errors_of(facts)]
    warnings = [
        Finding(
            "near-duplicate",
            pair.first.id,
            pair.first.name,
            f"may be the same as “{pair.second.name}” ({pair.similarity:.2f})",
            pair.second.id,
        )
        for pair in near_duplicates(listings)
    ]
    return errors, warnings


def listing_facts(condition: ColumnElement[bool]) -> Iterator[ListingFacts]:
    """Yield the facts of the listings that meet a condition, in the order of their ids."""
    ids = list(db.session.scalars(select(Service.id).where(condition).order_by(Service.id)))
    for start in range(0, len(ids), _GROUP):
        yield from (_of(service) for service in queries.any_services(ids[start : start + _GROUP]))
        db.session.expunge_all()


def _of(service: Service) -> ListingFacts:
    """Return the facts of a listing. Contacts of the organization count too, because its page shows them."""
    sites = visible_locations(service)
    addresses = [address for site in sites for address in site.location.addresses]
    rows = [*service.schedules, *(row for site in sites for row in site.schedules)]
    organization = service.organization
    contacts = [contact for contact in service.contacts if not contact.private]
    phones = [*service.phones, *(phone for contact in contacts for phone in contact.phones)]
    return ListingFacts(
        id=service.id,
        name=service.name,
        organization=organization.name,
        summary=service.summary,
        description=service.description,
        emails=_given(service.email, organization.email, *(contact.email for contact in contacts)),
        urls=_given(service.url, organization.website),
        phones=_given(*(phone.number for phone in (*phones, *organization.phones))),
        towns=_given(*(address.city for address in addresses)),
        postcodes=_given(*(address.postal_code for address in addresses)),
        places=frozenset(site.location_id for site in sites),
        points=tuple(
            (site.location.latitude, site.location.longitude)
            for site in sites
            if site.location.latitude is not None and site.location.longitude is not None
        ),
        has_address=bool(addresses),
        slots=frozenset(f"{row.byday} {row.opens_at}" for row in rows if row.byday and row.opens_at),
        needs=frozenset(
            each.term.code for each in service.attributes if each.term.taxonomy.key == TAXONOMY_NEEDS
        ),
    )


def _given(*texts: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text.strip() for text in texts if text and text.strip()))
