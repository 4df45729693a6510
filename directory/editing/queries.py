"""Reads changes that people propose."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from directory.editing.records import record_as_of
from directory.models.editing import ListingChange
from directory.versions.record_json import Record, from_json

DRAFT, WAITING, QUESTION = "draft", "waiting", "question"
APPROVED, REJECTED, WITHDRAWN = "approved", "rejected", "withdrawn"
OPEN_STATES = (DRAFT, WAITING, QUESTION)
"""States of a change about which nothing is decided."""


def change_of(session: Session, change_id: str) -> ListingChange | None:
    """Return a change; None when there is none."""
    return session.get(ListingChange, change_id)


def changed_record(change: ListingChange) -> Record:
    """Return the record as the change would make it."""
    return from_json(change.kind, change.record)


def record_id_of(change: ListingChange) -> str:
    """Return the id of the record that a change is about, also of a new one."""
    return str(change.record["id"])


def base_record(session: Session, change: ListingChange) -> Record | None:
    """Return the record from which a change began; None for a new listing."""
    return record_as_of(session, change.kind, record_id_of(change), change.base_version)


def open_changes(session: Session, organization_id: str) -> Sequence[ListingChange]:
    """Return the changes of a group about which nothing is decided, the newest first."""
    return session.scalars(
        select(ListingChange)
        .where(ListingChange.organization_id == organization_id, ListingChange.state.in_(OPEN_STATES))
        .order_by(ListingChange.updated_at.desc(), ListingChange.id)
    ).all()


def open_changes_of(session: Session, service_id: str) -> Sequence[ListingChange]:
    """Return the changes of a listing about which nothing is decided, the newest first."""
    return session.scalars(
        select(ListingChange)
        .where(ListingChange.service_id == service_id, ListingChange.state.in_(OPEN_STATES))
        .order_by(ListingChange.updated_at.desc(), ListingChange.id)
    ).all()
