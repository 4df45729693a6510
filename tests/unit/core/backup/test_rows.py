"""Rows as JSON lines: a round trip for every type of column, and a digest that ignores order."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    String,
    Table,
    Text,
    Time,
)

from core.backup.rows import RowDigest, header_line, parents_first, row_line, rows_of
from core.db import UtcDateTime

TABLE = Table(
    "everything",
    MetaData(),
    Column("id", String(36), primary_key=True),
    Column("number", Integer),
    Column("flag", Boolean),
    Column("amount", Numeric(12, 4)),
    Column("day", Date),
    Column("at", Time),
    Column("moment", UtcDateTime),
    Column("body", LargeBinary),
    Column("data", JSON),
    Column("words", Text),
)
VALUES = st.tuples(
    st.text(),
    st.none() | st.integers(),
    st.none() | st.booleans(),
    st.none() | st.decimals(allow_nan=False, allow_infinity=False, places=4),
    st.none() | st.dates(),
    st.none() | st.times(),
    st.none() | st.datetimes(timezones=st.just(UTC)),
    st.none() | st.binary(),
    st.none() | st.lists(st.text() | st.integers()) | st.dictionaries(st.text(), st.text()),
    st.none() | st.text(),
)


@given(st.lists(VALUES, max_size=4))
def test_rows_come_back_as_they_were(rows: list[tuple[object, ...]]) -> None:
    names = [column.name for column in TABLE.columns]
    lines = [header_line(TABLE), *map(row_line, rows)]
    assert list(rows_of(TABLE, lines)) == [dict(zip(names, row, strict=True)) for row in rows]


@given(st.lists(VALUES, min_size=1, max_size=6), st.randoms())
def test_the_digest_ignores_order_and_sees_each_row(rows: list[tuple[object, ...]], random: object) -> None:
    digest, shuffled, shorter = RowDigest(), RowDigest(), RowDigest()
    lines = [row_line(row) for row in rows]
    for line in lines:
        digest.add(line)
    random.shuffle(lines)  # type: ignore[attr-defined]
    for line in lines:
        shuffled.add(line)
    for line in lines[1:]:
        shorter.add(line)
    assert digest == shuffled
    assert digest.text != shorter.text


def test_decimals_are_the_same_with_and_without_zeros_at_the_end() -> None:
    assert row_line([Decimal("12.50")]) == row_line([Decimal("12.5")]) == b'["12.5"]\n'
    assert row_line([Decimal("1E+2")]) == b'["100"]\n'


@pytest.mark.parametrize(
    "lines", [[], [b'["id"]\n'], [header_line(TABLE), b'["only one"]\n'], [header_line(TABLE), b"not json\n"]]
)
def test_lines_that_are_no_rows_of_the_table_are_refused(lines: list[bytes]) -> None:
    with pytest.raises(ValueError, match=r"column|values|Expecting"):
        list(rows_of(TABLE, lines))


def test_times_are_kept_to_the_second() -> None:
    row = [time(8, 30), date(2026, 11, 27), datetime(2026, 11, 27, 8, 30, tzinfo=UTC)]
    assert row_line(row) == b'["08:30:00","2026-11-27","2026-11-27T08:30:00+00:00"]\n'


def test_a_row_comes_after_its_parent() -> None:
    tree = Table(
        "tree",
        MetaData(),
        Column("id", Integer, primary_key=True),
        Column("parent", Integer, ForeignKey("tree.id")),
    )
    rows = [{"id": 1, "parent": 2}, {"id": 2, "parent": 3}, {"id": 3, "parent": None}]
    assert [row["id"] for row in parents_first(tree, rows)] == [3, 2, 1]
    circle = [{"id": 1, "parent": 2}, {"id": 2, "parent": 1}]
    assert len(list(parents_first(tree, circle))) == 2
