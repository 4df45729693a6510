"""Days and costs that a listing only says in words, for directories that were imported without fields for them. Pure."""

import re

from directory.schedules.schedule import WEEKDAYS

_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY = "|".join(_NAMES)
_RANGE = re.compile(rf"\b({_DAY})s?\s*(?:to|-|–|until|through)\s*({_DAY})s?\b", re.IGNORECASE)
_REGULAR = re.compile(rf"\b(?:every|each|on|open|weekly)\s+({_DAY})\b|\b({_DAY})s\b", re.IGNORECASE)
_SHUT = re.compile(r"\b(?:closed|except|not|excluding|but)\b[^.;]{0,25}$", re.IGNORECASE)
_FREE = re.compile(
    r"\bfree of charge\b|\bno charge\b|\bfree to (?:attend|join|use|all)\b|\b(?:is|are|all) free\b",
    re.IGNORECASE,
)
_PRICE = re.compile(r"£\s?\d")


def days_said(text: str) -> set[str]:
    """Return the weekdays (as in a schedule: MO, TU, ...) that a text names as regular ones.

    A day that is named for an event, "on 3 May", or as closed, is none.
    """
    found: set[str] = set()
    for match in _RANGE.finditer(text):
        first, last = (_NAMES.index(name.lower()) for name in match.groups())
        if first <= last and not _SHUT.search(text[: match.start()]):
            found |= set(WEEKDAYS[first : last + 1])
    for match in _REGULAR.finditer(text):
        if not _SHUT.search(text[: match.start()]):
            found.add(WEEKDAYS[_NAMES.index((match[1] or match[2]).lower())])
    return found


def cost_said(text: str) -> set[str]:
    """Return the kind of cost that a text names: fixed where it has a price, free where it says so; else none."""
    if _PRICE.search(text):
        return {"fixed"}
    return {"free"} if _FREE.search(text) else set()
