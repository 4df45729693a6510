"""Puts together the times of a row of a table: one column of words, a column for each day, or day and times
apart.
"""

from directory.importing import columns
from directory.importing.csv_table import CsvRow
from directory.open_referral import values
from directory.open_referral.collector import Collector
from directory.open_referral.leftovers import not_read

_FROM_SUNDAY = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")


def weekday_base(days: list[str]) -> int | None:
    """Return the number of the first weekday in a column of numbers: 0 for 0 to 6 from Sunday, 1 for 1 to 7 from
    Monday.

    None when both are possible.
    """
    numbers = {
        part.removesuffix(".0") for day in days for part in values.listed(day, ";|,/") if values.raw(part)
    }
    if not numbers or not all(number.isdigit() for number in numbers):
        return None
    if "0" in numbers and "7" not in numbers:
        return 0
    return 1 if "7" in numbers and "0" not in numbers else None


def times_of(into: Collector, row: CsvRow, extra: dict[str, str], base: int | None) -> str:
    """Return the times of one row in words, a line for each statement. Removes the columns of days from
    `extra`.
    """
    lines = [values.prose(row.get("times"))]
    days = _day_names(into, row.get("days", ""), base)
    start, end = values.words(row.get("start time")), values.words(row.get("end time"))
    clock = f"{start} to {end}" if start and end else start or (f"until {end}" if end else "")
    frequency = values.words(row.get("frequency"))
    lines.append(", ".join(filter(None, (frequency, " ".join(filter(None, (days, clock)))))))
    by_day: dict[str, list[str]] = {}
    for heading in list(extra):
        day = columns.day_of(heading)
        if day:
            said = values.words(extra.pop(heading))
            by_day.setdefault(day, []).extend([said] if said else [])
    lines += [f"{day.title()}: {_joined(by_day[day])}" for day in columns.DAYS if by_day.get(day)]
    return "\n".join(filter(None, lines))


def _joined(parts: list[str]) -> str:
    is_pair = len(parts) == 2 and all(part[:1].isdigit() and "-" not in part for part in parts)
    return " to ".join(parts) if is_pair else ", ".join(parts)


def _day_names(into: Collector, given: str, base: int | None) -> str:
    text = values.words(given)
    parts = [part.removesuffix(".0") for part in values.listed(text, ";|,/")]
    if not parts or not all(part.isdigit() for part in parts):
        return text
    if base is None or any(int(part) > 7 for part in parts):
        into.problem(
            "days",
            f"{not_read(text)}: it is not clear whether the numbers of days begin with Sunday or Monday",
        )
        return ""
    return ", ".join(_FROM_SUNDAY[int(part) % 7] for part in parts)
