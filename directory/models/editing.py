"""Changes of listings: what is proposed, what was asked about it, and what each record was before."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core import clock
from core.db import Base, UtcDateTime, UuidKey


class ListingVersion(UuidKey, Base):
    """What a record was as one of its versions. `service_id`, or `organization_id` for an organization's record.

    A version is stored when the next one replaces it, and with it the new one. `actor`: an account id,
    "system" or "public". `origin`: "group", "moderator", "handler", "import", "gone" (no longer in its feed),
    "merge", "job", "earlier" (an earlier version was brought back), or "" for what was there before.
    """

    __tablename__ = "listing_version"
    __table_args__ = (
        UniqueConstraint("service_id", "number"),
        UniqueConstraint("organization_id", "number"),
    )

    service_id: Mapped[str | None] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"))
    organization_id: Mapped[str | None] = mapped_column(ForeignKey("organization.id", ondelete="CASCADE"))
    number: Mapped[int]
    record: Mapped[dict[str, Any]] = mapped_column(JSON)
    published_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, index=True)
    actor: Mapped[str] = mapped_column(String(36), default="")
    origin: Mapped[str] = mapped_column(String(20), default="")


class ListingChange(UuidKey, Base):
    """A change that somebody proposes. Nobody sees it but its group and the moderators, until it is published.

    `kind`: "service" or "organization". `service_id`: none for a new listing, whose id is in `record`.
    `state`: draft, waiting, question, approved, rejected or withdrawn. `version` counts the saves of the change.
    """

    __tablename__ = "listing_change"

    kind: Mapped[str] = mapped_column(String(20), default="service")
    service_id: Mapped[str | None] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), index=True)
    organization_id: Mapped[str] = mapped_column(
        ForeignKey("organization.id", ondelete="CASCADE"), index=True
    )
    base_version: Mapped[int] = mapped_column(default=0)
    """The version of the record that was changed; 0 for a new listing."""
    record: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(12), default="draft", index=True)
    origin: Mapped[str] = mapped_column(String(20), default="group")
    """Who proposes: "group", "moderator", "handler" or "feed"."""
    author_id: Mapped[str] = mapped_column(String(36), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    version: Mapped[int] = mapped_column(default=1)
    decided_by: Mapped[str] = mapped_column(String(36), default="")
    """The account that decided; "system" for a change of a trusted group, which went live at once."""
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why it was rejected, in words for the group."""
    needs_reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    """Why the listing has more than eight needs, as its group wrote."""
    published_version: Mapped[int | None]
    to_look_at: Mapped[bool] = mapped_column(Boolean, default=False)
    """True while a moderator should look afterwards at what went live at once."""

    messages: Mapped[list["ChangeMessage"]] = relationship(
        cascade="all, delete-orphan", order_by="ChangeMessage.written_at, ChangeMessage.id"
    )


class ChangeMessage(UuidKey, Base):
    """A question of a moderator about a change, or an answer of the group. `side`: "moderator" or "group"."""

    __tablename__ = "listing_change_message"

    change_id: Mapped[str] = mapped_column(ForeignKey("listing_change.id", ondelete="CASCADE"), index=True)
    author_id: Mapped[str] = mapped_column(String(36))
    side: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
