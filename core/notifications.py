"""Messages to people: stored in an outbox, then handed to the channel that the settings name.

A message is stored in the caller's transaction. Delivery follows after the commit and is tried at most five
times; a failure never breaks the page that asked for it.
"""

import logging
import smtplib
from collections.abc import Callable
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock
from core.models import OutboxMessage
from core.settings import Settings

log = logging.getLogger("signpost.notifications")

MOST_ATTEMPTS = 5
TIMEOUT_SECONDS = 10

Deliver = Callable[[OutboxMessage, Settings], None]


def _leave_in_outbox(message: OutboxMessage, settings: Settings) -> None:
    """Leave the message in the outbox, where `flask outbox` shows it. The default."""


def _smtp(message: OutboxMessage, settings: Settings) -> None:
    url = urlsplit(settings.smtp_url)
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = settings.email_from, message.recipient, message.subject
    mail.set_content(message.body)
    server = smtplib.SMTP_SSL if url.scheme == "smtps" else smtplib.SMTP
    with server(url.hostname or "localhost", url.port or 0, timeout=TIMEOUT_SECONDS) as connection:
        if url.scheme == "smtp" and connection.has_extn("starttls"):
            connection.starttls()
        if url.username:
            connection.login(unquote(url.username), unquote(url.password or ""))
        connection.send_message(mail)


def _notify(message: OutboxMessage, settings: Settings) -> None:
    from notifications_python_client.notifications import NotificationsAPIClient

    client = NotificationsAPIClient(  # type: ignore[no-untyped-call]
        settings.notify_api_key.get_secret_value(), timeout=TIMEOUT_SECONDS
    )
    client.send_email_notification(  # type: ignore[no-untyped-call]
        email_address=message.recipient,
        template_id=settings.notify_template_id,
        personalisation={"subject": message.subject, "body": message.body},
        reference=message.id,
    )


BACKENDS: dict[str, Deliver] = {"outbox": _leave_in_outbox, "smtp": _smtp, "notify": _notify}


def queue_email(session: Session, recipient: str, subject: str, body: str) -> OutboxMessage:
    """Put an e-mail into the outbox, in the caller's transaction, and return it."""
    message = OutboxMessage(channel="email", recipient=recipient, subject=subject, body=body)
    session.add(message)
    return message


def deliver_waiting(session: Session, settings: Settings) -> int:
    """Hand every waiting message to its channel and commit after each. Return how many were delivered.

    A message that could not be delivered waits for the next call, five times at most.
    """
    deliver = BACKENDS[settings.email_backend]
    delivered_status = "kept" if settings.email_backend == "outbox" else "sent"
    delivered = 0
    waiting = (
        select(OutboxMessage)
        .where(OutboxMessage.status == "waiting")
        .order_by(OutboxMessage.created_at)
        .limit(50)
    )
    for message in session.scalars(waiting).all():
        message.attempts += 1
        try:
            deliver(message, settings)
        except Exception as error:
            log.warning("message not delivered", exc_info=error)
            message.last_error = type(error).__name__
            message.status = "failed" if message.attempts >= MOST_ATTEMPTS else "waiting"
        else:
            message.status = delivered_status
            message.sent_at = clock.now()
            delivered += 1
        session.commit()
    return delivered
