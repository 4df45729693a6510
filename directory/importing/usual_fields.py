"""Reads usual names beside the standard in records of Open Referral: contact, telephone, locations,
opening_hours.
"""

from collections.abc import Callable
from typing import Any

from directory.importing import columns
from directory.open_referral import v1, values, worded_values
from directory.open_referral.collector import Collector
from directory.open_referral.lifted_parts import as_list
from directory.open_referral.schema.services import Service
from directory.schedules.open_referral import EXTRA

JsonObject = dict[str, Any]
_KNOWN = (
    set(Service.model_fields)
    | set(v1.NESTED)
    | v1.READ
    | {
        "organisation",
        "organization",
        "fees_description",
        EXTRA,
        "status",
        "free",
        "needs_referral",
        "schedule",
    }
) - {"locations"}
_TEXTS = {
    "website": "url",
    "email": "email",
    "description": "description",
    "who it is for": "eligibility_description",
    "how to ask": "application_process",
    "minimum age": "minimum_age",
    "maximum age": "maximum_age",
    "checked on": "assured_date",
}
"""Columns that are one field of version 3."""
_OWN_TEXTS = {"times": "hours_text", "waiting time": "waiting_time", "summary": "summary"}
_ADDRESS = {
    "address": "address_1",
    "address 2": "address_2",
    "address 3": "region",
    "town": "city",
    "county": "state_province",
    "postcode": "postal_code",
}


def adapted(into: Collector, row: JsonObject) -> JsonObject:
    """Return a record whose usual names are in the fields of the standard, where these are empty."""
    place: JsonObject = {}
    found = dict(row)
    for key in [each for each in row if each not in _KNOWN and values.first(row, each) is not None]:
        value = row[key]
        tidy = columns.tidy_heading(key)
        if tidy in ("contact", "contact details") and isinstance(value, dict):
            del found[key]
            _add_contact(found, value)
        elif tidy in ("locations", "location", "venue", "venues", "places") and isinstance(
            value, dict | list
        ):
            _take_places(found, key, value, is_version_1=_is_version_1(row))
        elif isinstance(value, str | int | float | list) and not isinstance(value, bool):
            _take(found, place, key, value)
    if place and not values.first(found, "service_at_locations", "locations"):
        found["service_at_locations"] = [{"location": usual_location(place)}]
    elif place:
        found |= place
    return found


def _is_version_1(row: JsonObject) -> bool:
    return isinstance(row.get("organisation"), dict) or bool(
        {"regular_schedules", "service_taxonomys", "eligibilitys"} & row.keys()
    )


def _take_places(found: JsonObject, key: str, value: object, *, is_version_1: bool) -> None:
    members = as_list(value)
    if (key == "locations" and is_version_1) or not all(isinstance(each, dict) for each in members):
        return
    sites = [{"location": usual_location(each)} for each in members]
    del found[key]
    found["service_at_locations"] = [*as_list(found.get("service_at_locations")), *sites]


def _add_contact(found: JsonObject, contact: JsonObject) -> None:
    """Take the fields of a contact without a name as those of the service; a named contact stays a contact."""
    known = {columns.places_of([key], columns.SERVICE_COLUMNS).get(0): key for key in contact}
    if values.words(contact.get("name")) or any(column is None for column in known):
        phone = next((contact[known[column]] for column in ("phone", "mobile") if column in known), None)
        rest = {
            key: value
            for key, value in contact.items()
            if key not in (known.get("phone"), known.get("mobile"))
        }
        email = {"email": rest.pop(known["email"])} if "email" in known else {}
        found["contacts"] = [
            *as_list(found.get("contacts")),
            rest | email | {"phones": [{"number": phone}] if phone else []},
        ]
        return
    for key, value in contact.items():
        _take(found, {}, key, value)


def _take(found: JsonObject, place: JsonObject, key: str, value: Any) -> None:
    """Move one value to the field of the standard, when the field is empty."""
    column = columns.places_of([key], columns.SERVICE_COLUMNS).get(0, "")
    moves: dict[str, Callable[[], None]] = {
        "phone": lambda: _append(found, "phones", [{"number": each} for each in as_list(value)]),
        "mobile": lambda: _append(
            found, "phones", [{"number": each, "type": "cell"} for each in as_list(value)]
        ),
        "cost": lambda: _set_cost(found, worded_values.cost(value)),
        "free": lambda: _set_cost(found, worded_values.free_or_words(value)),
        "charged": lambda: _set_cost(found, worded_values.charged_or_words(value)),
    }
    if isinstance(value, list) and any(not isinstance(each, str | int | float) for each in value):
        return
    if column in moves:
        if column in ("cost", "free", "charged") and values.first(found, "cost_options", "fees"):
            return
        found.pop(key, None)
        moves[column]()
    elif (
        column in _TEXTS
        and isinstance(value, str | int | float)
        and values.first(found, _TEXTS[column]) is None
    ):
        found.pop(key, None)
        found[_TEXTS[column]] = value
    elif (
        column in _OWN_TEXTS
        and isinstance(value, str | list)
        and not values.mapping(found.get(EXTRA)).get(_OWN_TEXTS[column])
    ):
        found.pop(key, None)
        text = value if isinstance(value, str) else "\n".join(values.words(each) for each in value)
        found[EXTRA] = values.mapping(found.get(EXTRA)) | {_OWN_TEXTS[column]: text}
    elif column in (*_ADDRESS, "latitude", "longitude") and isinstance(value, str | int | float):
        found.pop(key, None)
        place[key] = value
    elif column == "categories" and isinstance(value, str | list):
        found.pop(key, None)
        terms = values.listed(value)
        _append(
            found,
            "attributes",
            [{"taxonomy_term": {"name": name, "taxonomy": "Categories"}} for name in terms],
        )


def _append(found: JsonObject, field: str, parts: list[JsonObject]) -> None:
    found[field] = [*as_list(found.get(field)), *parts]


def _set_cost(found: JsonObject, fields: JsonObject) -> None:
    for name, value in fields.items():
        if value:
            found[name] = value


def usual_location(row: JsonObject) -> JsonObject:
    """Return a location of version 3 from one whose address lies in the location itself, under usual names."""
    if (
        row.get("addresses")
        or row.get("physical_addresses")
        or ("address" in row and isinstance(row["address"], dict | list))
    ):
        address = row.get("address")
        rest = {key: value for key, value in row.items() if key != "address"}
        return (
            rest | {"addresses": [usual_address(each) for each in values.mappings(address)]}
            if values.mappings(address)
            else row
        )
    address_fields: JsonObject = {}
    found: JsonObject = {}
    for key, value in row.items():
        column = columns.places_of([key], columns.SERVICE_COLUMNS).get(0, "")
        if column in _ADDRESS and _ADDRESS[column] not in address_fields:
            address_fields[_ADDRESS[column]] = value
        elif column in ("latitude", "longitude") and column not in found:
            found[column] = value
        elif key in ("country", "attention"):
            address_fields[key] = value
        else:
            found[key] = value
    return found | ({"addresses": [address_fields]} if address_fields else {})


def usual_address(row: JsonObject) -> JsonObject:
    """Return an address of version 3 from one with usual names, such as line1 and postCode."""
    found: JsonObject = {}
    for key, value in row.items():
        column = columns.places_of([key], columns.SERVICE_COLUMNS).get(0, "")
        name = _ADDRESS.get(column, key)
        found[name if name not in found else key] = value
    return found
