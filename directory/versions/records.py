"""Turns stored rows into records of the schema without loss: the reverse of `directory.importing.diff`.

A record has everything that is stored, also what is not for the public. `directory.publishing.records` makes
what others may read.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from directory import models
from directory.open_referral.schema.base import OpenReferralObject
from directory.open_referral.schema.contacts import Contact, Phone
from directory.open_referral.schema.locations import Accessibility, Address, Location
from directory.open_referral.schema.organizations import Funding, Organization, OrganizationIdentifier
from directory.open_referral.schema.parts import CostOption, Language, ServiceArea
from directory.open_referral.schema.schedules import Schedule
from directory.open_referral.schema.services import Service, ServiceAtLocation
from directory.open_referral.schema.taxonomies import Attribute, TaxonomyTerm
from directory.versions.record_json import Record
from directory.versions.rows import Bundle, TableRow, stored_bundles, table

Kind = TypeVar("Kind", bound=OpenReferralObject)


def stored_records(session: Session, kind: str, ids: Iterable[str]) -> dict[str, Record]:
    """Return the stored records with these ids, by id, with a fixed number of statements.

    `kind`: "service" or "organization". Ids that are not stored are left out.
    """
    bundles = stored_bundles(session, kind, list(ids))
    if kind == "organization":
        return {each: _organization(each, rows) for each, rows in bundles.items()}
    around = _Around(
        locations=stored_locations(session, _all(bundles, "service_at_location", "location_id")),
        terms=_terms(session, _all(bundles, "attribute", "taxonomy_term_id")),
        successors=_successors(session, list(bundles)),
    )
    return {each: _service(each, rows, around) for each, rows in bundles.items()}


def stored_locations(session: Session, ids: Iterable[str]) -> dict[str, Location]:
    """Return the stored locations with these ids, by id."""
    bundles = stored_bundles(session, "location", list(ids))
    return {each: _location(each, rows) for each, rows in bundles.items()}


@dataclass(frozen=True, slots=True)
class _Around:
    """What services refer to: locations, terms, and ids of their successors, by id."""

    locations: Mapping[str, Location] = field(default_factory=dict)
    terms: Mapping[str, TaxonomyTerm] = field(default_factory=dict)
    successors: Mapping[str, list[str]] = field(default_factory=dict)


def _all(bundles: Mapping[str, Bundle], part: str, column: str) -> set[str]:
    return {row[column] for rows in bundles.values() for row in rows.get(part, {}).values()}


def _terms(session: Session, ids: set[str]) -> dict[str, TaxonomyTerm]:
    if not ids:
        return {}
    rows = session.execute(
        select(models.TaxonomyTerm, models.Taxonomy)
        .join(models.Taxonomy, models.Taxonomy.id == models.TaxonomyTerm.taxonomy_id)
        .where(models.TaxonomyTerm.id.in_(ids))
    )
    return {term.id: _term(term, taxonomy) for term, taxonomy in rows}


def _term(term: models.TaxonomyTerm, taxonomy: models.Taxonomy) -> TaxonomyTerm:
    return TaxonomyTerm.model_construct(
        id=term.id,
        name=term.name,
        code=term.code,
        description=term.description,
        term_uri=term.term_uri,
        parent_id=term.parent_id or "",
        taxonomy=taxonomy.name,
        taxonomy_id=taxonomy.id,
        own_taxonomy=taxonomy.key or "",
    )


def _successors(session: Session, ids: list[str]) -> dict[str, list[str]]:
    pairs = table("service_successor")
    found: dict[str, list[str]] = {}
    for service_id, successor_id in session.execute(select(pairs).where(pairs.c.service_id.in_(ids))):
        found.setdefault(service_id, []).append(successor_id)
    return {service_id: sorted(each) for service_id, each in found.items()}


@cache
def _columns(kind: type[OpenReferralObject]) -> tuple[str, ...]:
    stored_names = set(table(kind.object_name).columns.keys())
    return tuple(name for name in kind.model_fields if name in stored_names)


def _object(kind: type[Kind], row: TableRow, **more: Any) -> Kind:
    values = {name: row[name] for name in _columns(kind)}
    return cast(Kind, kind.model_construct(**values | more))


def _rows(rows: Bundle, name: str, column: str, parent: str) -> list[TableRow]:
    """Return the rows of a part that belong to a parent, in their stored order."""
    own = [row for row in rows.get(name, {}).values() if row.get(column) == parent]
    return sorted(own, key=lambda row: (row.get("position", 0), row.get("name") or "", row["id"]))


def _parts(kind: type[Kind], rows: Bundle, column: str, parent: str) -> list[Kind]:
    return [_object(kind, row) for row in _rows(rows, kind.object_name, column, parent)]


def _contacts(rows: Bundle, column: str, parent: str) -> list[Contact]:
    return [
        _object(Contact, row, phones=_parts(Phone, rows, "contact_id", row["id"]))
        for row in _rows(rows, "contact", column, parent)
    ]


def _organization(organization_id: str, rows: Bundle) -> Organization:
    row, own = rows["organization"][organization_id], ("organization_id", organization_id)
    return _object(
        Organization,
        row,
        parent_organization_id=row["parent_organization_id"] or "",
        organization_identifiers=_parts(OrganizationIdentifier, rows, *own),
        phones=_parts(Phone, rows, *own),
        contacts=_contacts(rows, *own),
        funding=_parts(Funding, rows, *own),
    )


def _location(location_id: str, rows: Bundle) -> Location:
    own = ("location_id", location_id)
    return _object(
        Location,
        rows["location"][location_id],
        addresses=_parts(Address, rows, *own),
        accessibility=_parts(Accessibility, rows, *own),
        phones=_parts(Phone, rows, *own),
    )


def _service(service_id: str, rows: Bundle, around: _Around) -> Service:
    own = ("service_id", service_id)
    return _object(
        Service,
        rows["service"][service_id],
        successor_ids=around.successors.get(service_id, []),
        service_at_locations=[_site(row, rows, around) for row in _rows(rows, "service_at_location", *own)],
        schedules=_parts(Schedule, rows, *own),
        phones=_parts(Phone, rows, *own),
        contacts=_contacts(rows, *own),
        cost_options=_parts(CostOption, rows, *own),
        languages=_parts(Language, rows, *own),
        service_areas=_parts(ServiceArea, rows, *own),
        funding=_parts(Funding, rows, *own),
        attributes=[
            _object(Attribute, row, taxonomy_term=around.terms[row["taxonomy_term_id"]])
            for row in _rows(rows, "attribute", *own)
        ],
    )


def _site(row: TableRow, rows: Bundle, around: _Around) -> ServiceAtLocation:
    location = around.locations[row["location_id"]]
    return _object(
        ServiceAtLocation,
        row,
        location=location.model_copy(deep=True),
        schedules=_parts(Schedule, rows, "service_at_location_id", row["id"]),
    )
