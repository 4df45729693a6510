"""One row of times as boxes to fill in, and the schedule of Open Referral UK that it means. Pure."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from flask_babel import lazy_gettext as _l

from core import clock
from core.clock import new_id
from core.day_text import day_as_typed, read_day
from core.forms import CheckboxesField, Choice, ParsedField, SelectField, TextField
from directory.open_referral.schema.schedules import Schedule
from directory.schedules import parse_values
from directory.schedules.schedule import WEEKDAYS as DAYS
from directory.schedules.schedule import split_byday
from directory.vocabulary import WEEKDAYS
from upkeep.desk.sections.rows import Rows, row_field
from upkeep.desk.sections.section import SMALL, Values

EVERY, ALTERNATE = "every", "two"
WEEKS = {
    EVERY: _l("Every week"),
    ALTERNATE: _l("Every two weeks"),
    "1": _l("First of the month"),
    "2": _l("Second of the month"),
    "3": _l("Third of the month"),
    "4": _l("Fourth of the month"),
    "-1": _l("Last of the month"),
}
REPEATING = Rows("time", ("days", "weeks", "starts", "opens", "closes"), spare=1)
SINGLE = Rows("event", ("day", "opens", "closes", "description"), spare=1)


def clock_time(text: str) -> time | None:
    """Return a time of day: "10am", "14:30", "12 noon"; None for any other text."""
    plain = text.casefold().replace("12 noon", "12:00").replace("noon", "12:00").replace("midnight", "00:00")
    try:
        return parse_values.clock(plain)
    except parse_values.UnreadableError:
        return None


def _clock_text(at: time | None) -> str:
    return "" if at is None else f"{at.hour}:{at.minute:02}"


def weeks_of(row: Schedule) -> str | None:
    """Return in which weeks a row repeats, as a key of WEEKS; None for a row that the boxes cannot show."""
    numbers = {split_byday(part)[0] for part in row.byday.split(",") if part}
    if len(numbers) != 1 or row.bymonthday or row.count or (row.opens_at is None) != (row.closes_at is None):
        return None
    number = numbers.pop()
    if row.freq == "WEEKLY" and number is None:
        if row.interval == 1:
            return EVERY
        return ALTERNATE if row.interval == 2 and row.dtstart else None
    weeks = str(number)
    return weeks if row.freq == "MONTHLY" and row.interval == 1 and weeks in WEEKS else None


def is_single(row: Schedule) -> bool:
    """Return True for a row about one date."""
    return row.freq is None and row.dtstart is not None


def row_values(row: Schedule) -> Values:
    """Return what the boxes show of a row that they can show."""
    names = [DAYS[split_byday(part)[1]] for part in row.byday.split(",")]
    weeks = weeks_of(row)
    return {
        "days": names,
        "weeks": weeks,
        "starts": day_as_typed(row.dtstart) if weeks == ALTERNATE and row.dtstart else "",
        "opens": _clock_text(row.opens_at),
        "closes": _clock_text(row.closes_at),
    }


def with_row_values(row: Schedule, changed: Values) -> Schedule | None:
    """Return a row with what somebody changed in its boxes; None where no day is ticked any more."""
    now: Values = {"days": [], "weeks": EVERY, "starts": "", "opens": "", "closes": ""}
    now |= row_values(row) if row.byday else {}
    now |= changed
    days = [name for name in DAYS if name in now["days"]]
    if not days:
        return None
    update: Values = {"opens_at": clock_time(now["opens"]), "closes_at": clock_time(now["closes"])}
    if changed.keys() & {"days", "weeks", "starts"}:
        update |= _days(days, now["weeks"], now["starts"])
    return row.model_copy(update=update)


def _days(days: list[str], weeks: str, starts: str) -> Values:
    if weeks in (EVERY, ALTERNATE):
        found: Values = {"freq": "WEEKLY", "interval": 1, "byday": ",".join(days)}
        if weeks == ALTERNATE:
            found |= {"interval": 2, "dtstart": read_day(starts, clock.today())}
        return found
    return {"freq": "MONTHLY", "interval": 1, "byday": ",".join(f"{weeks}{day}" for day in days)}


def single_values(row: Schedule) -> Values:
    """Return what the boxes show of one date."""
    return {
        "day": day_as_typed(row.dtstart) if row.dtstart else "",
        "opens": _clock_text(row.opens_at),
        "closes": _clock_text(row.closes_at),
        "description": row.description,
    }


def with_single_values(row: Schedule, changed: Values) -> Schedule | None:
    """Return the row of one date with what somebody changed; None where its date was cleared."""
    now = single_values(row) | changed
    day = read_day(now["day"], clock.today()) if now["day"] else None
    if day is None:
        return None
    opens, closes = clock_time(now["opens"]), clock_time(now["closes"])
    update = {"dtstart": day, "opens_at": opens, "closes_at": closes, "description": now["description"]}
    return row.model_copy(update=update)


def new_repeating() -> Schedule:
    """Return a row without days."""
    return Schedule.model_construct(id=new_id(), extra={})


def new_single() -> Schedule:
    """Return the row of one date, which is still missing."""
    return Schedule.model_construct(id=new_id(), extra={"closed_bank_holidays": False})


def repeating_fields(row_id: str) -> dict[str, Any]:
    """Return the boxes of a row that repeats, by their names."""
    return {
        row_field("time", row_id, "days"): CheckboxesField(
            _l("Days"),
            choices=[Choice(code, label) for code, label in WEEKDAYS.items()],
            label_size="s",
            params=SMALL,
        ),
        row_field("time", row_id, "opens"): _time_field(_l("From")),
        row_field("time", row_id, "closes"): _time_field(_l("To")),
        row_field("time", row_id, "weeks"): SelectField(
            _l("In which weeks?"),
            choices=[Choice(code, label) for code, label in WEEKS.items()],
            label_size="s",
            default=EVERY,
        ),
        row_field("time", row_id, "starts"): _day_field(
            _l("For every two weeks: the date of the first one"), _l("Such as 5 1 2027.")
        ),
    }


def single_fields(row_id: str) -> dict[str, Any]:
    """Return the boxes of one date, by their names."""
    return {
        row_field("event", row_id, "day"): _day_field(_l("Date"), _l("Such as 12 12 2026.")),
        row_field("event", row_id, "opens"): _time_field(_l("From")),
        row_field("event", row_id, "closes"): _time_field(_l("To")),
        row_field("event", row_id, "description"): TextField(
            _l("What is it? (optional)"), hint=_l("Such as: Christmas dinner."), label_size="s", width=20
        ),
    }


def _time_field(label: Any) -> ParsedField[time]:
    return ParsedField(
        label,
        parse=clock_time,
        message=_l("Write a time like 9:30, 2pm or 14:00"),
        width=5,
        label_size="s",
    )


def _day_field(label: Any, hint: Any) -> ParsedField[Any]:
    return ParsedField(
        label,
        parse=lambda text: read_day(text, clock.today()),
        message=_l("Write a date with day, month and year, like 25 12 2026"),
        hint=hint,
        width=10,
        label_size="s",
    )


def row_problems(names: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is missing in the boxes of one row that repeats, by the plain names of its boxes."""
    found: dict[str, Any] = {}
    if names["days"]:
        if bool(names["opens"]) != bool(names["closes"]):
            missing = "closes" if names["opens"] else "opens"
            found[missing] = _l("Write both times, or none where you do not know them")
        if names["weeks"] == ALTERNATE and not names["starts"]:
            found["starts"] = _l("Write the date of the first one, so that we know which weeks")
    elif names["opens"] or names["closes"]:
        found["days"] = _l("Tick the days for these times")
    return found
