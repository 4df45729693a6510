"""The times kept in the tables as `Hours`, by which everything about open and closed is decided."""

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
    """The council's bank holidays and school terms, read once from `content/calendar.yaml`."""
    return load_calendar(content_dir / "calendar.yaml")


def stored_row(row: Schedule) -> dict[str, Any]:
    """A row of the table in the form that `hours.rows` reads: what the standard has no field for is under `x_signpost`."""
    plain = {name: getattr(row, name) for name in PLAIN_FIELDS}
    return plain | {"description": row.description, "notes": row.notes, EXTRA: row.extra or {}}


@lru_cache(maxsize=8192)
def read_schedule(plain: tuple[object, ...], extra: str) -> Times | None:
    """One schedule from the values of PLAIN_FIELDS and its extra facts as JSON; None when it cannot be read.

    Many services meet on Tuesdays at ten: what was read once is kept.
    """
    return from_row(dict(zip(PLAIN_FIELDS, plain, strict=True)) | {EXTRA: json.loads(extra)})[0]


def hours_of_rows(rows: Sequence[Schedule], note: str = "") -> Hours:
    """Hours from stored schedules; unknown, with the note, when there are none that can be read."""
    parsed = from_rows([stored_row(row) for row in rows]).hours
    return parsed if parsed.kind != "unknown" else Hours("unknown", (), parsed.note or note or None)


def service_hours(service: Service) -> Hours:
    """The times of the service itself, whatever its places say; nothing before it starts or after it ends."""
    if service.hours_kind == "always":
        return _within(service, ALWAYS_OPEN)
    return _within(service, hours_of_rows(service.schedules, service.hours_text))


def own_site_hours(service: Service, site: ServiceAtLocation) -> Hours:
    """The times that one place has of its own; unknown when it has none."""
    return _within(service, hours_of_rows(site.schedules)) if site.schedules else UNKNOWN


def all_hours(service: Service) -> Hours:
    """Everything together, as 'open today' means it: the service's times and those of each place."""
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
    """The row inside the dates between which the service exists; None when nothing is left of it."""
    starts = max((day for day in (row.valid_from, first) if day), default=None)
    ends = min((day for day in (row.valid_to, last) if day), default=None)
    try:
        return replace(row, valid_from=starts, valid_to=ends)
    except ValueError:
        return None
