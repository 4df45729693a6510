"""Reading what the pages about a listing's life need."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, case, func, or_, select

from core import clock
from core.db import db
from directory import visibility
from directory.editing.records import record_of, stored_version
from directory.models import Organization, Service
from directory.open_referral.schema.services import Service as Record
from directory.visibility import OPERATING, TEMPORARILY_CLOSED

MOST_FOUND = 8


@dataclass(frozen=True, slots=True)
class OwnListing:
    """A published listing of a group, with the version that an edit begins from."""

    id: str
    slug: str
    record: Record
    version: int

    @property
    def is_paused(self) -> bool:
        """Whether a break is entered, also one that begins later, or the listing is closed for now."""
        return self.record.paused_from is not None or self.record.status == TEMPORARILY_CLOSED

    @property
    def is_running(self) -> bool:
        """Whether the listing has not ended and was not taken down."""
        ends = self.record.ends_on
        over = ends is not None and ends < clock.today()
        return self.record.status in (OPERATING, TEMPORARILY_CLOSED) and not over


def own_listing(organization_id: str, service_id: str) -> OwnListing | None:
    """Return a published listing of a group; None where the group has no such listing."""
    own = Service.id == service_id, Service.organization_id == organization_id
    slug = db.session.scalar(select(Service.slug).where(*own))
    version = stored_version(service_id) if slug else 0
    record = record_of(service_id) if slug else None
    return OwnListing(service_id, slug or "", record, version) if record else None


def listings_called(words: str, without: str) -> list[tuple[str, str, str]]:
    """Return id, name and group of running listings with these words in their name or their group's, at most
    eight. Those that have all the words in their own name come first."""
    parts = words.lower().split()
    if not parts:
        return []
    name, group = func.lower(Service.name), func.lower(Organization.name)
    both = [
        or_(name.contains(part, autoescape=True), group.contains(part, autoescape=True)) for part in parts
    ]
    own = [name.contains(part, autoescape=True) for part in parts]
    first = case((and_(*own), 0), else_=1)
    wanted = (
        select(Service.id, Service.name, Organization.name)
        .join(Organization, Service.organization_id == Organization.id)
        .where(visibility.running(clock.today()), Service.id != without, *both)
        .order_by(first, Service.name, Service.id)
        .limit(MOST_FOUND)
    )
    return [(row[0], row[1], row[2]) for row in db.session.execute(wanted)]


def named_listings(ids: Sequence[str]) -> list[tuple[str, str, str]]:
    """Return id, name and group of these listings, by name."""
    wanted = (
        select(Service.id, Service.name, Organization.name)
        .join(Organization, Service.organization_id == Organization.id)
        .where(Service.id.in_(ids), visibility.public())
        .order_by(Service.name, Service.id)
    )
    return [(row[0], row[1], row[2]) for row in db.session.execute(wanted)] if ids else []
