"""All tables of the directory. Importing any of them registers every table on the metadata of
`core.db.Base`.
"""

from directory.models.corrections import Correction
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
from directory.models.publishing import ApiKey, FeedSource
from directory.models.search import SearchCount, SearchDecision, SearchDocument, SearchMiss, SearchOutbox
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
    "Contact",
    "Correction",
    "CostOption",
    "CouncilCode",
    "FeedSource",
    "Funding",
    "Language",
    "Location",
    "Organization",
    "OrganizationIdentifier",
    "OutwardCouncil",
    "Phone",
    "Postcode",
    "PostcodeArea",
    "Schedule",
    "SearchCount",
    "SearchDecision",
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
