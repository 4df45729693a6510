"""Writing messages into the outbox, deciding about unsure ones, and wiping what is past its time."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, delete, func, or_, select, update
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import UpdateBase

from core import clock
from core.crypt import vault
from core.dialect import in_order
from core.logs import security_event
from core.outbox.messages import Email
from core.outbox.models import DeliveryState, OutboxMessage
from core.retention.services import deletion_limit
from core.settings import Settings

CONTENT_LIFE = timedelta(hours=24)
"""How long recipient and text are stored at most. They are wiped at once when a message was sent."""

ROW_LIFE = timedelta(days=30)
"""How long the row without its content is stored, for the page that says what became of a message."""

_MOST_WIPED = timedelta(hours=6)
"""How far wiping follows the clock in one run. Two days, as for other data, would be the life of all
contents.
"""

_LIMIT_WINDOW = timedelta(hours=24)
_NO_SYNC = {"synchronize_session": False}


MOST_TYPED = 8000
"""The most characters of a visitor's own words in one e-mail, so that the site is no way to send letters."""


class EmailRefused(Exception):
    """An e-mail that is not taken. `core.outbox.wording.refusal` says why; `status` is the HTTP status."""

    status = 422


class TooMuchTyped(EmailRefused):
    """An e-mail with more than MOST_TYPED characters of a visitor's own words."""


class TooManyEmails(EmailRefused):
    """A limit is reached for the last 24 hours.

    `to_one`: True for the limit of one recipient, False for the limit of the whole site.
    """

    status = 429

    def __init__(self, *, to_one: bool) -> None:
        super().__init__("limit of e-mails")
        self.to_one = to_one


def queue_email(
    session: Session,
    settings: Settings,
    email: Email,
    *,
    limited: bool = True,
    deliver: bool = True,
    not_before: datetime | None = None,
    about: str = "",
) -> str:
    """Put an e-mail into the outbox in the caller's transaction, and return the id of its row.

    `limited`: False for an address from the settings, such as a team's, which nobody can misuse.
    `deliver`: False for an e-mail that counts towards the limits and is never sent: so an address without an
    account takes the same statements as one with an account.
    `not_before`: the earliest moment of the first attempt; None: at once.

    Raises EmailRefused, and ValueError for an address with a line break, which could add headers; the address
    of a letter has several lines.
    """
    if email.typed > MOST_TYPED:
        raise TooMuchTyped
    if len(email.recipient.splitlines()) != 1 and not email.by_letter:
        raise ValueError("an e-mail address has one line")
    now = max(clock.now(), not_before or clock.now())
    message = OutboxMessage(
        id=clock.new_id(),
        channel=email.channel,
        purpose=email.purpose,
        status=_first_state(settings, deliver=deliver),
        recipient_lookup=vault(settings).lookup("recipient", email.recipient.strip().lower()),
        next_attempt_at=now,
        wipe_at=now + CONTENT_LIFE,
        subject_id=about,
    )
    sealed = vault(settings).seal(message.id, email.to_json())
    message.sealed = sealed if deliver else None
    session.add(message)
    session.flush()
    try:
        if limited:
            _check_limits(session, settings, email)
    except TooManyEmails:
        session.delete(message)
        session.flush()
        raise
    return message.id


def _first_state(settings: Settings, *, deliver: bool) -> DeliveryState:
    if not deliver:
        return DeliveryState.NEVER
    return DeliveryState.KEPT if settings.email_backend == "outbox" else DeliveryState.QUEUED


def send_email(session: Session, settings: Settings, email: Email) -> str:
    """Put an e-mail into the outbox, commit, and return the id of its row. Raises what `queue_email` raises."""
    message_id = queue_email(session, settings, email)
    session.commit()
    return message_id


def _check_limits(session: Session, settings: Settings, email: Email) -> None:
    """Raise TooManyEmails where the new message, which is stored already, is one too many.

    One transaction after another counts, so that simultaneous requests do not pass the limit together: on
    SQLite the new row holds the writer's lock.
    """
    in_order(session, "limits of e-mails")
    recent = OutboxMessage.created_at > clock.now() - _LIMIT_WINDOW
    count = select(func.count()).select_from(OutboxMessage).where(recent)
    lookups = vault(settings).lookups("recipient", email.recipient.strip().lower())
    to_one = session.scalar(count.where(OutboxMessage.recipient_lookup.in_(lookups))) or 0
    if to_one > settings.emails_to_one_a_day:
        security_event("message_limit", "refused", limit="recipient", purpose=email.purpose)
        raise TooManyEmails(to_one=True)
    if (session.scalar(count) or 0) > settings.emails_a_day:
        security_event("message_limit", "refused", limit="site", purpose=email.purpose)
        raise TooManyEmails(to_one=False)


def decide(session: Session, message_id: str, *, send_again: bool) -> bool:
    """Settle an unsure or failed message as a person decided (`settle`), and commit."""
    settled = settle(session, message_id, send_again=send_again)
    session.commit()
    return settled


def settle(session: Session, message_id: str, *, send_again: bool) -> bool:
    """Settle an unsure or failed message in the caller's transaction: send again or give up.

    Return False where the message is in another state, or has no content left.
    """
    values: dict[str, Any] = {"status": DeliveryState.FAILED, "sealed": None}
    if send_again:
        values = {"status": DeliveryState.QUEUED, "attempts": 0, "next_attempt_at": clock.now(), "claim": ""}
        values |= {"provider_id": "", "receipt": "", "receipt_at": None, "asked_at": None}
    undecided = (
        OutboxMessage.id == message_id,
        OutboxMessage.status.in_((DeliveryState.MAYBE_SENT, DeliveryState.FAILED)),
        OutboxMessage.sealed.is_not(None),
    )
    return _rows(session, update(OutboxMessage).where(*undecided).values(**values)) == 1


def hold_unsent(session: Session) -> int:
    """Mark what waits to be sent as "may have been sent", and commit. Return how many messages.

    For a site from a backup: it may have sent them after the backup was made, so a person decides.
    """
    waiting = (DeliveryState.QUEUED, DeliveryState.CLAIMED, DeliveryState.SENDING)
    values = {"status": DeliveryState.MAYBE_SENT, "last_error": "restored", "claim": ""}
    held = _rows(session, update(OutboxMessage).where(OutboxMessage.status.in_(waiting)).values(**values))
    session.commit()
    return held


def remove_expired(session: Session, upto: datetime) -> int:
    """Wipe contents and delete rows whose time is over, and commit. Return how many rows were changed.

    `upto`: the moment up to which rows are deleted (core.retention). Contents have a limit of their own. A
    message that is still queued when its content is wiped has failed.
    """
    changed = _wipe_expired(session, deletion_limit(session, "message contents", _MOST_WIPED))
    before = upto - _LIMIT_WINDOW
    hashed = OutboxMessage.created_at <= before, OutboxMessage.recipient_lookup != ""
    _rows(session, update(OutboxMessage).where(*hashed).values(recipient_lookup=""))
    changed += _rows(session, delete(OutboxMessage).where(OutboxMessage.created_at <= upto - ROW_LIFE))
    session.commit()
    return changed


def empty(session: Session, message_ids: Sequence[str]) -> int:
    """Wipe the contents of messages in the caller's transaction, and return how many. What waits has failed.

    A message that a provider is being given at this moment is wiped when it was sent.
    """
    theirs = (
        OutboxMessage.id.in_(message_ids),
        OutboxMessage.sealed.is_not(None),
        OutboxMessage.status != DeliveryState.SENDING,
    )
    unsent = OutboxMessage.status.in_((DeliveryState.QUEUED, DeliveryState.CLAIMED))
    failed = {"status": DeliveryState.FAILED, "last_error": "erased", "claim": "", "sealed": None}
    return _rows(session, update(OutboxMessage).where(*theirs, unsent).values(**failed)) + _rows(
        session, update(OutboxMessage).where(*theirs).values(sealed=None)
    )


def _wipe_expired(session: Session, upto: datetime) -> int:
    """Wipe contents past their time. A message that a provider is being given at this moment is left out."""
    expired = (
        OutboxMessage.wipe_at <= upto,
        OutboxMessage.sealed.is_not(None),
        OutboxMessage.status != DeliveryState.SENDING,
    )
    unsent = OutboxMessage.status.in_((DeliveryState.QUEUED, DeliveryState.CLAIMED))
    failed = {"status": DeliveryState.FAILED, "last_error": "expired", "claim": "", "sealed": None}
    return _rows(session, update(OutboxMessage).where(*expired, unsent).values(**failed)) + _rows(
        session, update(OutboxMessage).where(*expired).values(sealed=None)
    )


def seal_plain_messages(session: Session, settings: Settings) -> int:
    """Seal or empty the messages that the previous version stored in clear, and commit. Return how many.

    A message that still waited and is younger than a day is queued; an older one has failed.
    """
    plain = or_(OutboxMessage.recipient != "", OutboxMessage.subject != "", OutboxMessage.body != "")
    messages = session.scalars(select(OutboxMessage).where(plain)).all()
    for message in messages:
        wipe_at = message.created_at + CONTENT_LIFE
        young = wipe_at > clock.now()
        waited = message.status == "waiting"
        if young and message.status in ("waiting", DeliveryState.KEPT):
            email = Email(message.recipient, message.subject, message.body, purpose="earlier")
            message.sealed = vault(settings).seal(message.id, email.to_json())
            message.wipe_at = wipe_at
        if waited:
            message.status = DeliveryState.QUEUED if young else DeliveryState.FAILED
            message.attempts, message.next_attempt_at = 0, clock.now()
        message.recipient = message.subject = message.body = ""
    session.commit()
    return len(messages)


def _rows(session: Session, statement: UpdateBase) -> int:
    """Run a statement and return how many rows it changed."""
    result = session.execute(statement, execution_options=_NO_SYNC)
    return result.rowcount if isinstance(result, CursorResult) else 0
