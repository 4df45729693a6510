"""Turns JSON records whose fields are like columns of a table into rows of a table."""

import json
from collections.abc import Iterator
from typing import Any

from directory.importing import columns
from directory.importing.csv_table import CsvRow, TableRows
from directory.importing.json_shapes import FLAT
from directory.importing.plain_json import READ as PLAIN_FIELDS
from directory.open_referral import v1, v3, values
from directory.open_referral.leftovers import not_read
from directory.open_referral.problems import ImportProblem
from directory.open_referral.schema.services import Service

JsonObject = dict[str, Any]
KIND = "JSON records"
_PLACES = frozenset(
    ("location", "locations", "venue", "venues", "place", "places", "address", "addresses", "sites")
)
_WRAPPERS = _PLACES | frozenset(
    (
        "contact",
        "contacts",
        "contact details",
        "geo",
        "coordinates",
        "position",
        "details",
        "organisation",
        "organization",
        "provider",
        "links",
    )
)
"""Objects whose fields are columns of the record itself: contact.telephone is the telephone."""


_TELLING = frozenset(
    """
    phone|mobile|email|website|place|address|town|postcode|latitude|coordinates|times|days|start time|cost|free|charged
    |organisation|contact name|who it is for|ages
    """.replace("\n    ", "")
    .strip()
    .split("|")
)
"""Columns that only services have, and no terms or taxonomies."""


def is_flat(row: JsonObject) -> bool:
    """Return True for a record that has columns of a table, and no parts of Open Referral."""
    if row.get(FLAT):
        return True
    nested = {*v1.NESTED, *v3.NESTED} - {"contacts", "locations"}
    organization = row.get("organization", row.get("organisation"))
    if isinstance(organization, dict) or "organization_id" in row or nested & row.keys():
        return False
    known = columns.places_of(list(row), columns.SERVICE_COLUMNS)
    keys = {key for place, key in enumerate(row) if place in known}
    telling = {column for place, column in known.items() if list(row)[place] in keys} & _TELLING
    return bool(
        telling
        and keys - set(Service.model_fields) - PLAIN_FIELDS - {"organization", "organisation", "title"}
    )


def table_of(records: list[tuple[int, JsonObject]]) -> TableRows:
    """Return flat records, each with its position, as the rows of a table.

    A record with several places gives a row for each place, with the same id.
    """
    table = TableRows([], [], [], numbers=[])
    for number, record in records:
        for row, extra in _rows(number, record, table.problems):
            table.rows.append(row)
            table.extra.append(extra)
            table.numbers.append(number)
    return table


def _rows(
    number: int, record: JsonObject, problems: list[ImportProblem]
) -> Iterator[tuple[CsvRow, dict[str, str]]]:
    places = _several_places(record)
    if not places:
        yield _row(number, record, problems)
        return
    key, members = places
    rest = {name: value for name, value in record.items() if name != key}
    row, extra = _row(number, rest | {key: members[0]}, problems)
    if not values.words(row.get("id")):
        row["id"] = "|".join(
            filter(None, (row.get("name", ""), row.get("organisation", ""), row.get("address", "")))
        )
    yield row, extra
    for member in members[1:]:
        other, more = _row(number, {key: member}, problems)
        yield (
            {"id": row["id"], "name": row.get("name", "")}
            | {k: v for k, v in other.items() if k not in ("id", "name")},
            more,
        )


def _several_places(record: JsonObject) -> tuple[str, list[JsonObject]] | None:
    for key, value in record.items():
        members = values.mappings(value) if isinstance(value, list) else []
        if columns.tidy_heading(key) in _PLACES and members and len(members) == len(value):
            return key, members
    return None


def _row(number: int, record: JsonObject, problems: list[ImportProblem]) -> tuple[CsvRow, dict[str, str]]:
    cells = [(heading, text) for heading, text in _cells(record) if heading != FLAT and text]
    headings = [heading for heading, _text in cells]
    places = columns.places_of(headings, columns.SERVICE_COLUMNS)
    places |= {
        place: columns.tidy_heading(h)
        for place, h in enumerate(headings)
        if columns.tidy_heading(h) in columns.TERM_COLUMNS
    }
    row: CsvRow = {}
    extra: dict[str, str] = {}
    in_order = sorted(enumerate(cells), key=lambda pair: columns.is_synonym(headings, pair[0], places))
    for place, (heading, text) in in_order:
        column = places.get(place)
        if column is None:
            extra[heading] = f"{extra[heading]}; {text}" if heading in extra else text
        elif not values.raw(row.get(column, "")):
            row[column] = text
        elif text != row[column] and values.raw(text):
            problems.append(
                ImportProblem(number, heading, f"stands beside another {column}: {not_read(text)}")
            )
    return row, extra


def _cells(record: JsonObject, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield heading and text of each value; an inner object gives headings of its own."""
    for key, value in record.items():
        heading = f"{path} {key}" if path else key
        if isinstance(value, dict):
            yield from _inner_cells(heading, columns.tidy_heading(key), value)
        elif isinstance(value, list):
            yield heading, _list_text(value)
        else:
            yield heading, _text(value)


def _inner_cells(heading: str, outer: str, value: JsonObject) -> Iterator[tuple[str, str]]:
    for inner, text in _cells(value):
        joined = f"{heading} {inner}"
        is_known = columns.places_of([joined], columns.SERVICE_COLUMNS)
        own = columns.places_of([inner], columns.SERVICE_COLUMNS).get(0)
        names = {"name", "id"}
        if is_known:
            yield joined, text
        elif outer in _PLACES and own == "name":
            yield "place", text
        elif outer.startswith("contact") and own == "name":
            yield "contact name", text
        elif outer in ("organisation", "organization", "provider") and own in (
            "name",
            "website",
            "email",
            "phone",
            "description",
        ):
            yield "organisation" if own == "name" else f"organisation {own}", text
        elif (outer in _WRAPPERS and own and own not in names) or inner.lower() in columns.DAYS:
            yield inner, text
        else:
            yield joined, text


def _list_text(value: list[Any]) -> str:
    if any(isinstance(each, dict | list) for each in value):
        singles = [_single(each) for each in value]
        if all(singles):
            return "; ".join(singles)
        return json.dumps(value, ensure_ascii=False)
    return "; ".join(filter(None, map(_text, value)))


def _single(value: Any) -> str:
    """Return the text of an object with one value, such as {"number": "01632 960111"}; empty for others."""
    held = [each for key, each in value.items() if key != "id"] if isinstance(value, dict) else []
    return _text(held[0]) if len(held) == 1 and not isinstance(held[0], dict | list) else ""


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return "" if value is None else str(value).strip()
