"""What is counted of a listing. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

LEAST_SHOWN = 5
"""A number of people below this could tell of one of them, so that nobody sees it."""


class Use(StrEnum):
    """Something that people do with a listing."""

    VIEW = "view"
    SEARCH = "search"
    """Its page was opened from the results of a search."""
    SAVE = "save"
    SEND = "send"
    PHONE = "phone"
    EMAIL = "email"
    WEBSITE = "website"


PRESSED = (Use.PHONE, Use.EMAIL, Use.WEBSITE)
"""What a browser tells when somebody presses a number, an address or a link."""


@dataclass(frozen=True, slots=True)
class Used:
    """Something that was done with a listing on a day. `words`: those of the search that led to it, or empty."""

    day: date
    service_id: str
    what: Use
    words: str = ""


def shown(times: int) -> int | None:
    """Return a number that may be shown; None for one that is too small."""
    return times if times >= LEAST_SHOWN else None
