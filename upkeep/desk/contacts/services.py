"""Keeping the contacts of a group, and bringing a changed one into the listings that have it."""

from dataclasses import dataclass

from sqlalchemy import update

from core.audit.services import record as record_audit
from core.clock import new_id
from core.db import db
from core.settings import Settings
from directory.editing.queries import APPROVED
from directory.editing.services import StaleChange
from upkeep.desk.contacts.models import GroupContact
from upkeep.desk.contacts.own_contact import OwnContact, with_contact
from upkeep.desk.contacts.queries import as_own, services_with
from upkeep.desk.listings import services as listings
from upkeep.desk.listings.queries import edited_listing

_FIELDS = ("name", "title", "email", "phone", "phone_note")


class StaleContact(Exception):
    """Somebody else changed the contact since it was read."""


class ContactInUse(Exception):
    """Listings still have the contact."""


@dataclass(frozen=True, slots=True)
class Spread:
    """What became of a changed contact in listings: how many show it, wait for a moderator, or are not sent."""

    live: int = 0
    waiting: int = 0
    unsent: int = 0


def add(settings: Settings, organization_id: str, own: OwnContact, *, actor: str) -> str:
    """Store a new contact of a group, commit, and return its id."""
    values = {name: getattr(own, name) for name in _FIELDS}
    row = GroupContact(id=new_id(), organization_id=organization_id, **values)
    db.session.add(row)
    _audit(settings, row.id, "contact.added", organization_id, actor)
    db.session.commit()
    return row.id


def change(settings: Settings, row: GroupContact, own: OwnContact, version: int, *, actor: str) -> None:
    """Change a contact, and commit. `version`: as it was read. Raises StaleContact."""
    values = {name: getattr(own, name) for name in _FIELDS}
    organization_id, contact_id = row.organization_id, row.id
    taken = (
        update(GroupContact)
        .where(GroupContact.id == contact_id, GroupContact.version == version)
        .values(version=GroupContact.version + 1, **values)
        .returning(GroupContact.id)
    )
    if db.session.execute(taken, execution_options={"synchronize_session": False}).scalar() is None:
        db.session.rollback()
        raise StaleContact
    _audit(settings, contact_id, "contact.changed", organization_id, actor)
    db.session.commit()


def spread(settings: Settings, organization_id: str, contact_id: str, *, actor: str) -> Spread:
    """Bring a contact as it is now into the group's listings that have it, each with a commit of its own.

    Safe to repeat: a listing that is up to date stays as it is. What somebody has not sent yet is not sent by this.
    """
    row = db.session.get(GroupContact, contact_id)
    if row is None:
        return Spread()
    own, found = as_own(row), {"live": 0, "waiting": 0, "unsent": 0}
    for service_id, _name in services_with(organization_id, contact_id):
        state = _spread_to(settings, organization_id, service_id, own, actor=actor)
        if state:
            found[state] += 1
    return Spread(**found)


def _spread_to(
    settings: Settings, organization_id: str, service_id: str, own: OwnContact, *, actor: str
) -> str:
    """Return what became of the contact in one listing; empty where nothing changed."""
    listing = edited_listing(organization_id, service_id)
    if listing is None:
        return ""
    record = with_contact(listing.record, own)
    if record == listing.record:
        return ""
    try:
        listings.save(settings, organization_id, listing, record, actor=actor)
        if listing.change is not None:
            return "waiting" if listing.change.state != "draft" else "unsent"
        fresh = edited_listing(organization_id, service_id)
        sent = listings.send(settings, fresh, actor=actor) if fresh else None
    except StaleChange:
        return "unsent"
    return "live" if sent is not None and sent.state == APPROVED else "waiting"


def remove(settings: Settings, row: GroupContact, *, actor: str) -> None:
    """Remove a contact that no listing has, and commit. Raises ContactInUse."""
    if services_with(row.organization_id, row.id):
        raise ContactInUse
    organization_id, contact_id = row.organization_id, row.id
    db.session.delete(row)
    _audit(settings, contact_id, "contact.removed", organization_id, actor)
    db.session.commit()


def _audit(settings: Settings, contact_id: str, action: str, organization_id: str, actor: str) -> None:
    record_audit(
        db.session,
        settings,
        actor=actor,
        action=action,
        subject_kind="group_contact",
        subject_id=contact_id,
        detail={"organization": organization_id},
    )
