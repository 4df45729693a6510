"""Pages of records: the envelope of Open Referral UK 3.0, and the records of each collection in its forms."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.web import settings
from directory.open_referral.published_values import published_value
from directory.publishing import endpoints, queries, records
from directory.publishing.parameters import PER_PAGE

JsonObject = dict[str, Any]
Filters = Mapping[str, Any]
_MOST_MINIMAL = 100_000
_GROUP = 100


@dataclass(frozen=True)
class Reader:
    """How one collection is read: the ids that filters leave, and the records of some ids in a form."""

    ids: Callable[[Filters], list[str]]
    records: Callable[[Sequence[str], Filters], list[JsonObject]]
    item: Callable[[str, Filters], list[JsonObject]]


def _area() -> str:
    return settings().council_area


def _services(ids: Sequence[str], filters: Filters) -> list[JsonObject]:
    if filters.get("minimal"):
        changes = queries.last_changes(ids)
        return [records.service_minimal(row, published_value("", moment)) for row, moment in changes]
    full = bool(filters.get("full"))
    rows = queries.services(ids, full=full)
    around = queries.surroundings(rows, _area(), settings().assurer_email)
    form = records.service_full if full else records.service_basic
    return [form(row, around) for row in rows]


def _service(service_id: str, _filters: Filters) -> list[JsonObject]:
    return _services([service_id], {"full": True})


def _sites(ids: Sequence[str], filters: Filters) -> list[JsonObject]:
    full = bool(filters.get("full"))
    pairs = queries.sites(ids, full=full)
    around = queries.surroundings([service for _site, service in pairs], _area(), settings().assurer_email)
    if full:
        whole = records.service_at_location_full
        return [whole(site, service, around, with_service=True) for site, service in pairs]
    return [records.service_at_location_basic(site, service, around) for site, service in pairs]


def _site(site_id: str, _filters: Filters) -> list[JsonObject]:
    return _sites([site_id], {"full": True})


def _organizations(ids: Sequence[str], filters: Filters) -> list[JsonObject]:
    with_services = bool(filters.get("full") or filters.get("full_service"))
    rows = queries.organizations(ids, full=with_services)
    if not with_services:
        return [records.organization_basic(row) for row in rows]
    full = bool(filters.get("full_service"))
    services = queries.services_of(ids, full=full)
    funding = queries.funding_of(ids)
    flat = [service for group in services.values() for service in group]
    around = queries.surroundings(flat, _area(), settings().assurer_email)
    form = records.service_full if full else records.service_basic
    return [
        records.organization_full(
            row,
            [_without_organization(form(service, around)) for service in services.get(row.id, [])],
            funding=funding.get(row.id, []),
        )
        for row in rows
    ]


def _without_organization(service: JsonObject) -> JsonObject:
    return {name: value for name, value in service.items() if name != "organization"}


def _organization(organization_id: str, filters: Filters) -> list[JsonObject]:
    return _organizations([organization_id], {"full": True} | dict(filters))


def _taxonomies(ids: Sequence[str], _filters: Filters) -> list[JsonObject]:
    return [records.taxonomy(row) for row in queries.taxonomies(ids, full=False)]


def _taxonomy(taxonomy_id: str, _filters: Filters) -> list[JsonObject]:
    return [records.taxonomy_full(row) for row in queries.taxonomies([taxonomy_id], full=True)]


def _terms(ids: Sequence[str], _filters: Filters) -> list[JsonObject]:
    return [records.taxonomy_term(row) for row in queries.terms(ids)]


def _term(term_id: str, _filters: Filters) -> list[JsonObject]:
    return _terms([term_id], {})


READERS = {
    endpoints.SERVICES.name: Reader(queries.service_ids, _services, _service),
    endpoints.SERVICE_AT_LOCATIONS.name: Reader(queries.site_ids, _sites, _site),
    endpoints.ORGANIZATIONS.name: Reader(queries.organization_ids, _organizations, _organization),
    endpoints.TAXONOMIES.name: Reader(queries.taxonomy_ids, _taxonomies, _taxonomy),
    endpoints.TAXONOMY_TERMS.name: Reader(queries.term_ids, _terms, _term),
}


def whole_records(reader: Reader, filters: Filters) -> Iterator[JsonObject]:
    """Yield all records that filters leave. Memory holds one group of them at a time."""
    ids = reader.ids(filters)
    for start in range(0, len(ids), _GROUP):
        yield from reader.records(ids[start : start + _GROUP], filters)


def page_of(reader: Reader, ids: Sequence[str], filters: Filters) -> JsonObject:
    """Return one page of the records with these ids."""
    number = filters.get("page", 1)
    per_page = filters.get("per_page", _MOST_MINIMAL if filters.get("minimal") else PER_PAGE)
    pages = max(1, math.ceil(len(ids) / per_page))
    contents = reader.records(ids[(number - 1) * per_page : number * per_page], filters)
    return {
        "total_items": len(ids),
        "total_pages": pages,
        "page_number": number,
        "size": len(contents),
        "first_page": number == 1,
        "last_page": number == pages,
        "empty": not contents,
        "contents": contents,
    }
