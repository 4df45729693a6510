"""Reads what is stored, for an import."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from directory import models
from directory.versions.rows import table


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
