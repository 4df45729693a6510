"""Reads the edits of content and their versions."""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import func, select

from core.db import db
from core.jobs.models import JobRun
from information.content_editing.entries import Ref
from information.content_editing.models import ContentEdit, ContentVersion
from information.content_editing.overlay import Edit, Entry, all_entries


def newest_token() -> str:
    """Return what names the state of all edits; empty where there never was one."""
    wanted = select(ContentVersion.token).order_by(ContentVersion.number.desc()).limit(1)
    return db.session.scalar(wanted) or ""


def edits() -> list[Edit]:
    """Return all edits."""
    return [as_edit(row) for row in db.session.scalars(select(ContentEdit).order_by(ContentEdit.id))]


def as_edit(row: ContentEdit) -> Edit:
    """Return a stored edit as a value."""
    return Edit(Ref(row.kind, row.key), row.file, row.base, row.value, row.version)


def edit_row(ref: Ref) -> ContentEdit | None:
    """Return the stored edit of an entry, read anew; None where there is none."""
    wanted = select(ContentEdit).where(ContentEdit.kind == ref.kind, ContentEdit.key == ref.key)
    return db.session.scalar(wanted.execution_options(populate_existing=True))


def entries(content_dir: Path) -> dict[Ref, Entry]:
    """Return every entry as it counts now."""
    return all_entries(content_dir, edits())


def versions(ref: Ref, *, page: int, per_page: int) -> tuple[Sequence[ContentVersion], int]:
    """Return one page of the versions of an entry, the newest first, and how many there are."""
    mine = ContentVersion.kind == ref.kind, ContentVersion.key == ref.key
    total = db.session.scalar(select(func.count()).select_from(ContentVersion).where(*mine)) or 0
    newest_first = select(ContentVersion).where(*mine).order_by(ContentVersion.number.desc())
    return db.session.scalars(newest_first.limit(per_page).offset((page - 1) * per_page)).all(), total


def version(ref: Ref, number: int) -> ContentVersion | None:
    """Return a version of an entry; None where there is none with this number."""
    found = db.session.get(ContentVersion, number)
    return found if found is not None and (found.kind, found.key) == ref else None


def newest_versions(limit: int) -> Sequence[ContentVersion]:
    """Return the newest versions of all entries."""
    return db.session.scalars(
        select(ContentVersion).order_by(ContentVersion.number.desc()).limit(limit)
    ).all()


def job_detail(name: str) -> str:
    """Return how far a job has come, or what it did last; empty where it never ran."""
    return db.session.scalar(select(JobRun.detail).where(JobRun.name == name)) or ""
