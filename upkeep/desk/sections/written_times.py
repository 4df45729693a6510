"""Times as words in one box: the words that the site would write itself, and the rows that words mean. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from core.clock import new_id
from directory.open_referral.schedule_rows import schedule_fields
from directory.open_referral.schema.schedules import Schedule
from directory.schedules.open_referral import EXTRA, from_row
from directory.schedules.pasted.hours import PastedHours
from directory.schedules.pasted.reading import read_hours
from directory.schedules.schedule import Hours, split_byday
from directory.schedules.schedule import Schedule as Times
from directory.schedules.wording.hours import hours_lines
from directory.schedules.wording.times import sentence
from upkeep.desk.sections.time_rows import is_single

_EXCEPTIONS = ("closed", "season", "closed_bank_holidays", "term_time")


def times_of(row: Schedule) -> Times | None:
    """Return a row as typed times; None where it cannot be read or has no days."""
    plain = row.model_dump(exclude={"extra", "held_back", "id"})
    return from_row(plain | {EXTRA: row.extra})[0]


def repeating(rows: Sequence[Schedule]) -> list[Schedule]:
    """Return the rows that are not about one date."""
    return [row for row in rows if not is_single(row)]


def written(rows: Sequence[Schedule]) -> str:
    """Return the repeating times of some rows in words that are read back as the same times.

    Empty where the words would lose something, and where there are no such times.
    """
    times = [_bare(found) for row in repeating(rows) if (found := times_of(row))]
    if not times or len(times) != len(repeating(rows)):
        return ""
    words = "\n".join(sentence(line) for line in hours_lines(Hours.of(*times)))
    read = read_hours(words)
    same = set(joined(map(_bare, read.schedules()))) == set(joined(times))
    return words if same and not read.ambiguous else ""


def _bare(times: Times) -> Times:
    """Return times without what other fields of the form show: exceptions and notes."""
    return replace(
        times,
        term_time=False,
        closed_bank_holidays=False,
        closed_on=frozenset(),
        season=None,
        description=None,
        notes=None,
    )


def joined(times: Iterable[Times]) -> list[Times]:
    """Return times in which rows that differ in their days alone are one row, with its days in a fixed order."""
    days_of: dict[Times, set[str]] = {}
    for each in times:
        kind = "1MO" if each.freq == "MONTHLY" else "MO"
        days_of.setdefault(replace(each, byday=(kind,) if each.byday else ()), set()).update(each.byday)
    return [replace(row, byday=tuple(sorted(days, key=_in_order))) for row, days in days_of.items()]


def _in_order(part: str) -> tuple[int, int]:
    ordinal, day = split_byday(part)
    return day, ordinal or 0


def with_written(rows: Sequence[Schedule], read: PastedHours) -> list[Schedule]:
    """Return the rows with other repeating times. Exceptions and notes that all older ones have stay with them.

    A row keeps the id of the older row in its place. Rows about one date stay as they are.
    """
    older, singles = repeating(rows), [row for row in rows if is_single(row)]
    new = []
    for number, times in enumerate(joined(read.schedules())):
        fields = schedule_fields(times)
        fields["extra"] = _extra(older, fields["extra"], read)
        kept = older[number].id if number < len(older) else new_id()
        notes = older[0].notes if older and len({row.notes for row in older}) == 1 else ""
        new.append(Schedule.model_construct(id=kept, notes=notes, **fields))
    return [*new, *singles]


def _extra(older: Sequence[Schedule], new: dict[str, Any], read: PastedHours) -> dict[str, Any]:
    common = {
        name: older[0].extra[name]
        for name in _EXCEPTIONS
        if older
        and name in older[0].extra
        and all(row.extra.get(name) == older[0].extra[name] for row in older)
    }
    said = {name: value for name, value in new.items() if value}
    if read.closed_bank_holidays is not None:
        said["closed_bank_holidays"] = read.closed_bank_holidays
    return common | said
