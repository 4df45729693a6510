"""Reads one service with all its parts, organizations, and similar services, in a fixed number of
statements.
"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import joinedload, raiseload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from core import clock
from core.db import db
from directory import visibility
from directory.listing import wording
from directory.listing.card_queries import term_ids
from directory.models.locations import Location
from directory.models.organizations import Organization
from directory.models.photos import Photo
from directory.models.services import Service, ServiceAtLocation
from directory.order import NEUTRAL
from directory.service_parts import with_all_parts
from directory.vocabulary import TAXONOMY_NEEDS


def _all_parts() -> Sequence[ORMOption]:
    return with_all_parts(
        joinedload(Service.photo).load_only(Photo.width, Photo.height),
        selectinload(Service.successors).raiseload("*"),
    )


def public_service(slug: str) -> Service | None:
    """Return the public service with all parts that a listing shows; None when no public service has the
    slug.
    """
    return db.session.scalar(
        select(Service).where(Service.slug == slug, visibility.public()).options(*_all_parts())
    )


def running_pages(most: int) -> list[tuple[str, date]]:
    """Return slug and day of the last change of the services that run, at most so many. One statement."""
    query = select(Service.slug, Service.last_modified).where(visibility.running(clock.today()))
    rows = db.session.execute(query.order_by(Service.slug).limit(most))
    return [(slug, changed.date()) for slug, changed in rows]


def public_service_name(slug: str) -> tuple[str, str, bool] | None:
    """Return id, name and sensitivity of a public service; None when no public service has the slug."""
    row = db.session.execute(
        select(Service.id, Service.name, Service.sensitive).where(Service.slug == slug, visibility.public())
    ).first()
    return (row[0], row[1], row[2]) if row else None


def public_services(ids: Sequence[str]) -> list[Service]:
    """Return public services in the order of `ids`, with all parts that a card or an e-mail shows."""
    if not ids:
        return []
    services = {
        s.id: s
        for s in db.session.scalars(
            select(Service).where(Service.id.in_(ids), visibility.public()).options(*_all_parts())
        )
    }
    return [services[service_id] for service_id in ids if service_id in services]


def whole_services(ids: Sequence[str]) -> list[Service]:
    """Return services in the order of `ids`, with all parts that a listing shows, also those that are not public.

    For their own groups and for moderators.
    """
    if not ids:
        return []
    found = db.session.scalars(select(Service).where(Service.id.in_(ids)).options(*_all_parts()))
    services = {service.id: service for service in found}
    return [services[service_id] for service_id in ids if service_id in services]


def similar_ids(service: Service, most: int = 4) -> list[str]:
    """Return ids of other running services for the same first need, nearest first, services without a place
    last; of these, and of equally near ones, those with room first, then those checked last.

    Distances are never measured from or to a secret place, because the order alone would reveal where it is.
    """
    needs = wording.codes(service, TAXONOMY_NEEDS)
    return list(db.session.scalars(_similar(service, needs[:1], most))) if needs else []


def _similar(service: Service, needs: Sequence[str], most: int) -> Select[str]:
    known = (s.location for s in visibility.visible_locations(service) if s.location.latitude is not None)
    here = next(known, None)
    statement = select(Service.id).where(
        Service.id != service.id,
        visibility.running(clock.today()),
        Service.id.in_(term_ids(TAXONOMY_NEEDS, needs)),
    )
    if here is None or here.latitude is None or here.longitude is None:
        return statement.order_by(*NEUTRAL).limit(most)
    # A degree of longitude is about 0.6 of a degree of latitude in England.
    distance = func.min(
        (Location.latitude - here.latitude) * (Location.latitude - here.latitude)
        + (Location.longitude - here.longitude) * (Location.longitude - here.longitude) * 0.36
    )
    visible_place = and_(ServiceAtLocation.location_id == Location.id, visibility.location_visible())
    return (
        statement.outerjoin(ServiceAtLocation, ServiceAtLocation.service_id == Service.id)
        .outerjoin(Location, visible_place)
        .group_by(Service.id, Service.availability, Service.assured_date)
        .order_by(distance.is_(None), distance, *NEUTRAL)
        .limit(most)
    )


def organization(slug: str) -> Organization | None:
    """Return an organization with its phones and identifiers; None when it has no public service."""
    shown = select(Service.id).where(Service.organization_id == Organization.id, visibility.public()).exists()
    options = (selectinload(Organization.phones), selectinload(Organization.identifiers), raiseload("*"))
    return db.session.scalar(select(Organization).where(Organization.slug == slug, shown).options(*options))


def organization_service_ids(organization_id: str, page: int, per_page: int) -> tuple[list[str], int]:
    """Return ids of one page of an organization's public services, and the number of all its public
    services.

    Services that have not ended come first, then those with room, then those checked last.
    """
    mine = and_(Service.organization_id == organization_id, visibility.public())
    total = db.session.scalar(select(func.count()).select_from(Service).where(mine)) or 0
    order = (visibility.running(clock.today()).desc(), *NEUTRAL)
    ids = select(Service.id).where(mine).order_by(*order).limit(per_page).offset((page - 1) * per_page)
    return list(db.session.scalars(ids)), total


def has_sensitive(organization_id: str) -> bool:
    """Return True when a public service of the organization is sensitive. The page then shows a quick exit
    button.
    """
    sensitive = select(Service.id).where(
        Service.organization_id == organization_id, visibility.public(), Service.sensitive.is_(True)
    )
    return db.session.scalar(sensitive.limit(1)) is not None
