"""A record as rows that are in no database, for a preview with the real template. Sends no queries."""

from typing import Any, TypeVar

from core.db import Base
from directory import models
from directory.models.locations import Accessibility, Address
from directory.models.organizations import Contact
from directory.models.services import Attribute, CostOption, Schedule, Service, ServiceArea, ServiceAtLocation
from directory.open_referral.schema.base import OpenReferralObject
from directory.open_referral.schema.contacts import Phone as PhoneRecord
from directory.open_referral.schema.services import Service as Record
from directory.open_referral.schema.services import ServiceAtLocation as SiteRecord
from directory.open_referral.schema.taxonomies import Attribute as AttributeRecord

Row = TypeVar("Row", bound=Base)


def service_of(
    record: Record, organization: models.Organization, slug: str, photo: models.Photo | None = None
) -> Service:
    """Return a record as a row with all its parts, in no session. Its successors are left out."""
    row = _row(Service, record, slug=slug or "new", organization_id=organization.id)
    row.organization = organization
    row.sites = [_site(site) for site in record.service_at_locations if site.location]
    row.schedules = [_row(Schedule, each) for each in record.schedules]
    row.phones = _phones(record.phones)
    row.contacts = [_contact(each) for each in record.contacts]
    row.cost_options = [_row(CostOption, each) for each in record.cost_options]
    row.languages = [_row(models.Language, each) for each in record.languages]
    row.service_areas = [_row(ServiceArea, each) for each in record.service_areas]
    row.attributes = [_attribute(each) for each in record.attributes]
    row.successors = []
    row.photo = photo
    return row


def _row(kind: type[Row], part: OpenReferralObject, **more: Any) -> Row:
    """Return a row with the values that the record has for its columns."""
    columns = set(kind.__table__.columns.keys())
    values = {name: getattr(part, name) for name in type(part).model_fields if name in columns}
    return kind(**values | more)


def _phones(phones: list[PhoneRecord]) -> list[models.Phone]:
    return [_row(models.Phone, each) for each in phones]


def _contact(contact: Any) -> Contact:
    row = _row(Contact, contact)
    row.phones = _phones(contact.phones)
    return row


def _site(site: SiteRecord) -> ServiceAtLocation:
    row = _row(ServiceAtLocation, site)
    assert site.location is not None
    row.location = _row(models.Location, site.location)
    row.location.addresses = [_row(Address, each) for each in site.location.addresses]
    row.location.accessibility = [_row(Accessibility, each) for each in site.location.accessibility]
    row.schedules = [_row(Schedule, each) for each in site.schedules]
    return row


def _attribute(attribute: AttributeRecord) -> Attribute:
    term = attribute.taxonomy_term
    row = Attribute(id=attribute.id, value=attribute.value)
    row.term = models.TaxonomyTerm(id=term.id, code=term.code, name=term.name)
    row.term.taxonomy = models.Taxonomy(key=term.own_taxonomy or None, name=term.taxonomy)
    return row
