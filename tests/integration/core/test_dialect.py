"""Both databases sort, lock and come back alike."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.exc import OperationalError

from core.db import db
from core.dialect import LOCK_SECONDS, engine_options, in_order, prepare_connection, schema_change
from core.settings import Settings
from directory.models import Service
from tests.conftest import make_settings
from tests.databases import on_sqlite
from tests.factories import make_service

pytestmark = pytest.mark.both_databases

NAMES = ["apple", "Banana", "Éclair", "_first", "zebra", "éclair", "10 pin", "Zumba", "a-b", "ab", "a b"]


def _services(names: list[str]) -> None:
    for name in names:
        make_service(db.session, name=name)
    db.session.commit()


def test_text_sorts_by_its_code_points(app: Flask) -> None:
    with app.app_context():
        _services(NAMES)
        assert list(db.session.scalars(select(Service.name).order_by(Service.name))) == sorted(NAMES)


def test_a_connection_that_the_server_ended_is_replaced(app: Flask) -> None:
    with app.app_context():
        if db.engine.dialect.name != "postgresql":
            pytest.skip("SQLite has no server that could end a connection")
        mine = db.session.scalar(text("SELECT pg_backend_pid()"))
        db.session.rollback()
        other = create_engine(db.engine.url)
        with other.connect() as connection:
            connection.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": mine})
        other.dispose()
        assert db.session.scalar(text("SELECT pg_backend_pid()")) != mine


def test_a_statement_without_an_answer_is_given_up(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.dialect.ANSWER_SECONDS", 0.3)
    with app.app_context():
        if db.engine.dialect.name != "postgresql":
            pytest.skip("SQLite has no server that could stop answering")
        db.engine.dispose()
        with pytest.raises(OperationalError) as refused:
            db.session.execute(text("SELECT pg_sleep(20)"))
        assert refused.value.connection_invalidated
        db.session.rollback()
        assert db.session.scalar(text("SELECT 1")) == 1


def test_transactions_pass_one_after_another(app: Flask) -> None:
    """On PostgreSQL the second waits for the end of the first; SQLite has one writer at a time anyway."""
    seen: list[str] = []
    with app.app_context():
        if db.engine.dialect.name != "postgresql":
            pytest.skip("SQLite orders writers by itself")
        in_order(db.session, "a queue")

        def second() -> None:
            with app.app_context():
                in_order(db.session, "a queue")
                seen.append("second")
                db.session.rollback()

        waiting = threading.Thread(target=second)
        waiting.start()
        waiting.join(0.5)
        seen.append("first")
        db.session.commit()
        waiting.join(LOCK_SECONDS)
        assert seen == ["first", "second"]


def test_sqlite_writes_each_commit_to_the_disk(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "site.db")) as connection:
        prepare_connection(connection)
        found = [
            connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("synchronous", "journal_mode")
        ]
    assert found == [2, "wal"]


def test_connections_to_a_server_are_tried_before_their_use(tmp_path: Path) -> None:
    url = "postgresql+psycopg://somebody@127.0.0.1/site"
    options = engine_options(Settings(data_dir=tmp_path, database_url=url))
    assert options["pool_pre_ping"]
    assert options["hide_parameters"]
    assert "pool_pre_ping" not in engine_options(Settings(data_dir=tmp_path, database_url=""))


@on_sqlite
def test_a_migration_that_leaves_rows_without_their_parent_changes_nothing(app: Flask) -> None:
    """SQLite's foreign keys are off while a migration copies tables, and checked at its end."""
    with app.app_context():
        services, data_dir = select(func.count(Service.id)), app.extensions["settings"].data_dir
        _services(["Tea"])
        delete = text("DELETE FROM organization")
        with (
            pytest.raises(RuntimeError, match=r"rows that refer to nothing: .*service"),
            schema_change(db.engine, data_dir) as connection,
        ):
            connection.execute(delete)
        assert (
            db.session.scalar(services),
            db.session.scalar(text("SELECT count(*) FROM organization")),
        ) == (1, 1)
        db.session.rollback()
        with db.engine.connect() as connection:
            assert connection.scalar(text("PRAGMA foreign_keys")) == 1


@pytest.mark.parametrize("url", ["mysql://user:secret@host/name", "postgres://user:secret@host/name"])
def test_another_database_is_refused_without_showing_its_password(tmp_path: Path, url: str) -> None:
    with pytest.raises(ValueError, match=r"must begin with postgresql\+psycopg://") as refused:
        make_settings(tmp_path, database_url=url)
    assert "secret" not in str(refused.value)
