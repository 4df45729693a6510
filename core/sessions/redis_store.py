"""Sessions in Redis, for a site on several machines."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as NoConnection
from redis.exceptions import RedisError
from redis.retry import Retry

from core import clock
from core.redis_connections import connection_pool
from core.sessions.store import StoredContent
from core.stores import StoreUnavailable

_FIELDS = ("sealed", "version", "expires", "ends")

TIMEOUT_SECONDS = 1.0
"""A Redis that hangs must not hold a page for longer."""

PAUSE_SECONDS = 2.0
"""After an error no request asks Redis for this time, so that not every page waits (circuit breaker)."""

_REPLACE = """
if redis.call('HGET', KEYS[1], 'version') ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'sealed', ARGV[2], 'version', ARGV[3], 'expires', ARGV[4], 'ends', ARGV[5])
redis.call('PEXPIRE', KEYS[1], ARGV[6])
return 1
"""
_TOUCH = """
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
redis.call('HSET', KEYS[1], 'expires', ARGV[1])
return redis.call('PEXPIRE', KEYS[1], ARGV[2])
"""
_RELEASE = """
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
"""


class RedisStore:
    """Sessions as Redis hashes that expire by themselves. A lease is a key of its own.

    Lua scripts make each change atomic.
    """

    def __init__(self, url: str) -> None:
        # One more try, because a connection of the pool may be older than a restart of Redis.
        retry = Retry(NoBackoff(), 1, supported_errors=(NoConnection,))
        self._client = Redis(connection_pool=connection_pool(url, TIMEOUT_SECONDS, retry=retry))
        self._replace = self._client.register_script(_REPLACE)
        self._touch = self._client.register_script(_TOUCH)
        self._release = self._client.register_script(_RELEASE)
        self._paused_until = 0.0

    def read(self, id_hash: str) -> StoredContent | None:
        """Return a session that has not expired; None for any other."""
        with self._answering():
            found: Any = self._client.hmget(_key(id_hash), *_FIELDS)
        if None in found:
            return None
        sealed, version, expires, ends = found
        content = StoredContent(sealed, int(version), _moment(expires), _moment(ends))
        return content if min(content.expires_at, content.ends_at) > clock.now() else None

    def add(self, id_hash: str, content: StoredContent) -> None:
        """Store a new session."""
        values: dict[Any, Any] = dict(zip(_FIELDS, _values(content), strict=True))
        with self._answering(), self._client.pipeline() as pipe:
            pipe.hset(_key(id_hash), mapping=values)
            pipe.pexpire(_key(id_hash), _milliseconds(content.expires_at))
            pipe.execute()

    def replace(self, id_hash: str, content: StoredContent) -> bool:
        """Replace the content where the stored version is the one before. Return whether it was."""
        arguments: list[Any] = [content.version - 1, *_values(content), _milliseconds(content.expires_at)]
        with self._answering():
            return bool(self._replace(keys=[_key(id_hash)], args=arguments))

    def touch(self, id_hash: str, expires_at: datetime) -> None:
        """Set the end of the idle lifetime, and change nothing else."""
        arguments: list[Any] = [expires_at.isoformat(), _milliseconds(expires_at)]
        with self._answering():
            self._touch(keys=[_key(id_hash)], args=arguments)

    def delete(self, id_hash: str) -> None:
        """Delete a session. An unknown one is no error."""
        with self._answering():
            self._client.delete(_key(id_hash))

    def lease(self, id_hash: str, lease: str, until: datetime) -> bool:
        """Give one request the session to itself. Return False while another request has it."""
        with self._answering():
            return bool(self._client.set(_lease_key(id_hash), lease, nx=True, px=_milliseconds(until)))

    def release(self, id_hash: str, lease: str) -> None:
        """End a lease. A lease that another request has by now is left alone."""
        with self._answering():
            self._release(keys=[_lease_key(id_hash)], args=[lease])

    def delete_expired(self, before: datetime) -> int:
        """Delete nothing: Redis deletes expired keys by itself."""
        return 0

    @contextmanager
    def _answering(self) -> Iterator[None]:
        if time.monotonic() < self._paused_until:
            raise StoreUnavailable("Redis did not answer a moment ago")
        try:
            yield
        except RedisError as error:
            self._paused_until = time.monotonic() + PAUSE_SECONDS
            raise StoreUnavailable(type(error).__name__) from error


def _key(id_hash: str) -> str:
    return f"signpost:session:{id_hash}"


def _lease_key(id_hash: str) -> str:
    return f"signpost:session-lease:{id_hash}"


def _values(content: StoredContent) -> tuple[bytes, int, str, str]:
    return content.sealed, content.version, content.expires_at.isoformat(), content.ends_at.isoformat()


def _moment(text: bytes) -> datetime:
    return datetime.fromisoformat(text.decode())


def _milliseconds(until: datetime) -> int:
    """Return the milliseconds from now until a moment, at least one."""
    return max(1, int((until - clock.now()).total_seconds() * 1000))
