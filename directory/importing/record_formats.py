"""Recognises the format of single records from their fields, and reads each by the reader of its format."""

from typing import Any

from directory.importing import csv_services, csv_table, flat_records, json_shapes, plain_json, usual_fields
from directory.open_referral import v1, v3, values
from directory.open_referral.collector import Collector
from directory.open_referral.feed import Feed
from directory.open_referral.problems import ImportProblem
from directory.progress import ProgressWrapper

JsonObject = dict[str, Any]
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
    "phone",
    "telephone",
    "address",
    "opening_hours",
    "contact",
}


def is_service(row: Any) -> bool:
    """Return True for a record that has a field that only services have."""
    if not isinstance(row, dict):
        return False
    return bool((_SERVICE | _VERSION_1) & row.keys()) or flat_records.is_flat(row)


def kind_of(row: JsonObject) -> str:
    """Return the format of one record, recognised from its fields."""
    if row.get(json_shapes.FLAT):
        return flat_records.KIND
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
    flat: list[tuple[int, JsonObject]] = []
    for number, row in enumerate(progress(rows) if progress else rows, 1):
        if not isinstance(row, dict):
            feed.problems.append(
                ImportProblem(number, "record", "is not a set of named values: left out", left_out=True)
            )
            continue
        if flat_records.is_flat(row):
            flat.append((number, row))
            continue
        into.at(number, values.name(row.get("name")))
        kind = kind_of(row)
        _READERS[kind].read(into, row if kind == plain_json.KIND else usual_fields.adapted(into, row))
    if flat:
        csv_services.read_table(into, flat_records.table_of(flat), csv_table.SisterTables())
    feed.brief = is_brief(rows)
    return feed


def is_brief(rows: list[Any]) -> bool:
    """Return True when no record has parts other than its organization: the short form of many lists."""
    nested = {*v3.NESTED, *v1.NESTED}
    records = [row for row in rows if isinstance(row, dict)]
    has_parts = any(
        nested & row.keys() or kind_of(row) == plain_json.KIND or flat_records.is_flat(row) for row in records
    )
    return bool(records) and not has_parts
