"""Reads the places of a row of a table of services."""

import re
from typing import Any

from directory import vocabulary
from directory.importing.csv_table import CsvRow, SisterTables
from directory.importing.plain_json import location_row
from directory.importing.table_values import ids, says_yes
from directory.open_referral import values
from directory.open_referral.collector import Collector
from directory.open_referral.leftovers import not_read
from directory.schedules.open_referral import EXTRA

JsonObject = dict[str, Any]
_PAIR = re.compile(
    r"[\s(\[]*(?:lat\w*[\s:=]*)?(-?\d{1,3}(?:\.\d+)?)[\s,;/|]+(?:lo?ng?\w*[\s:=]*)?(-?\d{1,3}(?:\.\d+)?)[\s)\]]*",
    re.IGNORECASE,
)
"""Latitude and longitude in one cell."""


def add_places(into: Collector, service: JsonObject, row: CsvRow, beside: SisterTables) -> None:
    """Add the places of one row to a service of version 3."""
    extension = service[EXTRA]
    secret = says_yes(into, row, "secret address")
    extension["secret_address"] = extension.get("secret_address", False) or secret
    own = _place(into, row)
    lines = [row.get(column) for column in ("address 2", "address 3", "county")]
    has_own = any(map(values.raw, [*own.values(), *lines]))
    names = values.listed(row.get("place")) or ([""] if has_own else [])
    is_nowhere = not [name for name in names if name.lower() != "online"]
    for column in ("how to get there", "access", "address", "postcode") if is_nowhere else ():
        if values.raw(row.get(column)):
            into.problem(column, f"is given without a place: {not_read(row[column])}")
    for name in names:
        if name.lower() == "online":
            extension["delivery"] = [*extension["delivery"], "online"]
            continue
        sister = beside.locations.get(name.lower(), {})
        place = _place(into, sister) if sister and not any(own.values()) else own
        location = location_row(into, {"name": name, **place}) | {
            "transportation": row.get("how to get there"),
            "phones": [{"number": sister.get("phone")}],
            "accessibility": _accessibility(into, row),
            EXTRA: {"secret": secret, "source_id": sister.get("id", "")},
        }
        _add_lines(into, location, row)
        if location["id"] not in [site["location"]["id"] for site in service["service_at_locations"]]:
            service["service_at_locations"].append({"location": location})
        if not row.get("delivery"):
            extension["delivery"] = [*extension["delivery"], "place"]


def _place(into: Collector, row: CsvRow) -> dict[str, str | None]:
    latitude, longitude = row.get("latitude"), row.get("longitude")
    pair = values.words(row.get("coordinates"))
    if pair and not latitude:
        found = _PAIR.fullmatch(pair)
        if found:
            latitude, longitude = found[1], found[2]
        else:
            into.problem("coordinates", not_read(pair))
    elif pair and pair != f"{latitude},{longitude}":
        into.problem("coordinates", f"{pair!r} is not used, because the row has a latitude: {latitude!r}")
    return {
        "address": row.get("address"),
        "city": row.get("town"),
        "postcode": row.get("postcode"),
        "lat": latitude,
        "lon": longitude,
    }


def _add_lines(into: Collector, location: JsonObject, row: CsvRow) -> None:
    """Add further lines of the address, and the postcode that an address ends with when its own column is
    empty.
    """
    address = location["addresses"][0]
    lines = [values.name(row.get(column)) for column in ("address 2", "address 3")]
    address |= {"address_2": ", ".join(filter(None, lines)), "state_province": row.get("county")}
    if not values.words(address.get("postal_code")):
        address["postal_code"] = values.postcode_in(values.name(address.get("address_1")))


def _accessibility(into: Collector, row: CsvRow) -> list[JsonObject]:
    return [
        {"description": vocabulary.ACCESS[each], EXTRA: {"access_id": each}}
        for each in ids(into, row, "access", vocabulary.ACCESS)
    ]
