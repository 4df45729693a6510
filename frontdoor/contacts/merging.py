"""Joining two contacts of the same caller: everything of the one goes to the other, and nothing is lost."""

from typing import Any

from flask import Flask, current_app
from sqlalchemy import func, select, update
from sqlalchemy.orm import InstrumentedAttribute

from core import clock
from core.audit.services import note
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
from frontdoor.contacts.queries import field_place
from frontdoor.contacts.services import ChangedMeanwhile, add_event, hold

_FOLLOWERS = "signpost-contact-followers"
_NOT_JOINED = ("search", "filters")
"""Boxes of the screen: the search of the other contact is of no use."""


class SameContact(ValueError):
    """A contact cannot be joined to itself."""


def merge(settings: Settings, source_id: str, target_id: str, *, actor: str) -> ContactRecord:
    """Move everything of one open contact to another, commit, and return the other.

    A text of a box in which the other has another text stands beside it. Joining the same two again changes
    nothing. Raises NoContact, SameContact, and ChangedMeanwhile where one of them has ended.
    """
    if source_id == target_id:
        raise SameContact(source_id)
    # Both are held in the order of their ids, so that two who join the same two never wait for each other.
    held = {id: hold(id) for id in sorted((source_id, target_id))}
    source, target = held[source_id], held[target_id]
    if source.id == target.id:
        db.session.commit()
        return target
    if ContactState.ENDED in (source.state, target.state):
        db.session.rollback()
        raise ChangedMeanwhile(source_id)
    _join_texts(settings, source.id, target.id)
    _join_services(source.id, target.id)
    _follow(source.id, target.id)
    target.known_person_id = target.known_person_id or source.known_person_id
    target.is_carer = source.is_carer if target.is_carer is None else target.is_carer
    source.state, source.merged_into, source.version = ContactState.MERGED, target.id, source.version + 1
    target.version += 1
    add_event(source.id, "merged", "merged", by=actor, subject_id=target.id)
    add_event(target.id, f"merged {source.id}", "merged", by=actor, subject_id=source.id)
    note(settings, actor, "contact.merged", "contact", target.id, source=source.id)
    db.session.commit()
    return target


def follow_merges(app: Flask, *columns: InstrumentedAttribute[Any]) -> None:
    """Let these columns, which hold ids of contacts, follow a contact that is joined to another."""
    app.extensions.setdefault(_FOLLOWERS, []).extend(columns)


def _follow(source_id: str, target_id: str) -> None:
    for column in current_app.extensions.get(_FOLLOWERS, ()):
        statement = update(column.class_).where(column == source_id).values({column.key: target_id})
        db.session.execute(statement, execution_options={"synchronize_session": False})


def _join_texts(settings: Settings, source_id: str, target_id: str) -> None:
    cipher = vault(settings)
    there = {
        row.name: row
        for row in db.session.scalars(select(ContactField).where(ContactField.contact_id == target_id))
    }
    for row in db.session.scalars(select(ContactField).where(ContactField.contact_id == source_id)).all():
        text: str = cipher.open(field_place(source_id, row.name), row.sealed)["text"]
        other = there.get(row.name)
        if row.name in _NOT_JOINED or not text:
            continue
        if other is None:
            sealed = cipher.seal(field_place(target_id, row.name), {"text": text})
            db.session.add(_copy(row, target_id, sealed))
        elif cipher.open(field_place(target_id, row.name), other.sealed)["text"] != text:
            beside = ContactAddition(id=clock.new_id(), contact_id=target_id, name=row.name, why="merged")
            beside.tab, beside.number = clock.new_id(), 1
            beside.typed_by, beside.typed_at = row.typed_by, row.typed_at
            beside.sealed = cipher.seal(beside.id, {"text": text})
            db.session.add(beside)
    for addition in db.session.scalars(
        select(ContactAddition).where(ContactAddition.contact_id == source_id)
    ).all():
        addition.contact_id = target_id


def _copy(row: ContactField, contact_id: str, sealed: bytes) -> ContactField:
    return ContactField(
        contact_id=contact_id,
        name=row.name,
        sealed=sealed,
        tab=row.tab,
        number=row.number,
        typed_by=row.typed_by,
        typed_at=row.typed_at,
    )


def _join_services(source_id: str, target_id: str) -> None:
    mine = select(ContactService.service_id).where(ContactService.contact_id == target_id)
    there = set(db.session.scalars(mine))
    last = select(func.max(ContactService.position)).where(ContactService.contact_id == target_id)
    position = db.session.scalar(last) or 0
    moving = select(ContactService).where(ContactService.contact_id == source_id)
    for row in db.session.scalars(moving.order_by(ContactService.position, ContactService.id)).all():
        if row.service_id not in there:
            position += 1
            row.contact_id, row.position = target_id, position
