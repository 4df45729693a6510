"""What the columns of a record can hold, the same on every database: lengths, whole numbers and characters."""

from functools import cache
from typing import Any

from sqlalchemy import Column, Integer, String

from core.db import Base
from core.text import storable

MOST_INTEGER = 2**31 - 1
"""The greatest number of an Integer column (PostgreSQL: integer, 4 bytes)."""


def fitted(table: str, column: str, value: Any) -> tuple[Any, str]:
    """Return a value as its column can hold it, and in plain words what was changed; '' where nothing was.

    Characters that no database can hold are removed without a word, because nobody can see them.
    """
    if value is None or isinstance(value, bool):
        return value, ""
    held = _column(table, column)
    if isinstance(value, str):
        return _fitted_text(held, storable(value))
    too_large = isinstance(value, int) and abs(value) > MOST_INTEGER
    if held is not None and isinstance(held.type, Integer) and too_large:
        return None if held.nullable else 0, "is too large a number: left out"
    return value, ""


@cache
def _column(table: str, column: str) -> Column[Any] | None:
    return Base.metadata.tables[table].columns.get(column)


def _fitted_text(held: Column[Any] | None, text: str) -> tuple[str, str]:
    longest = held.type.length if held is not None and isinstance(held.type, String) else None
    if longest and len(text) > longest:
        return text[:longest], f"is longer than {longest} letters: cut"
    return text, ""
