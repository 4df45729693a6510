"""Reads profiles of feeds: all, one, and those that are due."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select

from core import clock
from core.db import db
from directory.models import FeedProfile, FeedSource, Service

LATE = timedelta(hours=12)
"""How much later than planned a success may come before the feed counts as in trouble."""
SLOW_SECONDS = 60
"""A feed that failed after so many seconds is slow: of such feeds one is tried at a time."""


def profiles() -> list[FeedProfile]:
    """Return all profiles by name. One statement."""
    return list(db.session.scalars(select(FeedProfile).order_by(FeedProfile.source)))


def profile(source: str) -> FeedProfile | None:
    """Return a profile by the name of its source; None where there is none."""
    return db.session.get(FeedProfile, source)


def due(now: datetime) -> list[str]:
    """Return the names of the feeds that are due: the longest waiting first, and at the end the one slow feed
    that has waited longest, so that no slow feed keeps another one waiting.
    """
    free = or_(FeedProfile.running_until.is_(None), FeedProfile.running_until <= now)
    rows = db.session.execute(
        select(FeedProfile.source, FeedProfile.failures, FeedProfile.last_seconds)
        .where(FeedProfile.enabled.is_(True), FeedProfile.next_due_at <= now, free)
        .order_by(FeedProfile.next_due_at, FeedProfile.source)
    ).all()
    slow = [row.source for row in rows if row.failures and row.last_seconds >= SLOW_SECONDS]
    return [row.source for row in rows if row.source not in slow] + slow[:1]


def service_counts(sources: Sequence[str]) -> dict[str, int]:
    """Return how many services are stored of each source. One statement."""
    rows = db.session.execute(
        select(Service.source, func.count()).where(Service.source.in_(sources)).group_by(Service.source)
    )
    return dict(iter(rows))


def republished(sources: Sequence[str]) -> dict[str, str]:
    """Return the licences of the sources whose records our own feed may have. One statement."""
    columns = select(FeedSource.source, FeedSource.licence)
    rows = db.session.execute(columns.where(FeedSource.source.in_(sources), FeedSource.republish.is_(True)))
    return dict(iter(rows))


def is_in_trouble(row: FeedProfile, now: datetime) -> bool:
    """Return True for a feed in use whose last reading failed, or whose last success is long past."""
    if not row.enabled:
        return False
    since = row.last_success_at or row.created_at
    return row.failures > 0 or now - since > timedelta(hours=row.every_hours) + LATE


def number_in_trouble() -> int:
    """Return how many feeds need somebody's attention."""
    now = clock.now()
    return sum(is_in_trouble(row, now) for row in profiles())
