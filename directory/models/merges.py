"""Pairs that may be one, merges, and ids that lead to the record which replaced theirs."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Float, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core import clock
from core.db import Base, UtcDateTime, UuidKey


class DuplicatePair(UuidKey, Base):
    """Two records that seem to be one. `kind`: "service" or "organization"; the first id is the smaller one.

    `state`: open, apart (a moderator said that they are not the same) or merged. `reasons`: codes of signs.
    """

    __tablename__ = "duplicate_pair"
    __table_args__ = (UniqueConstraint("first_id", "second_id"),)

    kind: Mapped[str] = mapped_column(String(20))
    first_id: Mapped[str] = mapped_column(String(36))
    second_id: Mapped[str] = mapped_column(String(36), index=True)
    similarity: Mapped[float] = mapped_column(Float)
    reasons: Mapped[list[str]] = mapped_column(JSON, default=list)
    state: Mapped[str] = mapped_column(String(10), default="open", index=True)
    found_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[str] = mapped_column(String(36), default="")


class Merge(UuidKey, Base):
    """One record put into another. `before`: the rows of both as they were, and what was moved, for the undo.

    `undone_at` and `undone_by`: empty while the merge stands. After some months `before` is emptied.
    """

    __tablename__ = "merge"

    kind: Mapped[str] = mapped_column(String(20))
    kept_id: Mapped[str] = mapped_column(String(36), index=True)
    retired_id: Mapped[str] = mapped_column(String(36), index=True)
    before: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    kept_version: Mapped[int] = mapped_column(default=0)
    """The version of the kept record that the merge made."""
    merged_by: Mapped[str] = mapped_column(String(36))
    merged_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, index=True)
    undone_by: Mapped[str] = mapped_column(String(36), default="")
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RetiredId(Base):
    """The id and the slug of a record that was merged away, and the id of the record that replaced it."""

    __tablename__ = "retired_id"

    old_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    slug: Mapped[str] = mapped_column(String(120), index=True)
    replaced_by: Mapped[str] = mapped_column(String(36), index=True)
    merge_id: Mapped[str] = mapped_column(ForeignKey("merge.id", ondelete="CASCADE"))
