"""Converts schedules from and to the `schedule` rows of Open Referral UK 3.0.

Facts for which the standard has no field lie under the key `x_signpost`.

Reading never raises. Each value that cannot be read becomes a problem in words, and the other values are
used.
"""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from directory.schedules import parse_values
from directory.schedules.row_reader import ParsedHours, RowReader, ScheduleProblem, season
from directory.schedules.schedule import WEEKDAYS, Hours, Schedule, split_byday

EXTRA = "x_signpost"
_FREQS = {
    "weekly": ("WEEKLY", 1),
    "week": ("WEEKLY", 1),
    "fortnightly": ("WEEKLY", 2),
    "biweekly": ("WEEKLY", 2),
    "monthly": ("MONTHLY", 1),
    "month": ("MONTHLY", 1),
    "quarterly": ("MONTHLY", 3),
    "yearly": ("MONTHLY", 12),
    "annually": ("MONTHLY", 12),
    "daily": ("DAILY", 1),
    "once": ("", 1),
}
_TIMES = ("opens_at", "closes_at")


def to_row(schedule: Schedule) -> dict[str, Any]:
    """Return a schedule as an Open Referral row: strings and whole numbers, absent values left out.

    The UK profile lacks `until`, `count` and some of our own facts; these lie in a dict under `x_signpost`.
    """
    row = {
        "freq": schedule.freq,
        "interval": schedule.interval if schedule.freq else None,
        "byday": ",".join(schedule.byday),
        "bymonthday": ",".join(map(str, schedule.bymonthday)),
        "dtstart": _iso(schedule.dtstart),
        "valid_from": _iso(schedule.valid_from),
        "valid_to": _iso(schedule.valid_to),
        "opens_at": _clock_out(schedule, schedule.opens_at),
        "closes_at": _clock_out(schedule, schedule.closes_at),
        "description": schedule.description,
        "notes": schedule.notes,
    }
    return {key: value for key, value in row.items() if value} | {EXTRA: _extra(schedule)}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _clock_out(schedule: Schedule, at: time | None) -> str | None:
    if at is None:
        return "00:00" if schedule.whole_day else None
    return at.isoformat("seconds" if at.second else "minutes")


def _extra(schedule: Schedule) -> dict[str, Any]:
    season = schedule.season
    extra = {
        "until": _iso(schedule.until),
        "count": schedule.count,
        "all_day": schedule.whole_day and schedule.opens_at is None,
        "term_time": schedule.term_time,
        "closed": sorted(day.isoformat() for day in schedule.closed_on),
        "season": {"from": _month_day(season[0]), "to": _month_day(season[1])} if season else None,
    }
    kept = {key: value for key, value in extra.items() if value}
    if schedule.closed_bank_holidays is not None:
        kept["closed_bank_holidays"] = schedule.closed_bank_holidays
    return kept


def _month_day(pair: tuple[int, int]) -> str:
    return f"{pair[0]:02}-{pair[1]:02}"


def hours_to_rows(hours: Hours) -> list[dict[str, Any]]:
    """Return the Open Referral rows of some hours.

    "always" gives one row, "unknown" none, and a note gives one further row.
    """
    if hours.kind == "always":
        always = Schedule("WEEKLY", byday=WEEKDAYS, description="24 hours a day, every day")
        return [to_row(always) | {EXTRA: {"always": True}}]
    return [to_row(row) for row in hours.schedules] + ([{"description": hours.note}] if hours.note else [])


def from_rows(rows: object, *, closed_bank_holidays: bool | None = None) -> ParsedHours:
    """Return the hours of a list of Open Referral rows, of version 3 or 1, or from our own `to_row`. Never
    raises.

    `closed_bank_holidays` is the default for rows without the value; see `from_row`.

    The words of rows without days become `Hours.note`.
    """
    if not isinstance(rows, list | tuple):
        problem = ScheduleProblem(0, "schedules", "is not a list")
        return ParsedHours(Hours("unknown"), () if rows is None else (problem,))
    if any(_says_always(row) for row in rows):
        return ParsedHours(Hours("always"))
    read = [
        from_row(row, number, closed_bank_holidays=closed_bank_holidays) for number, row in enumerate(rows, 1)
    ]
    schedules = dict.fromkeys(schedule for schedule, _ in read if schedule)
    notes = dict.fromkeys(
        _only_words(row) for row, (schedule, _) in zip(rows, read, strict=True) if not schedule
    )
    problems = tuple(problem for _, noted in read for problem in noted)
    return ParsedHours(Hours.of(*schedules, note="; ".join(filter(None, notes)) or None), problems)


def _says_always(row: object) -> bool:
    extra = row.get(EXTRA) if isinstance(row, Mapping) else None
    return isinstance(extra, Mapping) and extra.get("always") is True


def _only_words(row: object) -> str | None:
    return (
        (parse_values.text(row.get("description")) or parse_values.text(row.get("notes")))
        if isinstance(row, Mapping)
        else None
    )


def from_row(
    row: object, number: int = 1, *, closed_bank_holidays: bool | None = None
) -> tuple[Schedule | None, list[ScheduleProblem]]:
    """Return the schedule of one row, and the problems of the row. Never raises.

    The schedule is None when the row names no days, or its values contradict each other.

    Values are strings as in the standard, or dates, times and numbers as in our database. Facts beyond the
    standard lie under `x_signpost`.

    `number` is the row's position in its list, for the problems.

    `closed_bank_holidays` is the default for a row without the value: the standard has no field for it, and
    None means not known. The default does not apply to single dates and to 24 hours on all seven days.
    """
    if not isinstance(row, Mapping):
        return None, [ScheduleProblem(number, "schedule", "is not a set of named values")]
    reader = RowReader(row, number)
    values = _values(reader)
    if _has_days(values):
        _mend(values, reader)
        repeats = bool(values["freq"]) and not _is_always(values)
        values.setdefault("closed_bank_holidays", closed_bank_holidays if repeats else False)
        return reader.build(values), reader.problems
    if not _only_words(row):
        reader.problem("byday", "no days are given")
    return None, reader.problems


def _values(reader: RowReader) -> dict[str, Any]:
    values = _recurrence(reader) | _dates(reader) | _times(reader) | _texts(reader)
    values |= _own_facts(_extra_reader(reader), values)
    return values | ({"dtstart": values["valid_from"]} if _one_day(values) else {})


def _extra_reader(reader: RowReader) -> RowReader:
    extra = reader.row.get(EXTRA)
    if extra is not None and not isinstance(extra, Mapping):
        reader.problem(EXTRA, "is not a set of named values")
    return RowReader(extra if isinstance(extra, Mapping) else {}, reader.number, reader.problems)


def _recurrence(reader: RowReader) -> dict[str, Any]:
    byday = tuple(day for key in ("byday", "weekday") for day in reader.take_all(key, parse_values.weekday))
    given = reader.take("interval", parse_values.number, None)
    freq, interval = _freq(reader)
    if freq == "DAILY":
        freq, byday = _daily(reader, given, byday)
    return {
        "freq": freq or ("WEEKLY" if byday and freq is None else None),
        "interval": given if interval == 1 and given is not None else interval,
        "byday": tuple(dict.fromkeys(byday)),
        "bymonthday": reader.take("bymonthday", parse_values.numbers, parse_values.NO_NUMBERS),
        "count": reader.take("count", parse_values.number, None),
    }


def _freq(reader: RowReader) -> tuple[str | None, int]:
    """Return the frequency, and the interval that its name implies (2 for "fortnightly").

    The frequency is an empty text for a single date, and None when the row names none.
    """
    named = parse_values.text(reader.row.get("freq"))
    if named is None:
        return None, 1
    plain = named.lower().removeprefix("rrule:").removeprefix("freq=")
    if plain not in _FREQS:
        reader.problem("freq", f"{named!r} is not WEEKLY or MONTHLY")
    return _FREQS.get(plain, (None, 1))


def _daily(reader: RowReader, interval: int | None, byday: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    if interval in (None, 1):
        return "WEEKLY", byday or WEEKDAYS
    reader.problem("freq", "every so many days cannot be kept")
    return "", ()


def _dates(reader: RowReader) -> dict[str, Any]:
    keys = ("dtstart", "valid_from", "valid_to", "until")
    return {key: reader.take(key, parse_values.day, None) for key in keys}


def _one_day(values: Mapping[str, Any]) -> bool:
    """Return True for a row without days that is valid on one day only. That day is then the date of the
    session.
    """
    named = values["freq"] or values["byday"] or values["bymonthday"] or values["dtstart"]
    return not named and values["valid_from"] is not None and values["valid_from"] == values["valid_to"]


def _times(reader: RowReader) -> dict[str, Any]:
    opens = reader.take("opens_at", parse_values.clock, None)
    closes = reader.take("closes_at", parse_values.closing_clock, None)
    if closes is not None and opens is None:
        reader.problem("opens_at", "there is a closing time and no opening time")
        closes = None
    return {"opens_at": opens, "closes_at": closes, "times_known": closes is not None}


def _texts(reader: RowReader) -> dict[str, Any]:
    return {key: parse_values.text(reader.row.get(key)) for key in ("description", "notes")}


def _own_facts(extra: RowReader, values: Mapping[str, Any]) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "term_time": extra.take("term_time", parse_values.flag, False),
        "closed_on": frozenset(filter(None, extra.take_all("closed", parse_values.day))),
        "season": season(extra),
        "until": extra.take("until", parse_values.day, None) or values["until"],
        "count": extra.take("count", parse_values.number, None) or values["count"],
    }
    if extra.row.get("all_day") is True:
        facts |= {"opens_at": None, "closes_at": None, "times_known": True}
    if extra.row.get("closed_bank_holidays") is not None:
        facts["closed_bank_holidays"] = extra.take("closed_bank_holidays", parse_values.flag, True)
    return facts


def _has_days(values: Mapping[str, Any]) -> bool:
    return bool(values["byday"] or values["bymonthday"] or values["dtstart"])


def _all_day(values: Mapping[str, Any]) -> bool:
    return bool(values["times_known"]) and all(values[key] in (None, time(0)) for key in _TIMES)


def _is_always(values: dict[str, Any]) -> bool:
    return _all_day(values) and set(values["byday"]) == set(WEEKDAYS)


def _mend(values: dict[str, Any], reader: RowReader) -> None:
    """Correct common mistakes of feeds in place, where only one meaning is possible, and note a problem for
    each.
    """
    if values["freq"] == "WEEKLY" and any(_is_numbered(part) for part in values["byday"]):
        reader.problem("freq", "first, second or last of the month: taken as MONTHLY")
        values["freq"] = "MONTHLY"
    if values["freq"] is None and values["bymonthday"]:
        values["freq"] = "MONTHLY"
    if values["freq"] == "WEEKLY" and values["bymonthday"]:
        reader.problem("bymonthday", "has no meaning in a weekly schedule: left out")
        values["bymonthday"] = ()
    if values["freq"] is None:
        values |= {"interval": 1, "until": None, "count": None}
    _mend_numbers(values, reader)


def _mend_numbers(values: dict[str, Any], reader: RowReader) -> None:
    if values["freq"] and not 1 <= values["interval"] <= 60:
        reader.problem("interval", f"{values['interval']} is not a number of weeks or months: taken as 1")
        values["interval"] = 1
    if values["interval"] > 1 and not values["dtstart"]:
        reader.problem("dtstart", "needed to know which weeks: shown as not known")
    if values["count"] is not None and (
        not 1 <= values["count"] <= 1000 or not values["dtstart"] or values["until"]
    ):
        reader.problem("count", "needs dtstart, no until, and 1 to 1000: left out")
        values["count"] = None


def _is_numbered(part: str) -> bool:
    try:
        return split_byday(part)[0] is not None
    except ValueError:
        return False
