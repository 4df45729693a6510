"""A connection to PostgreSQL that gives up a server that has stopped answering.

No setting of the server or of libpq does that. A server process that is frozen ends no statement, while the
kernel of its machine still confirms every packet.
"""

from typing import Any

from psycopg import Connection, OperationalError
from psycopg.abc import RV, PQGen
from psycopg.pq import TransactionStatus

_INTERVAL = 0.1
"""Seconds between two looks for signals, as in psycopg."""


class BoundedConnection(Connection[Any]):
    """A connection whose statements each have `answer_seconds` to be answered."""

    answer_seconds: float

    def wait(self, gen: PQGen[RV], interval: float = _INTERVAL, timeout: float | None = None) -> RV:
        """Return the result of a command. Raises OperationalError and closes the connection after the limit."""
        try:
            return super().wait(gen, interval, self.answer_seconds if timeout is None else timeout)
        except OperationalError:
            # Without an answer nobody knows the state of the connection. SQLAlchemy replaces a closed one.
            if self.pgconn.transaction_status == TransactionStatus.ACTIVE:
                self.pgconn.finish()
            raise


def connect(answer_seconds: float, *arguments: Any, **parameters: Any) -> BoundedConnection:
    """Return a new connection. Raises psycopg.Error."""
    connection = BoundedConnection.connect(*arguments, **parameters)
    connection.answer_seconds = answer_seconds
    return connection
