"""A plain list of services: {"services": [{name, organisation, description, url, postcode, lat, lon, locations, …}]}."""

from typing import Any

from directory.open_referral import parts as open_referral_parts
from directory.open_referral import values as open_referral_values
from directory.open_referral.collector import Collector
from directory.open_referral.records import (
    AddressRecord,
    AttributeRecord,
    CostRecord,
    LocationRecord,
    OrganizationRecord,
    ServiceRecord,
    SiteRecord,
    TermRecord,
)

Row = dict[str, Any]
KIND = "plain list"
_ONLY = {
    "homeless_only": "Only for people who are homeless.",
    "disability_only": "Only for disabled people.",
    "children_parents_only": "Only for children and their parents.",
    "members_only": "Only for members.",
    "referral_only": "You need someone to refer you.",
}


def read(into: Collector, row: Row) -> None:
    """Read one service into the feed; one without a name is left out, with the problem noted."""
    name = open_referral_values.name(open_referral_parts.first(row, "name", "title"))
    if not name:
        into.problem("name", "is missing: the record is left out", left_out=True)
        return
    organization = open_referral_values.name(row.get("organisation")) or open_referral_values.name(
        row.get("organization")
    )
    given = open_referral_parts.first(row, "source_id", "id")
    service_id = into.identity("service", given, f"{name}|{organization}")
    if not given and into.has_service(service_id):
        service_id = into.identity(
            "service", None, f"{name}|{organization}|{open_referral_values.words(row.get('postcode'))}"
        )
    service = ServiceRecord(
        service_id, name, _organization(into, row, organization or name, not organization)
    )
    service.source_id = open_referral_values.words(given)
    service.description = open_referral_values.prose(row.get("description"))
    service.summary = open_referral_values.prose(row.get("summary"))
    service.url = into.take(
        "url", open_referral_values.url, open_referral_parts.first(row, "url", "website"), ""
    )
    service.email = into.take("email", open_referral_values.email, row.get("email"), "")
    service.phones = into.phones("phone", open_referral_parts.first(row, "phone", "telephone"))
    service.hours_text = open_referral_values.prose(
        open_referral_parts.first(row, "timing", "times", "opening_hours")
    )
    _who(into, service, row.get("eligibility"))
    _cost(into, service, row)
    _places(into, service, row)
    service.attributes = _terms(row)
    into.service(service)


def _organization(into: Collector, row: Row, name: str, unnamed: bool) -> str:
    if unnamed:
        into.problem("organisation", "has no name: the service's name is taken for it")
    record = OrganizationRecord(into.identity("organization", None, name), name, stub=unnamed)
    record.description = open_referral_values.prose(row.get("organisation_description"))
    record.website = into.take(
        "organisation's web address", open_referral_values.url, row.get("organisation_url"), ""
    )
    return into.organization(record)


def _who(into: Collector, service: ServiceRecord, given: object) -> None:
    if not isinstance(given, dict):
        service.eligibility_description = open_referral_values.prose(given)
        return
    group = open_referral_values.words(given.get("age group"))
    low, high = open_referral_values.ages_in(group)
    service.minimum_age, service.maximum_age = into.ages(
        given.get("min_age", low), given.get("max_age", high)
    )
    said = [
        f"Age group: {group}." if group else "",
        _audience(open_referral_values.words(given.get("audience"))),
    ]
    said += [
        sentence
        for key, sentence in _ONLY.items()
        if into.take(key, open_referral_values.yes, given.get(key), False)
    ]
    service.eligibility_description = " ".join(filter(None, said))
    if into.take("referral_only", open_referral_values.yes, given.get("referral_only"), False):
        service.route_in = ["professional"]


def _audience(words: str) -> str:
    return f"For: {words}." if words else ""


def free_or_not(into: Collector, service: ServiceRecord, said: object) -> None:
    """Cost from a yes or no about "free"."""
    if not open_referral_values.words(said) and not isinstance(said, bool):
        return
    if into.take("is_free", open_referral_values.yes, said, False):
        service.cost_options.append(CostRecord("Free", kind="free"))
    elif not service.fees:
        service.fees = "There is a charge."


def _cost(into: Collector, service: ServiceRecord, row: Row) -> None:
    service.fees = open_referral_values.prose(row.get("fees"))
    free_or_not(into, service, row.get("is_free"))


def _places(into: Collector, service: ServiceRecord, row: Row) -> None:
    own = {key: row.get(key) for key in ("postcode", "lat", "lon")}
    places = open_referral_values.mappings(row.get("locations")) or ([own] if any(own.values()) else [])
    for place in places:
        if open_referral_values.words(place.get("name")).lower() == "online":
            service.delivery = list(dict.fromkeys([*service.delivery, "online"]))
            continue
        same = place is places[0] and (place.get("postcode") or row.get("postcode")) == row.get("postcode")
        service.sites.append(SiteRecord(place_id(into, {**own, **place} if same else place)))
        service.delivery = list(dict.fromkeys([*service.delivery, "place"]))


def place_id(into: Collector, place: Row) -> str:
    """Keep a place with name, address, city, postcode, lat and lon; the same words are the same place."""
    name, street, city, code = (
        open_referral_values.name(place.get(key)) for key in ("name", "address", "city", "postcode")
    )
    record = LocationRecord(
        into.identity("location", None, f"{name}|{street}|{city}|{code}".lower()), name=name
    )
    record.latitude, record.longitude = into.point(place.get("lat"), place.get("lon"))
    if not (name or street or code) and record.latitude is not None:
        record.id = into.identity("location", None, f"{record.latitude},{record.longitude}")
    if street or city or code:
        record.addresses = [AddressRecord(address_1=street, city=city, postal_code=code)]
    return into.location(record)


def _terms(row: Row) -> list[AttributeRecord]:
    eligibility = open_referral_values.mapping(row.get("eligibility"))
    groups = {
        "Categories": open_referral_values.listed(row.get("categories")),
        "Service type": open_referral_values.listed(row.get("service_type")),
        "Audience": open_referral_values.listed(eligibility.get("audience")),
        "Partner organisations": open_referral_values.listed(row.get("other_organisations")),
    }
    return terms(groups)


def terms(groups: dict[str, list[str]]) -> list[AttributeRecord]:
    """Attributes from the names of terms by taxonomy; the link type is the taxonomy's name in small letters."""
    return [
        AttributeRecord(TermRecord(name, taxonomy), taxonomy.lower())
        for taxonomy, names in groups.items()
        for name in names
    ]
