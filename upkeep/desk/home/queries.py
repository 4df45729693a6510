"""Reads the listings of a group with their states, in a fixed number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, select

from core import clock
from core.db import db
from directory import visibility
from directory.editing.queries import OPEN_STATES
from directory.merges.queries import replacements
from directory.models import Service
from directory.models.editing import ListingChange

PAUSED, ENDED, HIDDEN, WORKERS, LIVE = "paused", "ended", "hidden", "workers", "live"
MERGED = "merged"


@dataclass(frozen=True, slots=True)
class OwnListing:
    """A listing on the group's page. `state`: of what people see. `change`: the state of a change, or empty.

    `id`: in addresses of the desk. `slug`: in the address of the page; empty where people see none.
    `merged_into`: name and slug of the listing that it is part of now; the slug is empty where people see none.
    """

    id: str
    name: str
    slug: str
    state: str
    change: str
    checked: date | None
    is_stale: bool
    merged_into: tuple[str, str] | None = None


def own_listings(
    organization_id: str, page: int, per_page: int, stale_days: int
) -> tuple[list[OwnListing], int]:
    """Return one page of a group's published listings by name, and how many there are in all."""
    own = Service.organization_id == organization_id
    total = db.session.scalar(select(func.count()).select_from(Service).where(own)) or 0
    wanted = select(Service).where(own).order_by(Service.name, Service.id)
    services = db.session.scalars(wanted.limit(per_page).offset((page - 1) * per_page)).all()
    ids = [service.id for service in services]
    changes, merged = _changes(organization_id, ids), _merged_into(ids)
    rows = [_listing(service, changes.get(service.id, ""), stale_days) for service in services]
    return [
        replace(row, state=MERGED, slug="", merged_into=merged[row.id]) if row.id in merged else row
        for row in rows
    ], total


def _merged_into(ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return name and slug of the listings that took the place of merged ones, by the id of the old one."""
    found = replacements(ids)
    kept = db.session.scalars(select(Service).where(Service.id.in_(set(found.values()))))
    named = {each.id: (each.name, each.slug if visibility.is_public(each) else "") for each in kept}
    return {old: named[new] for old, new in found.items() if new in named}


def _changes(organization_id: str, ids: Sequence[str]) -> dict[str, str]:
    rows = db.session.execute(
        select(ListingChange.service_id, ListingChange.state)
        .where(
            ListingChange.organization_id == organization_id,
            ListingChange.service_id.in_(ids),
            ListingChange.state.in_(OPEN_STATES),
        )
        .order_by(ListingChange.updated_at)
    )
    return {service_id: state for service_id, state in rows if service_id}


def _listing(service: Service, change: str, stale_days: int) -> OwnListing:
    today = clock.today()
    return OwnListing(
        id=service.id,
        name=service.name,
        slug=service.slug if visibility.is_public(service) else "",
        state=_state(service, today),
        change=change,
        checked=service.assured_date,
        is_stale=visibility.is_stale(service, today, stale_days),
    )


def _state(service: Service, today: date) -> str:
    if visibility.has_ended(service, today):
        return ENDED
    if service.status == visibility.TAKEN_DOWN:
        return HIDDEN
    if service.status == visibility.TEMPORARILY_CLOSED:
        return PAUSED
    return WORKERS if visibility.is_professional_only(service) else LIVE


def new_listings(organization_id: str, most: int = 50) -> list[OwnListing]:
    """Return the listings of a group that were never published, the newest first."""
    rows = db.session.scalars(
        select(ListingChange)
        .where(
            ListingChange.organization_id == organization_id,
            ListingChange.kind == "service",
            ListingChange.service_id.is_(None),
            ListingChange.state.in_(OPEN_STATES),
        )
        .order_by(ListingChange.updated_at.desc(), ListingChange.id)
        .limit(most)
    )
    return [
        OwnListing(row.id, str(row.record.get("name", "")), "", "", row.state, None, is_stale=False)
        for row in rows
    ]
