"""The ledger of checked facts."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core import clock
from core.db import Base, UtcDateTime, UuidKey


class FactCheck(UuidKey, Base):
    """One check of one kind of fact of a service. Rows are added and never changed.

    `fact`, `how` and `outcome`: words of `directory.facts.kinds`. `actor`: the id of an account, or "public"
    or "system"; no page shows it.
    """

    __tablename__ = "fact_check"
    __table_args__ = (Index("ix_fact_check_service_fact_at", "service_id", "fact", "at"),)

    service_id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"))
    fact: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    how: Mapped[str] = mapped_column(String(20))
    outcome: Mapped[str] = mapped_column(String(20))
    actor: Mapped[str] = mapped_column(String(36))
