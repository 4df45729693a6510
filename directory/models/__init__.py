"""All tables of the directory. Importing any of them registers every table on the metadata of
`core.db.Base`.
"""

from directory.models.checks import FactCheck
from directory.models.corrections import Correction
from directory.models.editing import ChangeMessage, ListingChange, ListingVersion
from directory.models.locations import (
    Accessibility,
    Address,
    CouncilCode,
    Location,
    OutwardCouncil,
    Postcode,
    PostcodeArea,
)
from directory.models.organizations import Contact, Organization, OrganizationIdentifier, Phone
from directory.models.photos import Photo
from directory.models.publishing import ApiKey, FeedSource
from directory.models.pulling import FeedProfile, PulledRecord
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
    "ApiKey",
    "Attribute",
    "ChangeMessage",
    "Contact",
    "Correction",
    "CostOption",
    "CouncilCode",
    "FactCheck",
    "FeedProfile",
    "FeedSource",
    "Funding",
    "Language",
    "ListingChange",
    "ListingVersion",
    "Location",
    "Organization",
    "OrganizationIdentifier",
    "OutwardCouncil",
    "Phone",
    "Photo",
    "Postcode",
    "PostcodeArea",
    "PulledRecord",
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
