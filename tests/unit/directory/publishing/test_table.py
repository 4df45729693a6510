"""Cells of the table that other people open in a spreadsheet."""

import pytest

from directory.publishing.table import safe_cell, table_rows


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


def test_every_place_of_a_service_has_a_row() -> None:
    places = [{"name": f"Hall {number}", "addresses": [{"postal_code": "S73 8CV"}]} for number in range(3)]
    sites = [{"location": place} for place in places]
    service = {"id": "1", "name": "Club", "status": "active", "service_at_locations": sites}
    rows = list(table_rows(service))
    assert [row["place"] for row in rows] == ["Hall 0", "Hall 1", "Hall 2"]
    assert {row["id"] for row in rows} == {"1"}
    assert "status" not in rows[1]
    assert list(table_rows({"id": "1", "name": "Club", "status": "active"})) == [
        {"id": "1", "name": "Club", "status": "active"}
    ]
