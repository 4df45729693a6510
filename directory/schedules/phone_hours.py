"""When a telephone number is answered, where it has hours of its own: one text in OpenStreetMap's syntax. Pure.

A telephone line often answers longer than the place is open, and some answer when the place is closed.
"""

from typing import Any

from core.opening_hours import read_opening_hours
from directory.schedules.parse_values import UnreadableError
from directory.schedules.pasted.osm import osm_text
from directory.schedules.pasted.reading import read_hours as read_words
from directory.schedules.schedule import UNKNOWN, Hours
from directory.schedules.weekly_hours import read_hours
from directory.schedules.wording.hours import exception_lines, hours_lines
from directory.schedules.wording.times import sentence

LONGEST = 200


def as_phone_hours(value: Any) -> str:
    """Return hours as they are stored, from OpenStreetMap's syntax or from words such as "every day 8am to 9pm".

    Empty for an empty value. Raises UnreadableError for words that leave a question, and for hours that are not
    the same each week.
    """
    text = " ".join(str(value or "").split())
    if not text:
        return ""
    read = read_words(text)
    in_osm = "" if read.questions else osm_text(read) or ""
    for stored in (text, in_osm):
        if _is_weekly(stored):
            return stored
    raise UnreadableError(f"“{text[:60]}” are not hours of a usual week")


def _is_weekly(text: str) -> bool:
    try:
        read_opening_hours(text)
    except ValueError:
        return False
    return len(text) <= LONGEST


def phone_hours(stored: str) -> Hours:
    """Return the hours of a number; unknown where it has none of its own."""
    try:
        return read_hours(stored) if stored else UNKNOWN
    except ValueError:
        return UNKNOWN


def phone_hours_words(stored: str) -> str:
    """Return the hours in words that are read back as the same hours: "Every day, 8am to 9pm"; empty for none."""
    hours = phone_hours(stored)
    if hours.kind == "unknown":
        return ""
    return sentence("; ".join([*hours_lines(hours), *(line for line in exception_lines(hours) if line)]))
