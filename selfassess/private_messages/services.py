"""Sending an e-mail that the site does not store, and deleting such e-mails after they were sent."""

from datetime import timedelta

from sqlalchemy import CursorResult, delete, select

from core import clock, notifications
from core.db import db
from core.models import OutboxMessage
from core.settings import Settings
from selfassess.models import PrivateMessage

KEPT_FOR = timedelta(hours=24)
"""After this time a message that could not be sent is deleted."""


def send_private_email(settings: Settings, recipient: str, subject: str, body: str) -> None:
    """Queue an e-mail, commit, try to deliver it, and delete its text and address once it was sent."""
    message = notifications.queue_email(db.session, recipient, subject, body)
    db.session.flush()
    db.session.add(PrivateMessage(message_id=message.id, wipe_at=clock.now() + KEPT_FOR))
    db.session.commit()
    notifications.deliver_waiting(db.session, settings)
    wipe_private_messages()
    db.session.commit()


def wipe_private_messages() -> int:
    """Delete private messages that were sent or are due for deletion, and return how many.

    Where the site stores its e-mails instead of sending them, a message has the status "kept". It is deleted
    at its `wipe_at`. The caller commits.
    """
    private = select(PrivateMessage.message_id).join(
        OutboxMessage, OutboxMessage.id == PrivateMessage.message_id
    )
    due = private.where((PrivateMessage.wipe_at <= clock.now()) | (OutboxMessage.status == "sent"))
    wipe = delete(OutboxMessage).where(OutboxMessage.id.in_(due))
    result = db.session.execute(wipe, execution_options={"synchronize_session": False})
    return result.rowcount if isinstance(result, CursorResult) else 0
