"""Where rate limits are counted by default: a small SQLite file that all workers of one machine share.

It is not the site's database: a locked or full database must not stop pages, and a limit must not write to
it. What is stored are hashes and times.
"""

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from limits.errors import StorageError
from limits.storage import MovingWindowSupport, Storage

from core import clock

_WAIT_SECONDS = 1.0
"""How long a request waits for another worker. After that the store counts as unavailable."""

_TABLES = """
create table if not exists hit (name text not null, at real not null, expires real not null);
create index if not exists ix_hit_name on hit (name, at);
create index if not exists ix_hit_expires on hit (expires);
create table if not exists counter (name text primary key, value integer not null, expires real not null);
"""


def _delete_expired(connection: sqlite3.Connection, now: float) -> None:
    for table in ("hit", "counter"):
        connection.execute(f"delete from {table} where expires <= ?", (now,))  # noqa: S608 (our own tables)


class FileStorage(Storage, MovingWindowSupport):
    """Counts in a SQLite file. Every failure is raised as limits.errors.StorageError.

    Times come from core.clock. Where the clock was set back, a hit counts as made now, so that nobody waits
    longer than the period of a limit.
    """

    STORAGE_SCHEME = ["signpost-file"]

    def __init__(self, path: Path) -> None:
        super().__init__(wrap_exceptions=True)
        self._path = path

    @property
    def base_exceptions(self) -> tuple[type[Exception], ...]:
        """Return what counts as a failure of the store."""
        return (sqlite3.Error, OSError)

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """Open the file, lock it for writing, and commit at the end. A damaged file is deleted."""
        if not self._path.exists():
            self._path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(self._path, os.O_CREAT | os.O_WRONLY, 0o600))
        with contextlib.closing(
            sqlite3.connect(self._path, timeout=_WAIT_SECONDS, isolation_level=None)
        ) as connection:
            try:
                # After a power failure the counts may be lost: waiting for the disk is not worth them.
                connection.execute("pragma synchronous=off")
                connection.executescript(_TABLES)
                connection.execute("begin immediate")
                yield connection
                connection.execute("commit")
            except sqlite3.OperationalError:
                raise
            except sqlite3.DatabaseError:
                # Its content is worth less than its service: the next request begins with an empty file.
                self._delete_file()
                raise

    def _delete_file(self) -> None:
        for ending in ("", "-journal"):
            self._path.with_name(self._path.name + ending).unlink(missing_ok=True)

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Count `amount` hits and return True; count nothing and return False where that exceeds the limit."""
        now = clock.now().timestamp()
        with self._transaction() as connection:
            _delete_expired(connection, now)
            connection.execute(
                "update hit set at = ?, expires = ? where name = ? and at > ?", (now, now + expiry, key, now)
            )
            (hits,) = connection.execute("select count(*) from hit where name = ?", (key,)).fetchone()
            if hits + amount > limit:
                return False
            row = (key, now, now + expiry)
            connection.executemany("insert into hit (name, at, expires) values (?, ?, ?)", [row] * amount)
        return True

    def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:
        """Return the time of the oldest hit that still counts, and how many count; now and 0 without hits."""
        now = clock.now().timestamp()
        with self._transaction() as connection:
            oldest, hits = connection.execute(
                "select min(at), count(*) from hit where name = ? and expires > ?", (key, now)
            ).fetchone()
        return (min(oldest, now), hits) if hits else (now, 0)

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Add to a counter, which ends `expiry` seconds after it began, and return its value."""
        now = clock.now().timestamp()
        with self._transaction() as connection:
            connection.execute("delete from counter where name = ? and expires <= ?", (key, now))
            connection.execute(
                "insert into counter (name, value, expires) values (?, ?, ?)"
                " on conflict (name) do update set value = value + excluded.value",
                (key, amount, now + expiry),
            )
            (value,) = connection.execute("select value from counter where name = ?", (key,)).fetchone()
        return int(value)

    def get(self, key: str) -> int:
        """Return the value of a counter; 0 where there is none."""
        return int(self._counter(key)[0])

    def get_expiry(self, key: str) -> float:
        """Return when a counter ends, in seconds since 1970; now where there is none."""
        return float(self._counter(key)[1])

    def _counter(self, key: str) -> tuple[Any, Any]:
        now = clock.now().timestamp()
        with self._transaction() as connection:
            found: tuple[Any, Any] | None = connection.execute(
                "select value, expires from counter where name = ? and expires > ?", (key, now)
            ).fetchone()
        return found or (0, now)

    def check(self) -> bool:
        """Return whether the file can be read and written."""
        try:
            self.get("check")
        except StorageError:
            return False
        return True

    def forget_expired(self) -> None:
        """Delete what does not count any more."""
        with self._transaction() as connection:
            _delete_expired(connection, clock.now().timestamp())

    def reset(self) -> int | None:
        """Forget everything, and return how many hits and counters were forgotten."""
        with self._transaction() as connection:
            forgotten = connection.execute("delete from hit").rowcount
            forgotten += connection.execute("delete from counter").rowcount
        return forgotten

    def clear(self, key: str) -> None:
        """Forget what was counted under one name."""
        with self._transaction() as connection:
            connection.execute("delete from hit where name = ?", (key,))
            connection.execute("delete from counter where name = ?", (key,))
