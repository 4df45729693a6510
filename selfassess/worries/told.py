"""What somebody told about a worry so far: the parts of the form, and the values by the names of fields.
Pure.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Any

from selfassess.values.concern import Subject
from selfassess.values.people import Answered
from selfassess.values.request import RequestKind

Values = Mapping[str, Any]
"""What was written and chosen: a text, a list of chosen ids, or True and False, by name in HTML."""

NAMED, UNNAMED, PROFESSIONAL = "named", "unnamed", "professional"
"""What somebody chose about their own name."""


class Part(StrEnum):
    """The parts of the form; the value ends the page's address."""

    WHERE = "where"
    WHAT = "what"
    YOU = "you"


PARTS = tuple(Part)
_FOR_CHILDREN = frozenset({Subject.CHILD, Subject.AGE_NOT_KNOWN, Subject.ME_CHILD})


@dataclass(frozen=True, repr=False)
class Told:
    """What was told so far. `key`: a random text of this form, by which sending it twice is noticed.

    `asked_where`: "Where can we find them?" was left empty once, so the form also offers "I don't know".
    """

    key: str
    values: Values = field(default_factory=dict)
    asked_where: bool = False

    @property
    def subject(self) -> Subject | None:
        """Whom it is about; None until somebody chose."""
        chosen = self.values.get("subject") or ""
        return Subject(chosen) if chosen in list(Subject) else None

    @property
    def about_me(self) -> bool:
        """True where somebody writes about themselves."""
        return self.subject in (Subject.ME_ADULT, Subject.ME_CHILD)

    @property
    def told_by_child(self) -> bool:
        """True where who writes is under 18."""
        return self.subject is Subject.ME_CHILD or (not self.about_me and bool(self.values.get("under_18")))

    @property
    def about_child(self) -> bool:
        """True where the person is under 18, or may be: until it is known, they count as a child."""
        return self.subject in _FOR_CHILDREN

    @property
    def for_children(self) -> bool:
        """True where children's social care answers: nobody under 18 is sent to a team for adults."""
        return self.about_child or self.told_by_child

    @property
    def kind(self) -> RequestKind:
        """The kind of request, which says which team reads it."""
        return RequestKind.CHILD_CONCERN if self.for_children else RequestKind.SAFEGUARDING_CONCERN

    @property
    def in_danger(self) -> bool:
        """True where somebody is in danger right now."""
        return self.values.get("danger") == Answered.YES

    @property
    def who(self) -> str:
        """What somebody chose about their own name. Who writes about themselves is named."""
        return NAMED if self.about_me else str(self.values.get("who") or "")

    @property
    def unnamed(self) -> bool:
        """True where who writes wants to stay anonymous."""
        return self.who == UNNAMED

    @property
    def submission_key(self) -> str:
        """The key under which it is sent: the same where the button is pressed twice, another one after a
        change.
        """
        told = {name: value for name, value in sorted(self.values.items()) if value}
        return f"{self.key} {sha256(json.dumps(told).encode()).hexdigest()}"

    @property
    def where_missing(self) -> bool:
        """True where the form also offers "I don't know where they are"."""
        return self.asked_where or bool(self.values.get("where_not_known") or self.values.get("how_to_find"))


def part_before(part: Part) -> Part:
    """Return the part before another; the first one before the first."""
    return PARTS[max(0, PARTS.index(part) - 1)]


def part_after(part: Part) -> Part | None:
    """Return the part after another; None after the last, whose button sends."""
    place = PARTS.index(part) + 1
    return PARTS[place] if place < len(PARTS) else None


def to_stored(told: Told) -> dict[str, Any]:
    """Return what was told as the web session stores it."""
    return {"key": told.key, "values": dict(told.values), "asked_where": told.asked_where}


def from_stored(stored: Any) -> Told:
    """Return what was stored. Raises KeyError, TypeError or ValueError where it cannot be read."""
    key, values = stored["key"], dict(stored["values"])
    if not (isinstance(key, str) and key):
        raise ValueError("a form needs a key")
    for name, value in values.items():
        texts = value if isinstance(value, list) else [value]
        if not isinstance(name, str) or not all(isinstance(text, str | bool) for text in texts):
            raise ValueError("a form holds texts, lists of texts, and ticks")
    return Told(key, values, bool(stored.get("asked_where")))
