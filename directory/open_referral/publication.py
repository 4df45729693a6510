"""Finds out whether a source says that a record, an address or a contact is not for the public.

The rules fail closed: an unknown value of a column about publication keeps the record back.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Literal

from core import clock
from directory.open_referral import column_words, privacy_words, status_words, visibility_words
from directory.schedules import parse_values

Scope = Literal["record", "pause", "address", "contact", "part"]
"""What a mark keeps back: the record, the record for a while, its address, or its contact."""
Answer = Literal["yes", "no", "unclear", ""]
_SPLIT_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_SIGNS = re.compile(r"[^a-z0-9✓✔☑✗✘☐]+")
_SHORT = 60
_LONGEST_NOTE = 160
_NUMBERS_AND_ADDRESSES = re.compile(r"\S+@\S+|[\d+][\d\s()\-.]*")


@dataclass(frozen=True, slots=True)
class Mark:
    """One statement of a source that something is not for the public. `field` and `value` are as given."""

    scope: Scope
    field: str
    value: str

    @property
    def what(self) -> str:
        """Return the consequence in words for the person who runs the import."""
        return f"is “{self.value}”: {_CONSEQUENCES[self.scope]}"


_CONSEQUENCES = {
    "record": "the record is not public (stored as inactive)",
    "pause": "the record is stored as temporarily closed",
    "address": "the address is kept secret",
    "contact": "the contact is kept private",
    "part": "left out",
}


def tidy_words(text: str) -> str:
    """Return a name in small letters, with single spaces in place of signs: "isPublished" → "is published"."""
    return " ".join(
        _SIGNS.split(_SPLIT_CAMEL.sub(" ", text.replace("’", "").replace("'", "")).lower())
    ).strip()


@lru_cache(maxsize=5_000)
def _words_of_key(key: str) -> frozenset[str]:
    """Return the words of a field's name: the same few names come with each record."""
    return frozenset(tidy_words(key).split())


def answer(value: object) -> Answer:
    """Return whether a value says yes or no; "unclear" for other words, and empty for an empty value."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None or not isinstance(value, str | int | float):
        return "" if value in (None, [], {}) else "unclear"
    tidy = tidy_words(str(value).removesuffix(".0"))
    if not tidy or str(value).strip().lower() in parse_values.NOT_GIVEN:
        return ""
    if tidy in status_words.YES or (tidy.split()[0] in ("yes", "y", "true") and "not" not in tidy.split()):
        return "yes"
    if tidy in status_words.NO or tidy.split()[0] in ("no", "n", "false"):
        return "no"
    return "unclear"


def is_about_publication(key: str) -> bool:
    """Return True for the name of a column that says whether something is public."""
    return _polarity(tidy_words(key)) != ""


def marks_in(row: Mapping[str, Any], scope: Scope = "record") -> Iterator[Mark]:
    """Yield the marks of one object: of its own values, and of nested objects without a meaning of their own."""
    for key, value in row.items():
        found = mark_of(str(key), value, scope)
        if found:
            yield found


def mark_of(key: str, value: object, scope: Scope = "record") -> Mark | None:
    """Return the mark of one named value; None when the value keeps nothing back.

    `scope` is what the mark keeps back when the name does not say it: "private" of a contact, for example.
    """
    tidy = tidy_words(key)
    if value is None and not _is_a_moment(tidy):
        return None
    if isinstance(value, dict | list):
        return None
    shown = ("nothing" if value is None else " ".join(str(value).split()))[:_SHORT]
    polarity = _polarity(tidy)
    held: Scope | None = None
    if polarity == "status":
        held = _scope_of_status(value, scope)
    elif polarity == "negative":
        held = _scope_of(tidy, scope) if _is_set(tidy, value) else None
    elif polarity == "positive":
        held = _scope_of(tidy, scope) if _is_refused(tidy, value) else None
    if held == "record" and ("temp" in tidy or "paused" in tidy or _is_for_a_while(value)):
        held = "pause"
    return Mark(held, key, shown) if held else None


@lru_cache(maxsize=5_000)
def _polarity(tidy: str) -> Literal["", "status", "negative", "positive"]:
    words = tidy.split()
    if not words or len(words) > 12:
        return ""
    if status_words.STATUS_KEY.fullmatch(tidy):
        return "status"
    if visibility_words.ON_THE_SITE.fullmatch(tidy):
        return "positive"
    remaining, phrases = visibility_words.NEGATIVE_PHRASES.subn(" ", tidy)
    rest = set(remaining.split()) - column_words.FILLER - column_words.ADDRESS - column_words.CONTACT
    if not rest <= visibility_words.NEGATIVE | visibility_words.POSITIVE:
        return ""
    if phrases or rest & visibility_words.NEGATIVE:
        return "negative"
    return "positive" if rest or {"public", "publicly"} & set(words) else ""


def _scope_of(tidy: str, scope: Scope) -> Scope:
    words = set(tidy.split())
    if words & status_words.CLOSING:
        return scope
    if words & column_words.ADDRESS:
        return "address"
    if words & column_words.CONTACT:
        return "contact"
    return scope


def _is_a_moment(tidy: str) -> bool:
    return tidy in (
        "published at",
        "publish date",
        "date published",
        "published on",
        "approved at",
        "published date",
    )


def _is_set(tidy: str, value: object) -> bool:
    """Return True when the value of a column such as "hidden" or "deleted at" keeps back."""
    said = answer(value)
    if said in ("yes", "no", ""):
        return said == "yes"
    words = set(tidy.split())
    text = str(value).strip()
    known_value = tidy_words(text)
    if known_value in status_words.OPEN_VALUES and known_value != tidy:
        return False
    day = _day(value)
    if day is not None:
        return day <= clock.today()
    if words & {
        "closed",
        "closing",
        "closure",
        "ended",
        "finished",
        "expires",
        "expiry",
    } and status_words.DAYS.search(text):
        return False
    if (
        words & visibility_words.TIMES_OF_MARKS
        or known_value in status_words.HELD_STATUSES
        or known_value in words
    ):
        return True
    return not (words & visibility_words.NEGATIVE) <= visibility_words.LOOSE


def _is_refused(tidy: str, value: object) -> bool:
    """Return True when the value of a column such as "visible" or "published at" does not allow publication."""
    if value is None:
        return _is_a_moment(tidy)
    said = answer(value)
    if said in ("yes", "no", ""):
        return said == "no"
    text = str(value).strip()
    words = set(tidy.split())
    if tidy_words(text) in status_words.OPEN_VALUES:
        return False
    day = _day(value)
    if day is not None:
        is_end = words & {"until", "to", "end", "ends", "expires"}
        return day < clock.today() if is_end else day > clock.today()
    if "by" in words:
        return False
    if tidy_words(text) in status_words.HELD_STATUSES or privacy_words.DO_NOT_PUBLISH.search(text):
        return True
    return not (words & visibility_words.POSITIVE) <= visibility_words.LOOSE


def _day(value: object) -> date | None:
    try:
        return parse_values.day(value)
    except parse_values.UnreadableError:
        return None


def _is_for_a_while(value: object) -> bool:
    return isinstance(value, str) and bool(status_words.FOR_A_WHILE.search(value))


def status_of(value: object) -> tuple[str, bool]:
    """Return a status of Open Referral UK, and whether the source's word for it is known.

    No status is active. An unknown status is inactive.
    """
    if isinstance(value, bool):
        return ("active" if value else "inactive"), True
    if value is None or not isinstance(value, str | int | float):
        return ("active", True) if value in (None, [], {}) else ("inactive", False)
    tidy = tidy_words(str(value).removesuffix(".0"))
    if not tidy or tidy in ("null", "n a", "na", "nan", "undefined", "none"):
        return "active", True
    if tidy in ("inactive", "defunct", "temporarily closed"):
        return tidy, True
    if status_words.FOR_A_WHILE.search(tidy):
        return "temporarily closed", True
    if tidy in status_words.ACTIVE_STATUSES:
        return "active", True
    return "inactive", tidy in status_words.HELD_STATUSES or tidy in status_words.NO


def _scope_of_status(value: object, scope: Scope) -> Scope | None:
    status, _is_known = status_of(value)
    if status == "active":
        return None
    return "pause" if status == "temporarily closed" and scope == "record" else scope


def mark_in_text(key: str, text: str, scope: Scope = "record", *, is_known: bool = True) -> Mark | None:
    """Return the mark of words inside a text, such as "do not publish"; None when there are none.

    Words in a place's text make its address secret; words beside a number or an e-mail address keep these
    private. `is_known` is False for texts under names that no reader takes: notes, for example.
    """
    words = _words_of_key(key)
    found: Scope | None = None
    if scope == "address" or words & column_words.ADDRESS:
        is_secret = (
            privacy_words.SECRET_PLACE.search(text)
            or privacy_words.KEEP_BACK.search(text)
            or privacy_words.DO_NOT_PUBLISH.search(text)
        )
        found = "address" if is_secret and len(text) <= _LONGEST_NOTE else None
    elif scope == "contact" or words & column_words.CONTACT:
        found = "contact" if _is_private(text) else None
    elif privacy_words.DO_NOT_PUBLISH.search(text) or (
        not is_known and len(text) <= _LONGEST_NOTE and privacy_words.KEEP_BACK.search(text)
    ):
        found = scope
    return Mark(found, key, " ".join(text.split())[:_SHORT]) if found else None


def _is_private(text: str) -> bool:
    """Return True when the words beside a number or an address, or a whole text, keep it private."""
    beside = _NUMBERS_AND_ADDRESSES.sub(" ", text)
    return bool(
        privacy_words.PRIVATE_WORDS.fullmatch(beside)
        or privacy_words.DO_NOT_PUBLISH.search(text)
        or (len(text) <= _LONGEST_NOTE and privacy_words.KEEP_BACK.search(text))
    )


def state_in_text(key: str, text: str) -> Mark | None:
    """Return the mark of a name, of opening times or of a note that says closed, draft or archived."""
    tidy = set(tidy_words(key).split())
    found: re.Match[str] | None = None
    if tidy & {"name", "title", "service", "activity"}:
        found = status_words.STATE_IN_NAME.search(text)
    elif tidy & {"description", "details", "about"}:
        found = status_words.CLOSED_FOR_EVER.search(text[:200])
    elif not status_words.NOT_A_STATE.search(text):
        found = status_words.STATE_ALONE.search(text) or status_words.CLOSED_FOR_EVER.search(text)
    if not found:
        return None
    scope: Scope = "pause" if status_words.FOR_A_WHILE.search(text) else "record"
    return Mark(scope, key, " ".join(text.split())[:_SHORT])
