"""Reads a listing as somebody edits it: what is stored, with what was changed in it and is not live yet."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from core.db import db
from core.settings import Settings
from directory.content_audit.queries import needs_reason_of
from directory.editing import queries as changes
from directory.editing.records import record_of, stored_version
from directory.editing.services import Saved
from directory.models import Organization, Postcode, PostcodeArea, Taxonomy, TaxonomyTerm
from directory.models import Service as StoredService
from directory.models.editing import ListingChange
from directory.open_referral.schema.services import Service
from directory.postcodes.queries import postcode_points
from directory.taxonomy.needs import load as load_needs
from directory.vocabulary import TAXONOMY_AUDIENCES, TAXONOMY_CULTURES
from upkeep.desk.contacts.queries import own_contacts
from upkeep.desk.sections.section import Surroundings


@dataclass(frozen=True, slots=True)
class EditedListing:
    """A listing in the hands of its group. `id`: that in addresses, of the listing or, before its first
    publication, of the change.

    `record`: as it would be. `live`: as it is; None for one that was never published. `change`: the change
    about which nothing is decided; None where everything is live. `version`: the version that is edited.
    """

    id: str
    record: Service
    live: Service | None
    slug: str
    version: int
    change: ListingChange | None

    @property
    def saved(self) -> Saved | None:
        """The change as it was read, for saving it again."""
        return Saved(self.change.id, self.change.version) if self.change else None

    @property
    def is_new(self) -> bool:
        """Whether the listing was never published."""
        return self.live is None


def edited_listing(organization_id: str, listing_id: str) -> EditedListing | None:
    """Return a listing of a group as it is edited; None where the group has no such listing."""
    stored = db.session.get(StoredService, listing_id)
    if stored is not None:
        return _published(stored) if stored.organization_id == organization_id else None
    change = changes.change_of(db.session, listing_id)
    if change is None or change.organization_id != organization_id or change.kind != "service":
        return None
    if change.service_id is not None:
        published = db.session.get(StoredService, change.service_id)
        return _published(published) if published else None
    if change.state not in changes.OPEN_STATES:
        return None
    record = changes.changed_record(change)
    assert isinstance(record, Service)
    return EditedListing(change.id, record, None, "", 0, change)


def _published(stored: StoredService) -> EditedListing:
    live = record_of(stored.id)
    assert live is not None
    own = (
        change
        for change in changes.open_changes_of(db.session, stored.id)
        if change.organization_id == stored.organization_id and change.kind == "service"
    )
    change = next(own, None)
    record = changes.changed_record(change) if change else live
    assert isinstance(record, Service)
    version = change.base_version if change else stored_version(stored.id)
    return EditedListing(stored.id, record, live, stored.slug, version, change)


def needs_reason(edited: EditedListing) -> str:
    """Return why a listing has many needs, as its change or else the listing says; empty for no reason."""
    if edited.change is not None and edited.change.needs_reason:
        return edited.change.needs_reason
    return needs_reason_of(edited.id)


def rejected_lately(listing_id: str) -> ListingChange | None:
    """Return the newest change of a listing where a moderator rejected that; else None."""
    newest = db.session.scalars(
        select(ListingChange)
        .where(ListingChange.service_id == listing_id, ListingChange.decided_at.is_not(None))
        .order_by(ListingChange.decided_at.desc())
        .limit(1)
    ).first()
    return newest if newest is not None and newest.state == changes.REJECTED else None


def organization(organization_id: str) -> Organization | None:
    """Return the group; None where it is not listed."""
    return db.session.get(Organization, organization_id)


def surroundings(settings: Settings, organization_id: str) -> Surroundings:
    """Return what the forms of a group's listings need beside the record."""
    terms = _terms()
    return Surroundings(
        area=settings.council_area,
        themes=load_needs(settings.content_dir).themes,
        audiences=terms.get(TAXONOMY_AUDIENCES, {}),
        cultures=terms.get(TAXONOMY_CULTURES, {}),
        contacts={own.id: own for own in own_contacts(organization_id)},
        knows_postcode=_knows_postcode,
    )


def _terms() -> Mapping[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    rows = db.session.execute(
        select(Taxonomy.key, TaxonomyTerm.code, TaxonomyTerm.name)
        .join(TaxonomyTerm.taxonomy)
        .where(Taxonomy.key.in_((TAXONOMY_AUDIENCES, TAXONOMY_CULTURES)))
        .order_by(TaxonomyTerm.name)
    )
    for key, code, name in rows:
        found.setdefault(key or "", {})[code] = name
    return found


def _knows_postcode(postcode: str) -> bool:
    """Return True for a postcode that was imported; where none were, for one in a known sector."""
    if postcode_points(db.session, {postcode}):
        return True
    if db.session.scalar(select(Postcode.postcode).limit(1)) is not None:
        return False
    sector = f"{postcode[:-3]} {postcode[-3]}"
    return db.session.get(PostcodeArea, sector) is not None
