"""Reads services of Open Referral UK 3.0 as real feeds publish them.

Real feeds have HTML in texts, ages of -1, missing fields, and fields of single vendors.
"""

from typing import Any

from directory.open_referral import values
from directory.open_referral.collector import Collector
from directory.open_referral.feed import Origin
from directory.open_referral.lifted_parts import lifted
from directory.open_referral.schema.locations import Location, location_words
from directory.open_referral.schema.organizations import Organization
from directory.open_referral.schema.services import TAKEN_DOWN, Service, ServiceAtLocation
from directory.schedules.open_referral import EXTRA

JsonObject = dict[str, Any]
KIND = "Open Referral UK 3"
NESTED = (
    "service_at_locations",
    "schedules",
    "contacts",
    "phones",
    "cost_options",
    "languages",
    "service_areas",
    "funding",
    "attributes",
)
"""Fields that hold parts of a service. A record without any of these fields may be a short form."""


def read(into: Collector, row: JsonObject) -> None:
    """Read one service into the feed. A service without a name is left out, with a problem."""
    name = values.name(row.get("name"))
    if not name:
        into.problem("name", "is missing: the record is left out", left_out=True)
        if values.uuid(row.get("id")):
            into.feed.also_seen.add(values.uuid(row.get("id")))
        return
    row, origin = _without_origin(lifted(row, into.problem))
    attributes = [*values.mappings(row.get("attributes")), *_audiences(row)]
    rest = {name: value for name, value in row.items() if name != "pc_targetAudience"}
    service = Service.model_validate(rest | {"attributes": attributes}, context=into)
    into.identify_service(service)
    service.organization_id = _add_organization(into, service)
    says_delivery = "delivery" in service.model_fields_set
    for site in service.service_at_locations:
        location = _add_location(into, site)
        location.secret = location.secret or bool(site.held_back)
        service.secret_address = service.secret_address or location.secret
        if not says_delivery:
            delivery = "online" if location.location_type == "virtual" else "place"
            service.delivery = list(dict.fromkeys([*service.delivery, delivery]))
    into.add_service(service)
    if origin:
        into.feed.origins[service.id] = origin


def _without_origin(row: JsonObject) -> tuple[JsonObject, Origin | None]:
    """Return a service without the note of its first publisher, and that note; None where there is none."""
    own = values.mapping(row.get(EXTRA))
    given = values.mapping(own.get("source"))
    url = values.words(given.get("url"))
    if "source" not in own:
        return row, None
    rest = row | {EXTRA: {name: value for name, value in own.items() if name != "source"}}
    origin = Origin(url[:1000], values.name(given.get("name"))[:200], values.words(given.get("id"))[:200])
    return rest, origin if url else None


def _add_organization(into: Collector, service: Service) -> str:
    """Add the organization of a service to the feed and return its id.

    An organization without a name gets the name of the service, and changes no stored organization.
    """
    organization = service.organization or Organization()
    if "record" in organization.held_back and service.status != "defunct":
        service.status = TAKEN_DOWN
    is_named = bool(organization.name)
    given_id = organization.id or service.organization_id
    if not is_named and not values.uuid(given_id):
        into.problem("organization", "has no name: the service's name is taken for it")
    organization.name = organization.name or service.name
    if organization.source_id is None:
        organization.source_id = organization.id
    organization.id = given_id
    into.identify(organization, organization.name)
    return into.add_organization(organization, stub=not is_named)


def _add_location(into: Collector, site: ServiceAtLocation) -> Location:
    """Add the location of a service at location to the feed. Returns the location with the values of all
    mentions.
    """
    location = site.location or Location(id=site.location_id)
    into.identify(location, location_words(location))
    site.location_id = into.add_location(location)
    return into.feed.locations[site.location_id]


def read_organization(into: Collector, row: JsonObject) -> str:
    """Read an organization without a service into the feed and return its id."""
    organization = Organization.model_validate(row, context=into)
    into.identify(organization, organization.name)
    return into.add_organization(organization)


def read_location(into: Collector, row: JsonObject) -> str:
    """Read a location without a service into the feed and return its id."""
    location = Location.model_validate(row, context=into)
    into.identify(location, location_words(location))
    return into.add_location(location)


def _audiences(row: JsonObject) -> list[JsonObject]:
    """Return the terms for whom a service is, from a field that one vendor's feeds have (Bristol's, for
    example).
    """
    named = [values.name(each.get("audienceType")) for each in values.mappings(row.get("pc_targetAudience"))]
    return [
        {"taxonomy_term": {"name": name, "taxonomy": "Target audience"}, "link_type": "audience"}
        for name in dict.fromkeys(named)
        if name
    ]
