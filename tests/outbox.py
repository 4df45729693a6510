"""What the tests read from the outbox."""

from flask import Flask
from sqlalchemy import select

from core.db import db
from core.outbox.messages import Email
from core.outbox.models import OutboxMessage
from core.outbox.queries import content


def emails(app: Flask) -> list[Email]:
    """Return the e-mails in the outbox whose contents are still there, the oldest first."""
    with app.app_context():
        rows = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.created_at)).all()
        found = (content(app.extensions["settings"], row.id, row.sealed) for row in rows)
        return [email for email in found if email is not None]


def states(app: Flask) -> list[str]:
    """Return the states of all messages, the oldest first."""
    with app.app_context():
        return list(db.session.scalars(select(OutboxMessage.status).order_by(OutboxMessage.created_at)))
