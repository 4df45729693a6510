"""How a service is loaded with all its parts: in a fixed number of statements, and nothing else on demand."""

from collections.abc import Sequence

from sqlalchemy.orm import joinedload, raiseload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from directory.models.locations import Location
from directory.models.organizations import Contact, Organization
from directory.models.services import Attribute, Service, ServiceAtLocation, TaxonomyTerm


def with_all_parts(*more: ORMOption) -> Sequence[ORMOption]:
    """Return the options that load a service with its parts, and `more` beside them."""
    organization = joinedload(Service.organization)
    sites = selectinload(Service.sites)
    place = sites.joinedload(ServiceAtLocation.location)
    return (
        organization.selectinload(Organization.phones),
        organization.selectinload(Organization.identifiers),
        sites.selectinload(ServiceAtLocation.schedules),
        place.selectinload(Location.addresses),
        place.selectinload(Location.accessibility),
        selectinload(Service.schedules),
        selectinload(Service.phones),
        selectinload(Service.contacts).selectinload(Contact.phones),
        selectinload(Service.cost_options),
        selectinload(Service.languages),
        selectinload(Service.service_areas),
        selectinload(Service.attributes).joinedload(Attribute.term).joinedload(TaxonomyTerm.taxonomy),
        *more,
        raiseload("*"),
    )
