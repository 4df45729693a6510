"""Tables of the edits of content, and of all their versions."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core import clock
from core.db import Base, UtcDateTime, UuidKey


class ContentEdit(UuidKey, Base):
    """An entry of the content that was edited in the browser, as it counts now.

    `base`: the shipped entry at the time of the edit; `value`: the edited one. JSON's null stands for no entry:
    a new one has no base, and one that was taken away no value.
    """

    __tablename__ = "content_edit"
    __table_args__ = (UniqueConstraint("kind", "key"),)

    kind: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(120))
    file: Mapped[str] = mapped_column(String(200))
    base: Mapped[Any] = mapped_column(JSON, nullable=False)
    value: Mapped[Any] = mapped_column(JSON, nullable=False)
    version: Mapped[int] = mapped_column(default=1)
    author_id: Mapped[str] = mapped_column(String(36))
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class ContentDraft(UuidKey, Base):
    """What somebody typed in the form of an entry and has not published. One for each person and entry.

    `key`: "-" for a new entry. `fields`: what stood in the form, by the names of its fields.
    """

    __tablename__ = "content_draft"
    __table_args__ = (UniqueConstraint("author_id", "kind", "key"),)

    author_id: Mapped[str] = mapped_column(String(36))
    kind: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(120))
    fields: Mapped[dict[str, Any]] = mapped_column(JSON, nullable=False)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, index=True)


class ContentVersion(Base):
    """One change of an entry: before, after, who and when.

    `token` of the newest names the state of all edits.
    """

    __tablename__ = "content_version"
    __table_args__ = {"sqlite_autoincrement": True}

    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    token: Mapped[str] = mapped_column(String(36), default=clock.new_id)
    kind: Mapped[str] = mapped_column(String(40), index=True)
    key: Mapped[str] = mapped_column(String(120), index=True)
    before: Mapped[Any] = mapped_column(JSON, nullable=False)
    after: Mapped[Any] = mapped_column(JSON, nullable=False)
    origin: Mapped[str] = mapped_column(String(20))
    """What made the change: edited, undone, shipped, kept, merged, looked or imported."""
    author_id: Mapped[str] = mapped_column(String(36))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
