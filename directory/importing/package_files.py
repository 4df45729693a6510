"""Finds the files of a package: the tables of a folder or a zip, and the tables beside a table of services."""

import re
from pathlib import Path
from typing import Any

from directory.importing import csv_table, delimited_text, hsds_tables
from directory.open_referral import values
from directory.open_referral.problems import ImportProblem
from directory.source_files import unpacking
from directory.source_files.text_decoding import decode
from directory.source_files.unpacking import SourceError

JsonObject = dict[str, Any]
_TABLES = (".csv", ".tsv")
_READABLE = (*_TABLES, ".txt", ".json", ".jsonl", ".ndjson", ".geojson", ".xlsx", ".gz")
_SISTERS = {
    "organizations": re.compile(r"organi[sz]ations", re.IGNORECASE),
    "locations": re.compile(r"locations|places", re.IGNORECASE),
}
_NOT_DATA = re.compile(
    r"(?:^|/)(?:readme|licen[cs]e|datapackage|changelog|metadata|schema)[^/]*$", re.IGNORECASE
)


def readable(members: dict[str, bytes]) -> list[str]:
    """Return the names of the members that a reader may know."""
    return [name for name in members if name.lower().endswith(_READABLE) and not _NOT_DATA.search(name)]


def folder(path: Path) -> dict[str, bytes]:
    """Return the files of a folder by name. Raises SourceError when they are too many or too large."""
    files = [each for each in sorted(path.iterdir()) if each.is_file() and not each.name.startswith(".")]
    files = [each for each in files if each.name.lower().endswith(_READABLE)]
    if len(files) > unpacking.MOST_MEMBERS:
        raise SourceError(f"the folder holds more than {unpacking.MOST_MEMBERS} files")
    if not files:
        raise SourceError(f"the folder {path} holds no JSON, CSV or Excel file")
    return {each.name: unpacking.read_bytes(each) for each in files}


def beside(path: Path) -> dict[str, bytes]:
    """Return the tables beside a table of services.

    These are all tables of a package when the file is called services.csv, else the sister tables whose names
    differ from the file's in the word "services" only.
    """
    if hsds_tables.table_field(path.name) == "service":
        tables = [
            each for each in sorted(path.parent.iterdir()) if each.suffix.lower() in _TABLES and each != path
        ]
        if hsds_tables.is_package([path.name, *(each.name for each in tables)]):
            return {
                each.name: unpacking.read_bytes(each) for each in tables if hsds_tables.table_field(each.name)
            }
    found: dict[str, bytes] = {}
    for spellings in (("organisations", "organizations"), ("locations", "places")):
        names = [re.sub("services", spelling, path.name, flags=re.IGNORECASE) for spelling in spellings]
        sister = next(
            (path.with_name(n) for n in names if n != path.name and path.with_name(n).exists()), None
        )
        if sister:
            found[sister.name] = unpacking.gunzip(unpacking.read_bytes(sister))
    return found


def is_sister(name: str) -> bool:
    """Return True for the name of a table of organisations or locations."""
    return name.lower().endswith(_TABLES) and any(
        pattern.search(Path(name).name) for pattern in _SISTERS.values()
    )


def sister_tables(siblings: dict[str, bytes]) -> csv_table.SisterTables:
    """Return the tables of organisations and locations. Raises SourceError when one of them is no table."""
    texts = {}
    for noun, pattern in _SISTERS.items():
        texts[noun] = next(
            (decode(content) for name, content in siblings.items() if pattern.search(name)), ""
        )
    try:
        return csv_table.sister_tables(**texts)
    except csv_table.NotATableError as error:
        raise SourceError(f"a table beside the services cannot be read: {error}") from error


def package_with(text: str, siblings: dict[str, bytes]) -> dict[str, list[JsonObject]]:
    """Return the tables of a package, of which `text` is the services; empty when they are no package."""
    others = {name: _objects(content) for name, content in siblings.items() if hsds_tables.table_field(name)}
    services = rows_as_objects(delimited_text.split(text)[0])
    return {"services": services} | others if others and hsds_tables.is_linked(services, others) else {}


def _objects(content: bytes) -> list[JsonObject]:
    return rows_as_objects(delimited_text.split(decode(unpacking.gunzip(content)))[0])


def rows_as_objects(cells: list[list[str]]) -> list[JsonObject]:
    """Return rows of cells as objects by heading, without empty cells."""
    if not cells:
        return []
    headings = [heading.strip() for heading in cells[0]]
    found = []
    for row in cells[1:]:
        pairs = [
            (headings[place] if place < len(headings) else "", cell.strip()) for place, cell in enumerate(row)
        ]
        named = {
            name or f"column {place}": cell for place, (name, cell) in enumerate(pairs, 1) if values.raw(cell)
        }
        if named:
            found.append(named)
    return found


def tables(
    members: dict[str, bytes], names: list[str], problems: list[ImportProblem]
) -> dict[str, list[JsonObject]]:
    """Return the tables of a package by name. Other files become problems."""
    found: dict[str, list[JsonObject]] = {}
    for name in members:
        if name in names and name.lower().endswith(_TABLES):
            found[name] = _objects(members[name])
        else:
            problems.append(ImportProblem(0, name, "is another file in the package, and is not read"))
    return found
