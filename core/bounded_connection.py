"""A connection to PostgreSQL that gives up a server that has stopped answering.

No setting of the server or of libpq does that. A server process that is frozen ends no statement, while the
kernel of its machine still confirms every packet.
"""

from typing import Any

from psycopg import Connection, OperationalError
from psycopg.abc import RV, PQGen
from psycopg.pq import TransactionStatus

from core.deadlines import resolve

_INTERVAL = 0.1
"""Seconds between two looks for signals, as in psycopg."""

_CONNECT_SECONDS = 5
"""The limit for finding an address where `connect_timeout` is not given."""


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
    """Return a new connection. Raises psycopg.Error, also where no name server answers in `connect_timeout`."""
    connection = BoundedConnection.connect(*arguments, **with_addresses(parameters))
    connection.answer_seconds = answer_seconds
    return connection


def with_addresses(parameters: dict[str, Any]) -> dict[str, Any]:
    """Return the parameters of a connection with `hostaddr`: libpq itself sets no limit to a name's resolution.

    Example: host "db" with two addresses becomes host "db,db" and hostaddr "192.0.2.1,192.0.2.2"; the name
    still stands for the certificate. Sockets, and parameters without a host, stay as they are.
    Raises psycopg.OperationalError.
    """
    hosts = [host for host in str(parameters.get("host") or "").split(",") if host]
    if not hosts or "hostaddr" in parameters or any(host.startswith(("/", "@")) for host in hosts):
        return parameters
    ports = str(parameters.get("port") or "").split(",")
    ports = ports if len(ports) == len(hosts) else ports[:1] * len(hosts)
    found = [
        (host, address, port)
        for host, port in zip(hosts, ports, strict=True)
        for address in _addresses(host, parameters)
    ]
    names = zip(("host", "hostaddr", "port"), zip(*found, strict=True), strict=True)
    return parameters | {name: ",".join(values) for name, values in names}


def _addresses(host: str, parameters: dict[str, Any]) -> list[str]:
    try:
        return resolve(host, 0, float(parameters.get("connect_timeout") or _CONNECT_SECONDS))
    except (OSError, UnicodeError) as error:
        raise OperationalError(f"no address was found for {host}") from error
