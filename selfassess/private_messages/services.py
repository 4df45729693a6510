"""Sending an e-mail that is not kept, and wiping what has left."""

from datetime import timedelta

from sqlalchemy import CursorResult, delete, select

from core import clock, notifications
from core.db import db
from core.models import OutboxMessage
from core.settings import Settings
from selfassess.models import PrivateMessage

KEPT_FOR = timedelta(hours=24)
"""After how long a message that could not leave is wiped."""


def send_private_email(settings: Settings, recipient: str, subject: str, body: str) -> None:
    """Queue an e-mail and commit, try to deliver it, and delete its words and address as soon as it has
    left."""
    message = notifications.queue_email(db.session, recipient, subject, body)
    db.session.flush()
    db.session.add(PrivateMessage(message_id=message.id, wipe_at=clock.now() + KEPT_FOR))
    db.session.commit()
    notifications.deliver_waiting(db.session, settings)
    wipe_private_messages()
    db.session.commit()


def wipe_private_messages() -> int:
    """Delete private messages that have left or whose time is over, and return how many. The caller commits.

    Where the site only keeps its e-mails, a message has the status "kept" and stays until its time is over.
    """
    private = select(PrivateMessage.message_id).join(
        OutboxMessage, OutboxMessage.id == PrivateMessage.message_id
    )
    over = private.where((PrivateMessage.wipe_at <= clock.now()) | (OutboxMessage.status == "sent"))
    wipe = delete(OutboxMessage).where(OutboxMessage.id.in_(over))
    result = db.session.execute(wipe, execution_options={"synchronize_session": False})
    return result.rowcount if isinstance(result, CursorResult) else 0
