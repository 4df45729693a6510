"""What the tests read from the outbox."""

from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapper

from core.db import db
from core.outbox.messages import Email
from core.outbox.models import OutboxMessage
from core.outbox.queries import content

_order: dict[str, int] = {}
"""The messages that this process has written, by id: the how-manieth each was."""


@event.listens_for(OutboxMessage, "after_insert")
def _count(_mapper: Mapper[OutboxMessage], _connection: Connection, message: OutboxMessage) -> None:
    _order[message.id] = len(_order)


def _oldest_first() -> list[OutboxMessage]:
    """Return all messages. The clock of the tests stands still, so that the times alone give no order."""
    rows = db.session.scalars(select(OutboxMessage)).all()
    return sorted(rows, key=lambda row: (row.created_at, _order.get(row.id, -1)))


def emails(app: Flask) -> list[Email]:
    """Return the e-mails in the outbox whose contents are still there, the oldest first."""
    with app.app_context():
        found = (content(app.extensions["settings"], row.id, row.sealed) for row in _oldest_first())
        return [email for email in found if email is not None]


def states(app: Flask) -> list[str]:
    """Return the states of all messages, the oldest first."""
    with app.app_context():
        return [row.status for row in _oldest_first()]
