"""The sender: claims queued messages, hands each to its channel, and records the outcome.

Several senders may run at once (core.claims).

No message is handed over twice: its state goes from CLAIMED to SENDING in a transaction of its own before the
provider gets it, and a message whose sender ended in SENDING becomes MAYBE_SENT, which no sender touches.
"""

import logging
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from core import clock
from core.claims import ClaimQueue, with_jitter
from core.outbox import notify, smtp
from core.outbox.channels import Channel, MaybeSent, ProviderUnavailable, Refused, TryAgain
from core.outbox.checks import may_leave
from core.outbox.models import MOST_PROVIDER_ID, DeliveryState, OutboxMessage
from core.outbox.queries import content
from core.outbox.services import CONTENT_LIFE
from core.settings import Settings

log = logging.getLogger("signpost.outbox")

CHANNELS: Mapping[str, Channel] = {"smtp": smtp.deliver, "notify": notify.deliver}

CLAIM_LIFE_OF_TIMEOUT = 15
"""A claim lasts for so many time-outs, which is longer than one delivery takes."""

BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))
"""The wait after each failed attempt, all together 22 hours. Without a next wait the message has failed."""

RECORD_PAUSES = (1.0, 2.0, 5.0, 10.0)
"""Seconds between attempts to record that a message was sent, each of which may wait for the database."""

QUEUE = ClaimQueue(OutboxMessage, DeliveryState.QUEUED, DeliveryState.CLAIMED, DeliveryState.SENDING)
_NO_SYNC = {"synchronize_session": False}


class ClaimLost(Exception):
    """The claim ran out before the message was handed over, so another sender may have the message."""


def send_due(session: Session, settings: Settings, stop: Callable[[], bool] = lambda: False) -> int:
    """Send queued messages that are due, one after the other, and commit after each. Return how many left.

    Ends early when `stop` returns True. Raises ProviderUnavailable, after the message was put off.
    """
    settle_abandoned(session)
    if settings.email_backend == "outbox":
        _keep_all(session)
        return 0
    channel, sent = CHANNELS[settings.email_backend], 0
    while not stop() and (claimed := claim(session, settings)):
        try:
            sent += _send(session, settings, channel, *claimed)
        except ProviderUnavailable as error:
            log.warning("e-mail cannot be sent at present", extra={"kind": _kind(error)})
            _put_off(session, *claimed, _kind(error))
            raise
    return sent


def claim(session: Session, settings: Settings) -> tuple[str, str] | None:
    """Claim the message that is due first, and commit. Return its id and the claim's id; None without one."""
    return QUEUE.take(session, _claim_life(settings))


def settle_abandoned(session: Session) -> None:
    """Queue again what a sender claimed and never handed over; mark what it may have handed over. Commits."""
    QUEUE.settle_abandoned(session, {"status": DeliveryState.MAYBE_SENT})


def _claim_life(settings: Settings) -> timedelta:
    return timedelta(seconds=CLAIM_LIFE_OF_TIMEOUT * settings.email_timeout)


def _keep_all(session: Session) -> None:
    """Mark as kept what was queued before the settings turned sending off. Commits."""
    queued = OutboxMessage.status == DeliveryState.QUEUED
    session.execute(
        update(OutboxMessage).where(queued).values(status=DeliveryState.KEPT), execution_options=_NO_SYNC
    )
    session.commit()


def _send(session: Session, settings: Settings, channel: Channel, message_id: str, claim_id: str) -> bool:
    """Deliver one claimed message and record the outcome. Return True where it left.

    Raises ProviderUnavailable.
    """
    sealed = session.scalar(select(OutboxMessage.sealed).where(OutboxMessage.id == message_id))
    # No transaction stays open while the provider answers.
    session.commit()
    email = content(settings, message_id, sealed)
    if email is None:
        log.error("a message cannot be read")
        _change(session, message_id, claim_id, status=DeliveryState.FAILED, last_error="unreadable")
        return False
    if not _let_leave(session, email.purpose, message_id, claim_id):
        return False
    try:
        provider_id = channel(
            email, message_id, settings, lambda: _hand_over(session, settings, message_id, claim_id)
        )
    except ProviderUnavailable:
        raise
    except TryAgain as error:
        _put_off(session, message_id, claim_id, _kind(error))
    except Refused as error:
        _settle(session, message_id, claim_id, DeliveryState.FAILED, _kind(error))
    except MaybeSent as error:
        _settle(session, message_id, claim_id, DeliveryState.MAYBE_SENT, _kind(error))
    except ClaimLost:
        log.warning("another sender has taken the message over")
    except Exception as error:
        # A fault of ours, such as an address that cannot be encoded: another attempt would fail alike.
        # Its text may name the recipient, so only its kind is logged.
        session.rollback()
        status = session.scalar(select(OutboxMessage.status).where(OutboxMessage.id == message_id))
        unsure = status == DeliveryState.SENDING
        outcome = DeliveryState.MAYBE_SENT if unsure else DeliveryState.FAILED
        _settle(session, message_id, claim_id, outcome, type(error).__name__)
    else:
        _record_sent(session, message_id, claim_id, provider_id)
        return True
    return False


def _let_leave(session: Session, purpose: str, message_id: str, claim_id: str) -> bool:
    """Return True where the check of the message's purpose lets it leave now; otherwise record what it said."""
    try:
        answer = may_leave(purpose, message_id)
        session.commit()
    except Exception as error:
        # Whether it may leave is not known, so it waits like a message that was not taken.
        session.rollback()
        log.exception("a message could not be checked")
        _put_off(session, message_id, claim_id, type(error).__name__)
        return False
    if answer.refused:
        _settle(session, message_id, claim_id, DeliveryState.FAILED, answer.refused)
    elif answer.not_before and answer.not_before > clock.now():
        _wait_until(session, message_id, claim_id, answer.not_before)
    else:
        return True
    return False


def _wait_until(session: Session, message_id: str, claim_id: str, moment: datetime) -> None:
    """Queue a message for a later moment, which counts as no attempt. Its content lives a day from then."""
    later = {"next_attempt_at": moment, "wipe_at": moment + CONTENT_LIFE}
    _change(session, message_id, claim_id, status=DeliveryState.QUEUED, claim="", **later)


def _record_sent(session: Session, message_id: str, claim_id: str, provider_id: str) -> None:
    """Record that the provider took a message, and commit.

    A database that is locked or away is tried again, because without the record the state would be MAYBE_SENT.
    Raises SQLAlchemyError after the last attempt.
    """
    values = {"status": DeliveryState.SENT, "sent_at": clock.now(), "last_error": "", "sealed": None}
    values["provider_id"] = provider_id[:MOST_PROVIDER_ID]
    for pause in (*RECORD_PAUSES, None):
        try:
            _change(session, message_id, claim_id, **values)
            return
        except SQLAlchemyError:
            session.rollback()
            if pause is None:
                raise
            time.sleep(pause)


def _hand_over(session: Session, settings: Settings, message_id: str, claim_id: str) -> None:
    until = clock.now() + _claim_life(settings)
    if not _change(session, message_id, claim_id, status=DeliveryState.SENDING, claimed_until=until):
        raise ClaimLost


def _settle(session: Session, message_id: str, claim_id: str, outcome: DeliveryState, kind: str) -> None:
    log.warning("a message was not sent", extra={"kind": kind, "outcome": outcome.value})
    _change(session, message_id, claim_id, status=outcome, last_error=kind)


def _put_off(session: Session, message_id: str, claim_id: str, kind: str) -> None:
    """Queue a message again after a wait with jitter; it has failed after the last wait."""
    attempts = session.scalar(select(OutboxMessage.attempts).where(OutboxMessage.id == message_id)) or 0
    values: dict[str, Any] = {"attempts": attempts + 1, "last_error": kind, "claim": ""}
    if attempts < len(BACK_OFF):
        wait = with_jitter(BACK_OFF[attempts])
        values |= {"status": DeliveryState.QUEUED, "next_attempt_at": clock.now() + wait}
    else:
        values |= {"status": DeliveryState.FAILED}
    _change(session, message_id, claim_id, **values)


def _change(session: Session, message_id: str, claim_id: str, **values: Any) -> bool:
    """Change a message that this sender still holds, and commit. Return False where the claim is lost."""
    return QUEUE.change(session, message_id, claim_id, **values)


def _kind(error: Exception) -> str:
    return str(error.args[0])[:500] if error.args else type(error).__name__
