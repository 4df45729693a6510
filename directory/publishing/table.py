"""The public directory as one table, in the columns of our own CSV template, which the import reads."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from directory.schedules.open_referral import EXTRA

COLUMNS = (
    "id",
    "name",
    "other names",
    "organisation",
    "organisation description",
    "organisation website",
    "organisation email",
    "summary",
    "description",
    "website",
    "email",
    "phone",
    "place",
    "address",
    "town",
    "postcode",
    "latitude",
    "longitude",
    "delivery",
    "areas",
    "cost",
    "cost notes",
    "minimum age",
    "maximum age",
    "who it is for",
    "needs",
    "languages",
    "route in",
    "how to ask",
    "availability",
    "status",
    "starts on",
    "ends on",
    "checked on",
)
_BEGINS_A_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def csv_lines(services: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the lines of the table: the headings, then those of each published service."""
    yield _line(COLUMNS)
    for service in services:
        for row in table_rows(service):
            yield _line([row.get(column, "") for column in COLUMNS])


def _line(cells: Iterable[str]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow([safe_cell(cell) for cell in cells])
    return text.getvalue()


def safe_cell(cell: str) -> str:
    """Return a cell that no spreadsheet runs as a formula (OWASP, CSV Injection)."""
    is_formula = _BEGINS_A_FORMULA.match(cell) and not _NUMBER.fullmatch(cell)
    return f"'{cell}" if is_formula else cell


def table_rows(service: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """Yield a published service as cells by column: a row with its first place, and one for each further place.

    The further rows repeat id and name, and so the import puts the places together again.
    """
    places = [site["location"] for site in service.get("service_at_locations", [])]
    yield _filled(_service_cells(service) | _place_cells(places[0] if places else {}))
    for place in places[1:]:
        yield _filled({"id": service["id"], "name": service["name"]} | _place_cells(place))


def _filled(cells: Mapping[str, Any]) -> dict[str, str]:
    return {column: str(value) for column, value in cells.items() if value not in (None, "")}


def _place_cells(place: Mapping[str, Any]) -> dict[str, Any]:
    address: dict[str, Any] = next(iter(place.get("addresses", [])), {})
    lines = (address.get("attention"), address.get("address_1"), address.get("address_2"))
    return {
        "place": place.get("name"),
        "address": _joined((line for line in lines if line), ", "),
        "town": address.get("city"),
        "postcode": address.get("postal_code"),
        "latitude": place.get("latitude"),
        "longitude": place.get("longitude"),
    }


def _service_cells(service: Mapping[str, Any]) -> dict[str, Any]:
    own, organization = service.get(EXTRA, {}), service.get("organization", {})
    cost: dict[str, Any] = next(iter(service.get("cost_options", [])), {})
    return {
        "id": service["id"],
        "name": service["name"],
        "other names": _joined(own.get("former_names"), "; "),
        "organisation": organization.get("name"),
        "organisation description": organization.get("description"),
        "organisation website": organization.get("website"),
        "organisation email": organization.get("email"),
        "summary": own.get("summary"),
        "description": service.get("description"),
        "website": service.get("url"),
        "email": service.get("email"),
        "phone": _joined((phone["number"] for phone in service.get("phones", [])), "; "),
        "delivery": _joined(own.get("delivery"), ", "),
        "areas": _joined((area.get("name", "") for area in service.get("service_areas", [])), ", "),
        "cost": cost.get("amount"),
        "cost notes": _joined((cost.get("option", ""), cost.get("amount_description", "")), " "),
        "minimum age": service.get("minimum_age"),
        "maximum age": service.get("maximum_age"),
        "who it is for": service.get("eligibility_description"),
        "needs": _joined(_codes(service, "needs"), ", "),
        "languages": _joined((each.get("name", "") for each in service.get("languages", [])), ", "),
        "route in": _joined(own.get("route_in"), ", "),
        "how to ask": service.get("application_process"),
        "availability": own.get("availability"),
        "status": service["status"],
        "starts on": own.get("starts_on"),
        "ends on": own.get("ends_on"),
        "checked on": service.get("assured_date"),
    }


def _joined(parts: Iterable[str] | None, sign: str) -> str:
    return sign.join(part for part in parts or () if part)


def _codes(service: Mapping[str, Any], taxonomy: str) -> Iterator[str]:
    for attribute in service.get("attributes", []):
        term = attribute["taxonomy_term"]
        if term.get(EXTRA, {}).get("own_taxonomy") == taxonomy:
            yield term["code"]
