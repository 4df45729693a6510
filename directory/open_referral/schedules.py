"""Rows of times from feeds as schedule records, and the words among them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from directory.open_referral import values
from directory.open_referral.collector import Collector
from directory.open_referral.records import ScheduleRecord
from directory.schedules import open_referral as hours_rows
from directory.schedules.parse_values import UnreadableError
from directory.schedules.schedule import Hours, Schedule


@dataclass(slots=True)
class Times:
    """What some rows say: schedule records, the kind of hours (always, scheduled, unknown), and words left over."""

    schedules: list[ScheduleRecord] = field(default_factory=list)
    kind: str = "unknown"
    text: str = ""


def to_record(schedule: Schedule) -> ScheduleRecord:
    """A schedule in the fields of the table; facts beyond the standard go into `extra`, as directory.hours.rows has them."""
    return ScheduleRecord(
        freq=schedule.freq,
        interval=schedule.interval,
        byday=",".join(schedule.byday),
        bymonthday=",".join(map(str, schedule.bymonthday)),
        count=schedule.count,
        dtstart=schedule.dtstart,
        until=schedule.until,
        valid_from=schedule.valid_from,
        valid_to=schedule.valid_to,
        opens_at=schedule.opens_at,
        closes_at=schedule.closes_at,
        description=schedule.description or "",
        notes=schedule.notes or "",
        extra=hours_rows.to_row(schedule)[hours_rows.EXTRA],
    )


def from_hours(hours: Hours) -> Times:
    """Some hours as records. "Always" is the kind alone, without a row."""
    return Times([to_record(schedule) for schedule in hours.schedules], hours.kind, hours.note or "")


def read(into: Collector, rows: object) -> Times:
    """The rows of a feed, of any version; what cannot be read is noted and its words are kept."""
    times, notes = Times(), []
    for number, row in enumerate(values.mappings(rows), 1):
        schedule, problems = hours_rows.from_row(row, number)
        for problem in problems:
            into.problem(f"times {number}: {problem.field}", problem.message)
        times.schedules.append(_record(schedule, row))
        if schedule:
            times.kind = "scheduled"
        else:
            notes.append(values.prose(row.get("description")) or values.prose(row.get("notes")))
    if any(values.mapping(row.get(hours_rows.EXTRA)).get("always") is True for row in values.mappings(rows)):
        return Times([], "always")
    times.text = "\n".join(dict.fromkeys(filter(None, notes)))
    return times


def _record(schedule: Schedule | None, row: Mapping[str, Any]) -> ScheduleRecord:
    record = to_record(schedule) if schedule else ScheduleRecord()
    record.id = values.uuid(row.get("id"))
    record.description, record.notes = values.prose(row.get("description")), values.prose(row.get("notes"))
    record.attending_type = values.words(row.get("attending_type"))
    record.bymonthday = record.bymonthday or values.words(row.get("bymonthday"))
    try:
        record.schedule_link = values.url(row.get("schedule_link"))
    except UnreadableError:
        record.schedule_link = ""
    return record
