"""Tables of call-backs. Who, which number and why is sealed (core.crypt); codes, ids and times are in clear."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core import clock
from core.db import Base, UtcDateTime, UuidKey


class CallBackState(StrEnum):
    """Where a call-back stands. Between two tries it is booked."""

    BOOKED = "booked"
    REACHED = "reached"
    GIVEN_UP = "given_up"
    TO_TELL = "to_tell"
    """The last try reached nobody, and somebody has to decide how the person is told."""
    CANCELLED = "cancelled"


class CallBack(UuidKey, Base):
    """Somebody who is to be rung in one half hour.

    `booking_key`: hash of what makes a booking the same when it arrives twice. `window_code`: the half hour
    (windows.Window.code); empty in one that a group answers. `sealed`: a details.CallBackDetails.
    `claimed_by`: the account that rings now, from `claimed_at`. `version`: counts all changes.
    `organization_id` and `service_id`: of the group that was asked to ring; otherwise empty.
    """

    __tablename__ = "call_back"

    booking_key: Mapped[str] = mapped_column(String(64), unique=True)
    team: Mapped[str] = mapped_column(String(10))
    window_code: Mapped[str] = mapped_column(String(17), default="", index=True)
    state: Mapped[str] = mapped_column(String(12), default=CallBackState.BOOKED, index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    referral_id: Mapped[str | None] = mapped_column(ForeignKey("referral.id", ondelete="CASCADE"), index=True)
    contact_id: Mapped[str | None] = mapped_column(
        ForeignKey("contact_record.id", ondelete="SET NULL"), index=True
    )
    opened_contact_id: Mapped[str] = mapped_column(String(36), default="", index=True)
    organization_id: Mapped[str] = mapped_column(String(36), default="", index=True)
    service_id: Mapped[str] = mapped_column(String(36), default="")
    booked_by: Mapped[str] = mapped_column(String(36), default="")
    claimed_by: Mapped[str] = mapped_column(String(36), default="")
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)


class CallBackAttempt(UuidKey, Base):
    """One try to ring somebody. `outcome`: "reached" or "not_reached"."""

    __tablename__ = "call_back_attempt"
    __table_args__ = (UniqueConstraint("call_back_id", "number"),)

    call_back_id: Mapped[str] = mapped_column(ForeignKey("call_back.id", ondelete="CASCADE"))
    number: Mapped[int]
    outcome: Mapped[str] = mapped_column(String(12))
    by: Mapped[str] = mapped_column(String(36))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class CallBackWindow(Base):
    """How many call-backs of a team are booked in one half hour."""

    __tablename__ = "call_back_window"

    team: Mapped[str] = mapped_column(String(10), primary_key=True)
    code: Mapped[str] = mapped_column(String(17), primary_key=True)
    taken: Mapped[int] = mapped_column(default=0)


class CallBackPlaces(Base):
    """How many call-backs a team takes in half an hour, where a supervisor said so."""

    __tablename__ = "call_back_places"

    team: Mapped[str] = mapped_column(String(10), primary_key=True)
    places: Mapped[int]
    set_by: Mapped[str] = mapped_column(String(36))
