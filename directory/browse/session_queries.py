"""Sessions of one day, read from the schedules: what the page "What's on" lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, and_, func, not_, or_, select, union_all
from sqlalchemy.orm import aliased

from core.db import db, dumps
from directory import visibility
from directory.browse.kinds import Kinds
from directory.listing.wording import SELF_ROUTES
from directory.models.locations import Address, Location
from directory.models.services import (
    Attribute,
    CostOption,
    Schedule,
    Service,
    ServiceAtLocation,
    Taxonomy,
    TaxonomyTerm,
)
from directory.schedules.holidays import Calendar
from directory.schedules.recurrence import days
from directory.schedules.schedule import WEEKDAYS
from directory.schedules.sessions import session_on
from directory.schedules.stored import PLAIN_FIELDS, read_schedule
from directory.vocabulary import TAXONOMY_NEEDS

LONGEST_SESSION = timedelta(hours=5)
"""Times that last longer are opening hours, not a session that people come to."""


@dataclass(frozen=True, slots=True)
class DaySession:
    """One session at one place.

    `location_id`: of the service at its location. `town_keys`: towns of its addresses, in small letters.
    `kinds`: ids of content/whats_on.yaml. `is_free`: nobody has to pay.
    """

    start: datetime
    end: datetime
    service_id: str
    location_id: str
    name: str
    place: str
    town_keys: frozenset[str]
    kinds: frozenset[str]
    is_free: bool


@dataclass(frozen=True, slots=True)
class ListedSession:
    """One session with the words that its line on the page needs."""

    start: datetime
    end: datetime
    service_id: str
    slug: str
    name: str
    place: str
    town: str


def day_sessions(day: date, calendar: Calendar, kinds: Kinds) -> tuple[DaySession, ...]:
    """Return the sessions of a day by start, name and place: events that people can come to without being
    referred.

    Sensitive services are left out: nobody should be met there who was looking for them.
    """
    needs, paid = _needs_of_services(), _paid_on(day)
    sessions: dict[tuple[str, datetime], DaySession] = {}
    for row in db.session.execute(_schedules_on(day)).mappings():
        times = _times(row, day, calendar)
        of_kinds = kinds.of(needs.get(row["service_id"], ()), row["delivery"] or ())
        if times is None or not of_kinds:
            continue
        start, end = times
        key = (row["location_id"], start)
        # A place with two addresses comes in two rows.
        older = sessions.get(key)
        towns = (older.town_keys if older else frozenset()) | {row["town_key"] or ""}
        sessions[key] = DaySession(
            start,
            end,
            row["service_id"],
            row["location_id"],
            row["name"],
            row["place"],
            towns,
            of_kinds,
            row["service_id"] not in paid,
        )
    return tuple(sorted(sessions.values(), key=lambda one: (one.start, one.name.lower(), one.place)))


def _needs_of_services() -> dict[str, list[str]]:
    """Return the ids of the needs of each service, by its id. One statement."""
    query = (
        select(Attribute.service_id, TaxonomyTerm.code)
        .join(TaxonomyTerm, Attribute.taxonomy_term_id == TaxonomyTerm.id)
        .join(Taxonomy, TaxonomyTerm.taxonomy_id == Taxonomy.id)
        .where(Taxonomy.key == TAXONOMY_NEEDS)
    )
    found: dict[str, list[str]] = {}
    for service_id, code in db.session.execute(query):
        found.setdefault(service_id, []).append(code)
    return found


def _paid_on(day: date) -> frozenset[str]:
    """Return the ids of the services that cost something on a day, or of which nothing is known to be free."""
    valid = [
        or_(CostOption.valid_from.is_(None), CostOption.valid_from <= day),
        or_(CostOption.valid_to.is_(None), CostOption.valid_to >= day),
    ]
    is_free = or_(
        CostOption.kind.in_(("free", "donation")), and_(CostOption.kind == "", CostOption.amount == 0)
    )
    free = select(CostOption.service_id).where(*valid, is_free)
    paid = select(CostOption.service_id).where(*valid, not_(is_free))
    return frozenset(
        db.session.scalars(select(Service.id).where(or_(Service.id.in_(paid), Service.id.not_in(free))))
    )


def _times(row: RowMapping, day: date, calendar: Calendar) -> tuple[datetime, datetime] | None:
    """Return start and end of the schedule's session on the day; None where there is none for certain."""
    if row["route_in"] and not set(row["route_in"]) & set(SELF_ROUTES):
        return None
    schedule = read_schedule(tuple(row[name] for name in PLAIN_FIELDS), dumps(row["extra"] or {}))
    if schedule is None or not list(days(schedule, day, day)):
        return None
    session = session_on(schedule, day, calendar)
    if session is None or session.doubt or session.end - session.start > LONGEST_SESSION:
        return None
    return session.start, session.end


def listed_sessions(sessions: Sequence[DaySession], day: date, town_key: str = "") -> list[ListedSession]:
    """Return the lines of some sessions, in their order.

    What the public may no longer see is left out. One statement.
    """
    if not sessions:
        return []
    query = _places(Service.slug, Address.city.label("town"), _town_key().label("town_key")).where(
        ServiceAtLocation.id.in_({session.location_id for session in sessions}), *_listed_on(day)
    )
    rows: dict[str, RowMapping] = {}
    for row in db.session.execute(query).mappings():
        if not town_key or row["town_key"] == town_key:
            rows.setdefault(row["location_id"], row)
    lines = []
    for session in sessions:
        found = rows.get(session.location_id)
        if found is not None:
            words = (found["service_id"], found["slug"], found["name"], found["place"], found["town"] or "")
            lines.append(ListedSession(session.start, session.end, *words))
    return lines


def _schedules_on(day: date) -> Select[Any]:
    """Select the schedules that may fall on the day: a place's own, and the service's for places that have
    none."""
    own = aliased(Schedule)
    has_own = select(own.id).where(own.service_at_location_id == ServiceAtLocation.id).exists()
    fields = [getattr(Schedule, name) for name in (*PLAIN_FIELDS, "extra")]
    columns = _places(Service.route_in, Service.delivery, _town_key().label("town_key"), *fields)
    of_place = columns.join(Schedule, Schedule.service_at_location_id == ServiceAtLocation.id)
    of_service = columns.join(Schedule, Schedule.service_id == Service.id).where(~has_own)
    conditions = [*_listed_on(day), *_may_fall_on(day)]
    return select(union_all(of_place.where(*conditions), of_service.where(*conditions)).subquery())


def _places(*columns: Any) -> Select[Any]:
    """Select the places of services with these columns; one row for each address of a place."""
    return (
        select(
            Service.id.label("service_id"),
            Service.name,
            ServiceAtLocation.id.label("location_id"),
            Location.name.label("place"),
            *columns,
        )
        .select_from(Service)
        .join(ServiceAtLocation, ServiceAtLocation.service_id == Service.id)
        .join(Location, ServiceAtLocation.location_id == Location.id)
        .outerjoin(Address, Address.location_id == Location.id)
    )


def _listed_on(day: date) -> list[ColumnElement[bool]]:
    return [visibility.operating_on(day), visibility.location_visible(), Service.sensitive.is_(False)]


def _may_fall_on(day: date) -> list[ColumnElement[bool]]:
    return [
        or_(Schedule.byday.contains(WEEKDAYS[day.weekday()]), Schedule.byday == ""),
        Schedule.opens_at.is_not(None),
        Schedule.closes_at.is_not(None),
    ]


def _town_key() -> ColumnElement[str]:
    return func.lower(func.trim(Address.city))
