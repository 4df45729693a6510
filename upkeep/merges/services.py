"""Puts two records into one, and takes that back. Each function commits."""

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Table, delete, select, update
from sqlalchemy.orm import Session

from core import clock
from core.audit.services import note
from core.db import db
from core.settings import Settings
from directory.duplicates.queries import pair_of
from directory.duplicates.services import MERGED, OPEN, decide
from directory.editing.queries import QUESTION, WAITING
from directory.editing.writing import StaleEdit, lock_record, write_record
from directory.merges.queries import SERVICE, replacements
from directory.merges.references import Moved, move_back, move_references
from directory.models.editing import ListingChange
from directory.models.merges import DuplicatePair, Merge, RetiredId
from directory.search.indexing import services_changed
from directory.versions.record_json import Record, as_json, from_json
from directory.versions.records import stored_records
from directory.versions.rows import table
from directory.versions.services import versions_kept
from directory.visibility import TAKEN_DOWN, is_gone
from upkeep.merges.uniting import united

ORIGIN = "merge"
UNDO_DAYS = 180
"""So long a merge can be undone. After that what it keeps of both records is deleted."""


class NotMergeable(Exception):
    """Two records cannot be merged. `reason`: missing, gone, merged, waiting or same."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the records cannot be merged: {reason}")
        self.reason = reason


class NotUndoable(Exception):
    """A merge cannot be taken back. `reason`: undone, old, changed or followed."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the merge cannot be undone: {reason}")
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Two:
    """Two records of one kind, as somebody compared them. `kept`: the one whose address stays."""

    kind: str
    kept: Record
    other: Record
    kept_version: int
    other_version: int

    def swapped(self) -> "Two":
        """Return the same two, with the other one's address staying."""
        return replace(
            self,
            kept=self.other,
            other=self.kept,
            kept_version=self.other_version,
            other_version=self.kept_version,
        )


def two_records(kind: str, kept_id: str, other_id: str) -> Two:
    """Return two records with their versions. Raises NotMergeable."""
    session = db.session
    if kept_id == other_id:
        raise NotMergeable("same")
    records = stored_records(session, kind, [kept_id, other_id])
    if len(records) < 2:
        raise NotMergeable("missing")
    if replacements(records):
        raise NotMergeable("merged")
    if any(is_gone(getattr(record, "status", "")) for record in records.values()):
        raise NotMergeable("gone")
    if _has_open_change(session, kind, [kept_id, other_id]):
        raise NotMergeable("waiting")
    of = table(kind)
    rows = session.execute(select(of.c.id, of.c.version).where(of.c.id.in_(list(records))))
    versions = dict(rows.all())
    return Two(kind, records[kept_id], records[other_id], versions[kept_id], versions[other_id])


def _has_open_change(session: Session, kind: str, ids: list[str]) -> bool:
    column = ListingChange.service_id if kind == SERVICE else ListingChange.organization_id
    wanted = select(ListingChange.id).where(
        column.in_(ids), ListingChange.kind == kind, ListingChange.state.in_((WAITING, QUESTION))
    )
    return session.scalar(wanted.limit(1)) is not None


def merge(settings: Settings, two: Two, choices: Mapping[str, str], *, actor: str) -> Merge:
    """Put the other record into the kept one, and return the merge. Nothing is deleted.

    `two`: the records as they were compared. Raises StaleEdit where one changed since, and NotMergeable.
    """
    session, kept_id, other_id = db.session, two.kept.id, two.other.id
    wanted = {kept_id: two.kept_version, other_id: two.other_version}
    for record_id in sorted(wanted):
        version = lock_record(session, two.kind, record_id)
        if version != wanted[record_id]:
            session.rollback()
            raise StaleEdit(version)
    now = two_records(two.kind, kept_id, other_id)
    result = united(now.kept, now.other, choices)
    written = write_record(session, result, two.kept_version, actor=actor, origin=ORIGIN)
    done = Merge(
        kind=two.kind,
        kept_id=kept_id,
        retired_id=other_id,
        kept_version=written.version,
        merged_by=actor,
    )
    session.add(done)
    moved = _retire(session, two.kind, other_id, kept_id, actor=actor)
    done.before = {"kept": as_json(now.kept), "retired": as_json(now.other), "moved": moved}
    session.flush()
    slug = session.scalar(select(table(two.kind).c.slug).where(table(two.kind).c.id == other_id)) or ""
    session.add(RetiredId(old_id=other_id, kind=two.kind, slug=slug, replaced_by=kept_id, merge_id=done.id))
    _decide_pairs(session, kept_id, other_id, actor=actor)
    _rewrite_search(session, two.kind, [kept_id, other_id], moved)
    note(settings, actor, "listing.merged", two.kind, kept_id, other=other_id, merge=done.id)
    session.commit()
    return done


def _retire(session: Session, kind: str, old_id: str, new_id: str, *, actor: str) -> Moved:
    """Take the other record down, and let what names it name the kept one; return what was moved."""
    of = table("service")
    services = (
        [old_id]
        if kind == SERVICE
        else list(session.scalars(select(of.c.id).where(of.c.organization_id == old_id)))
    )
    with ExitStack() as kept:
        if services:
            kept.enter_context(versions_kept(session, SERVICE, services, actor=actor, origin=ORIGIN))
        if kind == SERVICE:
            hidden = update(of).where(of.c.id == old_id)
            session.execute(hidden.values(status=TAKEN_DOWN, last_modified=clock.now()))
        return move_references(session, kind, old_id, new_id)


def _decide_pairs(session: Session, kept_id: str, other_id: str, *, actor: str) -> None:
    """Close the pair, and delete the open pairs of the record that is gone: the next search finds them anew."""
    pair = pair_of(kept_id, other_id)
    if pair is not None:
        decide(pair, MERGED, actor=actor)
    session.flush()
    named = (DuplicatePair.first_id == other_id) | (DuplicatePair.second_id == other_id)
    session.execute(delete(DuplicatePair).where(named, DuplicatePair.state == OPEN))


def _rewrite_search(session: Session, kind: str, ids: list[str], moved: Moved) -> None:
    services = moved.get("service.organization_id", [])
    session.expire_all()
    services_changed(session, [*services, *(ids if kind == SERVICE else [])])


def undo(settings: Settings, merge_id: str, *, actor: str, sure: bool = False) -> None:
    """Make both records what they were before a merge, under their own ids. Raises NotUndoable.

    `sure`: also where the kept record has changed since; what changed stays in its history alone.
    """
    session = db.session
    found = session.get(Merge, merge_id)
    if found is None or found.undone_at is not None:
        raise NotUndoable("undone")
    if not found.before or clock.now() - found.merged_at > timedelta(days=UNDO_DAYS):
        raise NotUndoable("old")
    if replacements([found.kept_id]):
        raise NotUndoable("followed")
    versions = {
        each: lock_record(session, found.kind, each) for each in sorted((found.kept_id, found.retired_id))
    }
    if versions[found.kept_id] != found.kept_version and not sure:
        session.rollback()
        raise NotUndoable("changed")
    before: dict[str, Any] = found.before
    of = table(found.kind)
    kept, retired = (from_json(found.kind, before[name]) for name in ("kept", "retired"))
    # A record that gets its old name back was never called what the merge called it.
    session.execute(update(of).where(of.c.id == found.kept_id).values(name=kept.name, **_unchanged(of)))
    write_record(session, kept, versions[found.kept_id], actor=actor, origin=ORIGIN)
    found = session.get_one(Merge, merge_id)
    _bring_back(session, found, retired, actor=actor)
    found.undone_at, found.undone_by = clock.now(), actor
    session.execute(delete(RetiredId).where(RetiredId.merge_id == merge_id))
    pair = pair_of(found.kept_id, found.retired_id)
    if pair is not None:
        decide(pair, OPEN, actor=actor)
    session.flush()
    _rewrite_search(session, found.kind, [found.kept_id, found.retired_id], before["moved"])
    note(
        settings,
        actor,
        "listing.merge_undone",
        found.kind,
        found.kept_id,
        other=found.retired_id,
        merge=merge_id,
    )
    session.commit()


def _unchanged(of: Table) -> dict[str, Any]:
    return {"last_modified": of.c.last_modified} if "last_modified" in of.c else {}


def _bring_back(session: Session, found: Merge, retired: Record, *, actor: str) -> None:
    moved: Moved = found.before["moved"]
    services = [found.retired_id] if found.kind == SERVICE else moved.get("service.organization_id", [])
    with ExitStack() as kept:
        if services:
            kept.enter_context(versions_kept(session, SERVICE, services, actor=actor, origin=ORIGIN))
        if found.kind == SERVICE:
            of = table(SERVICE)
            values = {"status": getattr(retired, "status", ""), "last_modified": clock.now()}
            session.execute(update(of).where(of.c.id == found.retired_id).values(values))
        move_back(session, moved, found.retired_id, found.kept_id)


def forget_old_merges() -> int:
    """Delete what merges that can be undone no longer keep of both records, commit, and return how many."""
    session = db.session
    long_ago = clock.now() - timedelta(days=UNDO_DAYS)
    old = session.scalars(select(Merge).where(Merge.merged_at < long_ago)).all()
    emptied = [each for each in old if each.before]
    for each in emptied:
        each.before = {}
    session.commit()
    return len(emptied)
