"""Converts schedule rows from feeds of any version to fields of the schema's `Schedule`."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationInfo

from directory.open_referral import values
from directory.open_referral.leftovers import LINKS, not_read
from directory.open_referral.lenient import EMPTY, note
from directory.schedules.open_referral import EXTRA, from_row, to_row
from directory.schedules.parse_values import UnreadableError
from directory.schedules.schedule import WEEKDAYS, Schedule

_READ = frozenset(
    [
        "freq",
        "interval",
        "byday",
        "weekday",
        "bymonthday",
        "count",
        "dtstart",
        "until",
        "valid_from",
        "valid_to",
        "opens_at",
        "closes_at",
        "description",
        "notes",
        "attending_type",
        "schedule_link",
        "timezone",
        "x_signpost",
    ]
)
ALWAYS = {"always": True}


def is_always(extra: Mapping[str, Any]) -> bool:
    """Return True when a schedule's extra facts say that the service never closes."""
    return extra.get("always") is True


def schedule_rows(rows: object, info: ValidationInfo) -> list[dict[str, Any]]:
    """Return the fields of one `Schedule` for each row.

    A row without readable days keeps its words. Each unreadable value is a problem.
    """
    fields = []
    given = rows if isinstance(rows, list) else [rows]
    texts = [{"description": row} if isinstance(row, str) and values.words(row) else row for row in given]
    for number, row in enumerate(values.mappings(texts), 1):
        _tell_unknown(row, number, info)
        if is_always(values.mapping(row.get(EXTRA))):
            fields.append(_always(row))
            continue
        schedule, problems = from_row(row, number)
        for problem in problems:
            note(info, f"times {number}: {problem.field}", problem.message)
        fields.append((schedule_fields(schedule) if schedule else {}) | _texts(row, schedule))
    return fields


def _tell_unknown(row: Mapping[str, Any], number: int, info: ValidationInfo) -> None:
    if info.context is None:
        return
    for key, value in row.items():
        is_known = key in _READ or key in LINKS
        if not is_known and value not in EMPTY and value is not False:
            note(info, f"times.{key}", not_read(value))


def _always(row: Mapping[str, Any]) -> dict[str, Any]:
    every_day = {"freq": "WEEKLY", "byday": ",".join(WEEKDAYS), "extra": ALWAYS}
    return every_day | {"id": row.get("id"), "description": row.get("description")}


def schedule_fields(schedule: Schedule) -> dict[str, Any]:
    """Return a schedule as fields of the schema; facts for which the standard has no field are in `extra`."""
    return {
        "freq": schedule.freq,
        "interval": schedule.interval,
        "byday": ",".join(schedule.byday),
        "bymonthday": ",".join(map(str, schedule.bymonthday)),
        "count": schedule.count,
        "dtstart": schedule.dtstart,
        "until": schedule.until,
        "valid_from": schedule.valid_from,
        "valid_to": schedule.valid_to,
        "opens_at": schedule.opens_at,
        "closes_at": schedule.closes_at,
        "extra": to_row(schedule)[EXTRA],
    }


def _texts(row: Mapping[str, Any], schedule: Schedule | None) -> dict[str, Any]:
    texts = {name: row.get(name) for name in ("id", "description", "notes", "attending_type")}
    if not (schedule and schedule.bymonthday):
        texts["bymonthday"] = row.get("bymonthday")
    try:
        texts["schedule_link"] = values.url(row.get("schedule_link"))
    except UnreadableError:
        # The link only repeats the times of the row, so a broken link is no problem.
        texts["schedule_link"] = ""
    return texts
