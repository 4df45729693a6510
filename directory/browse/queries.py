"""Lists besides the search: A to Z, and towns. Each takes a fixed number of statements."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, literal_column, select

from core import clock
from core.db import db
from directory import visibility
from directory.models.locations import Address, Location
from directory.models.organizations import Organization
from directory.models.services import Service, ServiceAtLocation
from directory.order import NEUTRAL

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
OTHER = "0-9"


def _page(condition: ColumnElement[bool], page: int, per_page: int) -> tuple[list[str], int]:
    total = db.session.scalar(select(func.count()).select_from(Service).where(condition)) or 0
    ids = select(Service.id).where(condition).order_by(*NEUTRAL)
    return list(db.session.scalars(ids.limit(per_page).offset((page - 1) * per_page))), total


@dataclass(frozen=True, slots=True)
class IndexLine:
    """A line of the A to Z."""

    slug: str
    name: str
    organization: str
    ended: bool


def _initial() -> ColumnElement[str]:
    # Written out, not bound: PostgreSQL takes two parameters for two expressions, which it may not group by.
    one: ColumnElement[int] = literal_column("1")
    return func.upper(func.substr(func.trim(Service.name), one, one))


def letters() -> dict[str, int]:
    """Return the number of listed services that begin with each letter; '0-9' stands for everything else."""
    rows = db.session.execute(
        select(_initial(), func.count()).where(visibility.listed()).group_by(_initial())
    )
    found = dict.fromkeys([*LETTERS, OTHER], 0)
    for initial, number in rows:
        found[initial if initial in LETTERS and initial else OTHER] += number
    return found


def names(letter: str, page: int, per_page: int) -> list[IndexLine]:
    """Return one page of the listed services that begin with a letter, by name, ended ones included."""
    begins = _initial() == letter if letter in LETTERS else _initial().not_in(list(LETTERS))
    running = visibility.running(clock.today())
    lines = (
        select(Service.slug, Service.name, Organization.name, running)
        .join(Organization, Service.organization_id == Organization.id)
        .where(begins, visibility.listed())
        .order_by(func.lower(Service.name), Service.id)
    )
    rows = db.session.execute(lines.limit(per_page).offset((page - 1) * per_page))
    return [IndexLine(slug, name, organization, not runs) for slug, name, organization, runs in rows]


@dataclass(frozen=True, slots=True)
class Town:
    """A town with the number of its services. `key`: its name in small letters, as statements compare it."""

    slug: str
    name: str
    key: str
    count: int


def town_slug(name: str) -> str:
    """Return the name as a part of an address: 'bolton-upon-dearne'."""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_name).strip("-")


def _town_key() -> ColumnElement[str]:
    return func.lower(func.trim(Address.city))


def towns() -> list[Town]:
    """Return the towns where there are running services, by name. Secret places do not count."""
    rows = db.session.execute(
        select(_town_key(), func.min(func.trim(Address.city)), func.count(func.distinct(Service.id)))
        .join(Location, Address.location_id == Location.id)
        .join(ServiceAtLocation, ServiceAtLocation.location_id == Location.id)
        .join(Service, ServiceAtLocation.service_id == Service.id)
        .where(
            visibility.running(clock.today()), visibility.location_visible(), func.trim(Address.city) != ""
        )
        .group_by(_town_key())
        .order_by(_town_key())
    )
    found = (Town(town_slug(name), name, key, number) for key, name, number in rows)
    return [town for town in found if town.slug]


def town_by_slug(towns: Sequence[Town], slug: str) -> Town | None:
    """Return the town with this slug, or None."""
    return next((town for town in towns if town.slug == slug), None)


def town_service_ids(town: Town, page: int, per_page: int) -> tuple[list[str], int]:
    """Return the ids of one page of the running services in a town, and the number on all pages."""
    there = (
        select(ServiceAtLocation.service_id)
        .join(Location, ServiceAtLocation.location_id == Location.id)
        .join(Service, ServiceAtLocation.service_id == Service.id)
        .join(Address, Address.location_id == Location.id)
        .where(_town_key() == town.key, visibility.location_visible())
    )
    return _page(and_(visibility.running(clock.today()), Service.id.in_(there)), page, per_page)
