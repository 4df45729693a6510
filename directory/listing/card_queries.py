"""Services as cards: one set of queries for all of them, however many there are."""

from collections.abc import Iterable, Sequence

from flask import current_app
from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import joinedload, raiseload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from core import clock
from core.db import db
from core.settings import Settings
from directory.listing.card import Card, make_card
from directory.models.locations import Location
from directory.models.services import Attribute, Service, ServiceAtLocation, Taxonomy, TaxonomyTerm
from directory.schedules.stored import year
from directory.search.results import Hit

HIDDEN_STATUS = ("inactive",)


def is_public() -> ColumnElement[bool]:
    """What everybody may see: nothing for professionals only, nothing taken down. What has ended still has its page."""
    return and_(Service.professionals_only.is_(False), Service.status.not_in(HIDDEN_STATUS))


def is_running() -> ColumnElement[bool]:
    """Public, and not over yet."""
    ends_later = Service.ends_on.is_(None) | (Service.ends_on >= clock.today())
    return and_(is_public(), Service.status != "defunct", ends_later)


def _needed() -> Iterable[ORMOption]:
    sites = selectinload(Service.sites)
    place = sites.joinedload(ServiceAtLocation.location)
    return (
        joinedload(Service.organization).raiseload("*"),
        selectinload(Service.schedules),
        sites.selectinload(ServiceAtLocation.schedules),
        place.selectinload(Location.addresses),
        selectinload(Service.cost_options),
        raiseload("*"),
    )


def _services(condition: ColumnElement[bool]) -> Select[Service]:
    return select(Service).where(condition, is_public()).options(*_needed())


def load(ids: Sequence[str]) -> dict[str, Service]:
    """Public services by id, with what a card needs, in a fixed number of statements. Unknown ids are left out."""
    if not ids:
        return {}
    return {service.id: service for service in db.session.scalars(_services(Service.id.in_(ids)))}


def cards(hits: Sequence[Hit]) -> list[Card]:
    """The cards of found services, in the order of the hits. What is no longer public is left out."""
    settings: Settings = current_app.extensions["settings"]
    found, now, calendar = load([hit.service_id for hit in hits]), clock.now(), year(settings.content_dir)
    return [
        make_card(found[h.service_id], h, now, calendar, settings.council_area)
        for h in hits
        if h.service_id in found
    ]


def public_ids(ids: Sequence[str]) -> list[str]:
    """Those of the ids that belong to public services, in their order."""
    known = (
        set(db.session.scalars(select(Service.id).where(Service.id.in_(ids), is_public()))) if ids else set()
    )
    return [service_id for service_id in ids if service_id in known]


def cards_of(ids: Sequence[str]) -> list[Card]:
    """Cards without a search behind them, in the order of the ids."""
    return cards([Hit(number=0, service_id=service_id, score=0.0) for service_id in ids])


def term_ids(taxonomy_key: str, codes: Sequence[str]) -> Select[str]:
    """Ids of services that carry one of the terms of one of our own taxonomies."""
    return (
        select(Attribute.service_id)
        .join(TaxonomyTerm, Attribute.taxonomy_term_id == TaxonomyTerm.id)
        .join(Taxonomy, TaxonomyTerm.taxonomy_id == Taxonomy.id)
        .where(Taxonomy.key == taxonomy_key, TaxonomyTerm.code.in_(codes))
    )
