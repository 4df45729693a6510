"""What differs between SQLite and PostgreSQL. No other module but core.db asks which database it is.

Statements of all other modules run on both. Where both understand a statement differently, this module makes
them the same: text sorts by its code points, and a lock orders what SQLite orders by itself.
"""

import fcntl
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Dialect, Engine, Table, make_url, text
from sqlalchemy.orm import Session

from core.settings import Settings

_Chosen = TypeVar("_Chosen")

_IS_COMMAND = os.environ.get("FLASK_RUN_FROM_CLI") == "true"

LOCK_SECONDS = 30 if _IS_COMMAND else 3
"""How long a statement waits for another transaction before it fails, on both databases.

A command can wait. A page that waits occupies a thread, and other visitors wait for that thread.
"""

_STATEMENT_SECONDS = 0 if _IS_COMMAND else 10
"""How long PostgreSQL works on a statement before it ends the statement itself; 0 for no limit."""

ANSWER_SECONDS = 600 if _IS_COMMAND else 12
"""How long PostgreSQL may take to answer a statement at all. A server that is frozen ends no statement."""

_IDLE_SECONDS = 0 if _IS_COMMAND else 60
"""After how long PostgreSQL ends a transaction in which nothing happens: its process may be frozen."""

_CONNECT_SECONDS = 5
_CONNECTIONS = 5
_FURTHER_CONNECTIONS = 10
"""Connections of one process beyond _CONNECTIONS, closed after use: gunicorn's threads need one each."""

_RECYCLE_SECONDS = 1800

_GONE_SERVER = {
    "keepalives_idle": 30,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
"""When libpq gives a connection up whose server no longer answers on the network: seconds, the last in
milliseconds."""

_SQLITE_PRAGMAS = (
    # First, because changing the journal waits for other connections too.
    f"busy_timeout={LOCK_SECONDS * 1000}",
    "journal_mode=WAL",
    # The log is written to the disk at every commit: what a receipt promises survives a power failure.
    "synchronous=FULL",
    "foreign_keys=ON",
    # What is deleted or wiped is overwritten, so that nobody reads it in the free parts of the file.
    "secure_delete=ON",
)


def engine_options(settings: Settings) -> dict[str, Any]:
    """Return the arguments of create_engine for the database of the settings."""
    options: dict[str, Any] = {"url": settings.sqlalchemy_url, "hide_parameters": True}
    if make_url(settings.sqlalchemy_url).get_backend_name() == "sqlite":
        return options
    return options | {
        # A connection is tried before its use: after a restart of the server no request fails.
        "pool_pre_ping": True,
        "pool_size": _CONNECTIONS,
        "max_overflow": _FURTHER_CONNECTIONS,
        "pool_timeout": LOCK_SECONDS,
        "pool_recycle": _RECYCLE_SECONDS,
        "connect_args": {
            "connect_timeout": _CONNECT_SECONDS,
            "application_name": "signpost",
            **_GONE_SERVER,
            "options": f"-c lock_timeout={LOCK_SECONDS}s -c statement_timeout={_STATEMENT_SECONDS}s"
            f" -c idle_in_transaction_session_timeout={_IDLE_SECONDS}s",
        },
    }


def open_connection(dialect: Dialect, arguments: Sequence[Any], parameters: Mapping[str, Any]) -> Any:
    """Return a new connection to PostgreSQL, whose answers have a time limit; None for SQLite, which has no
    server."""
    if dialect.name == "sqlite":
        return None
    # The driver is loaded only where it is used.
    from core import bounded_connection

    return bounded_connection.connect(ANSWER_SECONDS, *arguments, **parameters)


def prepare_connection(connection: Any) -> None:
    """Set the pragmas of a new connection to SQLite. Does nothing for another database."""
    if isinstance(connection, sqlite3.Connection):
        for pragma in _SQLITE_PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")


def for_database(engine: Engine, *, sqlite: _Chosen, postgresql: _Chosen) -> _Chosen:
    """Return the one of two values that fits the database: for work with files of SQLite or with schemas of
    PostgreSQL, which no common statement can do."""
    return sqlite if engine.dialect.name == "sqlite" else postgresql


@contextmanager
def schema_change(engine: Engine, data_dir: Path) -> Iterator[Connection]:
    """Give a connection for migrations: one transaction, and one process at a time, others wait.

    SQLite's foreign keys are off inside, because a migration that copies a table must not delete the rows
    that refer to it; they are checked at the end. Raises RuntimeError where a check fails.
    """
    if engine.dialect.name == "sqlite":
        with (data_dir / "migrations.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield from _sqlite_schema_change(engine)
        return
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL lock_timeout = 0"))
        connection.execute(_LOCK, {"key": _lock_key("migrations")})
        yield connection
        sort_by_code_points(connection)


def _sqlite_schema_change(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        # Python's driver begins no transaction for CREATE and ALTER by itself.
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            yield connection
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            if broken:
                raise RuntimeError(f"a migration left rows that refer to nothing: {broken[:5]}")
            connection.commit()
        finally:
            connection.rollback()
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")


_LOCK = text("SELECT pg_advisory_xact_lock(:key)")


def in_order(session: Session, what: str) -> None:
    """Let one transaction after another pass here, until each ends. `what` names the queue.

    SQLite has one writer at a time, so that this does nothing there.
    """
    if session.connection().dialect.name == "postgresql":
        session.execute(_LOCK, {"key": _lock_key(what)})


def insert_new(connection: Connection, table: Table, batches: Iterable[Sequence[Sequence[Any]]]) -> int:
    """Insert rows, given as values in the order of the table's columns; a row whose key is there stays out.

    Returns the number of rows that were inserted. The driver's own statement, for millions of rows.
    """
    mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    names = [column.name for column in table.columns]
    statement = (
        f"INSERT INTO {table.name} ({', '.join(names)}) "  # noqa: S608 (names of our own tables)
        f"VALUES ({', '.join([mark] * len(names))}) ON CONFLICT DO NOTHING"
    )
    written = 0
    with closing(connection.connection.cursor()) as cursor:
        for batch in batches:
            cursor.executemany(statement, batch)
            written += cursor.rowcount
    return written


def _lock_key(what: str) -> int:
    """Return the number of an advisory lock: a signed 64-bit integer."""
    return int.from_bytes(sha256(f"signpost {what}".encode()).digest()[:8], signed=True)


_TEXT_IN_ANOTHER_ORDER = text(
    """
    SELECT table_name, column_name, data_type, character_maximum_length
    FROM information_schema.columns
    WHERE table_schema = current_schema() AND data_type IN ('character varying', 'text')
    AND (collation_name IS NULL OR collation_name <> 'C')
    ORDER BY table_name, column_name
    """
)


def sort_by_code_points(connection: Connection) -> None:
    """Give the collation C to every text column that has another one.

    SQLite compares text by its code points, so both databases sort, group and compare small letters alike,
    whichever language the server was set up for.
    """
    changes: dict[str, list[str]] = {}
    for table, column, kind, length in connection.execute(_TEXT_IN_ANOTHER_ORDER):
        full = f"{kind}({length})" if length else kind
        changes.setdefault(table, []).append(f'ALTER COLUMN "{column}" TYPE {full} COLLATE "C"')
    for table, columns in changes.items():
        connection.execute(text(f'ALTER TABLE "{table}" {", ".join(columns)}'))
