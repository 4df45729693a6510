"""Converts a plain list of services to Open Referral UK 3.

{"services": [{name, organisation, description, url, postcode, lat, lon, locations, …}]}
"""

from typing import Any

from directory.open_referral import v3, values, worded_values
from directory.open_referral.collector import Collector
from directory.open_referral.leftovers import not_read
from directory.schedules.open_referral import EXTRA

JsonObject = dict[str, Any]
KIND = "plain list"
READ = frozenset(
    """
    name|title|organisation|organization|source_id|id|organisation_description|organisation_url|description|url|website
    |email|phone|telephone|summary|timing|times|opening_hours|is_free|fees|eligibility|postcode|lat|lon|locations
    |categories|service_type|other_organisations|key
    """.replace("\n", "")
    .replace(" ", "")
    .split("|")
)
"""The fields that are read. Other fields go to the reader of version 3, which tells them."""
_PLACE_READ = frozenset({"name", "address", "city", "postcode", "lat", "lon"})
_ELIGIBILITY_READ = frozenset({"age group", "audience", "min_age", "max_age"})
RESTRICTIONS = {
    "homeless_only": "Only for people who are homeless.",
    "disability_only": "Only for disabled people.",
    "children_parents_only": "Only for children and their parents.",
    "members_only": "Only for members.",
    "referral_only": "You need someone to refer you.",
}
"""Yes-or-no fields that limit whom a service is for, with the sentence for each."""


def read(into: Collector, row: JsonObject) -> None:
    """Read one service into the feed. A service without a name is left out, with a problem."""
    name = values.name(values.first(row, "name", "title"))
    if not name:
        into.problem("name", "is missing: the record is left out", left_out=True)
        return
    v3.read(into, _to_version_3(into, row, name))


def _to_version_3(into: Collector, row: JsonObject, name: str) -> JsonObject:
    organization = values.name(row.get("organisation")) or values.name(row.get("organization"))
    given_id = values.first(row, "source_id", "id")
    sites, delivery = _sites(into, row)
    rest = {name: value for name, value in row.items() if name not in READ}
    service = rest | {
        "id": _service_id(into, row, given_id, f"{name}|{organization}"),
        "name": name,
        "organization": {
            "name": organization,
            "description": row.get("organisation_description"),
            "website": row.get("organisation_url"),
        },
        "description": row.get("description"),
        "url": values.first(row, "url", "website"),
        "email": row.get("email"),
        "phones": [{"number": values.first(row, "phone", "telephone")}],
        "service_at_locations": sites,
        "attributes": _terms(row),
    }
    extension = {
        "source_id": values.words(given_id),
        "summary": row.get("summary"),
        "hours_text": values.first(row, "timing", "times", "opening_hours"),
        "delivery": delivery,
    }
    eligibility, route_in = _eligibility(into, row.get("eligibility"))
    cost = _free_or_fees(row)
    return service | eligibility | cost | {EXTRA: extension | {"route_in": route_in}}


def _service_id(into: Collector, row: JsonObject, given_id: object, fallback: str) -> str:
    """Return the UUID of a service. When its names are already in use, the postcode becomes part of the
    fallback id.
    """
    service_id = into.identity("service", given_id, fallback)
    if not given_id and into.has_service(service_id):
        return into.identity("service", None, f"{fallback}|{values.words(row.get('postcode'))}")
    return service_id


def _eligibility(into: Collector, given: object) -> tuple[JsonObject, list[str]]:
    """Return the fields about whom the service is for, and the route in."""
    if not isinstance(given, dict):
        return {"eligibility_description": given}, []
    for field in given.keys() - _ELIGIBILITY_READ - RESTRICTIONS.keys():
        if given[field] not in (None, "", [], {}):
            into.problem(f"eligibility.{field}", not_read(given[field]))
    group, audience = values.words(given.get("age group")), values.words(given.get("audience"))
    youngest, oldest = values.ages_in(group)
    sentences = [f"Age group: {group}." if group else "", f"For: {audience}." if audience else ""]
    sentences += restrictions(into, given, RESTRICTIONS)
    needs_referral = into.take("referral_only", values.yes, given.get("referral_only"), False)
    fields = {
        "minimum_age": given.get("min_age", youngest),
        "maximum_age": given.get("max_age", oldest),
        "eligibility_description": " ".join(filter(None, sentences)),
    }
    return fields, ["professional"] if needs_referral else []


def restrictions(into: Collector, row: JsonObject, sentences: dict[str, str]) -> list[str]:
    """Return the sentences of the yes-or-no fields whose value is yes."""
    return [
        sentence
        for field, sentence in sentences.items()
        if into.take(field, values.yes, row.get(field), False)
    ]


def _free_or_fees(row: JsonObject) -> JsonObject:
    """Return the cost fields from a yes or no about "free" and the words about fees."""
    fees = values.prose(row.get("fees"))
    found = worded_values.free_or_words(row.get("is_free"))
    if fees and found.get("fees") in (None, worded_values.THERE_IS_A_CHARGE):
        return found | {"fees": fees}
    return found | ({"fees": "\n".join((found["fees"], fees))} if fees else {})


def _sites(into: Collector, row: JsonObject) -> tuple[list[JsonObject], list[str]]:
    """Return the services at locations of version 3, and the ways in which the service is delivered there."""
    own = {key: row.get(key) for key in ("postcode", "lat", "lon")}
    places = values.mappings(row.get("locations")) or ([own] if any(own.values()) else [])
    sites: list[JsonObject] = []
    delivery: list[str] = []
    for number, place in enumerate(places):
        if values.words(place.get("name")).lower() == "online":
            delivery.append("online")
            rest = {
                key: value
                for key, value in place.items()
                if key != "name" and value not in (None, "", [], {})
            }
            if rest:
                into.problem("location", f"is online: {not_read(rest)}")
            continue
        # The coordinates of the service belong to its first place, unless the postcodes differ.
        is_own = number == 0 and (place.get("postcode") or row.get("postcode")) == row.get("postcode")
        if number == 0 and not is_own:
            into.problem("postcode", f"of the service is not that of its first place: {not_read(own)}")
        sites.append({"location": location_row(into, {**own, **place} if is_own else place)})
        delivery.append("place")
    return sites, delivery


def location_row(into: Collector, place: JsonObject) -> JsonObject:
    """Return a location of version 3 from name, address, city, postcode, lat and lon.

    Places with the same words get the same id. A place with only coordinates gets its id from these.
    """
    name, street, city, code = (
        values.name(place.get(key)) for key in ("name", "address", "city", "postcode")
    )
    latitude, longitude = into.point(place.get("lat"), place.get("lon"))
    fallback = f"{name}|{street}|{city}|{code}".lower()
    if not (name or street or code) and latitude is not None:
        fallback = f"{latitude},{longitude}"
    rest = {field: value for field, value in place.items() if field not in _PLACE_READ}
    return rest | {
        "id": into.identity("location", None, fallback),
        "name": name,
        "latitude": latitude,
        "longitude": longitude,
        "addresses": [{"address_1": street, "city": city, "postal_code": code}],
        EXTRA: {"source_id": ""},
    }


def _terms(row: JsonObject) -> list[JsonObject]:
    eligibility = values.mapping(row.get("eligibility"))
    return attribute_rows(
        {
            "Categories": values.listed(row.get("categories")),
            "Service type": values.listed(row.get("service_type")),
            "Audience": values.listed(eligibility.get("audience")),
            "Partner organisations": values.listed(row.get("other_organisations")),
        }
    )


def attribute_rows(terms_by_taxonomy: dict[str, list[str]]) -> list[JsonObject]:
    """Return attributes from the names of terms by taxonomy. The link type is the taxonomy's name in small
    letters.
    """
    return [
        {"taxonomy_term": {"name": name, "taxonomy": taxonomy}, "link_type": taxonomy.lower()}
        for taxonomy, names in terms_by_taxonomy.items()
        for name in names
    ]
