"""Sends a list: the message is stored in the outbox and delivered after the commit."""

from core import notifications
from core.db import db
from core.settings import Settings


def send_list(settings: Settings, recipient: str, subject: str, body: str) -> None:
    """Queue one e-mail, commit, then deliver waiting messages.

    A failed delivery leaves the message in the queue.
    """
    notifications.queue_email(db.session, recipient, subject, body)
    db.session.commit()
    notifications.deliver_waiting(db.session, settings)
