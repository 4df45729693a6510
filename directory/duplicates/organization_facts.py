"""The facts by which organizations are compared; those of listings are the audit's."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from core.db import db
from directory.content_audit.listing_facts import ListingFacts
from directory.merges.queries import ORGANIZATION
from directory.models.merges import RetiredId
from directory.models.organizations import Organization

_GROUP = 500


def organization_facts() -> Iterator[ListingFacts]:
    """Yield the facts of all organizations that were not merged away."""
    gone = select(RetiredId.old_id).where(RetiredId.kind == ORGANIZATION)
    ids = list(db.session.scalars(select(Organization.id).where(Organization.id.not_in(gone))))
    for start in range(0, len(ids), _GROUP):
        some = (
            select(Organization)
            .where(Organization.id.in_(ids[start : start + _GROUP]))
            .options(selectinload(Organization.phones), selectinload(Organization.identifiers))
        )
        yield from (_of(organization) for organization in db.session.scalars(some))
        db.session.expunge_all()


def _of(organization: Organization) -> ListingFacts:
    registered = (f"{each.identifier_scheme} {each.identifier}" for each in organization.identifiers)
    marks = (*registered, organization.email.strip().lower(), web_address(organization.website))
    return ListingFacts(
        id=organization.id,
        name=organization.name,
        organization="",
        description=organization.description,
        phones=tuple(phone.number for phone in organization.phones),
        marks=frozenset(filter(None, marks)),
    )


def web_address(url: str) -> str:
    """Return a web address without what differs between two ways of writing it; empty for none."""
    parts = urlsplit(url.strip() if "//" in url else f"//{url.strip()}")
    host = parts.netloc.lower().removeprefix("www.")
    return f"{host}{parts.path.rstrip('/')}" if host else ""
