"""Reads the history of records."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from directory.models.editing import ListingVersion
from directory.versions.record_json import Record, from_json

GONE = "gone"
"""The origin of a version with which a service was hidden because its feed no longer had it."""


def version_record(session: Session, kind: str, record_id: str, number: int) -> Record | None:
    """Return what a record was as one of its versions; None where that version was not stored."""
    found = session.scalar(
        select(ListingVersion.record).where(column_of(kind) == record_id, ListingVersion.number == number)
    )
    return None if found is None else from_json(kind, found)


def hidden_by_hand(session: Session, ids: Iterable[str]) -> set[str]:
    """Return those of these inactive services that somebody here took down, not the end of a feed."""
    wanted = list(ids)
    if not wanted:
        return set()
    newest = (
        select(ListingVersion.service_id, func.max(ListingVersion.number).label("number"))
        .where(ListingVersion.service_id.in_(wanted))
        .group_by(ListingVersion.service_id)
        .subquery()
    )
    rows = session.execute(
        select(ListingVersion.service_id, ListingVersion.origin).join(
            newest,
            (newest.c.service_id == ListingVersion.service_id) & (newest.c.number == ListingVersion.number),
        )
    )
    return {service_id for service_id, origin in rows if service_id and origin != GONE}


def column_of(kind: str) -> Any:
    """Return the column that names the record of a version."""
    return ListingVersion.service_id if kind == "service" else ListingVersion.organization_id
