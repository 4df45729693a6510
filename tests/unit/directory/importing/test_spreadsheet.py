"""Sheets of Excel workbooks: cells as a person reads them, and workbooks that are refused."""

import io
import zipfile
from datetime import date, datetime, time, timedelta

import openpyxl
import pytest

from directory.importing import spreadsheet
from directory.source_files import unpacking
from directory.source_files.unpacking import SourceError

CELLS = [
    (None, ""),
    (True, "TRUE"),
    (False, "FALSE"),
    (datetime.fromisoformat("2026-03-01"), "2026-03-01"),
    (datetime.fromisoformat("2026-03-01T09:30"), "2026-03-01 09:30"),
    (date(2026, 3, 1), "2026-03-01"),
    (time(9, 30), "09:30"),
    (timedelta(hours=1, minutes=30), "1:30:00"),
    (1632960111.0, "1632960111"),
    (4.5, "4.5"),
    (" Tea ", "Tea"),
]


def test_cells_are_read_as_a_person_reads_them() -> None:
    assert [spreadsheet.cell_text(value) for value, _text in CELLS] == [text for _value, text in CELLS]


def _workbook(*rows: tuple[int, str]) -> bytes:
    """Return a workbook whose first sheet is hidden; `rows`: number and text of cells in the second one."""
    book = openpyxl.Workbook()
    book.active.title, book.active.sheet_state = "Notes", "hidden"
    book.active["A1"] = "for us"
    shown = book.create_sheet("Groups")
    for number, text in rows:
        shown.cell(row=number, column=1, value=text)
    book.create_sheet("Empty")
    opened = io.BytesIO()
    book.save(opened)
    return opened.getvalue()


def test_visible_sheets_come_first_and_empty_ones_not_at_all() -> None:
    found = spreadsheet.sheets(_workbook((1, "Tea"), (3, "Choir")))
    assert found == [("Groups", [["Tea"], [], ["Choir"]]), ("Notes", [["for us"]])]


def test_a_sheet_ends_after_very_many_empty_rows() -> None:
    groups, _notes = spreadsheet.sheets(_workbook((1, "Tea"), (900, "Choir"), (3000, "left over")))
    assert [row for row in groups[1] if row] == [["Tea"], ["Choir"]]


def _zip(names: list[str]) -> bytes:
    opened = io.BytesIO()
    with zipfile.ZipFile(opened, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return opened.getvalue()


def test_a_file_that_is_no_workbook_is_refused_in_words() -> None:
    for content in (b"PK\x03\x04 rubbish", _zip(["[Content_Types].xml"]), _workbook()[:2000]):
        with pytest.raises(SourceError, match="the Excel file is damaged"):
            spreadsheet.sheets(content)


def test_a_workbook_of_very_many_parts_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "MOST_MEMBERS", 1)
    with pytest.raises(SourceError, match="too many parts"):
        spreadsheet.sheets(_zip([f"part{number}.xml" for number in range(5)]))
