"""Feeds of others that are read regularly, and where each of their records was first published."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core import clock
from core.db import Base, UtcDateTime


class FeedProfile(Base):
    """A feed that is read regularly: what it can do, and how its last readings went.

    `last_success_at` moves only when the whole feed, or all that changed in it, was read and stored.
    """

    __tablename__ = "feed_profile"

    source: Mapped[str] = mapped_column(String(500), primary_key=True)
    """The name under which its records are stored."""
    url: Mapped[str] = mapped_column(String(1000))
    """The address of its list of services."""
    kind: Mapped[str] = mapped_column(String(40), default="")
    """The format that was recognised."""
    version: Mapped[str] = mapped_column(String(60), default="")
    abilities: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """What the feed was seen to do, by the names of `directory.pulling.abilities`."""
    faults: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    """What the feed does wrong: code and detail."""
    probed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    every_hours: Mapped[int] = mapped_column(default=24)
    enabled: Mapped[bool] = mapped_column(Boolean, default=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    next_due_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    running_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Until then no other process reads the feed."""
    last_attempt_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_success_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_whole_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the whole feed, not only what changed, was last read and stored."""
    last_outcome: Mapped[str] = mapped_column(String(20), default="")
    last_detail: Mapped[str] = mapped_column(Text, default="")
    """What went wrong in the words of the reader, in English; empty where nothing did."""
    last_seconds: Mapped[int] = mapped_column(default=0)
    last_counts: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    """Number of services by what happened to them in the last reading that stored anything."""
    failures: Mapped[int] = mapped_column(default=0)
    """Readings in a row that did not succeed."""
    etag: Mapped[str] = mapped_column(String(300), default="")
    http_last_modified: Mapped[str] = mapped_column(String(100), default="")
    may_shrink: Mapped[bool] = mapped_column(Boolean, default=False)
    """True when somebody has confirmed that the feed has half of its services or fewer left."""
    wants_whole: Mapped[bool] = mapped_column(Boolean, default=False)
    """True when the next reading is one of the whole feed."""


class PulledRecord(Base):
    """A service that came from a feed: where it was first published, and what the feed last said.

    `origin` and `origin_id` are the address of the first publisher's feed and the record's id there; empty
    where the feed itself is the first publisher.
    """

    __tablename__ = "pulled_record"

    service_id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), primary_key=True)
    source: Mapped[str] = mapped_column(String(500), index=True)
    origin: Mapped[str] = mapped_column(String(1000), default="", index=True)
    origin_name: Mapped[str] = mapped_column(String(200), default="")
    origin_id: Mapped[str] = mapped_column(String(200), default="")
    digest: Mapped[str] = mapped_column(String(64), default="")
    """A hash of the record as the feed last gave it."""
