"""What call handlers put right during a call."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core import clock
from core.db import Base, UtcDateTime, UuidKey
from directory.models.services import Service


class CallFix(UuidKey, Base):
    """One fact of a listing that a handler changed at once. A moderator looks at it afterwards."""

    __tablename__ = "call_fix"

    service_id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), index=True)
    what: Mapped[str] = mapped_column(String(10))
    """phone, email or closed."""
    before: Mapped[str] = mapped_column(String(320), default="")
    after: Mapped[str] = mapped_column(String(320), default="")
    why: Mapped[str] = mapped_column(String(300), default="")
    actor: Mapped[str] = mapped_column(String(36), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    outcome: Mapped[str] = mapped_column(String(10), default="", index=True)
    """right or undone; empty before a moderator has looked."""
    looked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    service: Mapped[Service] = relationship()
