"""Opening times in the terms of https://schema.org/OpeningHoursSpecification. Pure."""

from collections.abc import Iterator
from typing import Any

from directory.schedules.schedule import Hours, Schedule

_DAYS = {
    "MO": "Monday",
    "TU": "Tuesday",
    "WE": "Wednesday",
    "TH": "Thursday",
    "FR": "Friday",
    "SA": "Saturday",
    "SU": "Sunday",
}
_WHOLE_DAY = {"opens": "00:00", "closes": "23:59"}


def opening_hours(hours: Hours) -> list[dict[str, Any]]:
    """Return the times of every week. What is held in some weeks only cannot be said in these terms."""
    if hours.kind == "always":
        return [_specification([*_DAYS.values()], **_WHOLE_DAY)]
    return list(_weekly(hours))


def _weekly(hours: Hours) -> Iterator[dict[str, Any]]:
    for row in hours.schedules:
        days = [_DAYS[day] for day in row.byday if day in _DAYS]
        if row.freq != "WEEKLY" or row.interval != 1 or not days or _is_limited(row):
            continue
        if row.opens_at is None or row.closes_at is None:
            if row.whole_day:
                yield _specification(days, **_WHOLE_DAY, **_valid(row))
            continue
        opens, closes = row.opens_at.strftime("%H:%M"), row.closes_at.strftime("%H:%M")
        yield _specification(days, opens=opens, closes=closes, **_valid(row))


def _is_limited(row: Schedule) -> bool:
    return bool(row.term_time or row.season or row.count or not row.times_known)


def _valid(row: Schedule) -> dict[str, str]:
    first, last = row.valid_from or row.dtstart, row.valid_to or row.until
    valid = {"validFrom": first and first.isoformat(), "validThrough": last and last.isoformat()}
    return {name: day for name, day in valid.items() if day}


def _specification(days: list[str], **values: str) -> dict[str, Any]:
    named = [f"https://schema.org/{day}" for day in days]
    return {"@type": "OpeningHoursSpecification", "dayOfWeek": named} | values
