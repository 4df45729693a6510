"""Reading the outbox: the state of a message for the page of the person who sent it, and lists for the
operator.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.crypt import Unreadable, vault
from core.outbox.messages import Email
from core.outbox.models import DeliveryState, OutboxMessage
from core.settings import Settings


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


def delivery_state(session: Session, message_id: str) -> DeliveryState | None:
    """Return the state of a message; None where there is no such row, or it is of the previous version."""
    if not is_id(message_id):
        return None
    found = session.scalar(select(OutboxMessage.status).where(OutboxMessage.id == message_id))
    return DeliveryState(found) if found in set(DeliveryState) else None


def delivery_states(session: Session, message_ids: Sequence[str]) -> dict[str, str]:
    """Return the states of messages by their ids; ids without a row are left out."""
    if not message_ids:
        return {}
    found = select(OutboxMessage.id, OutboxMessage.status).where(OutboxMessage.id.in_(message_ids))
    return {row.id: row.status for row in session.execute(found)}


def is_id(text: str) -> bool:
    """Return True for the text of a UUID. Other text, such as a NUL, is never sent to the database."""
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def state_counts(session: Session) -> dict[str, int]:
    """Return the number of messages by state."""
    total = func.count().label("total")
    rows = session.execute(select(OutboxMessage.status, total).group_by(OutboxMessage.status))
    return {row.status: row.total for row in rows}


def newest(session: Session, settings: Settings, limit: int) -> Iterator[Delivery]:
    """Yield messages with their contents, the newest first."""
    query = select(OutboxMessage).order_by(OutboxMessage.created_at.desc()).limit(limit)
    for message in session.scalars(query):
        yield Delivery(
            id=message.id,
            status=message.status,
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
