"""The table of referrals to groups. What was passed on and what the group wrote is sealed (core.crypt)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from core import clock
from core.db import Base, UtcDateTime, UuidKey


class ReferralState(StrEnum):
    """The answer to a referral. Only people change it."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    NO_ANSWER = "no_answer"
    """A call handler stopped waiting for an answer."""


class Progress(StrEnum):
    """What came of a referral that a group accepted."""

    REACHED = "reached"
    NOT_REACHED = "not_reached"
    HELPED = "helped"
    COULD_NOT_HELP = "could_not_help"


class GroupReferral(UuidKey, Base):
    """One person who was passed on to one service of one group.

    `submission_key`: hash of the random key of the form, so that a double press makes one. `organization_id`
    and `service_id` refer to no table, because an import that removes them must not remove a referral.
    `sealed`: a `SharedRecord`; None after its time. `sealed_answer`: a `GroupAnswer`. `reason`, `progress`,
    `next_step`: codes of `labels`. `version` counts the changes. `due_on`: the last day for an answer.
    `settled_at`: when a call handler decided what happens after a referral came back. `ended_at`: from then
    on the time runs after which `sealed` is emptied.
    """

    __tablename__ = "group_referral"

    reference: Mapped[str] = mapped_column(String(12), unique=True)
    submission_key: Mapped[str] = mapped_column(String(64), unique=True)
    organization_id: Mapped[str] = mapped_column(String(36), index=True)
    service_id: Mapped[str] = mapped_column(String(36))
    service_name: Mapped[str] = mapped_column(String(300))
    contact_id: Mapped[str | None] = mapped_column(
        ForeignKey("contact_record.id", ondelete="SET NULL"), index=True
    )
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    sealed_answer: Mapped[bytes | None] = mapped_column(LargeBinary)
    state: Mapped[str] = mapped_column(String(10), default=ReferralState.WAITING, index=True)
    reason: Mapped[str] = mapped_column(String(20), default="")
    progress: Mapped[str] = mapped_column(String(20), default="")
    next_step: Mapped[str] = mapped_column(String(20), default="")
    version: Mapped[int] = mapped_column(default=1)
    due_on: Mapped[date] = mapped_column(index=True)
    made_by: Mapped[str] = mapped_column(String(36))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    told_how: Mapped[str] = mapped_column(String(10), default="")
    """How the group was told: "email" or "phone"; empty: not yet."""
    told_by: Mapped[str] = mapped_column(String(36), default="")
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[str] = mapped_column(String(36), default="")
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_by: Mapped[str] = mapped_column(String(36), default="")
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
