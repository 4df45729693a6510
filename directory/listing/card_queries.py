"""Loads services as cards, with a fixed number of statements for any number of services."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app
from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload, raiseload
from sqlalchemy.orm.attributes import set_committed_value

from core.db import db
from directory import visibility
from directory.listing.card import Card, make_card
from directory.listing.context import listing_context
from directory.models.locations import Address, Location
from directory.models.organizations import Organization, Phone
from directory.models.services import (
    Attribute,
    CostOption,
    Schedule,
    Service,
    ServiceAtLocation,
    Taxonomy,
    TaxonomyTerm,
)


@dataclass(frozen=True, slots=True)
class FoundService:
    """A service in the results of a search, with the distance in metres and the reasons in words."""

    service_id: str
    distance_m: int | None = None
    reasons: tuple[str, ...] = ()


def _services(condition: ColumnElement[bool]) -> Select[Service]:
    owner = joinedload(Service.organization).raiseload("*")
    return select(Service).where(condition).options(owner, raiseload("*"))


_ATTRIBUTES = select(Attribute).options(
    joinedload(Attribute.term).joinedload(TaxonomyTerm.taxonomy).raiseload("*"), raiseload("*")
)
_SITES = select(ServiceAtLocation).options(
    joinedload(ServiceAtLocation.location).raiseload("*"), raiseload("*")
)


def _add_parts(session: Session, services: Sequence[Service]) -> None:
    """Read what belongs to services, with one statement for each table.

    One loader of SQLAlchemy for each relationship takes twice the processor time, and cards are made anew
    with each key that somebody presses.
    """
    owners = [service.organization for service in services]
    of_service = (Phone.service_id, Service.phones, services)
    _add(
        session,
        select(Phone),
        Phone.position,
        of_service,
        (Phone.organization_id, Organization.phones, owners),
    )
    _add(
        session,
        select(CostOption),
        CostOption.position,
        (CostOption.service_id, Service.cost_options, services),
    )
    _add(session, _ATTRIBUTES, Attribute.position, (Attribute.service_id, Service.attributes, services))
    _add(session, _SITES, ServiceAtLocation.position, (ServiceAtLocation.service_id, Service.sites, services))
    sites = [site for service in services for site in service.sites]
    _add(
        session,
        select(Schedule),
        Schedule.position,
        (Schedule.service_id, Service.schedules, services),
        (Schedule.service_at_location_id, ServiceAtLocation.schedules, sites),
    )
    places = [site.location for site in sites]
    _add(session, select(Address), Address.id, (Address.location_id, Location.addresses, places))


_Parts = tuple[InstrumentedAttribute[Any], InstrumentedAttribute[Any], Sequence[Any]]


def _add(session: Session, wanted: Select[Any], order: InstrumentedAttribute[Any], *parts: _Parts) -> None:
    """Give owners the rows that belong to them. `parts`: foreign key, relationship and owners.

    What an owner has already stays as it is.
    """
    waiting = [
        (key, name.key, {owner.id: owner for owner in owners if name.key not in owner.__dict__})
        for key, name, owners in parts
    ]
    belongs = [key.in_(owners) for key, _name, owners in waiting if owners]
    if not belongs:
        return
    rows = session.scalars(wanted.where(or_(*belongs)).order_by(order)).all()
    for key, name, owners in waiting:
        found: dict[str, list[Any]] = {id: [] for id in owners}
        for row in rows:
            if (owner_id := getattr(row, key.key)) in found:
                found[owner_id].append(row)
        for id, owner in owners.items():
            set_committed_value(owner, name, found[id])


def load(ids: Sequence[str], *, workers: bool = False, session: Session | None = None) -> dict[str, Service]:
    """Return public services by id, with the parts that a card needs. Unknown ids are left out.

    `workers`: for somebody who may also see what is for workers alone. `session`: another than the request's.
    """
    if not ids:
        return {}
    session = session or db.session
    shown = visibility.shown_to_workers() if workers else visibility.public()
    services = session.scalars(_services(and_(Service.id.in_(ids), shown))).all()
    _add_parts(session, services)
    return {service.id: service for service in services}


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
