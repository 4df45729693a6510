"""The table of summaries: drafts, and what was sent."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core import clock
from core.db import Base, UtcDateTime, UuidKey


class SentSummary(UuidKey, Base):
    """One summary: a draft until `sent_at`, then what was sent.

    `key`: hash of the random key of the form, so that a double press makes one. `channel`, `form`: values of
    sending.kinds. `services`: ids, separated by spaces. `sealed`: a sending.content.SummaryContent, without the
    recipient once it was sent. `digest`: keyed hash of channel, recipient and words, to notice the same message
    from another page. `token_hash`: keyed hash of the token of the link, which works from `sent_at` until
    `expires_at`. `message_id`: the row of the outbox; empty for what was printed or is made by others.
    `confirmed`: codes that the person agreed to, separated by spaces. `decided`: counts the decisions about a
    message of which nobody knows whether it was sent. `made_at`: when braille or a recording was made.
    """

    __tablename__ = "sent_summary"

    contact_id: Mapped[str] = mapped_column(ForeignKey("contact_record.id", ondelete="CASCADE"), index=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    channel: Mapped[str] = mapped_column(String(10), default="")
    form: Mapped[str] = mapped_column(String(10), default="normal")
    language: Mapped[str] = mapped_column(String(100), default="")
    services: Mapped[str] = mapped_column(Text, default="")
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[str] = mapped_column(String(64), default="", index=True)
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    message_id: Mapped[str] = mapped_column(String(36), default="", index=True)
    confirmed: Mapped[str] = mapped_column(String(300), default="")
    decided: Mapped[int] = mapped_column(default=0)
    created_by: Mapped[str] = mapped_column(String(36))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, index=True)
    sent_by: Mapped[str] = mapped_column(String(36), default="")
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    made_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
