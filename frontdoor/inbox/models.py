"""Tables of the inbox. What people said is in selfassess.models.Referral; here are codes, times and hashes."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, event, false
from sqlalchemy.orm import Mapped, mapped_column

from core import clock
from core.db import Base, UtcDateTime, UuidKey
from selfassess.values.referral import OPEN, Status


class RequestWork(Base):
    """The work on one request: where it waits, by when, and who has it.

    `due_at`: by when somebody must decide. `assigned_to`: the account that works on it; empty: nobody yet.
    `is_restricted`: found to exist by its reference and queue; a reason is asked before anything is read.
    `asked_at`: since when the team waits for an answer of the person. `to_ring`: the person must be told of
    the last step, and no message went out. `joined_to`: the request that this one is the same as.
    `contact_id`: the contact of a handler in which it was made. `changed_by`: empty where the person did it.
    The hashes are keyed, for finding two requests of one person. `hashes_key`: the mark of their key
    (matching.key_marks); empty where the request could not be read. `status` and `sent_at` are those of the request,
    and `is_waiting` says that it is open and not joined to another: so lists and counts read this table alone.
    """

    __tablename__ = "request_work"
    __table_args__ = (
        Index("ix_request_work_waiting", "is_waiting", "due_at", "queue"),
        Index("ix_request_work_status_due", "status", "due_at", "queue"),
    )

    referral_id: Mapped[str] = mapped_column(ForeignKey("referral.id", ondelete="CASCADE"), primary_key=True)
    queue: Mapped[str] = mapped_column(String(20), index=True)
    priority: Mapped[str] = mapped_column(String(10))
    due_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    assigned_to: Mapped[str] = mapped_column(String(36), default="", index=True)
    is_restricted: Mapped[bool] = mapped_column(default=False)
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    to_ring: Mapped[bool] = mapped_column(default=False)
    joined_to: Mapped[str] = mapped_column(String(36), default="", index=True)
    contact_id: Mapped[str] = mapped_column(String(36), default="", index=True)
    phone_lookup: Mapped[str] = mapped_column(String(64), default="", index=True)
    email_lookup: Mapped[str] = mapped_column(String(64), default="", index=True)
    person_lookup: Mapped[str] = mapped_column(String(64), default="", index=True)
    hashes_key: Mapped[str] = mapped_column(String(16), default="", server_default="")
    status: Mapped[str] = mapped_column(String(20), default=Status.NEW.value, server_default="")
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=clock.now, index=True)
    is_waiting: Mapped[bool] = mapped_column(default=True, server_default=false())
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, index=True)
    changed_by: Mapped[str] = mapped_column(String(36), default="")


def _work_out(_mapper: object, _connection: object, work: RequestWork) -> None:
    work.is_waiting = work.status in {status.value for status in OPEN} and not work.joined_to


event.listen(RequestWork, "before_insert", _work_out)
event.listen(RequestWork, "before_update", _work_out)


class ShiftMark(Base):
    """When somebody last said that they have seen what is new in the inbox."""

    __tablename__ = "shift_mark"

    account_id: Mapped[str] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)


class RestrictedOpening(UuidKey, Base):
    """Why somebody opened a restricted request. `sealed`: the reason, in their words."""

    __tablename__ = "restricted_opening"

    referral_id: Mapped[str] = mapped_column(ForeignKey("referral.id", ondelete="CASCADE"), index=True)
    account_id: Mapped[str] = mapped_column(String(36), index=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
