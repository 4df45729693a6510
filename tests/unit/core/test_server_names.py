"""A name server that does not answer delays no page for longer than the limit of a connection."""

import socket
import time
from typing import Any

import pytest
from psycopg import OperationalError
from redis import Redis
from redis.connection import SSLConnection
from redis.exceptions import ConnectionError as NoConnection

from core.bounded_connection import connect, with_addresses
from core.redis_connections import connection_pool
from tests.hanging_names import hanging_names


def test_postgresql_is_given_up_while_its_name_is_unknown() -> None:
    begun = time.monotonic()
    with hanging_names(), pytest.raises(OperationalError, match=r"no address was found for db\.example"):
        connect(1, host="db.example", port=5432, connect_timeout=0.2)
    assert time.monotonic() - begun < 10


@pytest.mark.parametrize("scheme", ["redis", "rediss"])
def test_redis_is_given_up_while_its_name_is_unknown(scheme: str) -> None:
    begun = time.monotonic()
    pool = connection_pool(f"{scheme}://store.example/0", 0.2)
    with hanging_names(), pytest.raises(NoConnection, match=r"no address was found for store\.example"):
        Redis(connection_pool=pool).ping()
    assert time.monotonic() - begun < 10


def test_a_connection_by_tls_stays_one() -> None:
    pool = connection_pool("rediss://127.0.0.1/0", 0.2)
    assert issubclass(pool.connection_class, SSLConnection)
    assert "path" in connection_pool("unix:///run/redis.sock", 0.2).connection_kwargs


@pytest.mark.parametrize(
    "parameters",
    [
        {"dbname": "signpost"},
        {"host": "/run/postgresql", "port": 5432},
        {"host": "db.example", "hostaddr": "192.0.2.1"},
    ],
)
def test_what_needs_no_name_server_stays_as_it_is(parameters: dict[str, Any]) -> None:
    with hanging_names():
        assert with_addresses(parameters) == parameters


def test_each_address_of_each_server_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {"one.example": ["192.0.2.1", "2001:db8::1"], "two.example": ["192.0.2.2"]}

    def found(host: str, port: int, **_values: Any) -> list[tuple[Any, ...]]:
        return [(0, 0, 0, "", (address, port)) for address in known[host]]

    monkeypatch.setattr(socket, "getaddrinfo", found)
    assert with_addresses({"host": "one.example,two.example", "port": "5432,5433", "user": "signpost"}) == {
        "host": "one.example,one.example,two.example",
        "hostaddr": "192.0.2.1,2001:db8::1,192.0.2.2",
        "port": "5432,5432,5433",
        "user": "signpost",
    }
