"""Ways in besides the box: needs with counts, A to Z, towns, what is on. Always a fixed number of statements, whatever they find."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, union_all
from sqlalchemy.orm import aliased

from core import clock
from core.db import db, dumps
from directory import visibility
from directory.listing.card_queries import term_ids
from directory.listing.wording import SELF_ROUTES
from directory.models.locations import Address, Location
from directory.models.organizations import Organization
from directory.models.services import Attribute, Schedule, Service, ServiceAtLocation, Taxonomy, TaxonomyTerm
from directory.schedules.holidays import Calendar
from directory.schedules.recurrence import days
from directory.schedules.schedule import WEEKDAYS
from directory.schedules.schedule import Schedule as Times
from directory.schedules.sessions import session_on
from directory.schedules.stored import PLAIN_FIELDS, read_schedule
from directory.vocabulary import TAXONOMY_NEEDS

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
OTHER = "0-9"
# What lasts longer is open, but not on.
LONGEST_SESSION = timedelta(hours=5)


def need_counts() -> dict[str, int]:
    """How many running services each need has."""
    ours = (
        select(TaxonomyTerm.id)
        .join(Taxonomy, TaxonomyTerm.taxonomy_id == Taxonomy.id)
        .where(Taxonomy.key == TAXONOMY_NEEDS)
    )
    # Taking away the few that do not run is many times quicker than joining the many that do.
    not_running = select(Service.id).where(~visibility.running(clock.today()))
    counts = (
        select(
            Attribute.taxonomy_term_id.label("term_id"),
            func.count(func.distinct(Attribute.service_id)).label("number"),
        )
        .where(Attribute.taxonomy_term_id.in_(ours), Attribute.service_id.not_in(not_running))
        .group_by(Attribute.taxonomy_term_id)
        .subquery()
    )
    rows = db.session.execute(
        select(TaxonomyTerm.code, counts.c.number).join(counts, counts.c.term_id == TaxonomyTerm.id)
    )
    return dict(rows.all())


def need_service_ids(need_id: str, page: int, per_page: int) -> tuple[list[str], int]:
    """Ids of one page of the running services for a need, by name, and how many there are."""
    return _page(
        and_(visibility.running(clock.today()), Service.id.in_(term_ids(TAXONOMY_NEEDS, [need_id]))),
        page,
        per_page,
    )


def _page(condition: ColumnElement[bool], page: int, per_page: int) -> tuple[list[str], int]:
    total = db.session.scalar(select(func.count()).select_from(Service).where(condition)) or 0
    by_name = select(Service.id).where(condition).order_by(func.lower(Service.name), Service.id)
    return list(db.session.scalars(by_name.limit(per_page).offset((page - 1) * per_page))), total


@dataclass(frozen=True, slots=True)
class Name:
    """A line of the A to Z."""

    slug: str
    name: str
    organization: str
    ended: bool


def _initial() -> ColumnElement[str]:
    return func.upper(func.substr(func.trim(Service.name), 1, 1))


def letters() -> dict[str, int]:
    """How many public services begin with each letter; '0-9' stands for everything else."""
    rows = db.session.execute(
        select(_initial(), func.count()).where(visibility.public()).group_by(_initial())
    )
    found = dict.fromkeys([*LETTERS, OTHER], 0)
    for initial, number in rows:
        found[initial if initial in LETTERS and initial else OTHER] += number
    return found


def names(letter: str, page: int, per_page: int) -> list[Name]:
    """One page of the public services that begin with a letter, by name. What has ended says so."""
    begins = _initial() == letter if letter in LETTERS else _initial().not_in(list(LETTERS))
    running = visibility.running(clock.today())
    lines = (
        select(Service.slug, Service.name, Organization.name, running)
        .join(Organization, Service.organization_id == Organization.id)
        .where(begins, visibility.public())
        .order_by(func.lower(Service.name), Service.id)
    )
    rows = db.session.execute(lines.limit(per_page).offset((page - 1) * per_page))
    return [Name(slug, name, organization, not runs) for slug, name, organization, runs in rows]


@dataclass(frozen=True, slots=True)
class Town:
    """A town with services in it. `key` is how its name is compared."""

    slug: str
    name: str
    key: str
    count: int


def town_slug(name: str) -> str:
    """The name as a part of an address: 'bolton-upon-dearne'."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _town_key() -> ColumnElement[str]:
    return func.lower(func.trim(Address.city))


def towns() -> list[Town]:
    """The towns where there are running services, by name; places that must stay secret do not count."""
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


def town_service_ids(town: Town, page: int, per_page: int) -> tuple[list[str], int]:
    """Ids of one page of the running services with a place in a town, by name, and how many there are."""
    there = (
        select(ServiceAtLocation.service_id)
        .join(Location, ServiceAtLocation.location_id == Location.id)
        .join(Service, ServiceAtLocation.service_id == Service.id)
        .join(Address, Address.location_id == Location.id)
        .where(_town_key() == town.key, visibility.location_visible())
    )
    return _page(and_(visibility.running(clock.today()), Service.id.in_(there)), page, per_page)


@dataclass(frozen=True, slots=True)
class Happening:
    """One session on one day at a place that may be told."""

    start: datetime
    end: datetime
    service_id: str
    slug: str
    name: str
    place: str
    town: str


def happenings(day: date, calendar: Calendar, town_key: str = "") -> list[Happening]:
    """The sessions of one day, by time and name: those that people can come to by themselves, of at most five hours.

    Sensitive services are left out: nobody should be met there who was looking for them.
    """
    found: dict[tuple[str, str, datetime], Happening] = {}
    for row in db.session.execute(_schedules_on(day, town_key)).mappings():
        happening = _happening(row, day, calendar)
        if happening:
            found.setdefault((row["service_id"], row["site_id"], happening.start), happening)
    return sorted(found.values(), key=lambda h: (h.start, h.name.lower(), h.place))


def _happening(row: Any, day: date, calendar: Calendar) -> Happening | None:
    if row["route_in"] and not set(row["route_in"]) & set(SELF_ROUTES):
        return None
    schedule = read_schedule(tuple(row[name] for name in PLAIN_FIELDS), dumps(row["extra"] or {}))
    if schedule is None or not _falls_on(schedule, day):
        return None
    session = session_on(schedule, day, calendar)
    if (
        session is None
        or session.doubt
        or session.end - session.start > LONGEST_SESSION
        or session.end <= clock.now()
    ):
        return None
    return Happening(
        session.start,
        session.end,
        row["service_id"],
        row["slug"],
        row["name"],
        row["place"],
        row["town"] or "",
    )


def _falls_on(schedule: Times, day: date) -> bool:
    return any(True for _day in days(schedule, day, day))


def _schedules_on(day: date, town_key: str) -> Select[Any]:
    """Rows that may fall on the day: a place's own schedules, and the service's for places that have none."""
    mine = aliased(Schedule)
    has_own = select(mine.id).where(mine.service_at_location_id == ServiceAtLocation.id).exists()
    at_site = _columns().join(Schedule, Schedule.service_at_location_id == ServiceAtLocation.id)
    of_service = _columns().join(Schedule, Schedule.service_id == Service.id).where(~has_own)
    both = union_all(*(part.where(*_conditions(day, town_key)) for part in (at_site, of_service))).subquery()
    return select(both)


def _columns() -> Select[Any]:
    fields = [getattr(Schedule, name) for name in (*PLAIN_FIELDS, "extra")]
    return (
        select(
            Service.id.label("service_id"),
            Service.slug,
            Service.name,
            Service.route_in,
            ServiceAtLocation.id.label("site_id"),
            Location.name.label("place"),
            Address.city.label("town"),
            *fields,
        )
        .select_from(Service)
        .join(ServiceAtLocation, ServiceAtLocation.service_id == Service.id)
        .join(Location, ServiceAtLocation.location_id == Location.id)
        .outerjoin(Address, Address.location_id == Location.id)
    )


def _conditions(day: date, town_key: str) -> Sequence[ColumnElement[bool]]:
    weekday = WEEKDAYS[day.weekday()]
    conditions = [
        visibility.operating_on(day),
        visibility.location_visible(),
        Service.sensitive.is_(False),
        or_(Schedule.byday.contains(weekday), Schedule.byday == ""),
        Schedule.opens_at.is_not(None),
        Schedule.closes_at.is_not(None),
    ]
    return [*conditions, _town_key() == town_key] if town_key else conditions
