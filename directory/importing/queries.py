"""Reads stored records as bundles of rows (see directory.importing.diff)."""

from collections.abc import Iterable

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from core.db import Base
from directory import models
from directory.importing.diff import Bundle

# Root table -> (table of a part, column that refers to the parent, table of the parent), parents first.
PARTS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "organization": (
        ("organization_identifier", "organization_id", "organization"),
        ("contact", "organization_id", "organization"),
        ("phone", "organization_id", "organization"),
        ("phone", "contact_id", "contact"),
        ("funding", "organization_id", "organization"),
    ),
    "location": (
        ("address", "location_id", "location"),
        ("accessibility", "location_id", "location"),
        ("phone", "location_id", "location"),
    ),
    "service": (
        ("service_at_location", "service_id", "service"),
        ("contact", "service_id", "service"),
        ("schedule", "service_id", "service"),
        ("schedule", "service_at_location_id", "service_at_location"),
        ("phone", "service_id", "service"),
        ("phone", "contact_id", "contact"),
        ("cost_option", "service_id", "service"),
        ("language", "service_id", "service"),
        ("service_area", "service_id", "service"),
        ("funding", "service_id", "service"),
        ("attribute", "service_id", "service"),
    ),
}


def table(name: str) -> Table:
    """Return a table by its name."""
    return Base.metadata.tables[name]


def stored_bundles(session: Session, root: str, ids: Iterable[str]) -> dict[str, Bundle]:
    """Return all rows of the records with these ids, by record id. Sends one statement for each table."""
    owners: dict[str, dict[str, str]] = {root: {}}
    bundles: dict[str, Bundle] = {}
    for row in session.execute(select(table(root)).where(table(root).c.id.in_(list(ids)))).mappings():
        owners[root][row["id"]] = row["id"]
        bundles[row["id"]] = {root: {row["id"]: dict(row)}}
    for part, column, parent in PARTS[root]:
        _add_part(session, bundles, owners, part, column, parent)
    return bundles


def _add_part(
    session: Session,
    bundles: dict[str, Bundle],
    owners: dict[str, dict[str, str]],
    part: str,
    column: str,
    parent: str,
) -> None:
    parents = owners.get(parent) or {}
    if not parents:
        return
    rows = session.execute(select(table(part)).where(table(part).c[column].in_(list(parents)))).mappings()
    for row in rows:
        owner = parents[row[column]]
        owners.setdefault(part, {})[row["id"]] = owner
        bundles[owner].setdefault(part, {})[row["id"]] = dict(row)


def ids_in_use(session: Session, wanted: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return the (table, id) pairs among `wanted` that are stored."""
    by_table: dict[str, list[str]] = {}
    for name, row_id in wanted:
        by_table.setdefault(name, []).append(row_id)
    return {
        (name, row_id)
        for name, row_ids in by_table.items()
        for row_id in session.scalars(select(table(name).c.id).where(table(name).c.id.in_(row_ids)))
    }


def slugs(session: Session, name: str) -> set[str]:
    """Return all slugs of a table."""
    return set(session.scalars(select(table(name).c.slug)))


def services_from(session: Session, source: str) -> dict[str, tuple[str, str]]:
    """Return name and status, by id, of the services that came from a source."""
    columns = select(models.Service.id, models.Service.name, models.Service.status).where(
        models.Service.source == source
    )
    return {service_id: (name, status) for service_id, name, status in session.execute(columns)}


def services_of(session: Session, organization_ids: set[str], location_ids: set[str]) -> set[str]:
    """Return ids of the services that these organizations run, or that are at these locations."""
    service_ids: set[str] = set()
    if organization_ids:
        service_ids |= set(
            session.scalars(
                select(models.Service.id).where(models.Service.organization_id.in_(organization_ids))
            )
        )
    if location_ids:
        at = models.ServiceAtLocation
        service_ids |= set(session.scalars(select(at.service_id).where(at.location_id.in_(location_ids))))
    return service_ids


def existing(session: Session, name: str, ids: set[str]) -> set[str]:
    """Return the ids among `ids` that are stored in a table."""
    wanted = {(name, row_id) for row_id in ids}
    return {row_id for _name, row_id in ids_in_use(session, wanted)}
