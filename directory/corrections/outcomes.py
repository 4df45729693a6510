"""Kinds of mistakes, what a group answers, and what becomes of a report, in words. Pure."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

SAFETY = "safety"
"""A worry about how people are treated. It belongs to those who keep adults safe, and never to the group."""

KINDS_OF_MISTAKES: Mapping[str, Any] = {
    "phone": _l("The phone number, email or website is wrong"),
    "times": _l("The days or times are wrong"),
    "address": _l("The address is wrong"),
    "cost": _l("The cost is wrong"),
    "who": _l("Who it is for, or how to get it, is wrong"),
    "closed": _l("It has closed, or does not run any more"),
    SAFETY: _l("I am worried about how people are treated there"),
    "other": _l("Something else"),
}

NEEDS_MESSAGE = frozenset({"other", SAFETY})
"""Kinds of mistakes for which the person must describe what is wrong."""

OWN_ANSWER = frozenset({"other", SAFETY})
"""Kinds that join no earlier report, because each is about something of its own."""

STRANDED = ("closed", "phone")
"""Kinds that leave people standing before a closed door or calling in vain: two reports are a warning."""

WARNS_FROM = 2

MENDED, IS_RIGHT = "mended", "right"

GROUP_ANSWERS: Mapping[str, Any] = {
    MENDED: _l("We have put it right"),
    IS_RIGHT: _l("It is right as it is"),
}

PASSED_ON = "passed_on"

OUTCOMES: Mapping[str, Any] = {
    "changed": _l("The listing is changed"),
    "right": _l("It was right as it was"),
    "unclear": _l("We could not tell"),
    "duplicate": _l("We knew already"),
    "other": _l("It is not about a listing"),
}
"""What a moderator chooses from for a mistake."""

OUTCOMES_OF_WORRIES: Mapping[str, Any] = {
    PASSED_ON: _l("Passed to the team that keeps adults safe"),
    "other": _l("It is not about safety, and needs no change"),
}
"""What a moderator chooses from for a worry about safety."""

SAID: Mapping[str, Any] = {
    "changed": _l("You were right. We have changed the listing."),
    "right": _l("We checked with care. What the listing says is right."),
    "unclear": _l("We checked, but could not find out. We left the listing as it was."),
    "duplicate": _l("Somebody told us before you, and we were dealing with it already."),
    "other": _l("We read it. It was not something that we can change in this listing."),
    PASSED_ON: _l("We gave it to the team that keeps adults safe. We can’t say here what they do."),
}
"""What whoever reported something reads about the outcome."""


def outcomes_for(what: str) -> Mapping[str, Any]:
    """Return what a moderator may choose for a report of this kind."""
    return OUTCOMES_OF_WORRIES if what == SAFETY else OUTCOMES


def is_warning(what: str, reports: int) -> bool:
    """Return True where several people say that a service cannot be reached or is gone."""
    return what in STRANDED and reports >= WARNS_FROM
