"""Typed values of what is kept: a saved assessment and a plan (a request stands in records_request). Pure: no web, no database.

They are written as JSON and read back by `to_json` and `from_json`. A field that is not known is passed over and one that is missing has
its default, so what was kept by an older version can still be read. None of them shows its words in a log: their `repr` is empty.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, Literal, TypeVar

from pydantic import JsonValue, TypeAdapter, ValidationError

T = TypeVar("T")


class BadRecord(ValueError):
    """JSON that is no such value. The message names the fields and none of what is in them."""


def to_json(value: Any) -> dict[str, Any]:
    """A value of this module as JSON objects, lists and texts."""
    kind: Any = type(value)
    dumped: dict[str, Any] = _adapter(kind).dump_python(value, mode="json")
    return dumped


def from_json(kind: type[T], stored: Any) -> T:
    """The value of that kind that was written as JSON. Raises BadRecord."""
    hashable: Any = kind
    try:
        value: T = _adapter(hashable).validate_python(stored)
    except ValidationError as error:
        places = sorted(
            {
                ".".join(map(str, fault["loc"]))
                for fault in error.errors(include_input=False, include_url=False)
            }
        )
        raise BadRecord(f"{kind.__name__} cannot be read at: {', '.join(places)}") from None
    return value


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


# What is saved

SavedSection = Literal["answers", "plan", "notes"]


@dataclass(frozen=True, slots=True, repr=False)
class SavedBody:
    """What somebody left to come back to: answers by question id, the plan by its parts, notes by key.

    `changed` says at which revision a key was last changed ("answers.washing": 7), so that two tabs can be told apart.
    """

    answers: Mapping[str, JsonValue] = field(default_factory=dict)
    plan: Mapping[str, JsonValue] = field(default_factory=dict)
    notes: Mapping[str, JsonValue] = field(default_factory=dict)
    changed: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, repr=False)
class FieldChange:
    """One new value; None takes the key away.

    `clears`: keys of the same part whose values stop being true with it. They are taken away together with it or not at all, whenever
    they were written, and a page that was shown before cannot write them again.
    """

    part: SavedSection
    key: str
    value: JsonValue = None
    clears: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The key with its part, as `answers.washing`."""
        return f"{self.part}.{self.key}"


@dataclass(frozen=True, slots=True, repr=False)
class Merged:
    """What became of changes: the body and its revision now, and the changes that were refused because a newer value stands there."""

    body: SavedBody
    revision: int
    refused: tuple[FieldChange, ...] = ()


def merged(body: SavedBody, revision: int, seen: int, changes: tuple[FieldChange, ...]) -> Merged:
    """Changes made by a page that saw revision `seen`, put into the body that stands at `revision`.

    A change is refused where its key was changed after the page was shown; changes of other keys merge. A change that changes nothing is
    neither made nor refused, so the same page sent twice does no harm. The revision goes up by one if anything was changed.
    """
    asked = tuple(change for change in changes if _held(body, change) != change.value)
    refused = tuple(change for change in asked if body.changed.get(change.name, 0) > seen)
    made = tuple(change for change in asked if change not in refused)
    if not made:
        return Merged(body, revision, refused)
    return Merged(_with(body, revision + 1, made), revision + 1, refused)


def _held(body: SavedBody, change: FieldChange) -> JsonValue:
    held: Mapping[str, JsonValue] = getattr(body, change.part)
    return held.get(change.key)


def _with(body: SavedBody, revision: int, changes: tuple[FieldChange, ...]) -> SavedBody:
    parts: dict[str, dict[str, JsonValue]] = {
        "answers": dict(body.answers),
        "plan": dict(body.plan),
        "notes": dict(body.notes),
    }
    for change in changes:
        if change.value is None:
            parts[change.part].pop(change.key, None)
        else:
            parts[change.part][change.key] = change.value
        for key in change.clears:
            parts[change.part].pop(key, None)
    names = [change.name for change in changes]
    names += [f"{change.part}.{key}" for change in changes for key in change.clears]
    return SavedBody(**parts, changed={**body.changed, **dict.fromkeys(names, revision)})


# The plan


class ActionKind(StrEnum):
    """What somebody will do: use a service, get equipment or technology, help others, ask for something, or a thing of their own."""

    SERVICE = "service"
    EQUIPMENT = "equipment"
    TECHNOLOGY = "technology"
    VOLUNTEERING = "volunteering"
    REQUEST = "request"
    OWN = "own"


@dataclass(frozen=True, slots=True, repr=False)
class PlanLine:
    """One line of a list, in the person's words. `about`: the need or area it belongs to; empty: none."""

    id: str
    text: str
    about: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Helper:
    """Somebody who helps, and how."""

    id: str
    name: str
    how: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class RequestSent:
    """That the council was asked. `what` happens `by` when, as the person was told; None: no day was promised."""

    on: date
    reference: str
    what: str = ""
    by: date | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Action:
    """One thing that the person will do. `service_id`: the listing it came from; empty: none. `ticked`: it is done.

    `request`: the kind of request (records_request.Kind) that it takes; empty: none. `asked`: that it was sent; None: not yet.
    """

    id: str
    kind: ActionKind
    text: str
    service_id: str = ""
    phone: str = ""
    note: str = ""
    ticked: bool = False
    request: str = ""
    asked: RequestSent | None = None


@dataclass(frozen=True, slots=True, repr=False)
class PlanCall:
    """Somebody to telephone, and about what."""

    id: str
    who: str
    phone: str
    why: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Review:
    """A day to look at the plan again."""

    on: date
    done: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Score:
    """How one area goes on one day, from 0 (could not be worse) to 10 (could not be better)."""

    on: date
    value: int


@dataclass(frozen=True, slots=True, repr=False)
class Measure:
    """The scores of one chosen area, the oldest first."""

    area: str
    label: str
    scores: tuple[Score, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class PlanValue:
    """The plan. Each field is one part that is saved, and merged, for itself."""

    what_matters: str = ""
    goals: tuple[PlanLine, ...] = ()
    strengths: tuple[PlanLine, ...] = ()
    people: tuple[Helper, ...] = ()
    actions: tuple[Action, ...] = ()
    calls: tuple[PlanCall, ...] = ()
    reviews: tuple[Review, ...] = ()
    contingency: str = ""
    measures: tuple[Measure, ...] = ()
