"""Tables of search: one document for each service, the outbox of changes, and counts of searches without
results.
"""

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class SearchDocument(Base):
    """The searchable form of one service, written in the transaction that changed the service.

    An empty body means that the service is no longer listed.

    `body` holds what is filtered, counted and sorted by, `words` the text for the engine: workers keep the
    first in memory only.

    `number` is the small whole number under which the index and the facts in memory know it; never used again
    for another.
    """

    __tablename__ = "search_document"
    __table_args__ = {"sqlite_autoincrement": True}

    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    service_id: Mapped[str] = mapped_column(String(36), unique=True)
    body: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    words: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class SearchOutbox(Base):
    """One row a change: the index and the facts in memory follow it in the order of its ids."""

    __tablename__ = "search_outbox"
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    number: Mapped[int] = mapped_column(ForeignKey("search_document.number"), index=True)


class SearchMiss(Base):
    """How often some words found nothing on one day.

    The row says nothing about the person or the time of day; `area` is at most an outward code."""

    __tablename__ = "search_miss"

    made_on: Mapped[date] = mapped_column(primary_key=True)
    words: Mapped[str] = mapped_column(String(200), primary_key=True)
    area: Mapped[str] = mapped_column(String(10), primary_key=True, default="")
    times: Mapped[int] = mapped_column(default=1)
