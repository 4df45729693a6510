"""Finds the services in JSON of any shape: envelopes, packages, GeoJSON, Airtable exports, dictionaries."""

from collections.abc import Iterator
from typing import Any

from directory.importing import hsds_tables
from directory.open_referral import values
from directory.open_referral.leftovers import not_read
from directory.open_referral.problems import ImportProblem

JsonObject = dict[str, Any]
ENVELOPES = (
    "contents",
    "content",
    "services",
    "items",
    "data",
    "records",
    "results",
    "features",
    "rows",
    "value",
    "listings",
    "entries",
)
"""Names under which services lie in a list."""
_WRAPPERS = ("data", "result", "response", "results", "content", "contents", "payload", "body")
"""Names under which a whole envelope can lie."""
_PAGING = frozenset(
    [
        "total_items",
        "total_pages",
        "page_number",
        "size",
        "first_page",
        "last_page",
        "empty",
        "totalpages",
        "totalelements",
        "number",
        "first",
        "last",
        "numberofelements",
        "page",
        "per_page",
        "total",
        "count",
        "next",
        "previous",
        "links",
        "meta",
        "type",
        "crs",
        "name",
        "bbox",
        "help",
        "success",
        "offset",
        "limit",
        "pageable",
        "sort",
        "corpus",
        "version",
        "metadata",
        "license",
        "licence",
        "generated",
        "timestamp",
        "id",
        "description",
        "fields",
        "title",
    ]
)
DEEPEST = 40
"""JSON with more levels is refused."""


class TooDeepError(ValueError):
    """The JSON has more than DEEPEST levels."""


def check_depth(data: Any) -> None:
    """Raise TooDeepError when JSON has more levels than DEEPEST."""
    level = [data]
    for _number in range(DEEPEST):
        level = [part for each in level for part in _inside(each)]
        if not level:
            return
    raise TooDeepError(f"it has more than {DEEPEST} levels of lists and objects inside each other")


def _inside(value: Any) -> Iterator[Any]:
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return (part for part in parts if isinstance(part, dict | list))


def services_in(data: Any, problems: list[ImportProblem]) -> list[Any]:
    """Return the services of parsed JSON, in one of the forms that the readers know.

    What lies beside the services becomes a problem. The list is empty when there are none.
    """
    if isinstance(data, list):
        return _merged([service for row in data for service in _services_of(row, problems)])
    if not isinstance(data, dict):
        return []
    tables = {
        key: held
        for key, held in data.items()
        if isinstance(held, list) and all(isinstance(each, dict) for each in held)
    }
    if _is_tables(tables):
        return _from_tables(tables, data, problems)
    if _is_organization_package(data):
        return _of_organization(data)
    for key in ENVELOPES:
        if isinstance(data.get(key), list):
            _tell_beside(data, key, problems)
            return services_in(data[key], problems)
    for key in _WRAPPERS:
        inner = data.get(key)
        if isinstance(inner, dict) and "name" not in data:
            found = services_in(inner, problems)
            if found:
                _tell_beside(data, key, problems)
                return found
    if _is_dictionary(data):
        return [_with_key(key, row) for key, row in data.items()]
    return _services_of(data, problems) if _is_record(data) else []


def is_list(data: Any) -> bool:
    """Return True for JSON that holds a list of services, and False for a single record."""
    if not isinstance(data, dict):
        return isinstance(data, list)
    if _is_organization_package(data):
        return False
    is_envelope = any(isinstance(data.get(key), list) for key in ENVELOPES)
    return (
        is_envelope
        or _is_dictionary(data)
        or any(is_list(data.get(key)) and isinstance(data.get(key), dict) for key in _WRAPPERS)
    )


def _is_record(row: JsonObject) -> bool:
    return bool({"id", "name", "title", "service", "fields", "properties"} & row.keys())


def _services_of(row: Any, problems: list[ImportProblem]) -> list[Any]:
    """Return the services of one member of a list: itself, or what it wraps."""
    if not isinstance(row, dict):
        return [row]
    if isinstance(row.get("properties"), dict) and ("geometry" in row or row.get("type") == "Feature"):
        return [_feature(row)]
    if isinstance(row.get("fields"), dict) and "name" not in row:
        rest = {key: value for key, value in row.items() if key not in ("fields", "createdTime")}
        return [rest | row["fields"] | {FLAT: True}]
    if isinstance(row.get("service"), dict) and (
        "location" in row or "location_id" in row or "schedules" in row
    ):
        return [_of_site(row)]
    if _is_organization_package(row):
        return _of_organization(row)
    return [row]


FLAT = "\x00flat"
"""A mark on records whose fields are like the columns of a table."""


def _feature(row: JsonObject) -> JsonObject:
    """Return a GeoJSON feature as a flat record with latitude and longitude."""
    found: JsonObject = dict(row["properties"])
    if row.get("id") is not None:
        found.setdefault("id", row["id"])
    point = _first_point(values.mapping(row.get("geometry")).get("coordinates"))
    if point and not {"lat", "latitude"} & found.keys():
        found |= {"longitude": point[0], "latitude": point[1]}
    rest = {
        key: value
        for key, value in row.items()
        if key not in ("type", "properties", "geometry", "id", "bbox")
    }
    return found | rest | {FLAT: True}


def _first_point(coordinates: Any) -> tuple[float, float] | None:
    """Return longitude and latitude of a point, or of the first corner of a line or an area."""
    while isinstance(coordinates, list) and coordinates and isinstance(coordinates[0], list):
        coordinates = coordinates[0]
    if not isinstance(coordinates, list) or len(coordinates) < 2:
        return None
    longitude, latitude = coordinates[:2]
    is_number = all(
        isinstance(each, int | float) and not isinstance(each, bool) for each in (longitude, latitude)
    )
    return (longitude, latitude) if is_number else None


def _of_site(row: JsonObject) -> JsonObject:
    """Return the service of a service_at_location package, with this place."""
    service: JsonObject = dict(row["service"])
    site = {key: value for key, value in row.items() if key != "service"}
    return service | {"service_at_locations": [*values.mappings(service.get("service_at_locations")), site]}


def _merged(rows: list[Any]) -> list[Any]:
    """Return the rows with the places of one service, from several service_at_location packages, in one row."""
    found: list[Any] = []
    by_id: dict[str, JsonObject] = {}
    for row in rows:
        service_id = values.words(row.get("id")) if isinstance(row, dict) else ""
        known = by_id.get(service_id)
        sites = row.get("service_at_locations") if isinstance(row, dict) else None
        rest = {key: value for key, value in row.items() if key != "service_at_locations"} if sites else None
        if (
            known is not None
            and sites
            and rest == {k: v for k, v in known.items() if k != "service_at_locations"}
        ):
            known["service_at_locations"] = [*known["service_at_locations"], *sites]
            continue
        if service_id and sites:
            by_id[service_id] = row
        found.append(row)
    return found


def _is_organization_package(row: JsonObject) -> bool:
    services = row.get("services")
    is_list_of_services = isinstance(services, list) and all(isinstance(each, dict) for each in services)
    return bool(
        is_list_of_services
        and values.name(row.get("name"))
        and not {"organization", "organization_id", "status"} & row.keys()
        and ("id" in row or {"website", "email", "url", "description"} & row.keys())
        and "corpus" not in row
    )


def _of_organization(row: JsonObject) -> list[JsonObject]:
    """Return the services of an organization package, each with the organization."""
    organization = {key: value for key, value in row.items() if key != "services"}
    return [
        service
        if isinstance(service.get("organization"), dict)
        else {**service, "organization": organization}
        for service in row["services"]
    ]


def _is_tables(tables: dict[str, list[JsonObject]]) -> bool:
    services = [rows for name, rows in tables.items() if hsds_tables.table_field(name) == "service"]
    others = {
        name: rows for name, rows in tables.items() if hsds_tables.table_field(name) not in ("", "service")
    }
    return bool(services and services[0] and others) and hsds_tables.is_linked(services[0], others)


def _from_tables(
    tables: dict[str, list[JsonObject]], data: JsonObject, problems: list[ImportProblem]
) -> list[Any]:
    services, unused = hsds_tables.nested(tables, problems)
    for key, value in data.items():
        if key not in tables and key.lower() not in _PAGING and value not in (None, "", [], {}):
            problems.append(ImportProblem(0, key, not_read(value)))
    for number, row in enumerate(unused, 1):
        problems.append(ImportProblem(number, "organization", f"has no service: {not_read(row)}"))
    return list(services)


def _tell_beside(data: JsonObject, key: str, problems: list[ImportProblem]) -> None:
    for name, value in data.items():
        is_content = value not in (None, "", [], {}) and name.lower() not in _PAGING
        if name != key and is_content:
            count = len(value) if isinstance(value, list) else 1
            example = value[0] if isinstance(value, list) else value
            problems.append(ImportProblem(0, name, f"beside the services: {not_read(example)}", count=count))


def _is_dictionary(data: JsonObject) -> bool:
    rows = list(data.values())
    return bool(rows) and all(
        isinstance(row, dict) and {"name", "title", "description"} & row.keys() for row in rows
    )


def _with_key(key: str, row: JsonObject) -> JsonObject:
    has_id = any(row.get(name) not in (None, "") for name in ("id", "source_id"))
    return row if has_id else {"id": key, **row}
