"""Saving, sending and dropping what people of a group change in a listing."""

from collections.abc import Mapping

from core.clock import new_id
from core.settings import Settings
from directory.editing.queries import WAITING
from directory.editing.services import propose, submit, withdraw
from directory.models.editing import ListingChange
from directory.open_referral.schema.services import Service
from upkeep.desk.listings.queries import EditedListing


def new_record(organization_id: str) -> Service:
    """Return the record of a listing that somebody begins to add. It stores nothing."""
    return Service.model_construct(id=new_id(), organization_id=organization_id, hours_kind="unknown")


def save(
    settings: Settings,
    organization_id: str,
    listing: EditedListing,
    record: Service,
    *,
    actor: str,
    needs_reason: str | None = None,
) -> ListingChange:
    """Store what somebody changed as a draft, commit, and return it. Raises StaleChange.

    `needs_reason`: why it has many needs; None where nothing was said about it.
    """
    return propose(
        settings,
        record,
        organization_id=organization_id,
        author_id=actor,
        base_version=listing.version,
        saved=listing.saved,
        needs_reason=needs_reason,
    )


def add(settings: Settings, record: Service, *, actor: str) -> ListingChange:
    """Store a new listing as a draft, commit, and return it."""
    return propose(settings, record, organization_id=record.organization_id, author_id=actor, base_version=0)


def send(
    settings: Settings, listing: EditedListing, *, actor: str, choices: Mapping[str, str] | None = None
) -> ListingChange | None:
    """Send the change of a listing, commit, and return it; None where there is nothing to send.

    A change that waits already stays as it is. Raises StaleChange, and ConflictingEdit where the listing
    changed meanwhile in the same place.
    """
    if listing.saved is None or listing.change is None:
        return None
    if listing.change.state == WAITING and choices is None:
        return listing.change
    return submit(settings, listing.saved, actor=actor, choices=choices)


def drop(settings: Settings, listing: EditedListing, *, actor: str) -> None:
    """Take back what was changed and is not live, and commit; nothing where nothing was changed."""
    if listing.saved is not None:
        withdraw(settings, listing.saved, actor=actor)
