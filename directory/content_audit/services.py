"""Audits the public listings of the site."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, delete, select

from core import clock
from core.audit.services import note
from core.db import db
from core.dialect import in_order
from core.settings import Settings
from directory import visibility
from directory.content_audit.duplicates import near_duplicates
from directory.content_audit.listing_facts import ListingFacts
from directory.content_audit.rules import Finding, errors_of, warnings_of
from directory.models.content_audit import AuditFinding, NeedsReason
from directory.models.services import Service
from directory.publishing import queries
from directory.visibility import visible_locations
from directory.vocabulary import TAXONOMY_NEEDS

_GROUP = 200
ERROR, WARNING = "error", "warning"


NEAR_DUPLICATE = "near-duplicate"


def audit() -> tuple[list[Finding], list[Finding]]:
    """Return the errors and the warnings of all listings that the public sees and that have not ended."""
    listings = list(listing_facts(visibility.public() & ~visibility.ended(clock.today())))
    errors = [finding for facts in listings for finding in errors_of(facts)]
    warnings = [
        Finding(
            NEAR_DUPLICATE,
            pair.first.id,
            pair.first.name,
            f"may be the same as “{pair.second.name}” ({pair.similarity:.2f})",
            pair.second.id,
        )
        for pair in near_duplicates(listings)
    ]
    return errors, [*warnings, *(finding for facts in listings for finding in warnings_of(facts))]


def store_findings() -> tuple[int, int]:
    """Audit all listings, store what was found in place of what was found before, and commit.

    Returns how many errors and warnings there are.
    """
    errors, warnings = audit()
    rows = [
        AuditFinding(
            level=level,
            kind=finding.kind,
            service_id=finding.listing_id,
            other_id=finding.other,
            what=finding.what,
        )
        for level, findings in ((ERROR, errors), (WARNING, warnings))
        for finding in findings
    ]
    in_order(db.session, "audit findings")
    db.session.execute(delete(AuditFinding))
    db.session.add_all(rows)
    db.session.commit()
    return len(errors), len(warnings)


def explain_needs(settings: Settings, service_id: str, reason: str, *, actor: str) -> None:
    """Store why a listing has many needs, and commit."""
    found = db.session.get(NeedsReason, service_id)
    if found is None:
        db.session.add(NeedsReason(service_id=service_id, reason=reason, given_by=actor))
    else:
        found.reason, found.given_by, found.given_at = reason, actor, clock.now()
    note(settings, actor, "listing.needs_explained", "service", service_id)
    db.session.commit()


def listing_facts(condition: ColumnElement[bool]) -> Iterator[ListingFacts]:
    """Yield the facts of the listings that meet a condition, in the order of their ids."""
    ids = list(db.session.scalars(select(Service.id).where(condition).order_by(Service.id)))
    for start in range(0, len(ids), _GROUP):
        some = ids[start : start + _GROUP]
        explained = set(
            db.session.scalars(select(NeedsReason.service_id).where(NeedsReason.service_id.in_(some)))
        )
        yield from (_of(service, service.id in explained) for service in queries.any_services(some))
        db.session.expunge_all()


def _of(service: Service, says_why: bool) -> ListingFacts:
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
        says_why_many_needs=says_why,
        needs=frozenset(
            each.term.code for each in service.attributes if each.term.taxonomy.key == TAXONOMY_NEEDS
        ),
    )


def _given(*texts: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text.strip() for text in texts if text and text.strip()))
