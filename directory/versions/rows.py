"""Reads stored records as bundles: the rows of a record and of all its parts."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from core.db import Base

TableRow = dict[str, Any]
Bundle = dict[str, dict[str, TableRow]]
"""Rows by table and by id."""

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
