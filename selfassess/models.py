"""Tables of the self-assessment: saved answers until they expire, and requests that were sent to the council.

Everything that people said is encrypted (core.crypt) in the columns `body` and `note`.
"""

from datetime import date, datetime

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core import clock
from core.db import Base, UtcDateTime, UuidKey

MOST_NAME, MOST_OUTCOME = 200, 40
"""The most letters of a person's name and of an outcome in a referral's history."""


class SavedAssessment(UuidKey, Base):
    """The saved copy of somebody's answers and plan.

    `secret_lookup`: keyed hash of the reference. `pass_hash`: Argon2id hash of the three words.
    `revision` counts the changes, so that a change from an older page is noticed. `generation` counts the
    words: a session that was opened with earlier ones ends. `touched_at`: last use.
    """

    __tablename__ = "saved_assessment"

    questionnaire: Mapped[str] = mapped_column(String(40))
    version: Mapped[str] = mapped_column(String(40))
    secret_lookup: Mapped[str] = mapped_column(String(64), unique=True)
    pass_hash: Mapped[str] = mapped_column(String(200))
    body: Mapped[bytes] = mapped_column(LargeBinary)
    revision: Mapped[int] = mapped_column(default=1)
    generation: Mapped[int] = mapped_column(default=1, server_default="1")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    touched_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class SavedLink(UuidKey, Base):
    """A link to a saved assessment that was sent by e-mail.

    The table holds a hash of the token only. The row is deleted when the link is used.
    """

    __tablename__ = "saved_link"

    saved_id: Mapped[str] = mapped_column(ForeignKey("saved_assessment.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class ReturnAttempts(Base):
    """Counts of wrong tries of version 0.1. core.rate_limits counts them now; a later version drops the
    table.
    """

    __tablename__ = "return_attempts"

    secret_lookup: Mapped[str] = mapped_column(String(64), primary_key=True)
    tries: Mapped[int] = mapped_column(default=0)
    until: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class PrivateMessage(Base):
    """Of the previous version, which marked messages to be deleted. Nothing writes this table any more."""

    __tablename__ = "private_message"

    message_id: Mapped[str] = mapped_column(
        ForeignKey("outbox_message.id", ondelete="CASCADE"), primary_key=True
    )
    wipe_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class Referral(UuidKey, Base):
    """A request to the council.

    `submission_key`: hash of the form's random key, so that a form that is sent twice makes one referral.
    `pass_hash`: Argon2id hash of the three words by which the person follows it; empty: it cannot be followed.
    `status`: a values.request.Status; `outcome`: the council's own word; `respond_by`: the promised day.
    """

    __tablename__ = "referral"

    reference: Mapped[str] = mapped_column(String(12), unique=True)
    kind: Mapped[str] = mapped_column(String(40), index=True)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    submission_key: Mapped[str] = mapped_column(String(64), unique=True)
    status: Mapped[str] = mapped_column(String(20), default="new", index=True)
    outcome: Mapped[str] = mapped_column(String(MOST_OUTCOME), default="")
    assigned_to: Mapped[str] = mapped_column(String(MOST_NAME), default="")
    respond_by: Mapped[date | None] = mapped_column(index=True)
    pass_hash: Mapped[str] = mapped_column(String(200), default="", server_default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, index=True)

    events: Mapped[list["ReferralEvent"]] = relationship(
        cascade="all, delete-orphan", order_by="[ReferralEvent.number]", back_populates="referral"
    )


class ReferralEvent(UuidKey, Base):
    """One entry in a referral's history: a status, who gave it, when, and an encrypted note.

    `number`: position in the history, from 1. `kind`: a values.request.EventKind.
    """

    __tablename__ = "referral_event"
    __table_args__ = (UniqueConstraint("referral_id", "number"),)

    referral_id: Mapped[str] = mapped_column(ForeignKey("referral.id", ondelete="CASCADE"))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20), default="step", server_default="step")
    status: Mapped[str] = mapped_column(String(20))
    outcome: Mapped[str] = mapped_column(String(MOST_OUTCOME), default="")
    assigned_to: Mapped[str] = mapped_column(String(MOST_NAME), default="")
    by: Mapped[str] = mapped_column(String(MOST_NAME))
    note: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)

    referral: Mapped[Referral] = relationship(back_populates="events")
