"""Reads all tables of the site into files, and fills an empty database from them."""

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection, Table, insert, select
from sqlalchemy.exc import SQLAlchemyError

from core.backup.archive import ArchivedTable, BackupRefused
from core.backup.rows import RowDigest, header_line, parents_first, row_line, rows_of
from core.db import Base

_BATCH = 500
_FOLDER = "tables"


def file_name(table_name: str) -> str:
    """Return the name inside the archive of a table's file."""
    return f"{_FOLDER}/{table_name}.jsonl"


def backed_up_tables() -> list[Table]:
    """Return the tables that go into a backup, each after the tables that it refers to.

    A table with `info={"in_backup": False}` stays out: it holds nothing that must outlive a restore, such as
    visitors' sessions.
    """
    return [table for table in Base.metadata.sorted_tables if table.info.get("in_backup", True)]


def _lines(connection: Connection, table: Table) -> Iterator[bytes]:
    rows = connection.execute(select(table).execution_options(yield_per=_BATCH))
    for row in rows:
        yield row_line(row)


def digest_of(connection: Connection, table: Table) -> ArchivedTable:
    """Return count and digest of a table's rows, as the connection sees them."""
    digest = RowDigest()
    for line in _lines(connection, table):
        digest.add(line)
    return ArchivedTable(name=table.name, rows=digest.rows, digest=digest.text)


def write_tables(connection: Connection, folder: Path) -> list[ArchivedTable]:
    """Write a file for each table into `folder` and return what they hold.

    All tables are read in one transaction of the connection, so they belong to the same moment.
    """
    (folder / _FOLDER).mkdir(parents=True)
    return [_write_table(connection, table, folder) for table in backed_up_tables()]


def _write_table(connection: Connection, table: Table, folder: Path) -> ArchivedTable:
    digest = RowDigest()
    with (folder / file_name(table.name)).open("wb") as file:
        file.write(header_line(table))
        for line in _lines(connection, table):
            digest.add(line)
            file.write(line)
    return ArchivedTable(name=table.name, rows=digest.rows, digest=digest.text)


def fill_tables(connection: Connection, folder: Path, archived: Sequence[ArchivedTable]) -> None:
    """Fill the empty tables of the connection from files, and compare the rows that they hold then.

    Raises BackupRefused where a table is unknown, a row cannot be stored, or count or digest differ.
    """
    known = {table.name: table for table in backed_up_tables()}
    if set(known) != {entry.name for entry in archived}:
        raise BackupRefused("the tables in this backup are not those of this version")
    entries = {entry.name: entry for entry in archived}
    for table in known.values():
        try:
            _fill(connection, table, folder / file_name(table.name))
        except (ValueError, SQLAlchemyError) as error:
            # The message of a database error holds the row, which may be somebody's data.
            reason = error if isinstance(error, ValueError) else type(error).__name__
            raise BackupRefused(f"table {table.name} cannot be restored: {reason}") from None
        if digest_of(connection, table) != entries[table.name]:
            raise BackupRefused(f"table {table.name} does not hold what the backup says after it was filled")


def _fill(connection: Connection, table: Table, path: Path) -> None:
    with path.open("rb") as lines:
        rows = iter(parents_first(table, rows_of(table, lines)))
        while batch := list(islice(rows, _BATCH)):
            connection.execute(insert(table), batch)
