"""Converts services of Open Referral UK 1.0 to version 3.

Outpost's fields are a dialect of version 1 and are converted too.
"""

from typing import Any

from directory.open_referral import v3, values, worded_values
from directory.open_referral.collector import Collector
from directory.open_referral.leftovers import not_read
from directory.open_referral.lenient import EMPTY
from directory.open_referral.schema.locations import Address
from directory.schedules.open_referral import EXTRA

JsonObject = dict[str, Any]
KIND = "Open Referral UK 1"
NESTED = (
    "service_at_locations",
    "locations",
    "regular_schedules",
    "contacts",
    "cost_options",
    "languages",
    "service_areas",
    "service_taxonomys",
    "service_taxonomies",
    "taxonomies",
    "eligibilitys",
    "eligibilities",
    "fundings",
    "funding",
)
_AGES = frozenset({"minimum_age", "maximum_age", "min_age", "max_age"})
_NOWHERE = frozenset(
    {"id", "name", "city", "geometry", "latitude", "longitude", "mask_exact_address", "visible"}
)
"""What a location without a place can hold with nothing to tell."""
_DELIVERY = {"phone": "phone", "online": "online", "venue": "place", "home visit": "home"}
_ROUTES = {"referral": ["professional"], "appointment": ["self"], "membership": ["self"], "drop-in": ["self"]}
_SCHEDULES = ("regular_schedules", "regular_schedule", "schedules")
READ = frozenset(
    [
        "links",
        "organisation",
        "updated_at",
        "regular_schedules",
        "regular_schedule",
        "service_taxonomys",
        "service_taxonomies",
        "taxonomies",
        "send_needs",
        "eligibilitys",
        "eligibilities",
        "eligibility",
        "min_age",
        "max_age",
        "minimum_age",
        "maximum_age",
        "fundings",
        "funding",
        "free",
        "needs_referral",
        "attending_access",
        "attending_type",
        "locations",
        "service_at_locations",
    ]
)
"""Names of version 1 that are converted. Values under all other names go to the reader of version 3."""
_LOCATION_READ = frozenset(
    [
        "id",
        "geometry",
        "latitude",
        "longitude",
        "physical_addresses",
        "addresses",
        "physical_address",
        "accessibilities",
        "address_1",
        "address_2",
        "accessibility_for_disabilities",
        "accessibility",
        "city",
        "postal_code",
        "postcode",
        "state_province",
        "region",
        "country",
        "attention",
        "address_type",
    ]
)


def read(into: Collector, row: JsonObject) -> None:
    """Read one service into the feed. A service without a name is left out, with a problem."""
    if not values.name(row.get("name")):
        into.problem("name", "is missing: the record is left out", left_out=True)
        if row.get("id") is not None:
            into.feed.also_seen.add(into.identity("service", row["id"]))
        return
    v3.read(into, to_version_3(into, row))


def to_version_3(into: Collector, row: JsonObject) -> JsonObject:
    """Return a service of version 1 in the fields of version 3. Values for which the standard has no field
    become extension fields.
    """
    service: JsonObject = {name: value for name, value in row.items() if name not in READ}
    links = values.mappings(row.get("links"))
    used = links[:1] if not row.get("url") else []
    unread = [link for link in links if link not in used or set(link) - {"id", "url"}]
    if unread:
        service["links"] = unread
    service |= {
        "organization": values.first(row, "organization", "organisation"),
        "organization_id": row.get("organization_id"),
        "url": row.get("url") or (links[0].get("url") if links else ""),
        "last_modified": values.first(row, "last_modified", "updated_at"),
        "contacts": row.get("contacts"),
        "schedules": values.first(row, *_SCHEDULES),
        "languages": row.get("languages"),
        "service_areas": row.get("service_areas"),
        "funding": values.first(row, "fundings", "funding"),
        "attributes": [{"taxonomy_term": term} for term in _terms(into, row)],
    }
    service |= _cost(into, row)
    sites, delivery = _sites(into, row)
    extension = {"route_in": _route_in(into, row), "delivery": [*_delivery(into, row), *delivery]}
    extension = values.mapping(row.get(EXTRA)) | extension
    return service | _eligibility(into, row) | {"service_at_locations": sites, EXTRA: extension}


def _eligibility(into: Collector, row: JsonObject) -> JsonObject:
    given = values.first(row, "eligibilitys", "eligibilities", "eligibility")
    rules = values.mappings(given)
    words = [values.prose(values.first(rule, "eligibility", "description")) for rule in rules]
    if isinstance(given, str):
        words.append(values.prose(given))
    words.append(values.prose(row.get("eligibility_description")))
    for rule in rules[1:]:
        words += [_ages_in_words(rule)]
    for rule in rules:
        for name in rule.keys() - {"id", "service_id", "eligibility", "description", "linked_id"} - _AGES:
            if rule[name] not in (None, "", [], {}):
                into.problem(f"eligibility.{name}", not_read(rule[name]))
    ages = rules[0] if rules else row
    return {
        "minimum_age": values.first(ages, "minimum_age", "min_age"),
        "maximum_age": values.first(ages, "maximum_age", "max_age"),
        "eligibility_description": "\n".join(dict.fromkeys(filter(None, words))),
    }


def _ages_in_words(rule: JsonObject) -> str:
    """Return the ages of a second rule in words: the standard has one pair of ages for a service."""
    youngest, oldest = (
        values.words(values.first(rule, f"{end}_age", f"{end[:3]}_age")) for end in ("minimum", "maximum")
    )
    if not (youngest or oldest):
        return ""
    return f"Ages: from {youngest or '0'}" + (f" to {oldest}" if oldest else "")


def _cost(into: Collector, row: JsonObject) -> JsonObject:
    """Return the cost fields. The prices of the source go before its word about free."""
    given = row.get("cost_options")
    is_stated = row.get("free") not in (None, "", False)
    if given and is_stated:
        into.problem("free", f"stands beside prices, which are used: {not_read(row['free'])}")
    if given or not is_stated:
        return {"cost_options": given}
    found = worded_values.free_or_words(row.get("free"))
    fees = "\n".join(filter(None, (values.prose(found.get("fees")), values.prose(row.get("fees")))))
    return {"cost_options": found.get("cost_options")} | ({"fees": fees} if found.get("fees") else {})


def _route_in(into: Collector, row: JsonObject) -> list[str]:
    if into.take("needs_referral", values.yes, row.get("needs_referral"), False):
        return ["professional"]
    access = values.words(row.get("attending_access"))
    if access and access.lower() not in _ROUTES:
        into.problem("attending_access", not_read(access))
    return _ROUTES.get(access.lower(), [])


def _delivery(into: Collector, row: JsonObject) -> list[str]:
    given = values.words(row.get("attending_type"))
    way = _DELIVERY.get(given.lower())
    if given and not way:
        into.problem("attending_type", not_read(given))
    return [way] if way else []


def _sites(into: Collector, row: JsonObject) -> tuple[list[JsonObject], list[str]]:
    """Return the services at locations of version 3, and the ways in which the service is delivered there."""
    pairs: list[tuple[JsonObject, JsonObject]] = [
        (location, {}) for location in values.mappings(row.get("locations"))
    ]
    pairs += [
        (values.mapping(site.get("location")), site)
        for site in values.mappings(row.get("service_at_locations"))
    ]
    sites: list[JsonObject] = []
    delivery: list[str] = []
    for given, site in pairs:
        location = _location(into, given)
        rest = {key: value for key, value in given.items() if key not in _NOWHERE and value not in EMPTY}
        if rest and (_is_online(location) or not _says_where(location)):
            into.problem("location", f"is no place: {not_read(rest)}")
        if _is_online(location):
            delivery.append("online")
        elif _says_where(location):
            delivery.append("place")
            schedules = values.first(site, *_SCHEDULES)
            rest = {name: value for name, value in site.items() if name not in _SCHEDULES}
            sites.append(rest | {"location": location, "schedules": schedules})
    return sites, delivery


def _is_online(location: JsonObject) -> bool:
    cities = [values.name(address.get("city")).lower() for address in location["addresses"]]
    return values.name(location["name"]).lower() == "online" or cities == ["online"]


def _says_where(location: JsonObject) -> bool:
    return bool(values.name(location["name"]) or location["addresses"] or location["latitude"] is not None)


def _location(into: Collector, row: JsonObject) -> JsonObject:
    parts = (row.get("name"), row.get("address_1"), row.get("postal_code"))
    fallback = "|".join(values.words(part) for part in parts)
    coordinates = values.mapping(row.get("geometry")).get("coordinates")
    longitude, latitude = None, None
    if isinstance(coordinates, list) and len(coordinates) == 2:
        longitude, latitude = coordinates
    latitude, longitude = into.point(row.get("latitude") or latitude, row.get("longitude") or longitude)
    own_address = {
        name: value for name, value in row.items() if name in _LOCATION_READ and name in Address.model_fields
    }
    own_address |= {"postcode": row["postcode"]} if "postcode" in row else {}
    addresses = values.first(row, "physical_addresses", "addresses", "physical_address") or own_address
    access = values.first(row, "accessibilities", "accessibility_for_disabilities", "accessibility")
    rest = {name: value for name, value in row.items() if name not in _LOCATION_READ}
    return rest | {
        "id": into.identity("location", row.get("id"), fallback),
        "name": row.get("name"),
        "description": row.get("description"),
        "latitude": latitude,
        "longitude": longitude,
        "addresses": [each for each in values.mappings(addresses) if _is_address(each)],
        "accessibility": access,
        EXTRA: values.mapping(row.get(EXTRA)) | {"source_id": values.words(row.get("id"))},
    }


def _is_address(row: JsonObject) -> bool:
    fields = ("address_1", "address_2", "city", "postal_code", "postcode", "attention")
    return any(values.name(row.get(name)) for name in fields)


def _terms(into: Collector, row: JsonObject) -> list[JsonObject]:
    links = [*values.mappings(row.get("service_taxonomys")), *values.mappings(row.get("service_taxonomies"))]
    categories = [values.mapping(link.get("taxonomy")) for link in links]
    categories += values.mappings(row.get("taxonomies"))
    terms = [_term(into, each, "Categories") for each in categories]
    for each in values.mappings(row.get("send_needs")):
        terms.append(_term(into, each, "Special educational needs and disabilities"))
    return list({(term["taxonomy"], term["name"]): term for term in terms if term["name"]}.values())


def _term(into: Collector, row: JsonObject, taxonomy: str) -> JsonObject:
    vocabulary = values.name(row.get("vocabulary")) or taxonomy
    name = values.name(row.get("name"))
    parent = values.first(row, "parent_id")
    noun = f"term of {vocabulary}"
    rest = {key: value for key, value in row.items() if key not in ("vocabulary", "slug", "parent")}
    return rest | {
        "name": name,
        "taxonomy": vocabulary,
        "code": values.words(values.first(row, "slug", "id")),
        "id": into.identity(noun, row.get("id"), name),
        "parent_id": into.identity(noun, parent) if parent else "",
    }
