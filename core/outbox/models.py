"""The table of messages, and the states of a delivery."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core import clock
from core.db import Base, UtcDateTime, UuidKey

MOST_PROVIDER_ID = 64


class DeliveryState(StrEnum):
    """How far a message has come. Only QUEUED is ever tried by itself."""

    QUEUED = "queued"
    """To be sent at `next_attempt_at`."""
    CLAIMED = "claimed"
    """One sender has the message and has handed nothing over. After `claimed_until` the state is QUEUED."""
    SENDING = "sending"
    """A provider is being given the message. After `claimed_until` nobody knows whether it left: MAYBE_SENT.
    """
    SENT = "sent"
    """The provider accepted the message."""
    KEPT = "kept"
    """The site sends no e-mail (email_backend is "outbox"); `flask outbox` shows the message."""
    MAYBE_SENT = "maybe_sent"
    """The provider did not answer after the message was handed over. A person decides what to do."""
    NEVER = "never"
    """Counts towards the limits, has no content, and is never sent."""
    FAILED = "failed"
    """The provider refused the message, every attempt failed, or the time for attempts is over."""


class OutboxMessage(UuidKey, Base):
    """One message. Recipient, subject and text are sealed together in `sealed`, which is emptied at
    `wipe_at`.
    """

    __tablename__ = "outbox_message"

    channel: Mapped[str] = mapped_column(String(10), default="email")
    purpose: Mapped[str] = mapped_column(String(40), default="")
    status: Mapped[str] = mapped_column(String(10), default=DeliveryState.QUEUED, index=True)
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    recipient_lookup: Mapped[str] = mapped_column(String(64), default="", index=True)
    """A keyed hash of the recipient, for the limit of messages to one person; emptied after a day."""
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    claim: Mapped[str] = mapped_column(String(36), default="")
    """The id of the claim by which a sender holds the message: a sender whose claim is over changes nothing.
    """
    claimed_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_error: Mapped[str] = mapped_column(String(500), default="")
    """The kind of the last failure, such as SMTPServerDisconnected; never its text, which may name people."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, index=True)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    subject_id: Mapped[str] = mapped_column(String(36), default="", server_default="", index=True)
    """The id of what the message is about, such as a request, for a page of its recipient; otherwise empty."""
    provider_id: Mapped[str] = mapped_column(String(MOST_PROVIDER_ID), default="", server_default="")
    receipt: Mapped[str] = mapped_column(String(30), default="", server_default="")
    """What the provider said after it took the message: a core.outbox.receipts.Receipt; empty: nothing yet."""
    receipt_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When that was so, by the provider's clock: an older receipt that arrives later changes nothing."""
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the provider was asked last."""
    wipe_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)

    # Of the previous version, which stored messages in clear. `init` seals or empties them.
    recipient: Mapped[str] = mapped_column(String(320), default="")
    subject: Mapped[str] = mapped_column(String(300), default="")
    body: Mapped[str] = mapped_column(Text, default="")
