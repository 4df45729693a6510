"""Reading summaries. Views record the look at the contact first (core.audit.services.note_view)."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, select, true

from core import clock
from core.crypt import vault
from core.db import db
from core.outbox.models import OutboxMessage
from core.outbox.queries import delivery_state, delivery_states
from core.settings import Settings
from frontdoor.contacts.models import ContactRecord
from frontdoor.sending.content import SummaryContent
from frontdoor.sending.kinds import SummaryChannel
from frontdoor.sending.models import SentSummary
from selfassess.values.saved import from_json

SAME_FOR = timedelta(hours=24)
"""How long the same message to the same person is noticed."""

TOKEN_LENGTH = 26
_MOST_SHOWN = 50


def summary_of(contact_id: str, summary_id: str) -> SentSummary | None:
    """Return a summary of this contact; None for an unknown one."""
    found = db.session.get(SentSummary, summary_id)
    return found if found is not None and found.contact_id == contact_id else None


def content_of(settings: Settings, row: SentSummary) -> SummaryContent:
    """Return the words of a summary. Raises Unreadable and BadRecord."""
    return from_json(SummaryContent, vault(settings).open(row.id, row.sealed))


def newest_of(contact_id: str) -> SentSummary | None:
    """Return the summary of the contact that was written last, draft or sent; None where there is none."""
    mine = select(SentSummary).where(SentSummary.contact_id == contact_id)
    return db.session.scalar(mine.order_by(SentSummary.created_at.desc(), SentSummary.id).limit(1))


def sent_of(contact_id: str) -> list[tuple[SentSummary, str]]:
    """Return the newest summaries that were sent, each with the state of its delivery: two statements.

    The state is empty for what was printed or is made by others, and "unknown" once the site has forgotten it.
    """
    sent = select(SentSummary).where(SentSummary.contact_id == contact_id, SentSummary.sent_at.is_not(None))
    rows = db.session.scalars(sent.order_by(SentSummary.sent_at.desc(), SentSummary.id).limit(_MOST_SHOWN))
    found = rows.all()
    states = delivery_states(db.session, [row.message_id for row in found if row.message_id])
    return [(row, _state(states.get(row.message_id), row)) for row in found]


def state_of(row: SentSummary) -> str:
    """Return the state of a summary's delivery, as in `sent_of`."""
    return _state(delivery_state(db.session, row.message_id) if row.message_id else None, row)


def delivery_of(row: SentSummary) -> OutboxMessage | None:
    """Return the row of the outbox of a summary; None for what left no message, or is forgotten."""
    return db.session.get(OutboxMessage, row.message_id) if row.message_id else None


def _state(found: str | None, row: SentSummary) -> str:
    return (found or "unknown") if row.message_id else ""


def same_message(row: SentSummary) -> SentSummary | None:
    """Return another summary with the same words that was sent to the same person a short time ago."""
    return db.session.scalar(
        select(SentSummary)
        .where(
            SentSummary.digest == row.digest,
            SentSummary.contact_id == row.contact_id,
            SentSummary.id != row.id,
            SentSummary.sent_at > clock.now() - SAME_FOR,
        )
        .order_by(SentSummary.sent_at.desc())
        .limit(1)
    )


def by_message(message_id: str) -> SentSummary | None:
    """Return the summary that a message of the outbox carries."""
    return db.session.scalar(select(SentSummary).where(SentSummary.message_id == message_id).limit(1))


def by_token(settings: Settings, token: str) -> SentSummary | None:
    """Return the summary whose link has this token; None for an unknown token, and when its time is over."""
    if len(token) != TOKEN_LENGTH or not token.isascii():
        return None
    return db.session.scalar(
        select(SentSummary).where(
            SentSummary.token_hash.in_(vault(settings).lookups("summary", token.lower())),
            SentSummary.sent_at.is_not(None),
            SentSummary.expires_at > clock.now(),
        )
    )


def _to_make(handler_id: str) -> ColumnElement[bool]:
    """Return the condition of what is to be made by others; `handler_id` empty: for contacts of all handlers."""
    mine = ContactRecord.handler_id == handler_id if handler_id else true()
    return and_(
        mine,
        SentSummary.channel == SummaryChannel.OTHER.value,
        SentSummary.sent_at.is_not(None),
        SentSummary.made_at.is_(None),
    )


def to_make(handler_id: str, most: int, skip: int = 0) -> list[tuple[str, str, str, datetime | None]]:
    """Return what is to be made by others, the oldest first: contact's id and reference, summary's id, and when.

    `handler_id`: whose contacts; empty: those of all handlers.
    """
    rows = db.session.execute(
        select(SentSummary.contact_id, ContactRecord.reference, SentSummary.id, SentSummary.sent_at)
        .join(ContactRecord, ContactRecord.id == SentSummary.contact_id)
        .where(_to_make(handler_id))
        .order_by(SentSummary.sent_at, SentSummary.id)
        .limit(most)
        .offset(skip)
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def count_to_make(handler_id: str) -> int:
    """Return how many summaries are to be made by others, as in `to_make`."""
    both = select(func.count()).select_from(SentSummary)
    both = both.join(ContactRecord, ContactRecord.id == SentSummary.contact_id)
    return db.session.scalar(both.where(_to_make(handler_id))) or 0
