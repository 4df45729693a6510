"""What is kept of a self-assessment: saved answers until they expire, and requests that were sent to the
council.

What people said is sealed (core.crypt); the columns beside it hold no words of theirs.
"""

from datetime import date, datetime

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core import clock
from core.db import Base, UtcDateTime, UuidKey


class SavedAssessment(UuidKey, Base):
    """Answers and plan that somebody left to come back to.

    `revision` counts the changes, so that two tabs notice each other.
    """

    __tablename__ = "saved_assessment"

    questionnaire: Mapped[str] = mapped_column(String(40))
    version: Mapped[str] = mapped_column(String(40))
    secret_lookup: Mapped[str] = mapped_column(String(64), unique=True)
    pass_hash: Mapped[str] = mapped_column(String(200))
    body: Mapped[bytes] = mapped_column(LargeBinary)
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    touched_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class SavedLink(UuidKey, Base):
    """An e-mailed way back to a saved assessment.

    Only a hash of the token is kept; the row goes when it is used.
    """

    __tablename__ = "saved_link"

    saved_id: Mapped[str] = mapped_column(ForeignKey("saved_assessment.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class ReturnAttempts(Base):
    """How often a reference was tried with wrong words, whether or not there is such a reference.

    `until`: end of the count.
    """

    __tablename__ = "return_attempts"

    secret_lookup: Mapped[str] = mapped_column(String(64), primary_key=True)
    tries: Mapped[int] = mapped_column(default=0)
    until: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class PrivateMessage(Base):
    """A message in the outbox whose words and address are deleted as soon as it has left, or at `wipe_at`."""

    __tablename__ = "private_message"

    message_id: Mapped[str] = mapped_column(
        ForeignKey("outbox_message.id", ondelete="CASCADE"), primary_key=True
    )
    wipe_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class Referral(UuidKey, Base):
    """A request to the council.

    `submission_key` is the form's own, so that pressing the button again sends nothing again.
    """

    __tablename__ = "referral"

    reference: Mapped[str] = mapped_column(String(12), unique=True)
    kind: Mapped[str] = mapped_column(String(40), index=True)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    submission_key: Mapped[str] = mapped_column(String(64), unique=True)
    status: Mapped[str] = mapped_column(String(20), default="new", index=True)
    outcome: Mapped[str] = mapped_column(String(40), default="")
    assigned_to: Mapped[str] = mapped_column(String(200), default="")
    respond_by: Mapped[date | None] = mapped_column(index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, index=True)

    events: Mapped[list["ReferralEvent"]] = relationship(
        cascade="all, delete-orphan", order_by="[ReferralEvent.number]", back_populates="referral"
    )


class ReferralEvent(UuidKey, Base):
    """What became of a referral: a new status, who gave it, when, and a sealed note.

    `number` counts from 1.
    """

    __tablename__ = "referral_event"
    __table_args__ = (UniqueConstraint("referral_id", "number"),)

    referral_id: Mapped[str] = mapped_column(ForeignKey("referral.id", ondelete="CASCADE"))
    number: Mapped[int]
    status: Mapped[str] = mapped_column(String(20))
    outcome: Mapped[str] = mapped_column(String(40), default="")
    assigned_to: Mapped[str] = mapped_column(String(200), default="")
    by: Mapped[str] = mapped_column(String(200))
    note: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)

    referral: Mapped[Referral] = relationship(back_populates="events")
