"""Breaks at once; names, ends and copies as changes that a moderator or the group's trust lets live."""

from datetime import date

from accounts.current import SignedIn
from core import clock
from core.settings import Settings
from directory.editing.queries import APPROVED
from directory.editing.services import Saved, propose, publish, submit
from directory.open_referral.schema.services import Service
from upkeep.life import changes
from upkeep.life.queries import OwnListing


def pause(settings: Settings, listing: OwnListing, first: date, last: date | None, person: SignedIn) -> None:
    """Enter a break, at once: whoever comes to a closed door waits for no moderator. Raises StaleEdit."""
    _publish(settings, listing, changes.paused(listing.record, first, last, clock.today()), person)


def reopen(settings: Settings, listing: OwnListing, person: SignedIn) -> None:
    """End a break, at once. Raises StaleEdit."""
    _publish(settings, listing, changes.reopened(listing.record), person)


def _publish(settings: Settings, listing: OwnListing, record: Service, person: SignedIn) -> None:
    publish(settings, record, base_version=listing.version, actor=person.id, origin=_origin(listing, person))


def rename(settings: Settings, listing: OwnListing, name: str, person: SignedIn) -> bool:
    """Give a listing another name; return True where it is live at once. Raises StaleEdit."""
    return _send(settings, listing, changes.renamed(listing.record, name), person)


def end(
    settings: Settings,
    listing: OwnListing,
    last: date,
    reason: str,
    successor_ids: list[str],
    person: SignedIn,
) -> bool:
    """End a listing; return True where that is live at once. Raises StaleEdit."""
    record = changes.ended(listing.record, last, reason, successor_ids)
    return _send(settings, listing, record, person)


def _send(settings: Settings, listing: OwnListing, record: Service, person: SignedIn) -> bool:
    """Publish what a moderator changes; send what a group changes to the moderators, or live where it is
    trusted."""
    if _origin(listing, person) == "moderator":
        _publish(settings, listing, record, person)
        return True
    change = propose(
        settings,
        record,
        organization_id=listing.record.organization_id,
        author_id=person.id,
        base_version=listing.version,
    )
    sent = submit(settings, Saved(change.id, change.version), actor=person.id)
    return sent.state == APPROVED


def duplicate(settings: Settings, listing: OwnListing, name: str, person: SignedIn) -> str:
    """Store a copy as a draft, and return the id of the change."""
    change = propose(
        settings,
        changes.copied(listing.record, clock.new_id(), name),
        organization_id=listing.record.organization_id,
        author_id=person.id,
        base_version=0,
        origin=_origin(listing, person),
    )
    return change.id


def _origin(listing: OwnListing, person: SignedIn) -> str:
    return "group" if person.may_edit(listing.record.organization_id) else "moderator"
