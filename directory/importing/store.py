"""Writes differences of records to the tables, and links between records of one kind. The caller commits."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, delete, insert, update
from sqlalchemy.orm import Session

from directory.importing.diff import Difference
from directory.importing.queries import existing
from directory.open_referral.feed import Feed
from directory.search import indexing as search_indexing
from directory.versions.rows import table

_PARENTS_FIRST = (
    "organization",
    "location",
    "service",
    "organization_identifier",
    "contact",
    "address",
    "accessibility",
    "service_at_location",
    "schedule",
    "phone",
    "cost_option",
    "language",
    "service_area",
    "funding",
    "attribute",
)
"""Tables in the order of inserts; deletes run in the reverse order."""


def store(session: Session, differences: Iterable[Difference]) -> None:
    """Write differences with one statement for all rows of a table that have the same columns."""
    inserts: dict[str, dict[tuple[str, ...], list[dict[str, Any]]]] = {}
    deletes: dict[str, list[str]] = {}
    updates: dict[tuple[str, tuple[str, ...]], list[dict[str, Any]]] = {}
    for diff in differences:
        for name, row in diff.inserts:
            inserts.setdefault(name, {}).setdefault(tuple(row), []).append(row)
        for name, row_id in diff.deletes:
            deletes.setdefault(name, []).append(row_id)
        for name, row_id, changed in diff.updates:
            updates.setdefault((name, tuple(sorted(changed))), []).append({"row_id": row_id} | changed)
    for name in reversed(_PARENTS_FIRST):
        if name in deletes:
            rows_of = table(name)
            session.execute(delete(rows_of).where(rows_of.c.id.in_(deletes[name])))
    for name in _PARENTS_FIRST:
        for rows in inserts.get(name, {}).values():
            session.connection().execute(insert(table(name)), rows)
    for (name, columns), rows in updates.items():
        _update(session, name, columns, rows)


def _update(session: Session, name: str, columns: tuple[str, ...], rows: list[dict[str, Any]]) -> None:
    rows_of = table(name)
    values: dict[str, Any] = {column: bindparam(column) for column in columns}
    session.connection().execute(
        update(rows_of).where(rows_of.c.id == bindparam("row_id")).values(values), rows
    )


def link_parents(session: Session, feed: Feed) -> None:
    """Set the parent of each organization when both are stored."""
    parents = {
        organization.id: organization.parent_organization_id
        for organization in feed.organizations.values()
        if organization.parent_organization_id
    }
    if not parents:
        return
    stored = existing(session, "organization", {*parents, *parents.values()})
    organizations = table("organization")
    for child, parent in parents.items():
        if child != parent and {child, parent} <= stored:
            statement = update(organizations).where(organizations.c.id == child)
            session.execute(statement.values(parent_organization_id=parent))


def link_successors(session: Session, feed: Feed) -> set[str]:
    """Set the successors of services that have ended. Returns ids of services with new successors."""
    wanted = {service.id: service.successor_ids for service in feed.services if service.successor_ids}
    return set_successors(session, wanted) if wanted else set()


def set_successors(session: Session, wanted: Mapping[str, Sequence[str]]) -> set[str]:
    """Make these the successors of each service, without those that are not stored.

    Returns ids of the services where nothing was the same already.
    """
    named = {successor for ids in wanted.values() for successor in ids}
    known = existing(session, "service", {*wanted, *named})
    pairs = {
        (service_id, successor)
        for service_id, ids in wanted.items()
        for successor in ids
        if service_id != successor and {service_id, successor} <= known
    }
    successors = table("service_successor")
    rows = session.execute(successors.select().where(successors.c.service_id.in_(wanted)))
    if {tuple(row) for row in rows} == pairs:
        return set()
    session.execute(delete(successors).where(successors.c.service_id.in_(wanted)))
    if pairs:
        names = ("service_id", "successor_id")
        session.execute(insert(successors), [dict(zip(names, pair, strict=True)) for pair in sorted(pairs)])
    return set(wanted) & known


def services_changed(session: Session, service_ids: Iterable[str]) -> None:
    """Rewrite the search documents of these services in the caller's transaction."""
    ids = list(service_ids)
    if not ids:
        return
    session.expire_all()
    search_indexing.services_changed(session, ids)
