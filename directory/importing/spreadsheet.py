"""Reads the sheets of an Excel workbook (.xlsx) as rows of text, within limits."""

import io
import warnings
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from directory.source_files import unpacking
from directory.source_files.unpacking import SourceError

MOST_CELLS = 5_000_000
"""A workbook with more cells is refused."""
_MOST_COLUMNS = 1000
_MOST_EMPTY_ROWS = 1000
"""After so many empty rows, a sheet is taken as ended: formatted empty rows can reach to the millionth."""

Sheet = tuple[str, list[list[str]]]
"""The name of a sheet, and its rows of cells."""


def sheets(content: bytes) -> list[Sheet]:
    """Return the visible and hidden sheets of a workbook that hold cells, the visible ones first.

    Raises SourceError when the workbook is damaged or beyond the limits.
    """
    _check_size(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            workbook = openpyxl.load_workbook(
                io.BytesIO(content), read_only=True, data_only=True, keep_links=False
            )
            try:
                return _all_sheets(workbook)
            finally:
                workbook.close()
    except SourceError:
        raise
    except (
        InvalidFileException,
        zipfile.BadZipFile,
        OSError,
        ValueError,
        KeyError,
        TypeError,
        SyntaxError,
        EOFError,
    ) as error:
        raise SourceError(
            f"the Excel file is damaged ({type(error).__name__}): open it in Excel and save it again"
        ) from error


def _check_size(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError) as error:
        raise SourceError(f"the Excel file is damaged ({error})") from error
    if len(entries) > unpacking.MOST_MEMBERS * 4:
        raise SourceError("the Excel file has too many parts")
    unpacking.check_unpacked(sum(entry.file_size for entry in entries), len(content))


def _all_sheets(workbook: Any) -> list[Sheet]:
    found: list[tuple[bool, str, list[list[str]]]] = []
    cells = 0
    for sheet in workbook.worksheets:
        rows: list[list[str]] = []
        empty = 0
        for row in sheet.iter_rows(values_only=True, max_col=_MOST_COLUMNS):
            texts = _trimmed([cell_text(value) for value in row])
            cells += len(texts)
            if cells > MOST_CELLS:
                raise SourceError(f"the Excel file has more than {MOST_CELLS:,} cells")
            empty = 0 if texts else empty + 1
            if empty > _MOST_EMPTY_ROWS:
                break
            rows.append(texts)
        while rows and not rows[-1]:
            rows.pop()
        if rows:
            found.append((sheet.sheet_state == "visible", sheet.title, rows))
    return [(title, rows) for _visible, title, rows in sorted(found, key=lambda each: not each[0])]


def _trimmed(texts: list[str]) -> list[str]:
    while texts and not texts[-1]:
        texts.pop()
    return texts


def cell_text(value: object) -> str:
    """Return a cell as a person reads it: dates as 2026-03-01, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value).strip()
