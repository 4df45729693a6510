"""Tables of how contacts ended. Words are sealed (core.crypt); what is counted is codes."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core import clock
from core.db import Base, UtcDateTime, UuidKey


class ContactEnding(UuidKey, Base):
    """One end of a contact. A contact that was opened again has a further one; those of before do not count.

    `number`: 1 for the first end of a contact. `from_version`: the contact's version that the form had shown.
    `why_not`: why we could not help. `words_version`: of what was read out about following up. `sealed`: the
    handler's words and why somebody was not happy. `reopened_at`: since when this end does not count.
    """

    __tablename__ = "contact_ending"
    __table_args__ = (UniqueConstraint("contact_id", "number"),)

    contact_id: Mapped[str] = mapped_column(ForeignKey("contact_record.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    from_version: Mapped[int]
    outcome: Mapped[str] = mapped_column(String(40), index=True)
    why_not: Mapped[str] = mapped_column(String(40), default="")
    is_carer: Mapped[bool | None]
    follow_up: Mapped[bool | None]
    follow_up_by: Mapped[str] = mapped_column(String(20), default="")
    follow_up_on: Mapped[date | None] = mapped_column(index=True)
    words_version: Mapped[str] = mapped_column(String(20), default="")
    is_dissatisfied: Mapped[bool] = mapped_column(default=False)
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    by: Mapped[str] = mapped_column(String(36))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, index=True)
    reopened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reopened_by: Mapped[str] = mapped_column(String(36), default="")


class UnmetNeed(UuidKey, Base):
    """A need for which nothing was found; a contact may have several. `area`: a town, or "all"."""

    __tablename__ = "unmet_need"
    __table_args__ = (UniqueConstraint("ending_id", "need_id"),)

    ending_id: Mapped[str] = mapped_column(ForeignKey("contact_ending.id", ondelete="CASCADE"), index=True)
    need_id: Mapped[str] = mapped_column(String(60), index=True)
    why: Mapped[str] = mapped_column(String(40))
    area: Mapped[str] = mapped_column(String(200))


class CarerInstance(UuidKey, Base):
    """One time that a carer got information or advice. `organization_id`: about whom; "own" for our own."""

    __tablename__ = "carer_instance"
    __table_args__ = (UniqueConstraint("ending_id", "organization_id"),)

    ending_id: Mapped[str] = mapped_column(ForeignKey("contact_ending.id", ondelete="CASCADE"), index=True)
    organization_id: Mapped[str] = mapped_column(String(36), index=True)
    on: Mapped[date] = mapped_column(index=True)
