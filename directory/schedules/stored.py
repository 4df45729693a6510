"""Converts stored schedules to `Hours`, from which open and closed are computed."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from core.content import content_loader
from directory.models.services import Schedule, Service, ServiceAtLocation
from directory.schedules.holidays import Calendar, load_calendar
from directory.schedules.open_referral import EXTRA, from_row, from_rows
from directory.schedules.schedule import ALWAYS_OPEN, UNKNOWN, WEEKDAYS, Hours
from directory.schedules.schedule import Schedule as Times

PLAIN_FIELDS = (
    "freq",
    "interval",
    "byday",
    "bymonthday",
    "count",
    "dtstart",
    "until",
    "valid_from",
    "valid_to",
    "opens_at",
    "closes_at",
)


@content_loader
def year(content_dir: Path) -> Calendar:
    """Return the council's bank holidays and school terms, read once from `content/calendar.yaml`."""
    return load_calendar(content_dir / "calendar.yaml")


def stored_row(row: Schedule) -> dict[str, Any]:
    """Return a row of the schedule table in the form that `schedules.open_referral` reads.

    Facts beyond the standard lie under `x_signpost`.
    """
    plain = {name: getattr(row, name) for name in PLAIN_FIELDS}
    return plain | {"description": row.description, "notes": row.notes, EXTRA: row.extra or {}}


@lru_cache(maxsize=8192)
def read_schedule(plain: tuple[object, ...], extra: str) -> Times | None:
    """Return the schedule of the values of PLAIN_FIELDS and of further facts as JSON; None when unreadable.

    Cached, because many services have the same times, such as Tuesdays at ten.
    """
    return from_row(dict(zip(PLAIN_FIELDS, plain, strict=True)) | {EXTRA: json.loads(extra)})[0]


def hours_of_rows(rows: Sequence[Schedule], note: str = "") -> Hours:
    """Return the hours of stored schedules; unknown, with the note, when no schedule can be read."""
    parsed = from_rows([stored_row(row) for row in rows]).hours
    return parsed if parsed.kind != "unknown" else Hours("unknown", (), parsed.note or note or None)


def service_hours(service: Service) -> Hours:
    """Return the service's own times, without the times of its places, limited to its first and last day."""
    if service.hours_kind == "always":
        return _within(service, ALWAYS_OPEN)
    return _within(service, hours_of_rows(service.schedules, service.hours_text))


def own_site_hours(service: Service, site: ServiceAtLocation) -> Hours:
    """Return the times of one place; unknown when the place has none of its own."""
    return _within(service, hours_of_rows(site.schedules)) if site.schedules else UNKNOWN


def all_hours(service: Service) -> Hours:
    """Return the times of the service and of all its places together, as "open today" means them."""
    parts = [service_hours(service), *(own_site_hours(service, site) for site in service.sites)]
    if any(part.kind == "always" for part in parts):
        return ALWAYS_OPEN
    rows = tuple(dict.fromkeys(row for part in parts for row in part.schedules))
    return Hours.of(*rows) if rows else next((part for part in parts if part.note), UNKNOWN)


def _within(service: Service, hours: Hours) -> Hours:
    first, last = service.starts_on, service.ends_on
    if not (first or last) or hours.kind == "unknown":
        return hours
    rows = hours.schedules or (Times("WEEKLY", byday=WEEKDAYS),)
    cut = (_cut(row, first, last) for row in rows)
    return Hours.of(*(row for row in cut if row), note=hours.note)


def _cut(row: Times, first: date | None, last: date | None) -> Times | None:
    """Return the schedule limited to the days on which the service exists; None when none are left."""
    starts = max((day for day in (row.valid_from, first) if day), default=None)
    ends = min((day for day in (row.valid_to, last) if day), default=None)
    try:
        return replace(row, valid_from=starts, valid_to=ends)
    except ValueError:
        return None
