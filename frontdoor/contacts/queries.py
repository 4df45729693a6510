"""Reading contacts. Views record the look at personal data first (core.audit.services.note_view)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from core.crypt import vault
from core.db import db
from core.settings import Settings
from frontdoor.contacts.models import (
    ContactAddition,
    ContactField,
    ContactRecord,
    ContactService,
    ContactState,
)


@dataclass(frozen=True, slots=True, repr=False)
class WrittenField:
    """The text of one box. `revision`: sent back with the next text, so that two writers are noticed."""

    text: str
    revision: int
    typed_by: str
    typed_at: datetime


@dataclass(frozen=True, slots=True, repr=False)
class Addition:
    """A text that stands beside the one of its box."""

    id: str
    name: str
    text: str
    why: str
    typed_by: str
    typed_at: datetime


@dataclass(frozen=True, slots=True, repr=False)
class TickedService:
    """A service in the caller's summary. `why`: in the handler's words; empty where nothing was written."""

    service_id: str
    why: str
    added_by: str


def contact_of(contact_id: str) -> ContactRecord | None:
    """Return a contact; the one that it was merged into; None for an unknown id."""
    contact = db.session.get(ContactRecord, contact_id)
    while contact is not None and contact.merged_into:
        contact = db.session.get(ContactRecord, contact.merged_into)
    return contact


def sheet_of(settings: Settings, contact_id: str) -> dict[str, WrittenField]:
    """Return the texts of a contact by the names of their boxes. Raises Unreadable."""
    cipher = vault(settings)
    rows = db.session.scalars(select(ContactField).where(ContactField.contact_id == contact_id))
    return {
        row.name: WrittenField(
            cipher.open(field_place(contact_id, row.name), row.sealed)["text"],
            row.revision,
            row.typed_by,
            row.typed_at,
        )
        for row in rows
    }


def additions_of(settings: Settings, contact_id: str) -> list[Addition]:
    """Return the texts that stand beside others, the oldest first. Raises Unreadable."""
    cipher = vault(settings)
    statement = select(ContactAddition).where(ContactAddition.contact_id == contact_id)
    rows = db.session.scalars(statement.order_by(ContactAddition.typed_at, ContactAddition.id))
    return [
        Addition(
            row.id, row.name, cipher.open(row.id, row.sealed)["text"], row.why, row.typed_by, row.typed_at
        )
        for row in rows
    ]


def ticked_services(settings: Settings, contact_id: str) -> list[TickedService]:
    """Return the services of the caller's summary in their order. Raises Unreadable."""
    cipher = vault(settings)
    statement = select(ContactService).where(ContactService.contact_id == contact_id)
    rows = db.session.scalars(statement.order_by(ContactService.position, ContactService.id))
    return [
        TickedService(
            row.service_id, cipher.open(row.id, row.sealed)["why"] if row.sealed else "", row.added_by
        )
        for row in rows
    ]


def open_contacts(handler_id: str, most: int, skip: int = 0) -> Sequence[ContactRecord]:
    """Return the open contacts of one handler, the newest first."""
    return db.session.scalars(
        select(ContactRecord)
        .where(ContactRecord.handler_id == handler_id, ContactRecord.state == ContactState.OPEN)
        .order_by(ContactRecord.opened_at.desc(), ContactRecord.id)
        .limit(most)
        .offset(skip)
    ).all()


def open_count(handler_id: str) -> int:
    """Return how many open contacts a handler has."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(ContactRecord)
            .where(ContactRecord.handler_id == handler_id, ContactRecord.state == ContactState.OPEN)
        )
        or 0
    )


def field_place(contact_id: str, name: str) -> str:
    """Return the place for which the text of a box is sealed."""
    return f"{contact_id} {name}"
