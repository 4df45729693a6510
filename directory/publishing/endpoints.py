"""The addresses of the feed: one table for the views, the OpenAPI document and the tests."""

from dataclasses import dataclass

from directory.open_referral.schema.base import OpenReferralObject
from directory.open_referral.schema.organizations import Organization
from directory.open_referral.schema.services import Service, ServiceAtLocation
from directory.open_referral.schema.taxonomies import Taxonomy, TaxonomyTerm
from directory.publishing import parameters as p


@dataclass(frozen=True)
class Collection:
    """A list of records, at `/name` and, one by one, at `/name/{id}`."""

    name: str
    kind: type[OpenReferralObject]
    words: str
    parameters: tuple[p.Parameter, ...]
    item_parameters: tuple[p.Parameter, ...] = ()


SERVICES = Collection(
    "services",
    Service,
    "services",
    (
        p.SEARCH,
        *p.PAGING,
        p.TAXONOMY_TERM_ID,
        p.TAXONOMY_ID,
        p.ORGANIZATION_ID,
        p.MODIFIED_AFTER,
        p.MINIMAL,
        p.FULL,
        p.MINIMUM_AGE,
        p.MAXIMUM_AGE,
        p.START_TIME,
        p.END_TIME,
        p.DAY,
    ),
)
SERVICE_AT_LOCATIONS = Collection(
    "service_at_locations",
    ServiceAtLocation,
    "services at their places",
    (
        p.SEARCH,
        p.TAXONOMY_TERM_ID,
        p.TAXONOMY_ID,
        p.ORGANIZATION_ID,
        p.MODIFIED_AFTER,
        p.FULL,
        *p.PAGING,
        p.POSTCODE,
        p.PROXIMITY,
    ),
)
ORGANIZATIONS = Collection(
    "organizations",
    Organization,
    "organizations",
    (p.SEARCH, p.FULL_SERVICE, p.FULL, *p.PAGING),
    (p.FULL_SERVICE,),
)
TAXONOMIES = Collection("taxonomies", Taxonomy, "taxonomies", (p.SEARCH, *p.PAGING))
TAXONOMY_TERMS = Collection(
    "taxonomy_terms",
    TaxonomyTerm,
    "terms of taxonomies",
    (p.SEARCH, *p.PAGING, p.TAXONOMY_ID, p.TOP_ONLY, p.PARENT_ID),
)
COLLECTIONS = (SERVICES, ORGANIZATIONS, SERVICE_AT_LOCATIONS, TAXONOMIES, TAXONOMY_TERMS)
MERGED = (SERVICES, ORGANIZATIONS)
"""Collections whose records can be merged: the address of one that is gone leads to the one that stays."""
