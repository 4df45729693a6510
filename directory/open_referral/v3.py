"""Services of Open Referral UK 3.0, as published by real feeds: with HTML, ages of -1, missing fields and fields of vendors."""

from typing import Any

from directory.open_referral import parts, schedules, values
from directory.open_referral.collector import Collector
from directory.open_referral.records import (
    AttributeRecord,
    LocationRecord,
    OrganizationRecord,
    PhoneRecord,
    ServiceRecord,
    SiteRecord,
    TermRecord,
)

Row = dict[str, Any]
KIND = "Open Referral UK 3"
NESTED = (
    "service_at_locations", "schedules", "contacts", "phones", "cost_options", "languages", "service_areas", "funding",
    "attributes",
)  # fmt: skip


def read(into: Collector, row: Row) -> None:
    """Read one service into the feed; one without a name is left out, with the problem noted."""
    name = values.name(row.get("name"))
    if not name:
        into.problem("name", "is missing: the record is left out", left_out=True)
        if values.uuid(row.get("id")):
            into.feed.also_seen.add(values.uuid(row.get("id")))
        return
    service = ServiceRecord(
        into.identity("service", row.get("id"), name), name, organization_of(into, row, name)
    )
    _texts(into, service, row)
    _people(into, service, row)
    _times(into, service, row)
    service.cost_options = parts.each(into, "cost_options", row.get("cost_options"), parts.cost)
    service.languages = parts.each(into, "languages", row.get("languages"), parts.language)
    service.service_areas = parts.each(into, "service_areas", row.get("service_areas"), parts.area)
    service.funding = parts.each(into, "funding", row.get("funding"), parts.funding)
    service.attributes = parts.each(into, "attributes", row.get("attributes"), attribute) + _audiences(row)
    into.service(service)


def _texts(into: Collector, service: ServiceRecord, row: Row) -> None:
    service.source_id = values.words(row.get("id"))
    service.alternate_name = values.name(row.get("alternate_name"))
    service.description = values.prose(row.get("description"))
    service.url = into.take("url", values.url, row.get("url"), "")
    service.email = into.take("email", values.email, row.get("email"), "")
    service.status = into.take("status", values.status, row.get("status"), "active")
    service.fees = values.prose(parts.first(row, "fees", "fees_description"))
    for field in (
        "accreditations",
        "alert",
        "interpretation_services",
        "application_process",
        "eligibility_description",
    ):
        setattr(service, field, values.prose(row.get(field)))
    service.minimum_age, service.maximum_age = into.ages(row.get("minimum_age"), row.get("maximum_age"))
    service.assured_date = into.take("assured_date", values.day, row.get("assured_date"), None)
    service.assurer_email = into.take("assurer_email", values.email, row.get("assurer_email"), "")
    service.last_modified = into.take("last_modified", values.moment, row.get("last_modified"), None)


def _people(into: Collector, service: ServiceRecord, row: Row) -> None:
    own: list[PhoneRecord] = parts.phone_list(into, row.get("phones"))
    service.contacts, nameless = parts.people(into, row.get("contacts"))
    service.phones = own + nameless


def _times(into: Collector, service: ServiceRecord, row: Row) -> None:
    found = schedules.read(into, row.get("schedules"))
    service.schedules, service.hours_kind, service.hours_text = found.schedules, found.kind, found.text
    for place in values.mappings(row.get("service_at_locations")):
        location = values.mapping(place.get("location"))
        if not location and not values.uuid(place.get("location_id")):
            continue
        located = schedules.read(into, place.get("schedules"))
        if located.kind != "unknown" and service.hours_kind == "unknown":
            service.hours_kind = "scheduled"
        location_id = into.location(_location(into, location or {"id": place["location_id"]}))
        description = values.prose(place.get("description"))
        service.sites.append(
            SiteRecord(location_id, description, located.schedules, values.uuid(place.get("id")))
        )
        virtual = into.feed.locations[location_id].location_type == "virtual"
        service.delivery = list(dict.fromkeys([*service.delivery, "online" if virtual else "place"]))


def _location(into: Collector, row: Row) -> LocationRecord:
    kind = values.words(row.get("location_type")) or "physical"
    record = LocationRecord(into.identity("location", row.get("id"), values.words(row.get("name"))), kind)
    record.name = values.name(row.get("name"))
    record.alternate_name = values.name(row.get("alternate_name"))
    record.description = values.prose(row.get("description"))
    record.transportation = values.prose(row.get("transportation"))
    record.latitude, record.longitude = into.point(row.get("latitude"), row.get("longitude"))
    record.external_identifier = values.words(row.get("external_identifier"))
    record.external_identifier_type = values.words(row.get("external_identifier_type"))
    record.source_id = values.words(row.get("id"))
    record.addresses = parts.each(into, "addresses", row.get("addresses"), parts.address)
    record.accessibility = parts.each(into, "accessibility", row.get("accessibility"), parts.access)
    record.phones = parts.phone_list(into, row.get("phones"))
    return record


def organization_of(into: Collector, row: Row, service_name: str) -> str:
    """The id of the organization of a service. One that is not named gets the service's name, and changes no known one."""
    given = values.mapping(parts.first(row, "organization", "organisation"))
    named = values.name(given.get("name"))
    identity = parts.first(given, "id") or row.get("organization_id")
    record = OrganizationRecord(
        into.identity("organization", identity, named or service_name), named or service_name, stub=not named
    )
    if not named and not values.uuid(identity):
        into.problem("organization", "has no name: the service's name is taken for it")
    record.alternate_name = values.name(given.get("alternate_name"))
    record.description = values.prose(given.get("description"))
    record.email = into.take("organization's e-mail", values.email, given.get("email"), "")
    record.website = into.take(
        "organization's web address", values.url, parts.first(given, "website", "url"), ""
    )
    record.logo = into.take("organization's logo", values.url, given.get("logo"), "")
    record.uri = values.words(given.get("uri"))
    record.legal_status = values.words(given.get("legal_status"))
    record.year_incorporated = into.take(
        "organization's year", values.whole, given.get("year_incorporated"), None
    )
    record.source_id = values.words(given.get("id"))
    record.parent_organization_id = values.uuid(given.get("parent_organization_id"))
    record.identifiers = parts.each(
        into, "organization_identifiers", given.get("organization_identifiers"), parts.identifier
    )
    record.phones = parts.phone_list(into, given.get("phones"))
    record.funding = parts.each(into, "funding", given.get("funding"), parts.funding)
    return into.organization(record)


def attribute(_into: Collector, row: Row) -> AttributeRecord | None:
    """A term put on the service; None when it names no term."""
    given = values.mapping(row.get("taxonomy_term"))
    name = values.name(parts.first(given, "name", "term")) or values.name(row.get("label"))
    if not name:
        return None
    taxonomy = values.mapping(given.get("taxonomy_detail"))
    term = TermRecord(
        name=name,
        taxonomy=values.name(given.get("taxonomy")) or values.name(taxonomy.get("name")),
        code=values.words(given.get("code")) or values.words(given.get("term")),
        description=values.prose(given.get("description")),
        term_uri=values.words(given.get("term_uri")),
        parent_id=values.uuid(given.get("parent_id")),
        taxonomy_id=values.uuid(given.get("taxonomy_id")) or values.uuid(taxonomy.get("id")),
        id=values.uuid(given.get("id")) or values.uuid(row.get("taxonomy_term_id")),
    )
    return AttributeRecord(
        term, values.words(row.get("link_type")), values.words(row.get("value")), values.uuid(row.get("id"))
    )


def _audiences(row: Row) -> list[AttributeRecord]:
    """Who a service is for, in a field that one vendor's feeds (Bristol's among them) have beside the standard."""
    named = (values.name(each.get("audienceType")) for each in values.mappings(row.get("pc_targetAudience")))
    return [
        AttributeRecord(TermRecord(name, "Target audience"), "audience")
        for name in dict.fromkeys(named)
        if name
    ]
