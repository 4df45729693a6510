"""Detects the format of a source from its content, and reads the records."""

import csv
import gzip
import json
import re
from pathlib import Path
from typing import Any

from directory.importing import csv_services, csv_table, plain_json
from directory.open_referral import v1, v3, values
from directory.open_referral.collector import Collector
from directory.open_referral.feed import Feed
from directory.open_referral.problems import ImportProblem
from directory.progress import ProgressWrapper

JsonObject = dict[str, Any]
_ENVELOPES = ("contents", "content", "services", "items", "data")
_BIGGEST = 500 * 1024 * 1024
_READERS = {v3.KIND: v3, v1.KIND: v1, plain_json.KIND: plain_json}
_VERSION_1 = {
    "regular_schedules",
    "service_taxonomys",
    "eligibilitys",
    "fundings",
    "taxonomies",
    "min_age",
    "max_age",
    "age_band_all",
    "needs_referral",
    "send_needs",
    "local_offer",
    "attending_access",
    "deliverable_type",
}
# Taxonomies, terms and organizations have names and ids too. Only a service has one of these fields.
_SERVICE = {
    "status",
    "organization",
    "organisation",
    "organization_id",
    "service_at_locations",
    "schedules",
    "contacts",
    "locations",
    "url",
    "postcode",
    "is_free",
    "last_modified",
    "minimum_age",
    "timing",
    "organisation_description",
}


class SourceError(ValueError):
    """Nothing can be read from the source; the message gives the reason in plain words."""


def source_name(path: Path) -> str:
    """Return the name under which the records of a file are stored: the file's name without ending, date or
    number.

    services-2026-02.csv and services-2026-03.csv have the same source name.
    """
    stem = path.name.split(".")[0]
    return re.sub(r"(?:[\s._-]*(?:\d{1,4}|v\d+|copy|final|\(\d+\)))+$", "", stem) or stem


def read_file(path: Path, source: str = "", progress: ProgressWrapper | None = None) -> Feed:
    """Read a file of any known format. Raises SourceError when no known format is recognised."""
    text = decode(_content(path))
    beside = _sisters(path) if not _looks_like_json(text) else csv_table.SisterTables()
    return read_text(text, source or source_name(path), beside, progress)


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > _BIGGEST:
            raise SourceError(f"{path} is larger than {_BIGGEST // 1024 // 1024} MB")
        content = path.read_bytes()
        return gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content
    except (OSError, EOFError) as error:
        reason = getattr(error, "strerror", None) or error
        raise SourceError(f"{path} cannot be read: {reason}") from error


def decode(content: bytes) -> str:
    """Return bytes as text: UTF-8, else Windows-1252, which spreadsheets on Windows write."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def _looks_like_json(text: str) -> bool:
    return text.lstrip()[:1] in ("{", "[")


def _sisters(path: Path) -> csv_table.SisterTables:
    """Return the tables of organisations and locations beside a table of services, found by their file
    names.
    """
    texts = {}
    for noun, spellings in {
        "organizations": ("organisations", "organizations"),
        "locations": ("locations", "places"),
    }.items():
        names = [re.sub("services", spelling, path.name, flags=re.IGNORECASE) for spelling in spellings]
        sister = next(
            (path.with_name(n) for n in names if n != path.name and path.with_name(n).exists()), None
        )
        texts[noun] = decode(_content(sister)) if sister else ""
    try:
        return csv_table.sister_tables(**texts)
    except csv_table.NotATableError as error:
        raise SourceError(f"a table beside {path.name} cannot be read: {error}") from error


def read_text(
    text: str,
    source: str,
    beside: csv_table.SisterTables | None = None,
    progress: ProgressWrapper | None = None,
) -> Feed:
    """Read a text of any known format. Raises SourceError when no known format is recognised."""
    if not text.strip():
        raise SourceError("there is nothing in it")
    if _looks_like_json(text):
        return read_json(_parse(text), source, progress)
    feed = Feed(csv_services.KIND, source)
    try:
        csv_services.read(Collector(feed), text, beside or csv_table.SisterTables())
    except (csv_table.NotATableError, csv.Error) as error:
        raise SourceError(f"it is neither JSON nor a table of services: {error}") from error
    return feed


def _parse(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        try:
            return [json.loads(line) for line in text.splitlines() if line.strip()]
        except json.JSONDecodeError:
            raise SourceError(
                f"it begins like JSON and breaks off at line {error.lineno}: {error.msg}"
            ) from error


def read_json(data: Any, source: str, progress: ProgressWrapper | None = None) -> Feed:
    """Read parsed JSON: one service, a list, or an envelope with contents, content, services or items.

    Raises SourceError when there are no services.
    """
    rows = services_in(data)
    if not any(isinstance(row, dict) and (_SERVICE | _VERSION_1) & row.keys() for row in rows):
        raise SourceError("there are no services in it")
    feed = read_services(rows, source, progress)
    feed.complete = feed.complete and is_whole(data)
    return feed


def services_in(data: Any) -> list[Any]:
    """Return the services of an envelope, a list, or a single record; an empty list for anything else."""
    if isinstance(data, list):
        return data
    if not isinstance(data, dict):
        return []
    for key in _ENVELOPES:
        held = data.get(key)
        if isinstance(held, list):
            return held
    return [data] if "id" in data or "name" in data else []


def is_whole(data: Any) -> bool:
    """Return False for one page of several, and for a single record."""
    if isinstance(data, dict) and not any(isinstance(data.get(key), list) for key in _ENVELOPES):
        return False
    pages = data.get("total_pages", data.get("totalPages")) if isinstance(data, dict) else 1
    return not isinstance(pages, int) or pages <= 1


def kind_of(row: JsonObject) -> str:
    """Return the format of one record, recognised from its fields."""
    organization = row.get("organisation", row.get("organization"))
    if isinstance(organization, str) or ("organisation" in row and organization is None):
        return plain_json.KIND
    if isinstance(row.get("organisation"), dict) or _VERSION_1 & row.keys():
        return v1.KIND
    if (
        not isinstance(organization, dict)
        and "organization_id" not in row
        and {"lat", "postcode", "is_free", "timing"} & row.keys()
    ):
        return plain_json.KIND
    return v3.KIND


def read_services(rows: list[Any], source: str, progress: ProgressWrapper | None = None) -> Feed:
    """Read records, each by the reader of its format. The feed's kind is the format of the first record."""
    first = next((row for row in rows if isinstance(row, dict)), {})
    feed = Feed(kind_of(first), source)
    into = Collector(feed)
    for number, row in enumerate(progress(rows) if progress else rows, 1):
        if not isinstance(row, dict):
            feed.problems.append(
                ImportProblem(number, "record", "is not a set of named values: left out", left_out=True)
            )
            continue
        into.at(number, values.name(row.get("name")))
        _READERS[kind_of(row)].read(into, row)
    feed.brief = is_brief(rows)
    return feed


def is_brief(rows: list[Any]) -> bool:
    """Return True when no record has parts other than its organization: the short form of many lists."""
    nested = {*v3.NESTED, *v1.NESTED}
    records = [row for row in rows if isinstance(row, dict)]
    has_parts = any(nested & row.keys() or kind_of(row) == plain_json.KIND for row in records)
    return bool(records) and not has_parts
