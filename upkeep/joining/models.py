"""Requests to look after a group's listings."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core import clock
from core.db import Base, UtcDateTime, UuidKey


class RequestKind(StrEnum):
    """What somebody asks for."""

    NEW = "new"
    """A group that is perhaps not listed yet."""
    CLAIM = "claim"
    """The group that runs a certain listing."""


class RequestState(StrEnum):
    """Where a request stands."""

    UNPROVED = "unproved"
    """The e-mailed link was not pressed yet."""
    WAITING = "waiting"
    """A moderator has to decide."""
    ACCEPTED = "accepted"
    DECLINED = "declined"


class Proof(StrEnum):
    """Whose mailbox gets the link."""

    OWN = "own"
    """That of the person who asks; a moderator decides afterwards."""
    LISTING = "listing"
    """That of the listing, whose yes is enough."""


class GroupRequest(UuidKey, Base):
    """A request to look after the listings of a group.

    `sealed`: who asks and what they wrote, encrypted. `reason`: what the person reads when it was declined.
    `same`: the keyed hash of what makes two requests the same.
    """

    __tablename__ = "group_request"

    kind: Mapped[str] = mapped_column(String(10))
    proof: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10), index=True)
    reference: Mapped[str] = mapped_column(String(10), unique=True)
    service_id: Mapped[str | None] = mapped_column(ForeignKey("service.id", ondelete="SET NULL"))
    organization_id: Mapped[str | None] = mapped_column(ForeignKey("organization.id", ondelete="SET NULL"))
    same: Mapped[str] = mapped_column(String(64), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, index=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    proved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[str] = mapped_column(String(36), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
