"""What refers to a record that is merged away, and follows to the record that stays."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, delete, insert, select, true, update
from sqlalchemy.orm import Session

from core.db import Base
from directory.merges.queries import ORGANIZATION, SERVICE
from directory.models.services import service_successor

FOLLOWING: Mapping[str, tuple[tuple[str, str], ...]] = {
    SERVICE: (
        ("correction", "service_id"),
        ("fact_check", "service_id"),
        ("group_request", "service_id"),
        ("group_referral", "service_id"),
        ("call_back", "service_id"),
    ),
    ORGANIZATION: (
        ("service", "organization_id"),
        ("group_request", "organization_id"),
        ("organization", "parent_organization_id"),
        ("invitation", "organization_id"),
        ("role_grant", "organization_id"),
        ("group_contact", "organization_id"),
        ("photo", "organization_id"),
        ("group_referral", "organization_id"),
        ("call_back", "organization_id"),
    ),
}
"""Columns that name a record: their rows name the record that stays from then on."""

STAYING = frozenset(
    {
        *("listing_version", "listing_change", "pulled_record", "search_document"),
        *("call_fix", "check_step", "hiding_decision", "audit_finding", "needs_reason", "call_me_service"),
    }
)
"""Tables whose rows stay with the record that is merged away: its history, how its feed had it, and what was
asked or decided about it alone, such as that people may ask its group for a call.
"""

OF_A_PERSON = frozenset({"group_referral", "call_back"})
"""Tables with what somebody agreed to tell one group. A row never goes to another group with a merged service:
only where the service that stays is of the same group. It goes along where the groups themselves are merged.
"""

COUNTED: Mapping[str, str] = {"listing_use": "what", "listing_search": "words"}
"""Tables that count what was done with a service on a day, each with the column that says what."""

_SUCCESSORS = "service_successor.service_id"

Moved = dict[str, list[Any]]
"""Ids of rows, by table and column; of counts their day, what was counted and how often, by table."""


def move_references(session: Session, kind: str, old_id: str, new_id: str) -> Moved:
    """Let what names the old record name the new one; return the rows that were moved, for the undo.

    The caller commits.
    """
    moved: Moved = {}
    for name, column in FOLLOWING[kind]:
        table = Base.metadata.tables[name]
        wanted = select(table.c.id).where(
            table.c[column] == old_id, table.c.id != new_id, _may_follow(table, column, old_id, new_id)
        )
        ids = list(session.scalars(wanted))
        if ids:
            _point(session, table, column, ids, new_id)
            moved[f"{name}.{column}"] = ids
    if kind == SERVICE:
        added = _add_successor(session, old_id, new_id)
        moved |= {_SUCCESSORS: added} if added else {}
        for name in COUNTED:
            counts = _counts(session, name, old_id)
            if counts:
                _add_counts(session, name, old_id, counts, -1)
                _add_counts(session, name, new_id, counts, 1)
                moved[name] = counts
    return moved


def move_back(session: Session, moved: Moved, old_id: str, new_id: str) -> None:
    """Let the rows that were moved name the old record again; those that are gone since stay gone."""
    for place, ids in moved.items():
        name, _dot, column = place.partition(".")
        if name in COUNTED:
            _add_counts(session, name, new_id, ids, -1)
            _add_counts(session, name, old_id, ids, 1)
        elif place == _SUCCESSORS:
            of = service_successor.c
            session.execute(
                delete(service_successor).where(of.service_id.in_(ids), of.successor_id == new_id)
            )
        else:
            _point(session, Base.metadata.tables[name], column, ids, old_id)
        if place == "service.organization_id":
            _with_services(session, ids, old_id, new_id)


def _with_services(session: Session, service_ids: Sequence[str], old_id: str, new_id: str) -> None:
    """Give the old group what came for its services since the merge."""
    for name in sorted(OF_A_PERSON):
        of = Base.metadata.tables[name]
        came = update(of).where(of.c.service_id.in_(service_ids), of.c.organization_id == new_id)
        session.execute(came.values(organization_id=old_id))


def _counts(session: Session, name: str, service_id: str) -> list[Any]:
    of = Base.metadata.tables[name].c
    rows = session.execute(select(of.made_on, of[COUNTED[name]], of.times).where(of.service_id == service_id))
    return [[day.isoformat(), what, times] for day, what, times in rows]


def _add_counts(session: Session, name: str, service_id: str, counts: list[Any], sign: int) -> None:
    """Add counts to those of a service, or take them away; a count of nothing is deleted."""
    table, column = Base.metadata.tables[name], COUNTED[name]
    for day, what, times in counts:
        key = {"made_on": date.fromisoformat(day), "service_id": service_id, column: what}
        row = and_(*(table.c[each] == value for each, value in key.items()))
        added = update(table).where(row).values(times=table.c.times + sign * times).returning(table.c.times)
        left = session.execute(added).scalar()
        if left is None and sign > 0:
            session.execute(insert(table), [key | {"times": times}])
        elif left is not None and left <= 0:
            session.execute(delete(table).where(row))


def _may_follow(table: Table, column: str, old_id: str, new_id: str) -> ColumnElement[bool]:
    """Return the condition that leaves out a role that somebody has in the organization that stays, and what
    somebody agreed to tell another group.
    """
    if table.name in OF_A_PERSON and column == "service_id":
        of = Base.metadata.tables[SERVICE].c
        return table.c.organization_id == select(of.organization_id).where(of.id == new_id).scalar_subquery()
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
