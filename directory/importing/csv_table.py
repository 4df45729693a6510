"""Reads CSV text as rows by column, also the tables of organisations and locations beside a table of
services.
"""

import csv
import io
from dataclasses import dataclass, field

from directory.importing import columns

CsvRow = dict[str, str]
"""The cells of one row by column of our template."""


class NotATableError(ValueError):
    """The text is no table of services; the message says what is missing."""


@dataclass(slots=True)
class SisterTables:
    """The rows of the tables of organisations and locations, by name in small letters."""

    organizations: dict[str, CsvRow] = field(default_factory=dict)
    locations: dict[str, CsvRow] = field(default_factory=dict)


def read_rows(text: str, known: dict[str, tuple[str, ...]]) -> tuple[list[CsvRow], list[str]]:
    """Return the rows of a CSV text by column, and the headings that are not known.

    Cells are separated by commas, semicolons or tabs. Raises NotATableError when the heading of the name is
    missing.
    """
    reader = csv.reader(io.StringIO(text), delimiter=_delimiter(text))
    headings = next(reader, [])
    places = columns.places_of(headings, known)
    if "name" not in places.values():
        given = ", ".join(headings)[:300]
        raise NotATableError(f"no column has the heading “name”; the headings are: {given}")
    terms = _term_places(headings)
    rows = [_cells(cells, places) | _cells(cells, terms) for cells in reader]
    unknown = [
        heading
        for place, heading in enumerate(headings)
        if place not in places and place not in terms and heading.strip()
    ]
    return rows, unknown


def _delimiter(text: str) -> str:
    heading = text.split("\n", 1)[0]
    return max(",;\t", key=heading.count)


def _term_places(headings: list[str]) -> dict[int, str]:
    """Return the names of the taxonomies of known term columns, by the index of the heading."""
    tidy = [columns.tidy_heading(heading) for heading in headings]
    return {place: heading for place, heading in enumerate(tidy) if heading in columns.TERM_COLUMNS}


def _cells(cells: list[str], places: dict[int, str]) -> CsvRow:
    return {column: cells[place].strip() for place, column in places.items() if place < len(cells)}


def sister_tables(organizations: str = "", locations: str = "") -> SisterTables:
    """Return the tables of organisations and locations. An empty text gives an empty table.

    Raises NotATableError when a text is no table.
    """
    found = SisterTables()
    if organizations:
        found.organizations = _by_name(organizations, columns.ORGANIZATION_COLUMNS)
    if locations:
        found.locations = _by_name(locations, columns.LOCATION_COLUMNS)
    return found


def _by_name(text: str, known: dict[str, tuple[str, ...]]) -> dict[str, CsvRow]:
    rows, _unknown = read_rows(text, known)
    return {row["name"].lower(): row for row in rows if row.get("name")}
