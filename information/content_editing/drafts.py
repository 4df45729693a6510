"""What content editors typed and have not published: kept until they publish it or throw it away.

The functions that write commit. A draft is for its author alone and changes nothing that others see, so that no
audit entry is written for it.
"""

from datetime import timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from core import clock
from core.db import db
from information.content_editing.entries import Ref
from information.content_editing.forms import EntryForm
from information.content_editing.models import ContentDraft

NEW = "-"
"""The key of the draft of a new entry."""
KEPT_DAYS = 90
_NO_SYNC = {"synchronize_session": False}


def draft_of(ref: Ref, author_id: str) -> ContentDraft | None:
    """Return what somebody typed in the form of an entry and did not publish; None where there is nothing."""
    mine = ContentDraft.author_id == author_id, ContentDraft.kind == ref.kind, ContentDraft.key == ref.key
    return db.session.scalar(select(ContentDraft).where(*mine))


def drafts_of(author_id: str, most: int = 50) -> list[ContentDraft]:
    """Return the drafts of somebody, the newest first."""
    mine = select(ContentDraft).where(ContentDraft.author_id == author_id)
    return list(db.session.scalars(mine.order_by(ContentDraft.saved_at.desc(), ContentDraft.id).limit(most)))


def keep(ref: Ref, author_id: str, form: EntryForm) -> None:
    """Store what stands in a form, in place of what was stored before, and commit. Old drafts of all are deleted."""
    names = [*(field.name for field in form.kind.fields), "seen"]
    values = {"fields": {name: form[name].data for name in names}, "saved_at": clock.now()}
    old = ContentDraft.saved_at < clock.now() - timedelta(days=KEPT_DAYS)
    db.session.execute(delete(ContentDraft).where(old), execution_options=_NO_SYNC)
    if not _changed(ref, author_id, values):
        db.session.add(ContentDraft(author_id=author_id, kind=ref.kind, key=ref.key, **values))
    try:
        db.session.commit()
    except IntegrityError:
        # Another page of the same person stored the first draft at the same moment.
        db.session.rollback()
        _changed(ref, author_id, values)
        db.session.commit()


def _changed(ref: Ref, author_id: str, values: dict[str, object]) -> bool:
    mine = ContentDraft.author_id == author_id, ContentDraft.kind == ref.kind, ContentDraft.key == ref.key
    made = update(ContentDraft).where(*mine).values(**values).returning(ContentDraft.id)
    return db.session.execute(made, execution_options=_NO_SYNC).first() is not None


def drop(ref: Ref, author_id: str) -> None:
    """Delete what somebody typed in the form of an entry, and commit."""
    mine = ContentDraft.author_id == author_id, ContentDraft.kind == ref.kind, ContentDraft.key == ref.key
    db.session.execute(delete(ContentDraft).where(*mine), execution_options=_NO_SYNC)
    db.session.commit()
