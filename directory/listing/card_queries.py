"""Loads services as cards, with a fixed number of statements for any number of services."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import Session, joinedload, raiseload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from core.db import db
from directory import visibility
from directory.listing.card import Card, make_card
from directory.listing.context import listing_context
from directory.models.locations import Location
from directory.models.organizations import Organization
from directory.models.services import Attribute, Service, ServiceAtLocation, Taxonomy, TaxonomyTerm


@dataclass(frozen=True, slots=True)
class FoundService:
    """A service in the results of a search, with the distance in metres and the reasons in words."""

    service_id: str
    distance_m: int | None = None
    reasons: tuple[str, ...] = ()


def _needed() -> Iterable[ORMOption]:
    sites = selectinload(Service.sites)
    place = sites.joinedload(ServiceAtLocation.location)
    return (
        joinedload(Service.organization).options(selectinload(Organization.phones), raiseload("*")),
        selectinload(Service.phones),
        selectinload(Service.attributes).joinedload(Attribute.term).joinedload(TaxonomyTerm.taxonomy),
        selectinload(Service.schedules),
        sites.selectinload(ServiceAtLocation.schedules),
        place.selectinload(Location.addresses),
        selectinload(Service.cost_options),
        raiseload("*"),
    )


def _services(condition: ColumnElement[bool]) -> Select[Service]:
    return select(Service).where(condition).options(*_needed())


def load(ids: Sequence[str], *, workers: bool = False, session: Session | None = None) -> dict[str, Service]:
    """Return public services by id, with the parts that a card needs. Unknown ids are left out.

    `workers`: for somebody who may also see what is for workers alone. `session`: another than the request's.
    """
    if not ids:
        return {}
    shown = visibility.shown_to_workers() if workers else visibility.public()
    wanted = _services(and_(Service.id.in_(ids), shown))
    return {service.id: service for service in (session or db.session).scalars(wanted)}


def cards_of(ids: Sequence[str]) -> list[Card]:
    """Return cards of public services, in the order of the ids. Services that are not public are left out."""
    return cards([FoundService(service_id) for service_id in ids])


def cards(found: Sequence[FoundService]) -> list[Card]:
    """Return the cards of found services, in their order. Services that are not public are left out."""
    context = listing_context(current_app.extensions["settings"])
    services = load([one.service_id for one in found])
    return [
        make_card(services[one.service_id], context, one.distance_m, one.reasons)
        for one in found
        if one.service_id in services
    ]


def public_ids(ids: Sequence[str]) -> list[str]:
    """Return the ids of public services among the given ids, in the given order."""
    known = (
        set(db.session.scalars(select(Service.id).where(Service.id.in_(ids), visibility.public())))
        if ids
        else set()
    )
    return [service_id for service_id in ids if service_id in known]


def term_ids(taxonomy_key: str, codes: Sequence[str]) -> Select[str]:
    """Return a SELECT of ids of services that carry one of the given terms of one of our own taxonomies."""
    return (
        select(Attribute.service_id)
        .join(TaxonomyTerm, Attribute.taxonomy_term_id == TaxonomyTerm.id)
        .join(Taxonomy, TaxonomyTerm.taxonomy_id == Taxonomy.id)
        .where(Taxonomy.key == taxonomy_key, TaxonomyTerm.code.in_(codes))
    )
