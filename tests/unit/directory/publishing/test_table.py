"""Cells of the table that other people open in a spreadsheet."""

import pytest

from directory.publishing.table import safe_cell


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+44 1632 960001", "'+44 1632 960001"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-1+2", "'-1+2"),
        ("-1.378", "-1.378"),
        ("01632 960001", "01632 960001"),
        ("", ""),
    ],
)
def test_no_cell_is_a_formula(cell: str, safe: str) -> None:
    assert safe_cell(cell) == safe
