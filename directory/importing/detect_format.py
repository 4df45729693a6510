"""Detects the format of a source from its content, and reads the records."""

import csv
import json
import re
from pathlib import Path
from typing import Any

from directory.importing import (
    csv_services,
    csv_table,
    hsds_tables,
    json_shapes,
    package_files,
    record_formats,
    spreadsheet,
)
from directory.importing.columns import SERVICE_COLUMNS
from directory.open_referral import v3, values
from directory.open_referral.collector import Collector
from directory.open_referral.feed import Feed
from directory.open_referral.problems import ImportProblem
from directory.progress import ProgressWrapper
from directory.source_files import unpacking
from directory.source_files.text_decoding import decode
from directory.source_files.unpacking import SourceError

__all__ = ["SourceError", "decode"]

_TABLES = "Open Referral tables"


def source_name(path: Path) -> str:
    """Return the name under which the records of a file are stored: the file's name without ending, date or
    number.

    services-2026-02.csv and services-2026-03.csv have the same source name.
    """
    stem = path.name.split(".")[0]
    return re.sub(r"(?:[\s._-]*(?:\d{1,4}|v\d+|copy|final|\(\d+\)))+$", "", stem) or stem


def read_file(path: Path, source: str = "", progress: ProgressWrapper | None = None) -> Feed:
    """Read a file of any known format, or a folder of tables.

    Raises SourceError when no known format is recognised.
    """
    name = source or source_name(path)
    if path.is_dir():
        return _read_members(package_files.folder(path), name, progress)
    content = unpacking.gunzip(unpacking.read_bytes(path))
    return read_content(content, name, progress, _siblings(path))


def _siblings(path: Path) -> dict[str, bytes]:
    """Return the other tables in the folder of a table, when the folder holds a package or sister tables."""
    if path.suffix.lower() not in (".csv", ".tsv", ".txt"):
        return {}
    return package_files.beside(path)


def read_content(
    content: bytes,
    source: str,
    progress: ProgressWrapper | None = None,
    siblings: dict[str, bytes] | None = None,
) -> Feed:
    """Read the bytes of a file. Raises SourceError, with what to do, when nothing can be read."""
    unpacking.refuse_unreadable(content)
    kind = unpacking.zip_kind(content)
    if kind == "xlsx":
        return _read_sheets(spreadsheet.sheets(content), source)
    if kind == "zip":
        return _read_members(unpacking.members(content), source, progress)
    problems: list[ImportProblem] = []
    text = decode(content, problems)
    feed = _read_with_siblings(text, source, siblings or {}, progress)
    feed.problems[:0] = problems
    return feed


def _read_with_siblings(
    text: str, source: str, siblings: dict[str, bytes], progress: ProgressWrapper | None
) -> Feed:
    if not siblings or _looks_like_json(text):
        return read_text(text, source, progress=progress)
    tables = package_files.package_with(text, siblings)
    if tables:
        return _read_tables(tables, source, progress)
    return read_text(text, source, package_files.sister_tables(siblings), progress)


def _read_members(members: dict[str, bytes], source: str, progress: ProgressWrapper | None) -> Feed:
    """Read a folder or a zip: the tables of a package, or one table or JSON file beside its sister tables."""
    names = package_files.readable(members)
    if not names:
        kinds = ", ".join(sorted({Path(name).suffix for name in members})) or "no files"
        raise SourceError(f"it holds no file that can be read (only {kinds}): JSON, CSV or Excel is needed")
    if hsds_tables.is_package(names):
        problems: list[ImportProblem] = []
        feed = _read_tables(package_files.tables(members, names, problems), source, progress)
        feed.problems[:0] = problems
        return feed
    if len(names) == 1:
        main = names[0]
    else:
        main = next((name for name in names if hsds_tables.table_field(name) == "service"), "")
        main = main or next((name for name in names if "service" in Path(name).name.lower()), "")
    if not main:
        raise SourceError(
            f"it holds several files ({', '.join(names[:5])}), and none is called services: import one of them alone"
        )
    others = {name: members[name] for name in names if name != main}
    sisters = {name: content for name, content in others.items() if package_files.is_sister(name)}
    feed = read_content(unpacking.gunzip(members[main]), source, progress, sisters)
    unread = [name for name in members if name != main and name not in sisters]
    feed.problems += [ImportProblem(0, name, "is another file in it, and is not read") for name in unread]
    return feed


def _read_tables(tables: hsds_tables.Tables, source: str, progress: ProgressWrapper | None) -> Feed:
    """Read the tables of an Open Referral package."""
    problems: list[ImportProblem] = []
    services, unused = hsds_tables.nested(tables, problems)
    if not services:
        raise SourceError("it is an Open Referral table package whose table of services is empty")
    feed = record_formats.read_services(services, source, progress)
    into = Collector(feed)
    for row in unused:
        into.at(0, values.name(row.get("name")))
        v3.read_organization(into, row)
    feed.problems[:0] = problems
    return feed


def _read_sheets(sheets: list[spreadsheet.Sheet], source: str) -> Feed:
    """Read a workbook: the sheets of a package, or the sheets with services; others are told."""
    if not sheets:
        raise SourceError("the Excel file holds no cells")
    if hsds_tables.is_package([title for title, _rows in sheets]):
        tables = {title: package_files.rows_as_objects(rows) for title, rows in sheets}
        services = next(rows for title, rows in tables.items() if hsds_tables.table_field(title) == "service")
        if hsds_tables.is_linked(services, tables):
            return _read_tables(tables, source, None)
    feed = Feed(csv_services.KIND, source)
    into = Collector(feed)
    errors = []
    for title, rows in sheets:
        try:
            table = csv_table.rows_of_cells(rows, SERVICE_COLUMNS)
        except csv_table.NotATableError as error:
            errors.append(f"sheet “{title}”: {error}")
            count = len(rows)
            feed.problems.append(ImportProblem(0, f"sheet “{title}”", f"is not read ({error})", count=count))
            continue
        csv_services.read_table(into, table, csv_table.SisterTables())
    if len(errors) == len(sheets):
        raise SourceError("the Excel file holds no table of services: " + "; ".join(errors)[:600])
    return feed


def _looks_like_json(text: str) -> bool:
    return text.lstrip()[:1] in ("{", "[")


def read_text(
    text: str,
    source: str,
    beside: csv_table.SisterTables | None = None,
    progress: ProgressWrapper | None = None,
) -> Feed:
    """Read a text of any known format. Raises SourceError when no known format is recognised."""
    if not text.strip():
        raise SourceError("there is nothing in it")
    unpacking.refuse_text(text)
    if _looks_like_json(text):
        return read_json(parse_json(text), source, progress)
    feed = Feed(csv_services.KIND, source)
    try:
        csv_services.read(Collector(feed), text, beside or csv_table.SisterTables())
    except (csv_table.NotATableError, csv.Error) as error:
        raise SourceError(f"it is neither JSON nor a table of services: {error}") from error
    return feed


def parse_json(text: str) -> Any:
    """Return parsed JSON, or a list of the values of JSON lines.

    Raises SourceError when the text is no JSON, or has too many levels.
    """
    try:
        data = _parsed(text)
        json_shapes.check_depth(data)
    except (RecursionError, json_shapes.TooDeepError) as error:
        raise SourceError(
            f"it has more than {json_shapes.DEEPEST} levels of lists and objects inside each other"
        ) from error
    return data


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        try:
            lines = text.lstrip("\x1e").splitlines()
            return [json.loads(line.strip("\x1e ")) for line in lines if line.strip("\x1e ")]
        except json.JSONDecodeError:
            raise SourceError(
                f"it begins like JSON and breaks off at line {error.lineno}: {error.msg}"
            ) from error
        except ValueError as broken:
            raise SourceError(f"it begins like JSON and cannot be read: {broken}") from broken
    except ValueError as error:
        raise SourceError(f"it begins like JSON and cannot be read: {error}") from error


def read_json(data: Any, source: str, progress: ProgressWrapper | None = None) -> Feed:
    """Read parsed JSON: one service, a list, an envelope, a package, GeoJSON, or an export of Airtable.

    Raises SourceError when there are no services.
    """
    problems: list[ImportProblem] = []
    rows = services_in(data, problems)
    if not any(record_formats.is_service(row) for row in rows):
        raise SourceError(_what_it_is(data))
    feed = record_formats.read_services(rows, source, progress)
    feed.complete = feed.complete and is_whole(data)
    feed.problems[:0] = problems
    return feed


def _what_it_is(data: Any) -> str:
    rows = services_in(data, [])
    fields = {key for row in rows[:50] if isinstance(row, dict) for key in row}
    if {"service_id", "location_id"} <= fields or {"service", "location"} <= fields:
        return "it is a list of services at locations, without the services: import the feed of services"
    if {"taxonomy", "vocabulary", "taxonomy_detail", "taxonomy_id", "parent_id"} & fields:
        return "there are no services in it: it is a list of taxonomies or terms"
    if {"legal_status", "website", "organization_identifiers", "logo"} & fields:
        return "there are no services in it: it is a list of organizations"
    return "there are no services in it"


def services_in(data: Any, problems: list[ImportProblem] | None = None) -> list[Any]:
    """Return the services of an envelope, a list, or a single record; an empty list for anything else."""
    return json_shapes.services_in(data, problems if problems is not None else [])


def is_list(data: Any) -> bool:
    """Return True for JSON that holds a list of services, and False for a single record."""
    return json_shapes.is_list(data)


def is_whole(data: Any) -> bool:
    """Return False for one page of several, and for a single record."""
    if isinstance(data, dict) and not json_shapes.is_list(data):
        return False
    pages = data.get("total_pages", data.get("totalPages")) if isinstance(data, dict) else 1
    has_more = isinstance(data, dict) and bool(data.get("offset")) and "records" in data
    return not has_more and (not isinstance(pages, int) or pages <= 1)
