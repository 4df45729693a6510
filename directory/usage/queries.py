"""Reading how listings are used."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import ColumnElement, func, select

from core.db import db
from directory import visibility
from directory.models import Organization, Service
from directory.models.usage import ListingSearch, ListingUse
from directory.usage.kinds import LEAST_SHOWN, PRESSED, Use, shown


@dataclass(frozen=True, slots=True)
class Figures:
    """How often each thing was done; None for a number that is too small to show."""

    times: dict[str, int] = field(default_factory=dict)

    def of(self, what: str) -> int | None:
        """Return one number: of a Use, or "contact" for pressed numbers, addresses and links together."""
        if what == "contact":
            return shown(sum(self.times.get(each, 0) for each in PRESSED))
        return shown(self.times.get(what, 0))


@dataclass(frozen=True, slots=True)
class ListingFigures:
    """The figures of one listing."""

    service_id: str
    name: str
    slug: str
    organization: str
    figures: Figures


def public_service_id(slug: str) -> str | None:
    """Return the id of a public service; None where no public service has the slug."""
    return db.session.scalar(select(Service.id).where(Service.slug == slug, visibility.public()))


def listings_with_figures(
    since: date, page: int, per_page: int, organization_id: str = ""
) -> tuple[list[ListingFigures], int]:
    """Return one page of listings with their figures since a day, the most seen first, and how many listings.

    `organization_id`: only those of one organization; empty for the listings of all. Three statements.
    """
    wanted: list[ColumnElement[bool]] = [Service.status != visibility.TAKEN_DOWN]
    if organization_id:
        wanted.append(Service.organization_id == organization_id)
    total = db.session.scalar(select(func.count()).select_from(Service).where(*wanted)) or 0
    views = (
        select(ListingUse.service_id, func.sum(ListingUse.times).label("times"))
        .where(ListingUse.what == Use.VIEW, ListingUse.made_on >= since)
        .group_by(ListingUse.service_id)
        .subquery()
    )
    rows = db.session.execute(
        select(Service.id, Service.name, Service.slug, Organization.name)
        .join(Organization, Service.organization_id == Organization.id)
        .outerjoin(views, views.c.service_id == Service.id)
        .where(*wanted)
        .order_by(func.coalesce(views.c.times, 0).desc(), Service.name, Service.id)
        .limit(per_page)
        .offset((page - 1) * per_page)
    ).all()
    figures = _figures([row[0] for row in rows], since)
    return [ListingFigures(*row, figures.get(row[0], Figures())) for row in rows], total


def _figures(ids: Sequence[str], since: date) -> dict[str, Figures]:
    wanted = (
        select(ListingUse.service_id, ListingUse.what, func.sum(ListingUse.times))
        .where(ListingUse.service_id.in_(ids), ListingUse.made_on >= since)
        .group_by(ListingUse.service_id, ListingUse.what)
    )
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for service_id, what, times in db.session.execute(wanted):
        found[service_id][what] = int(times)
    return {service_id: Figures(times) for service_id, times in found.items()}


def months_of(service_id: str, today: date, months: int = 12) -> list[tuple[date, Figures]]:
    """Return the figures of the last months, the newest first, each with its first day. One statement.

    The list begins with the first month in which something was counted, at the latest with this one.
    """
    firsts = [today.replace(day=1)]
    while len(firsts) < months:
        firsts.append((firsts[-1] - timedelta(days=1)).replace(day=1))
    wanted = select(ListingUse.made_on, ListingUse.what, ListingUse.times).where(
        ListingUse.service_id == service_id, ListingUse.made_on >= firsts[-1]
    )
    found: dict[date, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for day, what, times in db.session.execute(wanted):
        found[day.replace(day=1)][what] += times
    oldest = min(found, default=firsts[0])
    return [(first, Figures(dict(found.get(first, {})))) for first in firsts if first >= oldest]


def searches_of(service_id: str, since: date, most: int = 20) -> list[tuple[str, int]]:
    """Return the words of searches that led to a listing at least five times, the most frequent first."""
    times = func.sum(ListingSearch.times)
    wanted = (
        select(ListingSearch.words, times)
        .where(ListingSearch.service_id == service_id, ListingSearch.made_on >= since)
        .group_by(ListingSearch.words)
        .having(times >= LEAST_SHOWN)
        .order_by(times.desc(), ListingSearch.words)
        .limit(most)
    )
    return [(words, int(count)) for words, count in db.session.execute(wanted)]
