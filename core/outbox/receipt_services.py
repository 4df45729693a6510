"""Recording receipts: those that GOV.UK Notify sends, and those that the jobs runner asks for."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session

from core import clock
from core.outbox import notify
from core.outbox.checks import follow_failed
from core.outbox.models import DeliveryState, OutboxMessage
from core.outbox.queries import is_id
from core.outbox.receipts import FAILURES, FINAL, ProviderReceipt, Receipt, counts
from core.settings import Settings

ASKED_FOR = timedelta(days=3)
"""How long Notify is asked about an e-mail or a text message, whose fate it knows after that time."""
LETTERS_ASKED_FOR = timedelta(days=10)
"""The same for letters, which are printed on working days."""
_AGAIN_AFTER = timedelta(minutes=5)
_RECEIPT_COMES_WITHIN = timedelta(hours=2)
"""Where Notify sends receipts, it is asked only about messages whose receipt has not come by then."""
_MOST_ASKED = 50
_TAKEN = (DeliveryState.SENT, DeliveryState.MAYBE_SENT, DeliveryState.SENDING)
_NO_SYNC = {"synchronize_session": False}


def receive(session: Session, found: ProviderReceipt) -> bool:
    """Record a receipt, and commit. Return False where no message of this site has its reference or its id.

    A receipt that comes twice, late or with an unknown status changes nothing. A message that may have been
    sent was sent after all: its content is wiped.
    """
    message = _message_of(session, found)
    if message is None:
        session.commit()
        return False
    _record(session, message, found)
    session.commit()
    return True


def _message_of(session: Session, found: ProviderReceipt) -> OutboxMessage | None:
    by_reference = is_id(found.reference or "")
    which = OutboxMessage.id == found.reference if by_reference else OutboxMessage.provider_id == found.id
    taken = OutboxMessage.status.in_(_TAKEN)
    return session.scalar(select(OutboxMessage).where(which, taken).with_for_update().limit(1))


def _record(session: Session, message: OutboxMessage, found: ProviderReceipt) -> None:
    before = Receipt(message.receipt) if message.receipt else None
    if not counts(before, message.receipt_at, found) or found.receipt is None:
        return
    values: dict[str, Any] = {
        "receipt": found.receipt.value,
        "receipt_at": found.at or clock.now(),
        "provider_id": found.id,
    }
    if message.status == DeliveryState.MAYBE_SENT:
        values |= {"status": DeliveryState.SENT, "sent_at": found.sent_at or clock.now()}
        values |= {"sealed": None, "last_error": ""}
    # Another receipt may have come since the row was read: the newer one stays.
    same = and_(OutboxMessage.id == message.id, OutboxMessage.receipt == message.receipt)
    changed = session.execute(update(OutboxMessage).where(same).values(**values), execution_options=_NO_SYNC)
    if changed.rowcount and found.receipt in FAILURES:  # type: ignore[attr-defined]
        follow_failed(message.purpose, message.subject_id)


def ask_due(session: Session, settings: Settings, stop: Callable[[], bool] = lambda: False) -> int:
    """Ask Notify about messages whose fate is open, and commit after each. Return about how many.

    Raises ProviderUnavailable.
    """
    if settings.email_backend != "notify":
        return 0
    asked, due = 0, _due(session, settings)
    session.commit()
    for message_id, provider_id in due:
        if stop():
            break
        # No transaction is open while the provider answers.
        found = notify.found_receipt(provider_id, message_id, settings)
        asked_now = update(OutboxMessage).where(OutboxMessage.id == message_id).values(asked_at=clock.now())
        session.execute(asked_now, execution_options=_NO_SYNC)
        if found is None:
            session.commit()
        else:
            receive(session, found.model_copy(update={"reference": message_id}))
        asked += 1
    return asked


def _due(session: Session, settings: Settings) -> list[tuple[str, str]]:
    """Return the ids of messages to ask about, here and at Notify; those that were asked about last come last."""
    now = clock.now()
    wait = _RECEIPT_COMES_WITHIN if settings.receipt_tokens else timedelta()
    letter = OutboxMessage.channel == "letter"
    open_sent = and_(
        OutboxMessage.status == DeliveryState.SENT,
        OutboxMessage.provider_id != "",
        OutboxMessage.receipt.not_in([each.value for each in FINAL]),
        or_(
            and_(letter, OutboxMessage.sent_at > now - LETTERS_ASKED_FOR),
            and_(~letter, OutboxMessage.sent_at > now - ASKED_FOR, OutboxMessage.sent_at <= now - wait),
        ),
    )
    # A message held back after a restore was perhaps never handed over. Notify knows that too.
    unsure = and_(
        OutboxMessage.status == DeliveryState.MAYBE_SENT, OutboxMessage.created_at > now - ASKED_FOR
    )
    rested = or_(OutboxMessage.asked_at.is_(None), OutboxMessage.asked_at <= now - _AGAIN_AFTER)
    rows = session.execute(
        select(OutboxMessage.id, OutboxMessage.provider_id)
        .where(or_(open_sent, unsure), rested)
        .order_by(OutboxMessage.asked_at.is_not(None), OutboxMessage.asked_at, OutboxMessage.id)
        .limit(_MOST_ASKED)
    )
    return [(row.id, row.provider_id) for row in rows]
