"""Tables of search: one document for each service, the outbox of changes, and counts of searches without
results.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from core import clock
from core.db import Base, UtcDateTime


class SearchDocument(Base):
    """The searchable form of one service, written in the transaction that changed the service.

    `body` holds the values for filters, counts and sorting; every worker keeps them in memory. `words` holds
    the texts for the full-text index. An empty body means that the service is no longer listed.

    `number` identifies the service in the index and in the workers' memory. A number is never used for a
    second service.
    """

    __tablename__ = "search_document"
    __table_args__ = {"sqlite_autoincrement": True}

    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    service_id: Mapped[str] = mapped_column(String(36), unique=True)
    body: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    words: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class SearchOutbox(Base):
    """One change of a search document. Each worker applies the changes to its index in the order of their
    ids.
    """

    __tablename__ = "search_outbox"
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    number: Mapped[int] = mapped_column(ForeignKey("search_document.number"), index=True)


class SearchMiss(Base):
    """How often a search for some words found nothing on one day.

    The row holds nothing about the person and no time of day. `area` is an outward code such as 'S73', or
    empty.
    """

    __tablename__ = "search_miss"

    made_on: Mapped[date] = mapped_column(primary_key=True)
    words: Mapped[str] = mapped_column(String(200), primary_key=True)
    area: Mapped[str] = mapped_column(String(10), primary_key=True, default="")
    times: Mapped[int] = mapped_column(default=1)


class SearchCount(Base):
    """How often a search for some words ended in a way on one day, such as "nearest" or "opened".

    Nothing about the person, no place and no time of day. `code`: a short hash of the words, for addresses.
    """

    __tablename__ = "search_count"

    made_on: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    words: Mapped[str] = mapped_column(String(200), primary_key=True)
    code: Mapped[str] = mapped_column(String(16), index=True)
    times: Mapped[int] = mapped_column(default=1)


class SearchDecision(Base):
    """Why nothing is to be done about a search, as a content editor decided."""

    __tablename__ = "search_decision"

    words: Mapped[str] = mapped_column(String(200), primary_key=True)
    reason: Mapped[str] = mapped_column(String(20))
    decided_by: Mapped[str] = mapped_column(String(36))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
