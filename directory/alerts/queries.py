"""Reading alerts: those that are published, from a copy in memory, and all of them for staff."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import func, select

from core import clock
from core.db import db
from core.stores import optional
from directory.alerts.rules import Alert, Concern, concerning, folded, for_home, live
from directory.merges.queries import replacements_of
from directory.models.alerts import ServiceAlert, ServiceAlertVersion
from directory.models.services import Service
from directory.visibility import visible_locations

_EXTENSION = "signpost-alerts"

COPY_LIFE = timedelta(seconds=15)
"""How long a process shows its copy. So long it may take until another process shows a new alert."""

_MOST = 50


@dataclass(frozen=True, slots=True)
class _AlertCopy:
    read_at: datetime
    alerts: tuple[Alert, ...]


def live_alerts() -> tuple[Alert, ...]:
    """Return the alerts that hold now, danger first; none where the database does not answer.

    One statement, another where an alert names listings, and none while the copy of this process is fresh. For the call screen too.
    """
    now = clock.now()
    copy: _AlertCopy | None = current_app.extensions.get(_EXTENSION)
    if copy is None or not copy.read_at <= now < copy.read_at + COPY_LIFE:
        found = optional("alerts", lambda: _published(now), None)
        if found is None:
            return live(copy.alerts, now) if copy else ()
        copy = _AlertCopy(now, found)
        current_app.extensions[_EXTENSION] = copy
    return live(copy.alerts, now)


def forget_copy() -> None:
    """Let the next page of this process read the alerts again."""
    current_app.extensions.pop(_EXTENSION, None)


def _published(now: datetime) -> tuple[Alert, ...]:
    wanted = select(ServiceAlert).where(ServiceAlert.published_at.is_not(None), ServiceAlert.ends_at > now)
    rows = db.session.scalars(wanted.order_by(ServiceAlert.starts_at, ServiceAlert.id).limit(_MOST)).all()
    # An alert about a listing that was merged away is about the one that replaced it.
    replaced = replacements_of({service_id for row in rows for service_id in row.service_ids})
    return tuple(
        replace(alert, service_ids=frozenset(replaced.get(one, one) for one in alert.service_ids))
        for alert in map(alert_of, rows)
    )


def alert_of(row: ServiceAlert) -> Alert:
    """Return a row as a value."""
    return Alert(
        id=row.id,
        kind=row.kind,
        severity=row.severity,
        title=row.title,
        words=row.words,
        area_names=tuple(row.areas),
        areas=frozenset(folded(name) for name in row.areas),
        needs=frozenset(row.needs),
        service_ids=frozenset(row.service_ids),
        link=row.link,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        updated_at=row.updated_at,
    )


def alerts_for_home() -> tuple[Alert, ...]:
    """Return the alerts of the home page."""
    return for_home(live_alerts())


def alerts_about(needs: Iterable[str], places: Callable[[], frozenset[str]]) -> tuple[Alert, ...]:
    """Return the alerts that concern needs near a place.

    `places`: returns the folded names of the place; it is called only where an alert is for certain places.
    """
    found = live_alerts()
    if not found:
        return ()
    names = places() if any(one.areas for one in found) else frozenset()
    return concerning(found, Concern(names, frozenset(needs)))


def alerts_for_service(service: Service, needs: Iterable[str]) -> tuple[Alert, ...]:
    """Return the alerts that concern a fully loaded service. Places that are secret count as none."""
    found = live_alerts()
    if not found:
        return ()
    addresses = (one for site in visible_locations(service) for one in site.location.addresses)
    names = {
        folded(name) for one in addresses for name in (one.city, one.postal_code.partition(" ")[0]) if name
    }
    return concerning(found, Concern(frozenset(names), frozenset(needs), service.id))


def page_of_alerts(page: int, per_page: int) -> tuple[Sequence[ServiceAlert], int]:
    """Return one page of all alerts for staff, the one that ends last in front, and how many there are."""
    total = db.session.scalar(select(func.count()).select_from(ServiceAlert)) or 0
    wanted = select(ServiceAlert).order_by(ServiceAlert.ends_at.desc(), ServiceAlert.id)
    return db.session.scalars(wanted.limit(per_page).offset((page - 1) * per_page)).all(), total


def versions_of(alert_id: str) -> Sequence[ServiceAlertVersion]:
    """Return what an alert said, the newest first."""
    wanted = select(ServiceAlertVersion).where(ServiceAlertVersion.alert_id == alert_id)
    return db.session.scalars(wanted.order_by(ServiceAlertVersion.number.desc())).all()


def slugs_of(service_ids: Sequence[str]) -> list[str]:
    """Return the slugs of services, sorted."""
    return sorted(db.session.scalars(select(Service.slug).where(Service.id.in_(service_ids))))


def ids_of_slugs(slugs: Sequence[str]) -> dict[str, str]:
    """Return the ids of services by slug; unknown slugs are left out."""
    wanted = select(Service.slug, Service.id).where(Service.slug.in_(slugs))
    return {row.slug: row.id for row in db.session.execute(wanted)}
