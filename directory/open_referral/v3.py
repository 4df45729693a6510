"""Services of Open Referral UK 3.0, as real feeds publish them: with HTML, ages of -1, missing fields and
vendors' fields.
"""

from typing import Any

from directory.open_referral import values
from directory.open_referral.collector import Collector
from directory.open_referral.schema.locations import Location
from directory.open_referral.schema.organizations import Organization
from directory.open_referral.schema.services import Service, ServiceAtLocation

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
"""Fields that hold parts of a service: a record without any of them may be a short form."""


def read(into: Collector, row: JsonObject) -> None:
    """Read one service into the feed; one without a name is left out, with the problem noted."""
    name = values.name(row.get("name"))
    if not name:
        into.problem("name", "is missing: the record is left out", left_out=True)
        if values.uuid(row.get("id")):
            into.feed.also_seen.add(values.uuid(row.get("id")))
        return
    attributes = [*values.mappings(row.get("attributes")), *_audiences(row)]
    service = Service.model_validate(row | {"attributes": attributes}, context=into)
    into.identify(service, name)
    service.organization_id = _add_organization(into, service)
    says_delivery = "delivery" in service.model_fields_set
    for site in service.service_at_locations:
        location = _add_location(into, site)
        service.secret_address = service.secret_address or location.secret
        if not says_delivery:
            delivery = "online" if location.location_type == "virtual" else "place"
            service.delivery = list(dict.fromkeys([*service.delivery, delivery]))
    into.add_service(service)


def _add_organization(into: Collector, service: Service) -> str:
    """Keep the organization of a service and return its id.

    An organization that is not named gets the service's name, and changes no known one.
    """
    organization = service.organization or Organization()
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
    """Keep the location of a site; return the location as it is known by now."""
    location = site.location or Location(id=site.location_id)
    into.identify(location, location.name)
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
    into.identify(location, location.name)
    return into.add_location(location)


def _audiences(row: JsonObject) -> list[JsonObject]:
    """Return terms for whom a service is, from a field that one vendor's feeds (Bristol's among them)
    have.
    """
    named = [values.name(each.get("audienceType")) for each in values.mappings(row.get("pc_targetAudience"))]
    return [
        {"taxonomy_term": {"name": name, "taxonomy": "Target audience"}, "link_type": "audience"}
        for name in dict.fromkeys(named)
        if name
    ]
