"""All tables of the directory, gathered so that metadata is whole wherever one of them is used."""

from directory.models.corrections import Correction
from directory.models.locations import Accessibility, Address, Location, Postcode, PostcodeArea
from directory.models.organizations import Contact, Organization, OrganizationIdentifier, Phone
from directory.models.search import SearchDocument, SearchMiss, SearchOutbox
from directory.models.services import (
    Attribute,
    CostOption,
    Funding,
    Language,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    Taxonomy,
    TaxonomyTerm,
    service_successor,
)

__all__ = [
    "Accessibility",
    "Address",
    "Attribute",
    "Contact",
    "Correction",
    "CostOption",
    "Funding",
    "Language",
    "Location",
    "Organization",
    "OrganizationIdentifier",
    "Phone",
    "Postcode",
    "PostcodeArea",
    "Schedule",
    "SearchDocument",
    "SearchMiss",
    "SearchOutbox",
    "Service",
    "ServiceArea",
    "ServiceAtLocation",
    "Taxonomy",
    "TaxonomyTerm",
    "service_successor",
]
