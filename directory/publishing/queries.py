"""Reads what the feed publishes: the ids that filters leave, and the records of one page in a fixed number of
statements.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import joinedload, raiseload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from core import clock
from core.db import db
from directory import visibility
from directory.facts.queries import checked_days
from directory.models.locations import Location, PostcodeArea
from directory.models.organizations import Contact, Organization
from directory.models.publishing import ApiKey, FeedSource
from directory.models.pulling import PulledRecord
from directory.models.services import (
    Attribute,
    Funding,
    Service,
    ServiceAtLocation,
    Taxonomy,
    TaxonomyTerm,
    service_successor,
)
from directory.publishing import time_filter
from directory.publishing.place_filter import sites_within
from directory.publishing.records import Surroundings
from directory.search.found import ids_found
from directory.service_parts import with_all_parts
from directory.vocabulary import TAXONOMY_NEEDS

Filters = Mapping[str, Any]


def published() -> ColumnElement[bool]:
    """Return the SQL condition for services in the feed."""
    return and_(visibility.in_feed(clock.today()), visibility.may_be_republished())


def service_ids(filters: Filters) -> list[str]:
    """Return the ids of the services in the feed that all filters leave, in a lasting order."""
    found = select(Service.id).where(published(), *_service_conditions(filters))
    return _in_order(found, *_OLDEST_FIRST, Service.id)


_OLDEST_FIRST = (Service.created_at.is_not(None), Service.created_at)
"""The order of services. A change moves no record to another page, and a new record comes last."""


def _in_order(statement: Select[str], *keys: Any) -> list[str]:
    return list(db.session.scalars(statement.order_by(*keys)))


def _service_conditions(filters: Filters) -> list[ColumnElement[bool]]:
    """Return the SQL conditions of filters on services. A record must meet all of them."""
    conditions: list[ColumnElement[bool]] = []
    if "organization_id" in filters:
        conditions.append(Service.organization_id == filters["organization_id"])
    if "modified_after" in filters:
        conditions.append(visibility.changed_since(filters["modified_after"], clock.today()))
    if "minimum_age" in filters:
        conditions.append(or_(Service.maximum_age.is_(None), Service.maximum_age >= filters["minimum_age"]))
    if "maximum_age" in filters:
        conditions.append(or_(Service.minimum_age.is_(None), Service.minimum_age <= filters["maximum_age"]))
    if "taxonomy_term_id" in filters:
        with_term = select(Attribute.service_id).where(
            Attribute.taxonomy_term_id == filters["taxonomy_term_id"]
        )
        conditions.append(Service.id.in_(with_term))
    if "taxonomy_id" in filters:
        of_taxonomy = select(Attribute.service_id).join(Attribute.term)
        conditions.append(
            Service.id.in_(of_taxonomy.where(TaxonomyTerm.taxonomy_id == filters["taxonomy_id"]))
        )
    if "search" in filters:
        conditions.append(or_(Service.id.in_(ids_found(filters["search"])), _says(filters["search"])))
    if filters.keys() & {"day", "start_time", "end_time"}:
        conditions.append(Service.id.in_(time_filter.service_ids(db.session, filters)))
    return conditions


def services(ids: Sequence[str], *, full: bool) -> list[Service]:
    """Return services in the feed in the order of `ids`, with all parts where `full`."""
    options = _full_service() if full else (joinedload(Service.organization), raiseload("*"))
    return _loaded(select(Service).where(published()).options(*options), Service.id, ids)


def any_services(ids: Sequence[str]) -> list[Service]:
    """Return services with all parts in the order of `ids`. The caller decides which of them it may show."""
    return _loaded(select(Service).options(*_full_service()), Service.id, ids)


def _says(words: str) -> ColumnElement[bool]:
    """Return the SQL condition for services with all these words in their texts, as they are written."""
    texts = (Service.name, Service.alternate_name, Service.summary, Service.description)
    return _each_word_in(words, texts)


def _each_word_in(words: str, columns: Sequence[Any]) -> ColumnElement[bool]:
    found = [or_(*(column.icontains(word, autoescape=True) for column in columns)) for word in words.split()]
    return and_(*found)


def _loaded(statement: Select[Any], key: Any, ids: Sequence[str]) -> list[Any]:
    if not ids:
        return []
    found = {row.id: row for row in db.session.scalars(statement.where(key.in_(ids)))}
    return [found[row_id] for row_id in ids if row_id in found]


def _full_service() -> Sequence[ORMOption]:
    contacts = joinedload(Service.organization).selectinload(Organization.contacts)
    return with_all_parts(contacts.selectinload(Contact.phones), selectinload(Service.funding))


def ended_service(service_id: str) -> bool:
    """Return True for a public service that ended so long ago that it has left the feed."""
    ended = and_(visibility.public(), visibility.ended(clock.today()), ~published())
    return db.session.scalar(select(Service.id).where(Service.id == service_id, ended)) is not None


def site_ids(filters: Filters) -> list[str]:
    """Return the ids of the services at visible places that all filters leave."""
    statement = (
        select(ServiceAtLocation.id)
        .join(Service, Service.id == ServiceAtLocation.service_id)
        .join(Location, Location.id == ServiceAtLocation.location_id)
        .where(published(), visibility.location_visible(), *_service_conditions(filters))
    )
    ids = _in_order(statement, *_OLDEST_FIRST, ServiceAtLocation.id)
    if "postcode" not in filters:
        return ids
    near = sites_within(db.session, filters["postcode"], filters.get("proximity"))
    return [site_id for site_id in ids if site_id in near]


def sites(ids: Sequence[str], *, full: bool) -> list[tuple[ServiceAtLocation, Service]]:
    """Return services at visible places in the order of `ids`, each with its service."""
    place = joinedload(ServiceAtLocation.location)
    whole = (
        selectinload(ServiceAtLocation.schedules),
        place.selectinload(Location.addresses),
        place.selectinload(Location.accessibility),
    )
    statement = (
        select(ServiceAtLocation, Service)
        .join(Service, Service.id == ServiceAtLocation.service_id)
        .join(Location, Location.id == ServiceAtLocation.location_id)
        .where(published(), visibility.location_visible(), ServiceAtLocation.id.in_(ids))
        .options(*(whole if full else (place,)), joinedload(Service.organization), raiseload("*"))
    )
    found = {site.id: (site, service) for site, service in db.session.execute(statement)} if ids else {}
    return [found[site_id] for site_id in ids if site_id in found]


def _with_services() -> ColumnElement[bool]:
    """Return the SQL condition for organizations that run a service in the feed; no other one is published."""
    return select(Service.id).where(Service.organization_id == Organization.id, published()).exists()


def organization_ids(filters: Filters) -> list[str]:
    """Return the ids of the organizations that run a service in the feed."""
    statement = select(Organization.id).where(_with_services())
    if "search" in filters:
        texts = (Organization.name, Organization.alternate_name, Organization.description)
        of_services = select(Service.organization_id).where(
            *_service_conditions({"search": filters["search"]})
        )
        by_service = Organization.id.in_(of_services.where(published()))
        statement = statement.where(or_(_each_word_in(filters["search"], texts), by_service))
    oldest_first = (Organization.created_at.is_not(None), Organization.created_at)
    return _in_order(statement, *oldest_first, Organization.id)


def organizations(ids: Sequence[str], *, full: bool) -> list[Organization]:
    """Return organizations in the order of `ids`, with all parts where `full`."""
    parts = (
        selectinload(Organization.phones),
        selectinload(Organization.identifiers),
        selectinload(Organization.contacts).selectinload(Contact.phones),
    )
    statement = select(Organization).where(_with_services())
    return _loaded(statement.options(*(parts if full else ()), raiseload("*")), Organization.id, ids)


def services_of(organization_ids: Sequence[str], *, full: bool) -> dict[str, list[Service]]:
    """Return the services in the feed of each organization, in the order of their ids."""
    of_these = select(Service.id).where(published(), Service.organization_id.in_(organization_ids))
    ids = list(db.session.scalars(of_these.order_by(Service.id)))
    found: dict[str, list[Service]] = {}
    for service in services(ids, full=full):
        found.setdefault(service.organization_id, []).append(service)
    return found


def funding_of(organization_ids: Sequence[str]) -> dict[str, list[Funding]]:
    """Return who pays for each organization."""
    rows = db.session.scalars(
        select(Funding).where(Funding.organization_id.in_(organization_ids)).order_by(Funding.id)
    )
    found: dict[str, list[Funding]] = {}
    for row in rows:
        found.setdefault(row.organization_id or "", []).append(row)
    return found


def taxonomy_ids(filters: Filters) -> list[str]:
    """Return the ids of the taxonomies."""
    statement = select(Taxonomy.id)
    if "search" in filters:
        statement = statement.where(_each_word_in(filters["search"], (Taxonomy.name, Taxonomy.description)))
    return _in_order(statement, Taxonomy.id)


def taxonomies(ids: Sequence[str], *, full: bool) -> list[Taxonomy]:
    """Return taxonomies in the order of `ids`, with their terms where `full`."""
    terms = selectinload(Taxonomy.terms).joinedload(TaxonomyTerm.taxonomy)
    statement = select(Taxonomy).options(*((terms,) if full else ()), raiseload("*"))
    return _loaded(statement, Taxonomy.id, ids)


def term_ids(filters: Filters) -> list[str]:
    """Return the ids of the terms of all taxonomies."""
    statement = select(TaxonomyTerm.id)
    if "search" in filters:
        texts = (TaxonomyTerm.name, TaxonomyTerm.description)
        statement = statement.where(_each_word_in(filters["search"], texts))
    if "taxonomy_id" in filters:
        statement = statement.where(TaxonomyTerm.taxonomy_id == filters["taxonomy_id"])
    if filters.get("top_only"):
        statement = statement.where(TaxonomyTerm.parent_id.is_(None))
    if "parent_id" in filters:
        statement = statement.where(TaxonomyTerm.parent_id == filters["parent_id"])
    return _in_order(statement, TaxonomyTerm.id)


def terms(ids: Sequence[str]) -> list[TaxonomyTerm]:
    """Return terms in the order of `ids`."""
    statement = select(TaxonomyTerm).options(joinedload(TaxonomyTerm.taxonomy), raiseload("*"))
    return _loaded(statement, TaxonomyTerm.id, ids)


def last_changes(ids: Sequence[str]) -> list[tuple[str, datetime]]:
    """Return id and moment of the last change of services, in the order of `ids`."""
    rows = db.session.execute(select(Service.id, Service.last_modified, Service.ends_on).where(published()))
    today = clock.today()
    changed = {row.id: visibility.last_change(row.last_modified, row.ends_on, today) for row in rows}
    return [(service_id, changed[service_id]) for service_id in ids if service_id in changed]


def surroundings(services: Sequence[Service], area: str, assurer_email: str = "") -> Surroundings:
    """Return what the published forms of these services need beside their rows."""
    outward = PostcodeArea.code.not_like("% %")
    towns = db.session.execute(
        select(PostcodeArea.code, PostcodeArea.town).where(outward, PostcodeArea.town != "")
    )
    return Surroundings(
        today=clock.today(),
        area=area,
        towns=dict(iter(towns)),
        successors=_successors([service.id for service in services]),
        sources=_sources(),
        origins=_origins([service.id for service in services]),
        checked=checked_days([service.id for service in services]),
        assurer_email=assurer_email,
    )


def _sources() -> dict[str, dict[str, str]]:
    """Return the feeds whose records may be published again, by the name of the source."""
    rows = db.session.scalars(select(FeedSource).where(FeedSource.republish.is_(True)))
    return {
        row.source: {
            name: value
            for name, value in (
                ("name", row.publisher or row.source),
                ("url", row.url),
                ("licence", row.licence),
                ("licence_url", row.licence_url),
            )
            if value
        }
        for row in rows
    }


def _origins(ids: Sequence[str]) -> dict[str, dict[str, str]]:
    """Return who published these services first, of those that their source has only passed on."""
    rows = db.session.scalars(
        select(PulledRecord).where(PulledRecord.service_id.in_(ids), PulledRecord.origin != "")
    )
    return {
        row.service_id: {
            name: value
            for name, value in (("name", row.origin_name), ("url", row.origin), ("id", row.origin_id))
            if value
        }
        for row in rows
    }


def _successors(ids: Sequence[str]) -> dict[str, list[str]]:
    pair = service_successor.c
    rows = db.session.execute(
        select(pair.service_id, pair.successor_id)
        .join(Service, Service.id == pair.successor_id)
        .where(published(), pair.service_id.in_(ids))
        .order_by(pair.successor_id)
    )
    found: dict[str, list[str]] = {}
    for service_id, successor_id in rows:
        found.setdefault(service_id, []).append(successor_id)
    return found


def key_in_use(hashed: str) -> str | None:
    """Return the id of the key with this hash; None where there is none or it was revoked."""
    in_use = ApiKey.revoked_at.is_(None)
    return db.session.scalar(select(ApiKey.id).where(ApiKey.key_hash == hashed, in_use))


def newest_services(most: int) -> list[Service]:
    """Return the services that were stored last and run, the newest first. Sensitive ones make no news."""
    conditions = (
        published(),
        visibility.operating_on(clock.today()),
        Service.created_at.is_not(None),
        Service.sensitive.is_(False),
    )
    statement = select(Service).where(*conditions).options(raiseload("*"))
    return list(db.session.scalars(statement.order_by(Service.created_at.desc(), Service.id).limit(most)))


def ids_for_need(code: str) -> set[str]:
    """Return the ids of the services that help with a need."""
    of_need = (Taxonomy.key == TAXONOMY_NEEDS, TaxonomyTerm.code == code)
    statement = select(Attribute.service_id).join(Attribute.term).join(TaxonomyTerm.taxonomy)
    return set(db.session.scalars(statement.where(*of_need)))
