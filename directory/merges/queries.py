"""Which record replaced one that was merged away."""

from collections.abc import Iterable

from sqlalchemy import select

from core.db import db
from directory.models.merges import RetiredId
from directory.models.organizations import Organization
from directory.models.services import Service

SERVICE, ORGANIZATION = "service", "organization"

_AT_ONCE = 500
_MOST_STEPS = 20
"""A record that was merged away may have had others merged into it before, and so on."""


def replacement_of(record_id: str) -> str | None:
    """Return the id of the record that replaced this one in the end; None where it was not merged away."""
    return replacements([record_id]).get(record_id)


def replacements_of(ids: Iterable[str]) -> dict[str, str]:
    """Return what `replacements` does, for any number of ids: a few at a time."""
    known = list(ids)
    found: dict[str, str] = {}
    for start in range(0, len(known), _AT_ONCE):
        found |= replacements(known[start : start + _AT_ONCE])
    return found


def replacements(ids: Iterable[str]) -> dict[str, str]:
    """Return the ids of the records that replaced these in the end, by old id. Ids that stand are left out."""
    followed = {old: old for old in ids}
    for _step in range(_MOST_STEPS):
        found = _next(set(followed.values()))
        if not found:
            break
        followed = {old: found.get(now, now) for old, now in followed.items()}
    return {old: now for old, now in followed.items() if old != now}


def _next(ids: set[str]) -> dict[str, str]:
    if not ids:
        return {}
    rows = db.session.execute(
        select(RetiredId.old_id, RetiredId.replaced_by).where(RetiredId.old_id.in_(ids))
    )
    return dict(rows.all())


def new_service_slug(slug: str) -> str | None:
    """Return the slug of the listing that replaced the one with this slug; None where none did."""
    now = _replaced(SERVICE, slug)
    return db.session.scalar(select(Service.slug).where(Service.id == now)) if now else None


def new_organization_slug(slug: str) -> str | None:
    """Return the slug of the organization that replaced the one with this slug; None where none did."""
    now = _replaced(ORGANIZATION, slug)
    return db.session.scalar(select(Organization.slug).where(Organization.id == now)) if now else None


def _replaced(kind: str, slug: str) -> str | None:
    old = db.session.scalar(
        select(RetiredId.old_id).where(RetiredId.slug == slug, RetiredId.kind == kind).limit(1)
    )
    return replacement_of(old) if old else None
