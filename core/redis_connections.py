"""Connections to Redis for which the resolution of the server's name has a time limit too."""

from typing import Any

from redis.connection import Connection, ConnectionPool
from redis.exceptions import ConnectionError as NoConnection

from core.deadlines import resolve

_SECONDS = 5.0
"""The limit for finding an address where `socket_connect_timeout` is not given."""


class _NameFirst(Connection):
    """A connection that asks for the address of its server before it connects.

    A name server that does not answer would otherwise hold the thread for longer than any limit of redis-py.
    """

    def connect(self) -> None:
        """Connect, unless it is connected. Raises redis.exceptions.ConnectionError."""
        if not self.is_connected:
            try:
                resolve(self.host, self.port, self.socket_connect_timeout or _SECONDS)
            except (OSError, UnicodeError) as error:
                raise NoConnection(f"no address was found for {self.host}") from error
        super().connect()  # type: ignore[no-untyped-call]


def connection_pool(url: str, seconds: float, **options: Any) -> ConnectionPool:
    """Return the connections to a server. `seconds`: the limit for its address, its connection, its answer.

    `options`: as for redis.connection.Connection.
    """
    pool = ConnectionPool.from_url(url, socket_timeout=seconds, socket_connect_timeout=seconds, **options)
    over_network = pool.connection_class
    if issubclass(over_network, Connection):
        pool.connection_class = type(over_network.__name__, (_NameFirst, over_network), {})
    return pool
