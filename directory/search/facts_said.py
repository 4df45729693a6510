"""Days, costs and company that a listing only says in words, where no field says them. Pure."""

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
_ONE_TO_ONE = re.compile(
    r"\bone[ -]to[ -]one\b|\b1[:-]1\b|\b1 to 1\b|\bindividual (?:support|counselling|sessions?|help|appointments?|advice)\b"
    r"|\bcounsell(?:ing|ors?)\b|\bmentor(?:s|ing)?\b|\badvocates?\b|\bcaseworkers?\b|\bvisits? you\b|\bin your own home\b"
    r"|\bbefriend(?:er|ing)\b|\bjust (?:the )?two of you\b|\bone person (?:at a time|who visits)\b",
    re.IGNORECASE,
)
_GROUP = re.compile(
    r"\bgroups?\b|\bclubs?\b|\bclass(?:es)?\b|\bchoirs?\b|\bcircle\b|\bcoffee mornings?\b|\bget[ -]together|\bsocials?\b",
    re.IGNORECASE,
)
_NEEDS_OF_GROUPS = frozenset({"social-groups", "lunch-clubs", "clubs-games"})
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
    """Return the kind of cost that a text names: fixed where it has a price, free where it says so; else
    none.
    """
    if _PRICE.search(text):
        return {"fixed"}
    return {"free"} if _FREE.search(text) else set()


def company_said(name: str, text: str, leading_need: str = "") -> set[str]:
    """Return whether a service is for one person at a time, in a group, or both; nothing where no word says.

    `text`: its summary and description. `leading_need`: the need that it meets most. A group that is only mentioned,
    as somewhere to be taken to, makes no group of the service.
    """
    found = set()
    if _ONE_TO_ONE.search(f"{name}. {text}"):
        found.add("one_to_one")
    if _GROUP.search(name) or leading_need in _NEEDS_OF_GROUPS:
        found.add("group")
    return found
