"""The databases of tests. Without TESTS_DATABASE_URL, each site has a SQLite file in its data folder.

With TESTS_DATABASE_URL, each site has a database of its own on that PostgreSQL server, named after its data
folder; with TESTS_REDIS_URL, sessions and rate limits lie in Redis. `scripts/ensure_services.py` starts
servers and sets both. The server must be one that is thrown away: nothing drops the last databases.
"""

import os
import re
import shutil
import sqlite3
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from redis import Redis
from sqlalchemy import Engine, MetaData, event, make_url

from core.db import db

SERVER = os.environ.get("TESTS_DATABASE_URL", "")
REDIS = os.environ.get("TESTS_REDIS_URL", "")
on_sqlite = pytest.mark.skipif(bool(SERVER), reason="the test reads or damages the file of SQLite")
on_files = pytest.mark.skipif(
    bool(REDIS), reason="the test looks into the store in files, or moves the clock, and Redis has its own"
)
KIND = "-on-postgresql" if SERVER else "-on-sqlite"
"""Ends the names of what is built once for all tests on one kind of database."""


@event.listens_for(Engine, "connect")
def _without_durability(connection: Any, _record: Any) -> None:
    """Wait for no disk: the files of tests need not survive a power failure. Each commit is then faster."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous=OFF")


_emptied: list[str] = []
"""Databases of this worker with all tables and no rows, ready for another site."""

_CLEAN_UP = """
    SET session_replication_role = replica;
    DO $$ DECLARE one record; BEGIN
        FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'
        LOOP EXECUTE format('DELETE FROM %I', one.tablename); END LOOP;
        FOR one IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'
        LOOP EXECUTE format('ALTER SEQUENCE %I RESTART', one.sequencename); END LOOP;
    END $$
"""
_SHAPE = """
    SELECT (SELECT string_agg(concat_ws(' ', relname, attname, format_type(atttypid, atttypmod)), ','
                              ORDER BY relname, attname)
            FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
            WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped),
           (SELECT string_agg(indexdef, ',' ORDER BY indexdef) FROM pg_indexes WHERE schemaname = 'public')
"""


@cache
def _administration() -> psycopg.Connection[Any]:
    return psycopg.connect(_address("postgres"), autocommit=True)


def _address(name: str) -> str:
    return make_url(SERVER).set(drivername="postgresql", database=name).render_as_string(hide_password=False)


def _name(folder: Path) -> str:
    return "site_" + sha256(str(folder.resolve()).encode()).hexdigest()[:24]


def _run(statement: str, *names: str) -> None:
    _administration().execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def settings_for(folder: Path) -> dict[str, str]:
    """Return the settings that lead to the site's servers. Creates the site's database where it is missing."""
    found = {}
    if SERVER:
        name = _name(folder)
        known = _administration().execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if known.fetchone() is None:
            _run("CREATE DATABASE {}", name)
        found["database_url"] = make_url(SERVER).set(database=name).render_as_string(hide_password=False)
    if REDIS:
        found |= {"session_url": _redis_of_worker(), "rate_limit_url": _redis_of_worker()}
    return found


def _redis_of_worker() -> str:
    """Return the address of the numbered database of Redis that this worker alone uses."""
    worker = re.sub(r"\D", "", os.environ.get("PYTEST_XDIST_WORKER", "")) or "0"
    return make_url(REDIS).set(database=str(int(worker) + 1)).render_as_string(hide_password=False)


def _forget_visitors() -> None:
    """Begin a site without sessions and limits of the sites before it, which lie in the same Redis."""
    if REDIS:
        Redis.from_url(_redis_of_worker()).flushdb()


def copy_site(template: Path, folder: Path) -> None:
    """Copy a data folder that no application uses, with its database.

    Copies of content, two hundred small files, stay out: each process makes those that it needs.
    """
    _copy_files(template, folder)
    _forget_visitors()
    _copy_database(template, folder)


def _copy_files(template: Path, folder: Path) -> None:
    shutil.copytree(template, folder, ignore=shutil.ignore_patterns("content-copies"))


def _copy_database(template: Path, folder: Path) -> None:
    if SERVER:
        _run("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy", _name(folder), _name(template))


def copy_empty_site(template: Path, folder: Path) -> None:
    """Copy the data folder of an empty site, and give the copy a database with tables and no rows.

    A database that this worker has emptied is taken where there is one: a copy takes ten times as long.
    """
    _copy_files(template, folder)
    _forget_visitors()
    if SERVER and _emptied:
        _run("ALTER DATABASE {} RENAME TO {}", _emptied.pop(), _name(folder))
    else:
        _copy_database(template, folder)


def give_back(template: Path, folder: Path) -> None:
    """End a site's connections and empty its database; drop it where a test has changed its tables."""
    if not SERVER:
        return
    name = _name(folder)
    _end_connections(name)
    with psycopg.connect(_address(name), autocommit=True) as connection:
        connection.execute(_CLEAN_UP)
        shape = connection.execute(_SHAPE).fetchone()
    if shape == _shape_of(template):
        _emptied.append(name)
    else:
        drop(folder)


@cache
def _shape_of(template: Path) -> tuple[Any, ...] | None:
    with psycopg.connect(_address(_name(template)), autocommit=True) as connection:
        return connection.execute(_SHAPE).fetchone()


def drop(folder: Path) -> None:
    """End a site's connections and drop its database."""
    if SERVER:
        _run("DROP DATABASE {} WITH (FORCE)", _name(folder))


def _end_connections(name: str) -> None:
    _administration().execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
    )


def everything_stored() -> str:
    """Return all values of all tables of the present application's database, bytes as Latin-1."""
    tables = MetaData()
    tables.reflect(db.engine)
    with db.engine.connect() as connection:
        rows = [row for table in tables.sorted_tables for row in connection.execute(table.select())]
    values = [value for row in rows for value in row]
    return "\n".join(value.decode("latin-1") if isinstance(value, bytes) else str(value) for value in values)
