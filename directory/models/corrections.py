"""Reports of mistakes in listings."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, LargeBinary, String, Text, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core import clock
from core.db import Base, UtcDateTime, UuidKey
from directory.models.services import Service


class ReportState(StrEnum):
    """How far a report has come."""

    NEW = "new"
    """Nobody has answered."""
    ANSWERED = "answered"
    """The group has answered, and a moderator has to look at it."""
    CLOSED = "closed"
    """A moderator has said what became of it."""


class Correction(UuidKey, Base):
    """A report that something in a listing is wrong.

    The e-mail address is stored only when the person wants an answer. It is sealed (core.crypt) in
    `reply_sealed`; the previous version stored it in clear in `reply_to`, which `init` empties.
    """

    __tablename__ = "correction"

    service_id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), index=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    what: Mapped[str] = mapped_column(String(30))
    message: Mapped[str] = mapped_column(Text)
    reply_to: Mapped[str] = mapped_column(String(320), default="")
    reply_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    status: Mapped[str] = mapped_column(String(20), default=ReportState.NEW, index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    joined_id: Mapped[str | None] = mapped_column(
        ForeignKey("correction.id", ondelete="SET NULL"), index=True
    )
    """The earlier report about the same fact, with which this one is answered; None for the first."""
    reports: Mapped[int] = mapped_column(default=1, server_default="1")
    """How many reports this one stands for, itself and those that joined it."""
    for_group: Mapped[bool] = mapped_column(default=True, server_default=true())
    """False for what the group must not read: worries about safety, and words that sound like harm."""
    group_answer: Mapped[str] = mapped_column(String(10), default="", server_default="")
    """A key of outcomes.GROUP_ANSWERS; empty before the group has answered."""
    group_words: Mapped[str] = mapped_column(Text, default="", server_default="")
    group_answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outcome: Mapped[str] = mapped_column(String(20), default="", server_default="")
    """A key of outcomes.OUTCOMES; empty before a moderator has decided."""
    outcome_words: Mapped[str] = mapped_column(Text, default="", server_default="")
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    """Rises with each answer, so that of two people who answer at once the second is told."""

    service: Mapped[Service] = relationship()
