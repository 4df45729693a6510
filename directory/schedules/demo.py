"""Reads schedules in the short form of content/demo.

Forms: `unknown`, `always`, or a list such as `{days: [tue], nth: [1], from: "14:00", to: "16:00", term_time:
true}`.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import time
from typing import Any

from directory.schedules import parse_values
from directory.schedules.row_reader import ParsedHours, RowReader, ScheduleProblem, season
from directory.schedules.schedule import Hours, Schedule

_KEYS = frozenset(
    {
        "days",
        "from",
        "to",
        "every",
        "starting",
        "until",
        "nth",
        "date",
        "dates",
        "all_day",
        "term_time",
        "closed",
        "note",
        "season",
        "closed_bank_holidays",
    }
)
_WHOLE_DAY_MINUTES = 24 * 60


def from_demo(value: object, *, closed_bank_holidays: bool = True) -> ParsedHours:
    """Return the hours of a service's `schedules`, and a problem for each value that cannot be read. Never
    raises.

    `closed_bank_holidays` is the default for entries without the key; True for services at a place.
    """
    if value is None or value == "unknown":
        return ParsedHours(Hours("unknown"))
    if value == "always":
        return ParsedHours(Hours("always"))
    if not isinstance(value, list):
        return ParsedHours(
            Hours("unknown"), (ScheduleProblem(0, "schedules", "is not unknown, always or a list"),)
        )
    schedules: list[Schedule] = []
    problems: list[ScheduleProblem] = []
    for number, entry in enumerate(value, 1):
        reader = RowReader(entry if isinstance(entry, Mapping) else {"?": entry}, number, problems)
        schedules.extend(_entry(reader, closed_bank_holidays))
    return ParsedHours(Hours.of(*dict.fromkeys(schedules)), tuple(problems))


def _entry(reader: RowReader, closed_bank_holidays: bool) -> list[Schedule]:
    for key in sorted(str(key) for key in reader.row if key not in _KEYS):
        reader.problem(key, "is not a word of this format")
    shared = _times(reader) | _facts(reader)
    dates = [day for key in ("date", "dates") for day in reader.take_all(key, parse_values.day) if day]
    if dates:
        singles = (reader.build({"freq": None, "dtstart": day} | shared) for day in dates)
        return [single for single in singles if single]
    schedule = reader.build(_days(reader) | shared)
    if schedule and "closed_bank_holidays" not in shared:
        schedule = replace(schedule, closed_bank_holidays=closed_bank_holidays and not schedule.whole_day)
    return [schedule] if schedule else []


def _days(reader: RowReader) -> dict[str, Any]:
    days = reader.take_all("days", parse_values.weekday)
    nth = reader.take("nth", parse_values.numbers, parse_values.NO_NUMBERS)
    every = reader.take("every", parse_values.number, None)
    return {
        "freq": "MONTHLY" if nth else "WEEKLY",
        "byday": tuple(f"{number}{day}" for number in nth for day in days) if nth else tuple(days),
        "interval": 1 if every is None else every,
        "dtstart": reader.take("starting", parse_values.day, None),
        "until": reader.take("until", parse_values.day, None),
    }


def _times(reader: RowReader) -> dict[str, Any]:
    if reader.take("all_day", parse_values.flag, False):
        return {"opens_at": None, "closes_at": None}
    opens, closes = reader.take("from", _clock, None), reader.take("to", _closing_clock, None)
    return {"opens_at": opens, "closes_at": closes, "times_known": closes is not None}


def _clock(value: object) -> time | None:
    """Return a time. YAML reads 10:30 without quotation marks as 630: minutes after midnight."""
    if type(value) is int and 0 <= value <= _WHOLE_DAY_MINUTES:
        return time(value // 60 % 24, value % 60)
    return parse_values.clock(value)


def _closing_clock(value: object) -> time | None:
    return parse_values.closing_clock(_clock(value))


def _facts(reader: RowReader) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "term_time": reader.take("term_time", parse_values.flag, False),
        "closed_on": frozenset(day for day in reader.take_all("closed", parse_values.day) if day),
        "season": season(reader),
        "notes": parse_values.text(reader.row.get("note")),
    }
    if "closed_bank_holidays" in reader.row:
        facts["closed_bank_holidays"] = reader.take("closed_bank_holidays", parse_values.flag, True)
    return facts
