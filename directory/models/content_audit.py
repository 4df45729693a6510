"""What the audit of the listings found, and why a listing has many needs."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core import clock
from core.db import Base, UtcDateTime, UuidKey


class AuditFinding(UuidKey, Base):
    """One thing that the last audit found. `level`: error or warning; `kind`: a code of the rules.

    `other_id`: the listing that it is compared with; empty for none.
    """

    __tablename__ = "audit_finding"

    level: Mapped[str] = mapped_column(String(10), index=True)
    kind: Mapped[str] = mapped_column(String(30))
    service_id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), index=True)
    other_id: Mapped[str] = mapped_column(String(36), default="")
    what: Mapped[str] = mapped_column(Text, default="")
    found_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class NeedsReason(Base):
    """Why a listing says that it helps with many needs, as its group or a moderator wrote."""

    __tablename__ = "needs_reason"

    service_id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), primary_key=True)
    reason: Mapped[str] = mapped_column(Text)
    given_by: Mapped[str] = mapped_column(String(36))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
