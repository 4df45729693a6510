"""Services of Open Referral UK 1.0 and of Outpost, whose fields are a dialect of it."""

from typing import Any

from directory.open_referral import parts, schedules, values
from directory.open_referral.collector import Collector
from directory.open_referral.records import (
    AttributeRecord,
    CostRecord,
    LocationRecord,
    ServiceRecord,
    SiteRecord,
    TermRecord,
)
from directory.open_referral.v3 import organization_of

Row = dict[str, Any]
KIND = "Open Referral UK 1"
NESTED = (
    "service_at_locations", "locations", "regular_schedules", "contacts", "cost_options", "languages", "service_areas",
    "service_taxonomys", "service_taxonomies", "taxonomies", "eligibilitys", "eligibilities", "fundings", "funding",
)  # fmt: skip
_DELIVERY = {"phone": "phone", "online": "online", "venue": "place", "home visit": "home"}
_ROUTES = {"referral": ["professional"], "appointment": ["self"], "membership": ["self"], "drop-in": ["self"]}


def read(into: Collector, row: Row) -> None:
    """Read one service into the feed; one without a name is left out, with the problem noted."""
    name = values.name(row.get("name"))
    if not name:
        into.problem("name", "is missing: the record is left out", left_out=True)
        if row.get("id") is not None:
            into.feed.also_seen.add(into.identity("service", row["id"]))
        return
    service = ServiceRecord(
        into.identity("service", row.get("id"), name), name, organization_of(into, row, name)
    )
    _texts(into, service, row)
    _who(into, service, row)
    service.contacts, service.phones = parts.people(into, row.get("contacts"))
    _how(into, service, row)
    _where(into, service, row)
    service.languages = parts.each(into, "languages", row.get("languages"), parts.language)
    service.service_areas = parts.each(into, "service_areas", row.get("service_areas"), parts.area)
    service.funding = parts.each(into, "fundings", parts.first(row, "fundings", "funding"), parts.funding)
    service.attributes = _terms(into, row)
    into.service(service)


def _texts(into: Collector, service: ServiceRecord, row: Row) -> None:
    service.source_id = values.words(row.get("id"))
    service.description = values.prose(row.get("description"))
    links = values.mappings(row.get("links"))
    service.url = into.take("url", values.url, row.get("url") or (links[0].get("url") if links else ""), "")
    service.email = into.take("email", values.email, row.get("email"), "")
    service.status = into.take("status", values.status, row.get("status"), "active")
    service.fees = values.prose(row.get("fees"))
    service.accreditations = values.prose(row.get("accreditations"))
    service.assured_date = into.take("assured_date", values.day, row.get("assured_date"), None)
    service.last_modified = into.take(
        "updated_at", values.moment, parts.first(row, "last_modified", "updated_at"), None
    )


def _who(into: Collector, service: ServiceRecord, row: Row) -> None:
    rules = values.mappings(parts.first(row, "eligibilitys", "eligibilities", "eligibility"))
    rule = rules[0] if rules else {}
    low = (
        parts.first(row, "min_age", "minimum_age")
        if not rule
        else parts.first(rule, "minimum_age", "min_age")
    )
    high = (
        parts.first(row, "max_age", "maximum_age")
        if not rule
        else parts.first(rule, "maximum_age", "max_age")
    )
    service.minimum_age, service.maximum_age = into.ages(low, high)
    said = [values.prose(parts.first(each, "eligibility", "description")) for each in rules]
    service.eligibility_description = "\n".join(dict.fromkeys(filter(None, said)))


def _how(into: Collector, service: ServiceRecord, row: Row) -> None:
    service.cost_options = parts.each(into, "cost_options", row.get("cost_options"), parts.cost)
    if not service.cost_options and into.take("free", values.yes, row.get("free"), False):
        service.cost_options = [CostRecord("Free", kind="free")]
    if into.take("needs_referral", values.yes, row.get("needs_referral"), False):
        service.route_in = ["professional"]
    service.route_in = service.route_in or list(
        _ROUTES.get(values.words(row.get("attending_access")).lower(), [])
    )
    way = _DELIVERY.get(values.words(row.get("attending_type")).lower())
    service.delivery = [way] if way else []


def _where(into: Collector, service: ServiceRecord, row: Row) -> None:
    found = schedules.read(into, parts.first(row, "regular_schedules", "regular_schedule", "schedules"))
    service.schedules, service.hours_kind, service.hours_text = found.schedules, found.kind, found.text
    for place in values.mappings(row.get("locations")):
        _site(into, service, place, {})
    for place in values.mappings(row.get("service_at_locations")):
        _site(into, service, values.mapping(place.get("location")), place)


def _site(into: Collector, service: ServiceRecord, location: Row, place: Row) -> None:
    record = _location(into, location)
    if record.name.lower() == "online" or [each.city.lower() for each in record.addresses] == ["online"]:
        service.delivery = list(dict.fromkeys([*service.delivery, "online"]))
        return
    if not (record.name or record.addresses or record.latitude is not None):
        return
    located = schedules.read(into, parts.first(place, "regular_schedules", "regular_schedule", "schedules"))
    if located.kind != "unknown" and service.hours_kind == "unknown":
        service.hours_kind = "scheduled"
    service.secret_address = service.secret_address or record.secret
    service.sites.append(
        SiteRecord(into.location(record), "", located.schedules, values.uuid(place.get("id")))
    )
    service.delivery = list(dict.fromkeys([*service.delivery, "place"]))


def _location(into: Collector, row: Row) -> LocationRecord:
    fallback = f"{values.words(row.get('name'))}|{values.words(row.get('address_1'))}|{values.words(row.get('postal_code'))}"
    record = LocationRecord(
        into.identity("location", row.get("id"), fallback), name=values.name(row.get("name"))
    )
    record.description = values.prose(row.get("description"))
    coordinates = values.mapping(row.get("geometry")).get("coordinates")
    longitude, latitude = (
        coordinates if isinstance(coordinates, list) and len(coordinates) == 2 else (None, None)
    )
    record.latitude, record.longitude = into.point(
        row.get("latitude") or latitude, row.get("longitude") or longitude
    )
    record.source_id = values.words(row.get("id"))
    given = parts.first(row, "physical_addresses", "addresses", "physical_address") or [
        {key: value for key, value in row.items() if key != "id"}
    ]
    record.addresses = parts.each(into, "addresses", given, parts.address)
    access = parts.first(row, "accessibilities", "accessibility_for_disabilities", "accessibility")
    record.accessibility = parts.each(into, "accessibility", access, parts.access)
    if into.take("mask_exact_address", values.yes, row.get("mask_exact_address"), False):
        # The source hides this address from the public: so must we.
        record.secret = True
    return record


def _terms(into: Collector, row: Row) -> list[AttributeRecord]:
    links = [*values.mappings(row.get("service_taxonomys")), *values.mappings(row.get("service_taxonomies"))]
    given = [values.mapping(link.get("taxonomy")) for link in links] + values.mappings(row.get("taxonomies"))
    terms = [_term(into, each, "Categories") for each in given]
    terms += [
        _term(into, each, "Special educational needs and disabilities")
        for each in values.mappings(row.get("send_needs"))
    ]
    return [
        AttributeRecord(term)
        for term in {(each.taxonomy, each.name): each for each in terms if each.name}.values()
    ]


def _term(into: Collector, row: Row, taxonomy: str) -> TermRecord:
    vocabulary = values.name(row.get("vocabulary")) or taxonomy
    record = TermRecord(
        values.name(row.get("name")), vocabulary, values.words(parts.first(row, "slug", "id"))
    )
    record.id = into.identity(f"term of {vocabulary}", row.get("id"), record.name)
    if parts.first(row, "parent_id"):
        record.parent_id = into.identity(f"term of {vocabulary}", row["parent_id"])
    return record
