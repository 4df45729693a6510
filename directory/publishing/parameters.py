"""The query parameters of the feed: one table that reads addresses and describes them in the OpenAPI document.

A parameter that is unknown, repeated or badly formed is refused, because a filter that is left out silently
would answer with records that nobody asked for.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any
from uuid import UUID

from werkzeug.datastructures import MultiDict

from core import clock
from directory.postcodes.text import compact
from directory.vocabulary import WEEKDAYS

MOST_PER_PAGE = 500
PER_PAGE = 50
MOST_PAGE = 1_000_000
MOST_CHARACTERS = 300
MOST_METRES = 1_000_000
OLDEST = 150

Read = Callable[[str], Any]
"""Returns the value of a parameter's text. Raises ValueError, whose message says what is wanted."""


@dataclass(frozen=True)
class Parameter:
    """One query parameter: how it is read, and its description and JSON Schema for the OpenAPI document."""

    name: str
    description: str
    schema: Mapping[str, Any]
    read: Read
    example: Any = None


class ParameterError(ValueError):
    """Parameters that cannot be used, each with what is wrong with it."""

    def __init__(self, problems: Sequence[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{name}: {what}" for name, what in problems))
        self.problems = list(problems)


def read_parameters(args: MultiDict[str, str], known: Sequence[Parameter]) -> dict[str, Any]:
    """Return the values of a query string by name. Raises ParameterError for all that cannot be used."""
    by_name = {parameter.name: parameter for parameter in known}
    found, problems = {}, []
    for name, texts in args.lists():
        parameter = by_name.get(name)
        if parameter is None:
            names = ", ".join(by_name) or "none"
            problems.append((name[:60], f"is not a parameter of this address. Its parameters are: {names}"))
        elif len(texts) > 1:
            problems.append((name, "is given more than once"))
        else:
            try:
                found[name] = parameter.read(texts[0])
            except ValueError as error:
                problems.append((name, str(error)))
    problems += [] if problems else _together(found, by_name)
    if problems:
        raise ParameterError(problems)
    return found


def _together(found: Mapping[str, Any], known: Mapping[str, Parameter]) -> list[tuple[str, str]]:
    """Return what is wrong with values that are right one by one."""
    problems = []
    if "proximity" in found and "postcode" not in found:
        problems.append(("proximity", "needs a postcode to measure from"))
    if found.get("minimum_age", 0) > found.get("maximum_age", OLDEST):
        problems.append(("minimum_age", "must not be above maximum_age"))
    if found.get("minimal") and found.get("full"):
        problems.append(("minimal", "cannot be used together with full"))
    return problems


def _whole(least: int, most: int) -> Read:
    def read(text: str) -> int:
        if not re.fullmatch(r"\d{1,9}", text, re.ASCII) or not least <= int(text) <= most:
            raise ValueError(f"must be a whole number from {least} to {most}")
        return int(text)

    return read


def _truth(text: str) -> bool:
    if text.lower() not in ("true", "false"):
        raise ValueError("must be true or false")
    return text.lower() == "true"


def _uuid(text: str) -> str:
    if not re.fullmatch(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", text):
        raise ValueError("must be a UUID such as 3f2504e0-4f89-41d3-9a0c-0305e82c3301")
    return str(UUID(text))


def _moment(text: str) -> datetime:
    # In a query string an unescaped plus sign arrives as a space.
    tidy = re.sub(r" (?=\d\d:?\d\d$)", "+", text.strip())
    try:
        found = datetime.fromisoformat(tidy)
        return (found if found.tzinfo else found.replace(tzinfo=clock.LONDON)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError("must be a date or date-time such as 2026-11-01T09:00:00Z") from None


def _time(text: str) -> time:
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?", text, re.ASCII):
        raise ValueError("must be a time such as 09:30")
    return time.fromisoformat(text)


_DAYS = {name.upper(): day for day, name in WEEKDAYS.items()} | {day: day for day in WEEKDAYS}


def _day(text: str) -> str:
    if text.upper() not in _DAYS:
        raise ValueError(f"must be one of {', '.join(WEEKDAYS)}")
    return _DAYS[text.upper()]


def _one_of(*values: str) -> Read:
    def read(text: str) -> str:
        if text not in values:
            raise ValueError(f"must be one of {', '.join(values)}")
        return text

    return read


def _words(text: str) -> str:
    tidy = " ".join(text.split())
    if not tidy or len(tidy) > MOST_CHARACTERS or "\x00" in text:
        raise ValueError(f"must have 1 to {MOST_CHARACTERS} characters")
    return tidy


def _postcode(text: str) -> str:
    if not compact(text):
        raise ValueError("must be a full postcode such as S73 8CV")
    return compact(text)


_BOOLEAN = {"type": "boolean"}
_UUID = {"type": "string", "format": "uuid"}
_AGE = {"type": "integer", "minimum": 0, "maximum": OLDEST}
_TIME = {"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$"}

SEARCH = Parameter(
    "search",
    "Only records that our own search finds for these words.",
    {"type": "string", "minLength": 1, "maxLength": MOST_CHARACTERS},
    _words,
    "lunch club",
)
PAGE = Parameter(
    "page",
    "Number of the page, from 1.",
    {"type": "integer", "minimum": 1, "maximum": MOST_PAGE, "default": 1},
    _whole(1, MOST_PAGE),
)
PER_PAGE_PARAMETER = Parameter(
    "per_page",
    "Records on one page.",
    {"type": "integer", "minimum": 1, "maximum": MOST_PER_PAGE, "default": PER_PAGE},
    _whole(1, MOST_PER_PAGE),
)
FORMAT = Parameter(
    "format",
    "`ndjson` streams all records, one JSON object a line, without pages.",
    {"type": "string", "enum": ["json", "ndjson"], "default": "json"},
    _one_of("json", "ndjson"),
)
TAXONOMY_TERM_ID = Parameter("taxonomy_term_id", "Only records with this term.", _UUID, _uuid)
TAXONOMY_ID = Parameter("taxonomy_id", "Only records with a term of this taxonomy.", _UUID, _uuid)
ORGANIZATION_ID = Parameter("organization_id", "Only records of this organization.", _UUID, _uuid)
MODIFIED_AFTER = Parameter(
    "modified_after",
    "Only records changed at this moment or later. A moment without a time zone is read as UK time.",
    {"type": "string", "description": "An ISO 8601 date or date-time, such as 2026-11-01T09:00:00Z."},
    _moment,
    "2026-11-01T09:00:00Z",
)
MINIMAL = Parameter(
    "minimal",
    "Only the id and the moment of the last change of each service, all on one page unless per_page is given.",
    _BOOLEAN,
    _truth,
)
FULL = Parameter("full", "Each record with all its parts.", _BOOLEAN, _truth)
FULL_SERVICE = Parameter(
    "full_service", "The organization's services with all their parts.", _BOOLEAN, _truth
)
MINIMUM_AGE = Parameter(
    "minimum_age",
    "Only services that are for somebody of this age or older. Unknown ages fit.",
    _AGE,
    _whole(0, OLDEST),
)
MAXIMUM_AGE = Parameter(
    "maximum_age",
    "Only services that are for somebody of this age or younger. Unknown ages fit.",
    _AGE,
    _whole(0, OLDEST),
)
DAY = Parameter(
    "day",
    "Only services with times on this day of the week.",
    {"type": "string", "enum": list(WEEKDAYS)},
    _day,
    "TU",
)
START_TIME = Parameter(
    "start_time",
    "Only services that are still open after this time, on the day if one is given.",
    _TIME,
    _time,
)
END_TIME = Parameter(
    "end_time",
    "Only services that are already open before this time, on the day if one is given.",
    _TIME,
    _time,
)
POSTCODE = Parameter(
    "postcode",
    "A full postcode. Services with a known service area are left out unless the postcode lies in it.",
    {"type": "string", "minLength": 5, "maxLength": 10},
    _postcode,
    "S73 8CV",
)
PROXIMITY = Parameter(
    "proximity",
    "Only places within so many metres of the postcode, as the crow flies.",
    {"type": "integer", "minimum": 0, "maximum": MOST_METRES},
    _whole(0, MOST_METRES),
    3000,
)
TOP_ONLY = Parameter("top_only", "Only terms without a parent.", _BOOLEAN, _truth)
PARENT_ID = Parameter("parent_id", "Only terms whose parent is this term.", _UUID, _uuid)
PAGING = (PAGE, PER_PAGE_PARAMETER, FORMAT)
