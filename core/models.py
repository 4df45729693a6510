"""Tables that every package may use: messages to people, and how far expired data was deleted."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core import clock
from core.db import Base, UtcDateTime, UuidKey


class OutboxMessage(UuidKey, Base):
    """A message to a person, stored before it is handed to the channel that the settings name.

    `status`: waiting, sent, kept (the channel is the outbox itself) or failed. `last_error`: the name of an
    exception.
    """

    __tablename__ = "outbox_message"

    channel: Mapped[str] = mapped_column(String(10))
    recipient: Mapped[str] = mapped_column(String(320))
    subject: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(10), default="waiting", index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RetentionRun(Base):
    """Up to which moment expired data was deleted, by the name of the run (core.retention)."""

    __tablename__ = "retention_run"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    upto: Mapped[datetime] = mapped_column(UtcDateTime)
