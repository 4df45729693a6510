"""The rows of a table as JSON lines, the same on every database, with a digest that ignores their order.

A line is a list with one value for each column. JSON has no dates, decimals or bytes, so those are text:
`2026-11-27T10:00:00+00:00`, `12.5`, base64.
"""

import base64
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, Column, Table, TypeDecorator

_DIGEST_SIZE = 2**256


def encoded_value(value: Any) -> Any:
    """Return a column's value as JSON can hold it.

    Decimals lose zeros at their end, because databases differ in them: 12.50 and 12.5 are both "12.5".
    """
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        whole, point, fraction = format(value, "f").partition(".")
        return whole + (point + fraction).rstrip("0.")
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    return value


_DECODERS: Mapping[type, Callable[[Any], Any]] = {
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
    time: time.fromisoformat,
    Decimal: Decimal,
    bytes: base64.b64decode,
}


def _decoder(column: Column[Any]) -> Callable[[Any], Any] | None:
    stored = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
    return None if isinstance(stored, JSON) else _DECODERS.get(stored.python_type)


def row_line(values: Iterable[Any]) -> bytes:
    """Return one row as a line of JSON, with the newline."""
    encoded = [encoded_value(value) for value in values]
    return json.dumps(encoded, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def header_line(table: Table) -> bytes:
    """Return the first line of a table's file: the names of its columns."""
    return json.dumps([column.name for column in table.columns]).encode() + b"\n"


def rows_of(table: Table, lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table's file as values by column name.

    Raises ValueError where the file's columns are not the table's, or where a line is no row of it.
    """
    lines = iter(lines)
    names = json.loads(next(lines, b"[]"))
    if names != [column.name for column in table.columns]:
        raise ValueError(f"the columns of table {table.name} are not those of this version")
    decoders = [_decoder(column) for column in table.columns]
    for line in lines:
        values = json.loads(line)
        if len(values) != len(names):
            raise ValueError(f"a row of table {table.name} has {len(values)} values, not {len(names)}")
        yield {
            name: value if value is None or decode is None else decode(value)
            for name, value, decode in zip(names, values, decoders, strict=True)
        }


def parents_first(table: Table, rows: Iterable[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    """Return the rows so that each comes after the row of the same table that it refers to.

    A table without a reference to itself is passed on as it is, without reading it into memory. Rows that
    refer to each other in a circle come last; the database then refuses them.
    """
    references = [
        (column.name, key.column.name)
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table is table
    ]
    return _sorted_by_reference(list(rows), references) if references else rows


def _sorted_by_reference(
    waiting: list[dict[str, Any]], references: list[tuple[str, str]]
) -> Iterator[dict[str, Any]]:
    written: set[tuple[str, Any]] = set()
    while waiting:
        blocked = []
        for row in waiting:
            if all(row[name] is None or (target, row[name]) in written for name, target in references):
                written.update((target, row[target]) for _name, target in references)
                yield row
            else:
                blocked.append(row)
        if len(blocked) == len(waiting):
            yield from blocked
            return
        waiting = blocked


@dataclass
class RowDigest:
    """Counts rows and adds up the SHA-256 of their lines, so that two databases with the same rows in
    another order have the same digest."""

    rows: int = 0
    total: int = 0

    def add(self, line: bytes) -> None:
        self.rows += 1
        self.total = (self.total + int.from_bytes(hashlib.sha256(line).digest())) % _DIGEST_SIZE

    @property
    def text(self) -> str:
        """The sum as 64 hexadecimal digits."""
        return f"{self.total:064x}"
