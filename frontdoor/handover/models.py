"""Tables of hand-overs to a case system, and of its answers."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core import clock
from core.db import Base, UtcDateTime, UuidKey

MOST_EXTERNAL = 100
"""The most characters of a reference of the case system."""


class HandOverState(StrEnum):
    """How far a hand-over has come. Only WAITING is ever tried by itself."""

    WAITING = "waiting"
    """To be sent at `next_attempt_at`."""
    CLAIMED = "claimed"
    """One sender has it, and nothing has left."""
    SENDING = "sending"
    """It is being sent. After `claimed_until` nobody knows whether it arrived."""
    MAY_BE_THERE = "may_be_there"
    """It may have arrived, and the case system cannot be asked. A person decides."""
    SENT = "sent"
    """The case system has it."""
    ACCEPTED = "accepted"
    """Somebody there has taken it on."""
    REFUSED = "refused"
    """Somebody there has declined it."""
    CLOSED = "closed"
    """Somebody there has finished it."""
    CONFLICT = "conflict"
    """The case system, or its answer, contradicts what is here. A person compares both."""
    NEEDS_PERSON = "needs_person"
    """The case system does not take it as it is. A person mends it."""
    NEEDS_ADMINISTRATOR = "needs_administrator"
    """The case system lets this site in no more, or knows no such request."""
    DEAD = "dead"
    """Every attempt failed. A person decides."""
    BY_HAND = "by_hand"
    """A person has passed it on in another way."""
    NOT_NEEDED = "not_needed"
    """A withdrawal of a request that the case system never had."""


class Purpose(StrEnum):
    """What a message tells the case system."""

    REQUEST = "request"
    WITHDRAWAL = "withdrawal"
    """The person has taken the request back."""
    MESSAGE_BACK = "message_back"
    """What a group answered to a referral."""


FOR_PEOPLE = (
    HandOverState.MAY_BE_THERE,
    HandOverState.CONFLICT,
    HandOverState.NEEDS_PERSON,
    HandOverState.NEEDS_ADMINISTRATOR,
    HandOverState.DEAD,
)
"""States in which a person has to do something."""

LOOK_FIRST = (HandOverState.MAY_BE_THERE, HandOverState.CONFLICT)
"""Those in which the case system may have the request, so that a person looks there before anything else."""


class HandOver(UuidKey, Base):
    """One message on its way to a case system: one row for each request, target and purpose.

    `referral_id`: the request. `group_referral_id`: the referral to a group that a message back is about; each of
    its answers has a row. One of the two is set.
    `message_id`: what makes two messages the same one; a new one where the case system took nothing and
    the message was mended. `may_be_there`: nobody knows whether the case system has the message. `document`: the
    message, sealed, emptied once it arrived. `remark`: what the case system said, sealed. `last_code`: status
    and code of its last answer. `version` counts the decisions of people.
    """

    __tablename__ = "hand_over"
    __table_args__ = (UniqueConstraint("referral_id", "target", "purpose"),)

    referral_id: Mapped[str | None] = mapped_column(ForeignKey("referral.id", ondelete="CASCADE"))
    group_referral_id: Mapped[str | None] = mapped_column(
        ForeignKey("group_referral.id", ondelete="CASCADE"), index=True
    )
    target: Mapped[str] = mapped_column(String(40))
    purpose: Mapped[str] = mapped_column(String(20), default=Purpose.REQUEST, server_default="request")
    format: Mapped[str] = mapped_column(String(20))
    message_id: Mapped[str] = mapped_column(String(36), unique=True, default=clock.new_id)
    status: Mapped[str] = mapped_column(String(20), default=HandOverState.WAITING, index=True)
    may_be_there: Mapped[bool] = mapped_column(default=False)
    document: Mapped[bytes | None] = mapped_column(LargeBinary)
    remark: Mapped[bytes | None] = mapped_column(LargeBinary)
    external_reference: Mapped[str] = mapped_column(String(MOST_EXTERNAL), default="")
    last_code: Mapped[str] = mapped_column(String(80), default="")
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=clock.now, index=True)
    claim: Mapped[str] = mapped_column(String(36), default="")
    claimed_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    arrived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)
    started_by: Mapped[str] = mapped_column(String(36))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, index=True)


class HandOverAnswer(UuidKey, Base):
    """One answer of a case system. An answer that comes late is stored, and changes nothing.

    `words`: who decided, and the reason, sealed. `sequence` and `at`: their order, as the case system gives it.
    """

    __tablename__ = "hand_over_answer"
    __table_args__ = (UniqueConstraint("hand_over_id", "message_id"),)

    hand_over_id: Mapped[str] = mapped_column(ForeignKey("hand_over.id", ondelete="CASCADE"))
    message_id: Mapped[str] = mapped_column(String(100))
    sequence: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    decision: Mapped[str] = mapped_column(String(20))
    words: Mapped[bytes] = mapped_column(LargeBinary)
    is_applied: Mapped[bool] = mapped_column(default=False)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
