"""A request that somebody is writing: its steps, and what was written so far. Pure.

Values are stored by their path in RequestValue, such as `about.name`: a text, or a list of chosen ids.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from core import clock
from core.dates_of_birth import born
from selfassess.values.people import ChildAge, Relation
from selfassess.values.request import RequestKind, Stay

Values = Mapping[str, Any]
"""What was written and chosen, by path."""
DETAILS_OF_BOTH = ("name", "phone", "email")
"""Details that are asked of the person it is about, and of somebody who asks for them."""

LIVES, NOW, HOME_WHEN = "whereabouts.lives", "whereabouts.now", "whereabouts.home_when"
CALL_AT = "contact.call_at"
OTHER_COUNCIL, HOME_ON = "whereabouts.other_council", "whereabouts.home_on"
"""Paths of what is found out from the former, and asked of nobody."""


class RequestStep(StrEnum):
    """The pages of a request; the value ends the page's address."""

    WORDS = "words"
    WHO = "who"
    WHERE = "where"
    FIRST = "first"
    ABOUT = "about"
    ASKER = "you"
    REACH = "reach"
    TALKING = "talking"
    CHECK = "check"


@dataclass(frozen=True, repr=False)
class Draft:
    """What was written so far. `key`: a random text of this draft, by which sending it twice is noticed."""

    kind: RequestKind
    key: str
    values: Values = field(default_factory=dict)

    @property
    def relation(self) -> str:
        """Who asks, seen from the person it is about; "self" until somebody chose."""
        return self.values.get("asker.relation") or Relation.SELF.value

    @property
    def for_me(self) -> bool:
        """True where somebody asks for themselves."""
        return self.relation == Relation.SELF

    @property
    def whom(self) -> str:
        """Whose details to reach somebody are asked for: "about" (the person it is about) or "asker"."""
        return "about" if self.for_me or self.values.get("contact.whom") == "person" else "asker"

    @property
    def in_hospital(self) -> bool:
        """True where the person is in hospital now."""
        return self.values.get(NOW) == Stay.HOSPITAL.value

    @property
    def age_from_birth(self) -> ChildAge | None:
        """The age group of the person it is about, by their date of birth; None: 18 or over, or not written."""
        day = born(str(self.values.get("about.born") or ""))
        return age_group(day, clock.today()) if day else None

    @property
    def is_elsewhere(self) -> bool:
        """True where the person lives in another council's area."""
        return bool(self.values.get(OTHER_COUNCIL))

    @property
    def speaks_for_them(self) -> bool:
        """True where the council talks with who asks, and not with the person it is about."""
        return self.whom == "asker"


def age_group(birth: date, today: date) -> ChildAge | None:
    """Return the age group of a child on a day; None for somebody of 18 or over."""
    years = today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))
    return next((group for limit, group in _GROUPS if years < limit), None)


_GROUPS = ((5, ChildAge.UNDER_5), (11, ChildAge.FROM_5), (16, ChildAge.FROM_11), (18, ChildAge.FROM_16))


def for_children(draft: Draft, age: ChildAge, key: str) -> Draft:
    """Return the draft as a request to the team for children, with all that was written and the age."""
    values = {path: value for path, value in draft.values.items() if path != "about.born"}
    return Draft(RequestKind.CHILDREN_HELP, key, {**values, "about.age": age.value})


def steps(draft: Draft) -> tuple[RequestStep, ...]:
    """Return the steps of this request, in order.

    Where the person lives is asked early: what they must know first comes right after that. Who asks for
    themselves is asked for no details of somebody else.
    """
    asker = () if draft.for_me else (RequestStep.ASKER,)
    first = (RequestStep.FIRST,) if draft.is_elsewhere or draft.in_hospital else ()
    where = (RequestStep.WHERE, *first)
    people = (RequestStep.WHO, *where, RequestStep.ABOUT, *asker, RequestStep.REACH, RequestStep.TALKING)
    return (*people, RequestStep.WORDS, RequestStep.CHECK)


def step_named(draft: Draft, name: str) -> RequestStep | None:
    """Return the step whose address ends with this name; None where this request has no such step."""
    return next((step for step in steps(draft) if step.value == name), None)


def step_before(draft: Draft, step: RequestStep) -> RequestStep | None:
    """Return the step before another; None before the first."""
    order = steps(draft)
    place = order.index(step)
    return order[place - 1] if place else None


def step_after(draft: Draft, step: RequestStep) -> RequestStep:
    """Return the step after another, which is not the last."""
    order = steps(draft)
    return order[order.index(step) + 1]


def with_values(draft: Draft, values: Values) -> Draft:
    """Return the draft with more values.

    Where it turns out to be about somebody else, the details of who asks move along.
    """
    after = replace(draft, values={**draft.values, **values})
    return after if after.for_me == draft.for_me else replace(after, values=_moved(after))


def _moved(draft: Draft) -> Values:
    """Return the values with the details of who writes under their new path, and without those of anybody
    else."""
    old, new = ("asker", "about") if draft.for_me else ("about", "asker")
    details = {f"{new}.{part}": draft.values.get(f"{old}.{part}", "") for part in DETAILS_OF_BOTH}
    others = {
        path: value
        for path, value in draft.values.items()
        if path.partition(".")[0] not in ("about", "asker")
    }
    return {**others, **details, "asker.relation": draft.relation}


def to_stored(draft: Draft) -> dict[str, Any]:
    """Return the draft as the web session stores it."""
    return {"key": draft.key, "values": dict(draft.values)}


def from_stored(kind: RequestKind, stored: Any) -> Draft:
    """Return the draft that was stored. Raises KeyError, TypeError or ValueError where it cannot be read."""
    key, values = stored["key"], dict(stored["values"])
    if not (isinstance(key, str) and key):
        raise ValueError("a draft needs a key")
    for path, value in values.items():
        texts = [value] if isinstance(value, str) else list(value)
        if not isinstance(path, str) or not all(isinstance(text, str) for text in texts):
            raise ValueError("a draft holds texts, and lists of texts")
    return Draft(kind, key, values)
