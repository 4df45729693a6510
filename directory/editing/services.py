"""Publishes records, and keeps changes that people propose until they are published, rejected or withdrawn."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import update
from sqlalchemy.orm import Session

from core import clock
from core.audit.services import SYSTEM
from core.audit.services import record as record_audit
from core.db import db
from core.settings import Settings
from directory.editing import queries
from directory.editing.holding import reasons_to_hold
from directory.editing.merging import merge
from directory.editing.records import record_as_of
from directory.editing.units import Unit
from directory.editing.writing import StaleEdit, Written, lock_record, with_ids, write_record
from directory.models.content_audit import NeedsReason
from directory.models.editing import ChangeMessage, ListingChange
from directory.models.organizations import Organization
from directory.versions.record_json import Record, as_json
from directory.versions.rows import table

__all__ = ["ConflictingEdit", "StaleChange", "StaleEdit", "propose", "publish", "submit", "withdraw"]

_SAMPLED = 5
"""Of so many changes that went live at once, a moderator looks at one afterwards."""


class StaleChange(Exception):
    """Somebody saved or decided the change meanwhile. `state`: what it is now; "" where there is none."""

    def __init__(self, state: str) -> None:
        super().__init__(f"the change is {state or 'not there'} now")
        self.state = state


class ConflictingEdit(Exception):
    """The record changed since, in the same units. `units`: about which somebody must be asked."""

    def __init__(self, units: tuple[Unit, ...]) -> None:
        super().__init__("the record changed in the same place")
        self.units = units


class NotTheirListing(ValueError):
    """The listing belongs to another organization than the change says."""


@dataclass(frozen=True, slots=True)
class Saved:
    """A change as somebody read it: its id and version."""

    change_id: str
    version: int


def publish(settings: Settings, record: Record, *, base_version: int, actor: str, origin: str) -> int:
    """Write a record, its history, its search document and an audit entry, commit, and return its version.

    `base_version`: the version that was edited; 0 for a new record. `actor`: an account id, or SYSTEM.
    `origin`: as in ListingVersion. Nothing is written where nothing changed. Raises StaleEdit.
    """
    session = db.session
    written = write_record(session, record, base_version, actor=actor, origin=origin)
    if written.changed:
        _audit_publication(session, settings, record, written, actor=actor, origin=origin)
    session.commit()
    return written.version


def _audit_publication(
    session: Session, settings: Settings, record: Record, written: Written, *, actor: str, origin: str
) -> None:
    record_audit(
        session,
        settings,
        actor=actor,
        action="listing.published",
        subject_kind=record.object_name,
        subject_id=record.id,
        detail={"version": written.version, "origin": origin},
    )


def propose(
    settings: Settings,
    record: Record,
    *,
    organization_id: str,
    author_id: str,
    base_version: int,
    origin: str = "group",
    saved: Saved | None = None,
    needs_reason: str | None = None,
) -> ListingChange:
    """Store a change as a draft, commit, and return it. Nothing of it is public.

    `saved`: the draft or waiting change that is saved again, as it was read. A change that was rejected or
    withdrawn is begun anew with `saved` None. `needs_reason`: why it has many needs; None leaves what was said.
    Raises StaleChange, and NotTheirListing.
    """
    session = db.session
    record = with_ids(record)
    _check_owner(session, record, organization_id, base_version)
    values = {"record": as_json(record), "base_version": base_version, "updated_at": clock.now()}
    if needs_reason is not None:
        values["needs_reason"] = needs_reason
    if saved is None:
        change = ListingChange(
            kind=record.object_name,
            service_id=record.id if record.object_name == "service" and base_version else None,
            organization_id=organization_id,
            author_id=author_id,
            origin=origin,
            **values,
        )
        session.add(change)
        session.flush()
    else:
        change = take_change(session, saved, queries.OPEN_STATES, **values)
    audit_change(session, settings, change, "listing.change_saved", author_id)
    session.commit()
    return change


def _check_owner(session: Session, record: Record, organization_id: str, base_version: int) -> None:
    """Raise NotTheirListing where a group would change what is not its own, also by an invented id."""
    if record.object_name == "organization":
        if record.id != organization_id:
            raise NotTheirListing(record.id)
        return
    services = table("service")
    owner = session.execute(
        services.select().with_only_columns(services.c.organization_id).where(services.c.id == record.id)
    ).scalar()
    if (owner or organization_id) != organization_id or bool(owner) != bool(base_version):
        raise NotTheirListing(record.id)


def take_change(session: Session, saved: Saved, states: tuple[str, ...], **values: Any) -> ListingChange:
    """Set values of a change that is as it was read and in one of these states, and return it.

    The caller commits. Raises StaleChange.
    """
    taken = (
        update(ListingChange)
        .where(
            ListingChange.id == saved.change_id,
            ListingChange.version == saved.version,
            ListingChange.state.in_(states),
        )
        .values(version=ListingChange.version + 1, **values)
        .returning(ListingChange.id)
    )
    found = session.execute(taken, execution_options={"synchronize_session": False}).scalar()
    session.expire_all()
    change = session.get(ListingChange, saved.change_id)
    if found is None or change is None:
        state = change.state if change else ""
        session.rollback()
        raise StaleChange(state)
    return change


def submit(
    settings: Settings, saved: Saved, *, actor: str, choices: Mapping[str, str] | None = None
) -> ListingChange:
    """Send a draft, or an answered change, to the moderators; commit, and return it.

    The change of a trusted group goes live at once, unless something in it is a reason to hold it.
    `choices`: as in `merge`. Raises StaleChange, and ConflictingEdit where the record changed meanwhile.
    """
    session = db.session
    moment = clock.now()
    change = take_change(
        session, saved, queries.OPEN_STATES, state=queries.WAITING, submitted_at=moment, updated_at=moment
    )
    if _goes_live_at_once(session, change):
        approve_taken(session, settings, change, actor=actor, decided_by=SYSTEM, choices=choices)
        change.to_look_at = _is_sampled(change.id)
    audit_change(session, settings, change, "listing.change_sent", actor)
    session.commit()
    return change


def _goes_live_at_once(session: Session, change: ListingChange) -> bool:
    organization = session.get(Organization, change.organization_id)
    is_trusted = bool(organization and organization.trusted and change.origin == "group")
    return is_trusted and not reasons_to_hold(queries.changed_record(change))


def _is_sampled(change_id: str) -> bool:
    return int(change_id.replace("-", ""), 16) % _SAMPLED == 0


def approve_taken(
    session: Session,
    settings: Settings,
    change: ListingChange,
    *,
    actor: str,
    decided_by: str,
    choices: Mapping[str, str] | None = None,
) -> Written:
    """Publish a change that the caller has taken, in the caller's transaction, and note who decided.

    What was published since the change began is kept: edits of other units merge. Raises ConflictingEdit.
    """
    record, version = rebased(session, change, choices)
    written = write_record(session, record, version, actor=actor, origin=change.origin)
    change.state, change.decided_by, change.decided_at = queries.APPROVED, decided_by, clock.now()
    change.published_version = written.version
    if change.kind == "service":
        change.service_id = record.id
    session.flush()
    if change.needs_reason and change.kind == "service":
        given = NeedsReason(
            service_id=record.id,
            reason=change.needs_reason,
            given_by=change.author_id,
            given_at=change.decided_at,
        )
        session.merge(given)
    if written.changed:
        _audit_publication(session, settings, record, written, actor=actor, origin=change.origin)
    return written


def rebased(
    session: Session, change: ListingChange, choices: Mapping[str, str] | None = None
) -> tuple[Record, int]:
    """Return what a change makes of the record as it is now, and the version of that record, which is locked.

    Raises ConflictingEdit, after which the caller's transaction is rolled back.
    """
    record = queries.changed_record(change)
    version = lock_record(session, change.kind, record.id)
    if version == change.base_version:
        return record, version
    base = queries.base_record(session, change)
    stored = record_as_of(session, change.kind, record.id, version)
    if base is None or stored is None:
        session.rollback()
        raise StaleEdit(version)
    merged = merge(cast(Any, base), cast(Any, stored), cast(Any, record), choices)
    if merged.conflicts:
        session.rollback()
        raise ConflictingEdit(merged.conflicts)
    return merged.record, version


def withdraw(settings: Settings, saved: Saved, *, actor: str) -> ListingChange:
    """Take a change back, commit, and return it. Raises StaleChange."""
    session = db.session
    change = take_change(session, saved, queries.OPEN_STATES, state=queries.WITHDRAWN, updated_at=clock.now())
    audit_change(session, settings, change, "listing.change_withdrawn", actor)
    session.commit()
    return change


def answer(settings: Settings, saved: Saved, *, actor: str, text: str) -> ListingChange:
    """Answer a moderator's question about a change, which waits again; commit. Raises StaleChange."""
    session = db.session
    change = take_change(session, saved, (queries.QUESTION,), state=queries.WAITING, updated_at=clock.now())
    session.add(ChangeMessage(change_id=change.id, author_id=actor, side="group", text=text))
    audit_change(session, settings, change, "listing.question_answered", actor)
    session.commit()
    return change


def audit_change(
    session: Session, settings: Settings, change: ListingChange, action: str, actor: str
) -> None:
    """Record in the caller's transaction what was done to a change."""
    record_audit(
        session,
        settings,
        actor=actor,
        action=action,
        subject_kind="listing_change",
        subject_id=change.id,
        detail={"organization": change.organization_id, "state": change.state},
    )


def begin_again(settings: Settings, change: ListingChange, *, actor: str) -> ListingChange:
    """Return a new draft with what a rejected change said, or an open change of its listing; commit.

    The draft begins from the same version, so that what changed since is merged or asked about.
    """
    session = db.session
    record = queries.changed_record(change)
    for other in queries.open_changes(session, change.organization_id):
        if queries.record_id_of(other) == record.id:
            return other
    return propose(
        settings,
        record,
        organization_id=change.organization_id,
        author_id=actor,
        base_version=change.base_version,
    )
