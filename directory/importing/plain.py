"""A plain list of services: {"services": [{name, organisation, description, url, postcode, lat, lon, locations, …}]}."""

from typing import Any

from directory.importing import parts, values
from directory.importing.collect import Collector
from directory.importing.records import (
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
    name = values.name(parts.first(row, "name", "title"))
    if not name:
        into.problem("name", "is missing: the record is left out", left_out=True)
        return
    organization = values.name(row.get("organisation")) or values.name(row.get("organization"))
    given = parts.first(row, "source_id", "id")
    service_id = into.identity("service", given, f"{name}|{organization}")
    if not given and into.has_service(service_id):
        service_id = into.identity("service", None, f"{name}|{organization}|{values.words(row.get('postcode'))}")
    service = ServiceRecord(service_id, name, _organization(into, row, organization or name, not organization))
    service.source_id = values.words(given)
    service.description = values.prose(row.get("description"))
    service.summary = values.prose(row.get("summary"))
    service.url = into.take("url", values.url, parts.first(row, "url", "website"), "")
    service.email = into.take("email", values.email, row.get("email"), "")
    service.phones = into.phones("phone", parts.first(row, "phone", "telephone"))
    service.hours_text = values.prose(parts.first(row, "timing", "times", "opening_hours"))
    _who(into, service, row.get("eligibility"))
    _cost(into, service, row)
    _places(into, service, row)
    service.attributes = _terms(row)
    into.service(service)


def _organization(into: Collector, row: Row, name: str, unnamed: bool) -> str:
    if unnamed:
        into.problem("organisation", "has no name: the service's name is taken for it")
    record = OrganizationRecord(into.identity("organization", None, name), name, stub=unnamed)
    record.description = values.prose(row.get("organisation_description"))
    record.website = into.take("organisation's web address", values.url, row.get("organisation_url"), "")
    return into.organization(record)


def _who(into: Collector, service: ServiceRecord, given: object) -> None:
    if not isinstance(given, dict):
        service.eligibility_description = values.prose(given)
        return
    group = values.words(given.get("age group"))
    low, high = values.ages_in(group)
    service.minimum_age, service.maximum_age = into.ages(given.get("min_age", low), given.get("max_age", high))
    said = [f"Age group: {group}." if group else "", _audience(values.words(given.get("audience")))]
    said += [sentence for key, sentence in _ONLY.items() if into.take(key, values.yes, given.get(key), False)]
    service.eligibility_description = " ".join(filter(None, said))
    if into.take("referral_only", values.yes, given.get("referral_only"), False):
        service.route_in = ["professional"]


def _audience(words: str) -> str:
    return f"For: {words}." if words else ""


def free_or_not(into: Collector, service: ServiceRecord, said: object) -> None:
    """Cost from a yes or no about "free"."""
    if not values.words(said) and not isinstance(said, bool):
        return
    if into.take("is_free", values.yes, said, False):
        service.cost_options.append(CostRecord("Free", kind="free"))
    elif not service.fees:
        service.fees = "There is a charge."


def _cost(into: Collector, service: ServiceRecord, row: Row) -> None:
    service.fees = values.prose(row.get("fees"))
    free_or_not(into, service, row.get("is_free"))


def _places(into: Collector, service: ServiceRecord, row: Row) -> None:
    own = {key: row.get(key) for key in ("postcode", "lat", "lon")}
    places = values.mappings(row.get("locations")) or ([own] if any(own.values()) else [])
    for place in places:
        if values.words(place.get("name")).lower() == "online":
            service.delivery = list(dict.fromkeys([*service.delivery, "online"]))
            continue
        same = place is places[0] and (place.get("postcode") or row.get("postcode")) == row.get("postcode")
        service.sites.append(SiteRecord(place_id(into, {**own, **place} if same else place)))
        service.delivery = list(dict.fromkeys([*service.delivery, "place"]))


def place_id(into: Collector, place: Row) -> str:
    """Keep a place with name, address, city, postcode, lat and lon; the same words are the same place."""
    name, street, city, code = (values.name(place.get(key)) for key in ("name", "address", "city", "postcode"))
    record = LocationRecord(into.identity("location", None, f"{name}|{street}|{city}|{code}".lower()), name=name)
    record.latitude, record.longitude = into.point(place.get("lat"), place.get("lon"))
    if not (name or street or code) and record.latitude is not None:
        record.id = into.identity("location", None, f"{record.latitude},{record.longitude}")
    if street or city or code:
        record.addresses = [AddressRecord(address_1=street, city=city, postal_code=code)]
    return into.location(record)


def _terms(row: Row) -> list[AttributeRecord]:
    eligibility = values.mapping(row.get("eligibility"))
    groups = {
        "Categories": values.listed(row.get("categories")),
        "Service type": values.listed(row.get("service_type")),
        "Audience": values.listed(eligibility.get("audience")),
        "Partner organisations": values.listed(row.get("other_organisations")),
    }
    return terms(groups)


def terms(groups: dict[str, list[str]]) -> list[AttributeRecord]:
    """Attributes from the names of terms by taxonomy; the link type is the taxonomy's name in small letters."""
    return [AttributeRecord(TermRecord(name, taxonomy), taxonomy.lower()) for taxonomy, names in groups.items() for name in names]
