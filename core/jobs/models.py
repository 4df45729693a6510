"""The table of regular jobs: when each is due, which process runs it, and how its last run ended."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, UtcDateTime


class JobRun(Base):
    """One regular job. `due_at` moves on when a run ends; until `claimed_until` no other process runs the
    job.
    """

    __tablename__ = "job_run"
    __table_args__ = {"info": {"in_backup": False}}

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    claim: Mapped[str] = mapped_column(String(36), default="")
    claimed_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    succeeded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    failed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    failures: Mapped[int] = mapped_column(default=0)
    """Failures in a row."""
    detail: Mapped[str] = mapped_column(String(300), default="")
    """A short text about the last run, without personal data; for a failure the kind of the error."""
