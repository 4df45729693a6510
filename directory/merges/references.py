"""What refers to a record that is merged away, and follows to the record that stays."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Table, delete, insert, select, true, update
from sqlalchemy.orm import Session

from core.db import Base
from directory.merges.queries import ORGANIZATION, SERVICE
from directory.models.services import service_successor

FOLLOWING: Mapping[str, tuple[tuple[str, str], ...]] = {
    SERVICE: (("correction", "service_id"), ("fact_check", "service_id"), ("group_request", "service_id")),
    ORGANIZATION: (
        ("service", "organization_id"),
        ("group_request", "organization_id"),
        ("organization", "parent_organization_id"),
        ("invitation", "organization_id"),
        ("role_grant", "organization_id"),
    ),
}
"""Columns that name a record: their rows name the record that stays from then on."""

STAYING = frozenset({"listing_version", "listing_change", "pulled_record", "search_document"})
"""Tables whose rows stay with the record that is merged away: its history, and how its feed had it."""

_SUCCESSORS = "service_successor.service_id"

Moved = dict[str, list[str]]
"""Ids of rows, by table and column."""


def move_references(session: Session, kind: str, old_id: str, new_id: str) -> Moved:
    """Let what names the old record name the new one; return the rows that were moved, for the undo.

    The caller commits.
    """
    moved: Moved = {}
    for name, column in FOLLOWING[kind]:
        table = Base.metadata.tables[name]
        wanted = select(table.c.id).where(
            table.c[column] == old_id, table.c.id != new_id, _once(table, old_id, new_id)
        )
        ids = list(session.scalars(wanted))
        if ids:
            _point(session, table, column, ids, new_id)
            moved[f"{name}.{column}"] = ids
    if kind == SERVICE:
        added = _add_successor(session, old_id, new_id)
        moved |= {_SUCCESSORS: added} if added else {}
    return moved


def move_back(session: Session, moved: Moved, old_id: str, new_id: str) -> None:
    """Let the rows that were moved name the old record again; those that are gone since stay gone."""
    for place, ids in moved.items():
        name, column = place.split(".")
        if place == _SUCCESSORS:
            of = service_successor.c
            session.execute(
                delete(service_successor).where(of.service_id.in_(ids), of.successor_id == new_id)
            )
        else:
            _point(session, Base.metadata.tables[name], column, ids, old_id)


def _once(table: Table, old_id: str, new_id: str) -> ColumnElement[bool]:
    """Return the condition that leaves out a role that somebody has in the organization that stays."""
    if table.name != "role_grant":
        return true()
    there = table.alias()
    same = (there.c.account_id == table.c.account_id) & (there.c.role == table.c.role)
    return ~select(there.c.id).where(there.c.organization_id == new_id, same).exists()


def _add_successor(session: Session, old_id: str, new_id: str) -> list[str]:
    """Let services that ended in favour of the old one name the new one too; return those that had not yet."""
    of = service_successor.c
    named = set(session.scalars(select(of.service_id).where(of.successor_id == old_id)))
    there = set(session.scalars(select(of.service_id).where(of.successor_id == new_id)))
    added = sorted(named - there - {new_id})
    if added:
        rows = [{"service_id": each, "successor_id": new_id} for each in added]
        session.execute(insert(service_successor), rows)
    return added


def _point(session: Session, table: Table, column: str, ids: Sequence[str], record_id: str) -> None:
    values: dict[str, Any] = {column: record_id}
    if "last_modified" in table.c:
        values["last_modified"] = table.c.last_modified
    session.execute(update(table).where(table.c.id.in_(ids)).values(values))
