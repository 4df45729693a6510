"""What was asked of whom about which listing, who does not want to be asked, and what moderators decided."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core import clock
from core.db import Base, UtcDateTime, UuidKey

NEVER = date(1970, 1, 1)
"""The round of a listing that was never checked."""


class CheckRequest(UuidKey, Base):
    """A message that asks somebody to check listings of one organization.

    `contact_hash`: keyed hash of the address, which is not stored. `account_id`: whose address it is; empty for
    an address of the listing or of the organization. `used_at`: when the button was pressed.
    """

    __tablename__ = "check_request"

    organization_id: Mapped[str] = mapped_column(String(36), index=True)
    contact_hash: Mapped[str] = mapped_column(String(64))
    account_id: Mapped[str] = mapped_column(String(36), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, index=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class CheckStep(UuidKey, Base):
    """A step of `upkeep.freshness.policy` that was taken for a listing.

    `round`: the day of the check before it, or NEVER; with each check a new round begins. The constraint keeps a
    step from being taken twice. `request_id`: the message; empty where a moderator was asked.
    """

    __tablename__ = "check_step"
    __table_args__ = (UniqueConstraint("service_id", "round", "step"),)

    service_id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"))
    round: Mapped[date] = mapped_column(Date)
    step: Mapped[str] = mapped_column(String(20))
    taken_on: Mapped[date] = mapped_column(Date)
    request_id: Mapped[str] = mapped_column(String(36), default="", index=True)


class CheckStop(UuidKey, Base):
    """Somebody who said that they look after an organization's listings no more."""

    __tablename__ = "check_stop"
    __table_args__ = (UniqueConstraint("organization_id", "contact_hash"),)

    organization_id: Mapped[str] = mapped_column(String(36))
    contact_hash: Mapped[str] = mapped_column(String(64))
    stopped_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class HidingDecision(Base):
    """What a moderator decided about a listing that may leave the results, until its next check."""

    __tablename__ = "hiding_decision"

    service_id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), primary_key=True)
    round: Mapped[date] = mapped_column(Date)
    hide: Mapped[bool]
    decided_by: Mapped[str] = mapped_column(String(36))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
