"""Reading the outbox: the state of a message for the page of the person who sent it, and lists for the
operator.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.crypt import Unreadable, vault
from core.outbox.messages import Email
from core.outbox.models import DeliveryState, OutboxMessage
from core.outbox.receipts import shown_state
from core.settings import Settings

_MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Delivery:
    """How far one message has come. `email` is None where its content was wiped or cannot be read."""

    id: str
    status: str
    purpose: str
    attempts: int
    last_error: str
    created_at: datetime
    email: Email | None


@dataclass(frozen=True, slots=True)
class SentMessage:
    """A message as its recipient may see it: how it went, its state as pages show it, and when it was written."""

    channel: str
    state: str
    at: datetime


def delivery_state(session: Session, message_id: str) -> str | None:
    """Return the state of a message as pages show it (receipts.shown_state).

    Return None where there is no such row, or it is of the previous version.
    """
    return delivery_states(session, [message_id]).get(message_id) if is_id(message_id) else None


def delivery_states(session: Session, message_ids: Sequence[str]) -> dict[str, str]:
    """Return the states of messages by their ids, as pages show them; ids without a row are left out."""
    if not message_ids:
        return {}
    found = select(
        OutboxMessage.id, OutboxMessage.status, OutboxMessage.receipt, OutboxMessage.channel
    ).where(OutboxMessage.id.in_(message_ids))
    return {
        row.id: shown_state(row.status, row.receipt, row.channel)
        for row in session.execute(found)
        if row.status in set(DeliveryState)
    }


def messages_about(session: Session, subject_id: str) -> list[SentMessage]:
    """Return the newest messages about something, such as a request, to whom it belongs; the oldest first."""
    found = session.execute(
        select(OutboxMessage.channel, OutboxMessage.status, OutboxMessage.receipt, OutboxMessage.created_at)
        .where(OutboxMessage.subject_id == subject_id, OutboxMessage.subject_id != "")
        .order_by(OutboxMessage.created_at.desc(), OutboxMessage.id)
        .limit(_MOST_SHOWN)
    ).all()
    return [
        SentMessage(row.channel, shown_state(row.status, row.receipt, row.channel), row.created_at)
        for row in reversed(found)
    ]


def is_id(text: str) -> bool:
    """Return True for the text of a UUID. Other text, such as a NUL, is never sent to the database."""
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def state_counts(session: Session) -> dict[str, int]:
    """Return the number of messages by state, as pages show it."""
    total = func.count().label("total")
    kinds = (OutboxMessage.status, OutboxMessage.receipt, OutboxMessage.channel)
    counts: Counter[str] = Counter()
    for row in session.execute(select(*kinds, total).group_by(*kinds)):
        counts[shown_state(row.status, row.receipt, row.channel)] += row.total
    return dict(counts)


def newest(session: Session, settings: Settings, limit: int) -> Iterator[Delivery]:
    """Yield messages with their contents, the newest first."""
    query = select(OutboxMessage).order_by(OutboxMessage.created_at.desc()).limit(limit)
    for message in session.scalars(query):
        yield Delivery(
            id=message.id,
            status=shown_state(message.status, message.receipt, message.channel),
            purpose=message.purpose,
            attempts=message.attempts,
            last_error=message.last_error,
            created_at=message.created_at,
            email=content(settings, message.id, message.sealed),
        )


def content(settings: Settings, message_id: str, sealed: bytes | None) -> Email | None:
    """Return the e-mail that is sealed in a row; None where it was wiped or no key opens it."""
    if sealed is None:
        return None
    try:
        return Email(**vault(settings).open(message_id, sealed))
    except (Unreadable, TypeError):
        return None
