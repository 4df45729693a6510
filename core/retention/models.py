"""The table that says how far expired data was deleted."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, UtcDateTime


class RetentionRun(Base):
    """Up to which moment expired data was deleted, by the name of the run."""

    __tablename__ = "retention_run"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    upto: Mapped[datetime] = mapped_column(UtcDateTime)
