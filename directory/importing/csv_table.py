"""Reads tables as rows by column, also the tables of organisations and locations beside a table of services."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from directory.importing import columns, delimited_text
from directory.open_referral import values
from directory.open_referral.leftovers import not_read
from directory.open_referral.problems import ImportProblem

CsvRow = dict[str, str]
"""The cells of one row by column of our template."""
_HIGHEST_HEADING = 20
"""Lines above the headings, such as a title, are looked through as far as this row."""


class NotATableError(ValueError):
    """The text is no table of services; the message says what is missing."""


@dataclass(slots=True)
class SisterTables:
    """The rows of the tables of organisations and locations, by name in small letters."""

    organizations: dict[str, CsvRow] = field(default_factory=dict)
    locations: dict[str, CsvRow] = field(default_factory=dict)
    problems: list[ImportProblem] = field(default_factory=list)


@dataclass(slots=True)
class TableRows:
    """The rows of a table by column. `extra` holds the cells of unknown headings, by heading, of each row."""

    rows: list[CsvRow]
    extra: list[dict[str, str]]
    problems: list[ImportProblem]
    first: int = 2
    """The position of the first row in the source; the headings are before it."""
    numbers: list[int] = field(default_factory=list)
    """The positions of the rows, where they do not follow one another."""

    def numbered(self) -> Iterator[tuple[int, CsvRow, dict[str, str]]]:
        """Yield position, known cells and other cells of each row that is not empty."""
        numbers = self.numbers or range(self.first, self.first + len(self.rows))
        for number, row, extra in zip(numbers, self.rows, self.extra, strict=True):
            if any(row.values()) or any(extra.values()):
                yield number, row, extra


def read_rows(text: str, known: dict[str, tuple[str, ...]]) -> TableRows:
    """Return the rows of a CSV text by column.

    Cells are separated by commas, semicolons, tabs or bars. Raises NotATableError when the heading of the name
    is missing.
    """
    cells, mended = delimited_text.split(text)
    problems = [
        ImportProblem(each.line, "quotation mark", f"is never closed before “{each.words}”: read as a letter")
        for each in mended
    ]
    table = rows_of_cells(cells, known)
    table.problems = problems + table.problems
    return table


def rows_of_cells(cells: list[list[str]], known: dict[str, tuple[str, ...]]) -> TableRows:
    """Return rows of cells by column. The headings are the first row that names a service and other columns.

    Raises NotATableError when no row is such a row of headings.
    """
    at = _heading_row(cells, known)
    if at is None:
        given = ", ".join(next((row for row in cells if any(row)), []))[:300]
        raise NotATableError(f"no column has the heading “name”; the headings are: {given}")
    headings = cells[at]
    above = [", ".join(filter(None, (cell.strip() for cell in row))) for row in cells[:at]]
    problems = [
        ImportProblem(number, "title", f"is above the headings and not read: “{words}”")
        for number, words in enumerate(above, 1)
        if words
    ]
    places = columns.places_of(headings, known) | _term_places(headings)
    table = TableRows([], [], problems, at + 2)
    longest = max(map(len, cells), default=0)
    in_order = sorted(range(longest), key=lambda place: columns.is_synonym(headings, place, places))
    for number, row in enumerate(cells[at + 1 :], table.first):
        filled = [(place, row[place].strip()) for place in in_order if place < len(row)]
        found, extra = _by_column(filled, headings, places, number, problems)
        table.rows.append(found)
        table.extra.append(extra)
    return table


def _heading_row(cells: list[list[str]], known: dict[str, tuple[str, ...]]) -> int | None:
    best, most = None, 0
    for number, row in enumerate(cells[:_HIGHEST_HEADING]):
        found = columns.places_of(row, known)
        is_heading = "name" in found.values() and (len(found) > 1 or len([c for c in row if c.strip()]) == 1)
        if is_heading and len(found) > most:
            best, most = number, len(found)
            if len(found) >= 3:
                break
    if best is None and cells and "name" in columns.places_of(cells[0], known).values():
        return 0
    return best


def _term_places(headings: list[str]) -> dict[int, str]:
    """Return the names of the taxonomies of known term columns, by the index of the heading."""
    tidy = [columns.tidy_heading(heading) for heading in headings]
    return {place: heading for place, heading in enumerate(tidy) if heading in columns.TERM_COLUMNS}


def _by_column(
    filled: list[tuple[int, str]],
    headings: list[str],
    places: dict[int, str],
    number: int,
    problems: list[ImportProblem],
) -> tuple[CsvRow, dict[str, str]]:
    """Return the known and the other cells of a row. Of two columns that mean the same, the first filled one
    counts. `filled`: index and text of each cell, synonyms after the columns' own names.
    """
    row: CsvRow = {}
    extra: dict[str, str] = {}
    for place, text in filled:
        column = places.get(place)
        heading = headings[place].strip() if place < len(headings) else ""
        if column is None:
            key = heading or f"column {place + 1} without a heading"
            if text:
                extra[key if key not in extra else f"{key} ({place + 1})"] = text
            continue
        if not values.raw(text) or not values.raw(row.get(column, "")):
            row[column] = row.get(column) or text if not values.raw(text) else text
        elif text != row[column]:
            problems.append(
                ImportProblem(number, heading, f"stands beside another {column}: {not_read(text)}")
            )
    return row, extra


def sister_tables(organizations: str = "", locations: str = "") -> SisterTables:
    """Return the tables of organisations and locations. An empty text gives an empty table.

    Raises NotATableError when a text is no table.
    """
    found = SisterTables()
    if organizations:
        found.organizations = _by_name(
            organizations, columns.ORGANIZATION_COLUMNS, "organisations", found.problems
        )
    if locations:
        found.locations = _by_name(locations, columns.LOCATION_COLUMNS, "locations", found.problems)
    return found


def _by_name(
    text: str, known: dict[str, tuple[str, ...]], table_name: str, problems: list[ImportProblem]
) -> dict[str, CsvRow]:
    table = read_rows(text, known)
    problems += table.problems
    for number, row, extra in table.numbered():
        for heading, value in extra.items():
            if values.raw(value):
                problems.append(
                    ImportProblem(number, f"{table_name}: {heading}", not_read(value), row.get("name", ""))
                )
    return {row["name"].lower(): row for row in table.rows if row.get("name")}
