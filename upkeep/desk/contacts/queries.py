"""Reads the contacts of a group, and the listings in which they are picked."""

from collections.abc import Sequence

from sqlalchemy import select

from core.db import db
from directory.models import Contact, Service
from upkeep.desk.contacts.models import GroupContact
from upkeep.desk.contacts.own_contact import OwnContact, part_id


def own_contacts(organization_id: str) -> list[OwnContact]:
    """Return the contacts of a group by name."""
    rows = db.session.scalars(
        select(GroupContact)
        .where(GroupContact.organization_id == organization_id)
        .order_by(GroupContact.name, GroupContact.id)
    )
    return [as_own(row) for row in rows]


def group_contact(organization_id: str, contact_id: str) -> GroupContact | None:
    """Return one contact of a group; None where the group has none with this id."""
    row = db.session.get(GroupContact, contact_id)
    return row if row is not None and row.organization_id == organization_id else None


def as_own(row: GroupContact) -> OwnContact:
    """Return a stored contact as listings use it."""
    return OwnContact(row.id, row.name, row.title, row.email, row.phone, row.phone_note)


def services_with(organization_id: str, contact_id: str) -> Sequence[tuple[str, str]]:
    """Return id and name of the group's listings in which the contact is picked, by name."""
    rows = db.session.execute(
        select(Service.id, Service.name, Contact.id)
        .join(Contact, Contact.service_id == Service.id)
        .where(Service.organization_id == organization_id)
        .order_by(Service.name, Service.id)
    )
    return [(service_id, name) for service_id, name, part in rows if part == part_id(service_id, contact_id)]
