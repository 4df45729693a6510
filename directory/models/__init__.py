"""All tables of the directory. Importing any of them registers every table on the metadata of
`core.db.Base`.
"""

from directory.models.alerts import ServiceAlert, ServiceAlertVersion
from directory.models.call_fixes import CallFix
from directory.models.checks import FactCheck
from directory.models.content_audit import AuditFinding, NeedsReason
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
from directory.models.merges import DuplicatePair, Merge, RetiredId
from directory.models.organizations import Contact, Organization, OrganizationIdentifier, Phone
from directory.models.photos import Photo
from directory.models.publishing import ApiKey, FeedSource
from directory.models.pulling import FeedProfile, PulledRecord
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
from directory.models.usage import ListingSearch, ListingUse

__all__ = [
    "Accessibility",
    "Address",
    "ApiKey",
    "Attribute",
    "AuditFinding",
    "CallFix",
    "ChangeMessage",
    "Contact",
    "Correction",
    "CostOption",
    "CouncilCode",
    "DuplicatePair",
    "FactCheck",
    "FeedProfile",
    "FeedSource",
    "Funding",
    "Language",
    "ListingChange",
    "ListingSearch",
    "ListingUse",
    "ListingVersion",
    "Location",
    "Merge",
    "NeedsReason",
    "Organization",
    "OrganizationIdentifier",
    "OutwardCouncil",
    "Phone",
    "Photo",
    "Postcode",
    "PostcodeArea",
    "PulledRecord",
    "RetiredId",
    "Schedule",
    "SearchCount",
    "SearchDecision",
    "SearchDocument",
    "SearchMiss",
    "SearchOutbox",
    "Service",
    "ServiceAlert",
    "ServiceAlertVersion",
    "ServiceArea",
    "ServiceAtLocation",
    "Taxonomy",
    "TaxonomyTerm",
    "service_successor",
]
