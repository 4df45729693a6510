"""Reading which web addresses listings have, which of them fail, and who shows them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select

from core import clock
from core.db import db
from directory.models.organizations import Organization
from directory.models.services import Service
from upkeep.freshness.queries import live
from upkeep.links.models import LinkCheck

TOLD_AFTER = 2
"""Failures in a row after which a moderator is told: a site may be down for a day."""


def addresses() -> set[str]:
    """Return the web addresses of all live listings and of their organizations. One statement."""
    rows = db.session.execute(
        select(Service.url, Organization.website).join(Service.organization).where(live())
    )
    return {address.strip() for row in rows for address in row if address and address.strip()}


def known() -> dict[str, LinkCheck]:
    """Return all looks at addresses, by the address."""
    return {row.url: row for row in db.session.scalars(select(LinkCheck))}


def known_of(url: str) -> LinkCheck | None:
    """Return the last look at an address; None for one that was never opened."""
    return db.session.scalar(select(LinkCheck).where(LinkCheck.url == url))


def service_ids_with(url: str) -> list[str]:
    """Return the ids of the live services whose own web address this is."""
    return list(db.session.scalars(select(Service.id).where(live(), Service.url == url).order_by(Service.id)))


def _failing() -> ColumnElement[bool]:
    shown = (
        select(Service.id)
        .join(Service.organization)
        .where(live(), or_(Service.url == LinkCheck.url, Organization.website == LinkCheck.url))
    )
    return (LinkCheck.failures >= TOLD_AFTER) & shown.correlate(LinkCheck).exists()


def waiting() -> int:
    """Return how many addresses fail and are still shown. One statement."""
    return db.session.scalar(select(func.count(LinkCheck.id)).where(_failing())) or 0


@dataclass(frozen=True, slots=True)
class FailingLink:
    """An address that fails, the listings that show it as pairs of slug and name, and whether it is opened
    soon.
    """

    check: LinkCheck
    listings: tuple[tuple[str, str], ...]
    opened_soon: bool


_MOST_LISTINGS = 10


def failing(page: int, per_page: int) -> tuple[list[FailingLink], int]:
    """Return one page of the addresses that fail, those that fail longest first, and how many. Three
    statements.
    """
    order = LinkCheck.failing_since, LinkCheck.id
    wanted = select(LinkCheck).where(_failing()).order_by(*order)
    checks = db.session.scalars(wanted.limit(per_page).offset((page - 1) * per_page)).all()
    shown = _shown([check.url for check in checks])
    now = clock.now()
    rows = [
        FailingLink(check, tuple(shown.get(check.url, ())[:_MOST_LISTINGS]), check.due_at <= now)
        for check in checks
    ]
    return rows, waiting()


def _shown(urls: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
    rows = db.session.execute(
        select(Service.slug, Service.name, Service.url, Organization.website)
        .join(Service.organization)
        .where(live(), or_(Service.url.in_(urls), Organization.website.in_(urls)))
        .order_by(Service.name)
    )
    found: dict[str, list[tuple[str, str]]] = {}
    for slug, name, *both in rows:
        for url in set(both):
            found.setdefault(url, []).append((slug, name))
    return found
