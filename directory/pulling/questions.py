"""What a feed says otherwise than a group that has claimed the listing here becomes a change that waits."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from core.audit.services import SYSTEM
from core.db import db
from core.settings import Settings
from directory.editing import queries as editing_queries
from directory.editing import services as editing
from directory.editing.records import record_of, stored_version
from directory.editing.units import Unit, units_of
from directory.models.editing import ListingChange
from directory.open_referral.schema.base import OpenReferralObject
from directory.open_referral.schema.services import Service

ORIGIN = "feed"
_OURS = frozenset(
    {
        *("organization_id", "former_names", "status", "contacts", "attributes", "secret_address"),
        *("professionals_only", "sensitive", "signposts_only"),
    }
)
"""Units about which no feed is asked: whose listing it is, whether it is open, private and our own facts."""
_NOTHING: tuple[Any, ...] = (None, "", [], False, "unknown")


def ask(settings: Settings, records: Iterable[Service]) -> int:
    """Propose what a feed says of claimed listings, where that differs; commit, and return how many wait.

    A change of the feed that still waits is replaced by the new one.
    """
    return sum(_ask(settings, record) for record in records)


def _ask(settings: Settings, record: Service) -> bool:
    stored = record_of(record.id)
    if stored is None:
        return False
    proposed = with_feed(stored, record)
    if proposed is None:
        return False
    saved = editing.propose(
        settings,
        proposed,
        organization_id=stored.organization_id,
        author_id=SYSTEM,
        base_version=stored_version(record.id),
        origin=ORIGIN,
        saved=_waiting(record.id),
    )
    editing.submit(settings, editing.Saved(saved.id, saved.version), actor=SYSTEM)
    return True


def _waiting(service_id: str) -> editing.Saved | None:
    change = db.session.scalar(
        select(ListingChange)
        .where(
            ListingChange.service_id == service_id,
            ListingChange.origin == ORIGIN,
            ListingChange.state.in_(editing_queries.OPEN_STATES),
        )
        .order_by(ListingChange.updated_at.desc())
    )
    return editing.Saved(change.id, change.version) if change else None


def with_feed(stored: Service, record: Service) -> Service | None:
    """Return the stored listing with what the feed says otherwise; None where it says nothing else.

    What the feed leaves out stays.
    """
    changes: dict[str, Any] = {}
    for unit in units_of(stored):
        if unit.name in _OURS:
            continue
        given = unit.values(record)
        if all(value in _NOTHING for value in given) or _content(unit, stored) == _content(unit, record):
            continue
        changes |= dict(zip(unit.fields, given, strict=True))
    return stored.model_copy(update=changes, deep=True) if changes else None


def _content(unit: Unit, record: Service) -> list[Any]:
    return [_without_ids(value) for value in unit.values(record)]


def _without_ids(value: Any) -> Any:
    """Return a value for comparison: without ids, which feeds make anew, and without what is empty."""
    if isinstance(value, OpenReferralObject):
        fields = {name: _without_ids(getattr(value, name)) for name in type(value).model_fields}
        left_out = ("id", "source_id", "held_back", "location_id")
        return {name: each for name, each in fields.items() if name not in left_out and each not in _NOTHING}
    if isinstance(value, list):
        return [_without_ids(each) for each in value]
    return value
