"""`init` from nothing, from the released tables with data, twice at once, and after a migration that fails."""

import multiprocessing
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from flask import Flask
from sqlalchemy import Column, Connection, MetaData, Table, func, insert, inspect, select, text
from sqlalchemy.exc import DBAPIError

from core.commands import upgrade_database
from core.db import Base, db
from core.dialect import schema_change
from core.settings import ROOT, Settings
from tests.conftest import make_app, make_settings

pytestmark = pytest.mark.both_databases

RELEASED = "0002"
"""The revision of the version that was released first."""


def _upgrade(settings: Settings, start: Any, ends: Any) -> None:
    with make_app(settings).app_context():
        start.wait()
        upgrade_database()
        ends.put("done")


@pytest.mark.both_databases
@pytest.mark.slow
def test_two_at_once_on_an_empty_site_both_succeed(tmp_path: Path) -> None:
    settings = make_settings(tmp_path / "new")
    (tmp_path / "new").mkdir(exist_ok=True)
    fork = multiprocessing.get_context("fork")
    start, ends = fork.Barrier(2), fork.Queue()
    processes = [fork.Process(target=_upgrade, args=(settings, start, ends)) for _number in range(2)]
    for process in processes:
        process.start()
    assert [ends.get(timeout=60) for _process in processes] == ["done", "done"]
    for process in processes:
        process.join()
    with make_app(settings).app_context():
        assert set(Base.metadata.tables) <= set(inspect(db.engine).get_table_names())


def _rows_of(connection: Connection) -> dict[str, int]:
    tables = sorted(inspect(connection).get_table_names())
    return {
        name: connection.scalar(select(func.count()).select_from(Table(name, MetaData()))) or 0
        for name in tables
        if name != "alembic_version"
    }


def _alembic(app: Flask, step: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    settings: Settings = app.extensions["settings"]
    with app.app_context(), schema_change(db.engine, settings.data_dir) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, step)


def _copy_rows(source: Connection, target: Connection) -> None:
    """Copy the rows of a site of today into tables of another revision, parents first, columns that both
    have.
    """
    there = MetaData()
    there.reflect(target)
    for table in there.sorted_tables:
        ours = Base.metadata.tables.get(table.name)
        if ours is None:
            continue
        columns = [column for column in ours.columns if column.name in table.columns]
        # A table of these columns alone: the defaults of later columns are left out.
        common = Table(table.name, MetaData(), *(Column(column.name, column.type) for column in columns))
        rows = [dict(row) for row in source.execute(select(*columns)).mappings()]
        if table.name == "organization":
            rows.sort(key=lambda row: row["parent_organization_id"] is not None)
        if rows:
            target.execute(insert(common), rows)


@pytest.mark.slow
def test_the_released_tables_are_brought_up_to_date_with_all_rows(demo_app: Flask, tmp_path: Path) -> None:
    older = make_app(make_settings(tmp_path / "released"))
    (tmp_path / "released").mkdir(exist_ok=True)
    _alembic(older, RELEASED)
    with demo_app.app_context():
        source = db.engine
        with older.app_context(), source.connect() as reading, db.engine.begin() as writing:
            _copy_rows(reading, writing)
    with older.app_context():
        with db.engine.connect() as connection:
            before = _rows_of(connection)
        upgrade_database()
        with db.engine.connect() as connection:
            after = _rows_of(connection)
        assert before["service"] > 200
        assert {name: after.get(name) for name in before} == before
    listed = older.test_client().get("/a-to-z/s").get_data(as_text=True)
    assert listed.count("/service/") > 5


def _change(settings: Settings, *statements: str) -> None:
    with schema_change(db.engine, settings.data_dir) as connection:
        for statement in statements:
            connection.execute(text(statement))


def test_a_migration_that_fails_changes_nothing(app: Flask, settings: Settings) -> None:
    with app.app_context():
        before = set(inspect(db.engine).get_table_names())
        with pytest.raises(DBAPIError):
            _change(settings, "CREATE TABLE half (id INTEGER)", "INSERT INTO nowhere VALUES (1)")
        assert set(inspect(db.engine).get_table_names()) == before


def test_a_migration_that_copies_a_table_deletes_no_rows_that_refer_to_it(own_demo_app: Flask) -> None:
    settings: Settings = own_demo_app.extensions["settings"]
    with own_demo_app.app_context():
        if db.engine.dialect.name != "sqlite":
            pytest.skip("only SQLite changes a table by copying it")
        with db.engine.connect() as connection:
            before = _rows_of(connection)
        _change(
            settings,
            "CREATE TABLE copied AS SELECT * FROM location",
            "DROP TABLE location",
            "ALTER TABLE copied RENAME TO location",
            "CREATE UNIQUE INDEX again ON location (id)",
        )
        with db.engine.connect() as connection:
            assert _rows_of(connection) == before
