"""What differs between SQLite and PostgreSQL in a backup: one consistent read, and a swap that cannot half
happen.

A restore fills a database aside, and puts it in the place of the present one only when it is complete.
The present one stays, under a name with `before_restore`.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, func, inspect, select, text
from sqlalchemy.exc import OperationalError

from core.backup.archive import BackupRefused
from core.db import Base
from core.dialect import for_database, sort_by_code_points
from core.schema import migrate

_ASIDE = "signpost_restore"
_LOCK_SECONDS = 10

Fill = Callable[[Connection], None]
"""Fills the empty tables of a connection, or raises BackupRefused."""


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """Yield a connection whose reads all see the database of one moment, while others write."""
    with engine.connect() as connection:
        begin = for_database(engine, sqlite=_begin_sqlite, postgresql=_begin_postgresql)
        begin(connection)
        yield connection
        connection.rollback()


def _begin_sqlite(connection: Connection) -> None:
    # Python's driver begins no transaction for a SELECT by itself.
    connection.exec_driver_sql("BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def has_site(engine: Engine) -> bool:
    """Return True where the database holds the tables of a site."""
    return inspect(engine).has_table("alembic_version")


def replace_database(engine: Engine, before: Path, fill: Fill, put_files: Callable[[], None]) -> str:
    """Fill a database aside and put it in the place of the present one; return where the present one went.

    `before`: the folder for what was there. `put_files`: called as the last step before the swap counts.
    The present database is as it was where anything raises.
    """
    replace = for_database(engine, sqlite=_replace_file, postgresql=_replace_schema)
    return replace(engine, before, fill, put_files)


def _replace_file(engine: Engine, before: Path, fill: Fill, put_files: Callable[[], None]) -> str:
    present = Path(str(engine.url.database))
    aside = before / f"{_ASIDE}.db"
    engine.dispose()
    other = create_engine(f"sqlite:///{aside}")
    try:
        with other.begin() as connection:
            migrate(connection)
        with other.begin() as connection:
            fill(connection)
            _check_sqlite(connection)
    finally:
        other.dispose()
    with closing(sqlite3.connect(aside)) as connection:
        # All rows go into the one file that is moved.
        connection.execute("PRAGMA journal_mode=DELETE")
    aside.chmod(0o600)
    kept = before / present.name
    if present.exists():
        _close_sqlite(present)
        os.link(present, kept)
    put_files()
    aside.replace(present)
    return str(kept) if kept.exists() else ""


def _check_sqlite(connection: Connection) -> None:
    found = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    if found != ["ok"] or connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        raise BackupRefused("the restored database does not pass SQLite's own check")


def _close_sqlite(path: Path) -> None:
    """Bring everything from the write-ahead log into the database file. Raises BackupRefused where another
    process has the database open, because its writes would be lost."""
    with closing(sqlite3.connect(path, timeout=2)) as connection:
        try:
            mode = connection.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
        except sqlite3.OperationalError:
            mode = "locked"
        except sqlite3.DatabaseError:
            return  # The present file is no database any more: nobody can have written to it.
    if mode != "delete":
        raise BackupRefused(
            "the site is still running: stop its web workers and its jobs, then run this again"
        )


def _replace_schema(engine: Engine, before: Path, fill: Fill, put_files: Callable[[], None]) -> str:
    """Fill tables in a schema aside and exchange the tables, all in one transaction."""
    kept = before.name.replace("-", "_")
    with engine.begin() as connection:
        connection.execute(text(f"SET LOCAL lock_timeout = '{_LOCK_SECONDS}s'"))
        present = connection.execute(text("SELECT current_schema()")).scalar_one()
        quote = connection.dialect.identifier_preparer.quote
        connection.execute(text(f"CREATE SCHEMA {_ASIDE}"))
        connection.execute(text(f"SET LOCAL search_path TO {_ASIDE}"))
        migrate(connection, _ASIDE)
        sort_by_code_points(connection)
        fill(connection)
        _set_sequences(connection)
        names = [*Base.metadata.tables, "alembic_version"]
        old = set(inspect(connection).get_table_names(schema=present))
        if old & set(names):
            connection.execute(text(f"CREATE SCHEMA {kept}"))
        try:
            for name in names:
                if name in old:
                    connection.execute(text(f"ALTER TABLE {quote(present)}.{quote(name)} SET SCHEMA {kept}"))
                connection.execute(text(f"ALTER TABLE {_ASIDE}.{quote(name)} SET SCHEMA {quote(present)}"))
        except OperationalError:
            raise BackupRefused(
                "the site is still running: stop its web workers and its jobs, then run this again"
            ) from None
        connection.execute(text(f"DROP SCHEMA {_ASIDE}"))
        put_files()
    return f"schema {kept}" if old & set(names) else ""


def _set_sequences(connection: Connection) -> None:
    """Let each counter go on after the highest number that was restored."""
    for table in Base.metadata.sorted_tables:
        column = table.autoincrement_column
        if column is not None:
            following = func.coalesce(func.max(column), 0) + 1
            sequence = func.pg_get_serial_sequence(table.name, column.name)
            connection.execute(select(func.setval(sequence, following, False)))
