"""Writes edits of the content. Each function commits."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from core import clock
from core.audit.services import record
from core.content import trying
from core.db import db
from core.dialect import in_order
from core.jobs.services import hurry
from core.settings import Settings
from directory.search.jobs import INDEX_JOB
from directory.taxonomy.needs import load as load_needs
from directory.taxonomy.sync import ensure_own_taxonomies
from information.content_editing import queries
from information.content_editing.checking import Unreadable, check
from information.content_editing.entries import Ref, Value, file_of_new
from information.content_editing.guards import changes_protected, refusal
from information.content_editing.live import refresh
from information.content_editing.merging import merge
from information.content_editing.models import ContentEdit, ContentVersion
from information.content_editing.overlay import (
    Edit,
    EditOverlay,
    Entry,
    all_entries,
    fingerprint,
)

EDITED, UNDONE, SHIPPED, KEPT, MERGED, LOOKED, IMPORTED = (
    *("edited", "undone", "shipped", "kept", "merged", "looked", "imported"),
)
_IN_TAXONOMIES = frozenset({"need", "theme", "audience"})
_IN_INDEX = frozenset(
    {"need", "theme", "need-words", "audience", "culture", "synonym", "condition", "danger"}
)


class StaleEntry(Exception):
    """Somebody else changed the entry since it was opened. `value`: the entry as it is now."""

    def __init__(self, value: Value | None) -> None:
        super().__init__("the entry was changed meanwhile")
        self.value = value


class Refused(Exception):
    """An edit that may not go live. `field`: the field that it is about, empty for none."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field, self.reason = field, reason


@dataclass(frozen=True)
class Change:
    """What to do with one entry.

    `seen`: the fingerprint of the entry that the editor saw; empty asks nothing.
    """

    ref: Ref
    value: Value | None
    seen: str = ""


def publish(
    settings: Settings,
    changes: list[Change],
    *,
    actor: str,
    origin: str = EDITED,
    along: Callable[[], None] | None = None,
) -> int:
    """Make changes of entries live together, and return how many entries they change.

    `along`: what else is written in the same transaction, with the content as it will be.
    Raises StaleEntry, and Refused for what keeps people safe or what the loaders cannot read.
    """
    made = _taken(settings, changes, actor, origin)
    if made:
        _store(settings, made, actor, along)
        _finish(settings, made, actor, origin)
    return len(made)


def _taken(settings: Settings, changes: list[Change], actor: str, origin: str) -> list["_Made"]:
    """Check the changes against the newest content, and claim them in a transaction that is left open.

    Where another editor was faster, what was read before the lock is old, and all is read again.
    """
    while True:
        token = queries.newest_token()
        made = _checked(settings, changes, by_hand=origin != IMPORTED)
        # What follows begins with a write: on SQLite a transaction that has read cannot begin to write later.
        db.session.rollback()
        if not made:
            return made
        in_order(db.session, "content edits")
        _claim(db.session, made, actor, origin)
        if _token_before(len(made)) == token:
            return made
        db.session.rollback()


def _token_before(count: int) -> str:
    rows = queries.newest_versions(count + 1)
    return rows[count].token if len(rows) > count else ""


@dataclass(frozen=True)
class _Made:
    """One entry before, and its edit after; no edit where the shipped entry counts again."""

    entry: Entry
    edit: Edit | None

    @property
    def after(self) -> Value | None:
        return self.edit.value if self.edit else self.entry.shipped


def _checked(settings: Settings, changes: list[Change], *, by_hand: bool) -> list[_Made]:
    content_dir = settings.content_dir
    edits = queries.edits()
    entries = all_entries(content_dir, edits)
    made = [_made(entries, change) for change in changes]
    made = [one for one in made if one.entry.value != one.after or one.entry.is_upgraded]
    if by_hand:
        _guard(content_dir, made)
    overlay = _overlay(content_dir, edits, made)
    for file in dict.fromkeys(one.entry.file for one in made):
        try:
            check(content_dir, overlay, file)
        except Unreadable as error:
            raise Refused("", str(error)) from error
    return made


def _made(entries: dict[Ref, Entry], change: Change) -> _Made:
    entry = entries.get(change.ref)
    if entry is None:
        if change.value is None:
            raise Refused("", f"there is no {change.ref.kind} {change.ref.key}")
        entry = Entry(change.ref, file_of_new(change.ref, change.value), None)
    if change.seen and fingerprint(entry.value) != change.seen and entry.value != change.value:
        raise StaleEntry(entry.value)
    is_shipped = change.value == entry.shipped
    version = entry.edit.version + 1 if entry.edit else 1
    edit = Edit(change.ref, entry.file, entry.shipped, change.value, version)
    return _Made(entry, None if is_shipped else edit)


def _guard(content_dir: Path, made: list[_Made]) -> None:
    tree = load_needs(content_dir)
    for one in made:
        refused = refusal(one.entry.ref, one.entry.value, one.after, tree)
        if refused:
            raise Refused(*refused)
        if one.entry.ref.kind == "need" and changes_protected(one.entry.value, one.after):
            raise Refused("", "what keeps people safe is only changed in the files")


def checked_overlay(settings: Settings, changes: list[Change]) -> EditOverlay:
    """Return the overlay of all edits with some changes, for a look at what they would do. Raises Refused."""
    made = _checked(settings, [Change(change.ref, change.value) for change in changes], by_hand=True)
    return _overlay(settings.content_dir, queries.edits(), made)


def _overlay(content_dir: Path, edits: list[Edit], made: list[_Made]) -> EditOverlay:
    by_ref = {edit.ref: edit for edit in edits}
    for one in made:
        by_ref.pop(one.entry.ref, None)
        if one.edit:
            by_ref[one.entry.ref] = one.edit
    return EditOverlay(content_dir, by_ref.values())


def _claim(session: Session, made: list[_Made], actor: str, origin: str) -> None:
    """Add the versions first: on SQLite the insert begins the writer's transaction."""
    for one in made:
        ref = one.entry.ref
        session.add(
            ContentVersion(
                kind=ref.kind,
                key=ref.key,
                before=one.entry.value,
                after=one.after,
                origin=origin,
                author_id=actor,
            )
        )
        session.flush()


def _store(settings: Settings, made: list[_Made], actor: str, along: Callable[[], None] | None) -> None:
    for one in made:
        row = queries.edit_row(one.entry.ref)
        if one.edit is None:
            if row is not None:
                db.session.delete(row)
            continue
        if row is None:
            row = ContentEdit(kind=one.edit.ref.kind, key=one.edit.ref.key)
            db.session.add(row)
        row.file, row.base, row.value = one.edit.file, one.edit.base, one.edit.value
        row.version, row.author_id, row.updated_at = one.edit.version, actor, clock.now()
    db.session.flush()
    with trying(settings.content_dir, EditOverlay(settings.content_dir, queries.edits())):
        if any(one.entry.ref.kind in _IN_TAXONOMIES for one in made):
            ensure_own_taxonomies(db.session)
        if along:
            along()


def _finish(settings: Settings, made: list[_Made], actor: str, origin: str) -> None:
    if any(one.entry.ref.kind in _IN_INDEX for one in made):
        hurry(INDEX_JOB)
    for one in made:
        ref = one.entry.ref
        record(
            db.session,
            settings,
            actor=actor,
            action=f"content.{origin}",
            subject_kind=f"content {ref.kind}",
            subject_id=ref.key,
            detail={"version": one.edit.version if one.edit else 0},
        )
    db.session.commit()
    refresh()


def back_to_version(settings: Settings, ref: Ref, number: int, *, actor: str) -> bool:
    """Make an entry what it was after an earlier version; False where there is no such version.

    Raises Refused.
    """
    found = queries.version(ref, number)
    if found is None:
        return False
    publish(settings, [Change(ref, found.after)], actor=actor, origin=UNDONE)
    return True


def back_to_shipped(settings: Settings, ref: Ref, *, actor: str) -> bool:
    """Make the shipped entry count again; False where the entry has no edit. Raises Refused."""
    entry = queries.entries(settings.content_dir).get(ref)
    if entry is None or entry.edit is None:
        return False
    publish(settings, [Change(ref, entry.shipped)], actor=actor, origin=SHIPPED)
    return True


def keep_own(settings: Settings, ref: Ref, *, actor: str) -> bool:
    """Settle an upgrade: the entry with both changes counts, and is no longer shown as changed by an
    upgrade.
    """
    entry = queries.entries(settings.content_dir).get(ref)
    if entry is None or not entry.is_upgraded or entry.edit is None:
        return False
    value = merge(entry.edit.base, entry.shipped, entry.edit.value).value
    publish(settings, [Change(ref, value)], actor=actor, origin=KEPT)
    return True
