"""Values that are stored: a saved assessment and a plan. (Requests are in values/request.)

`to_json` writes a value as JSON and `from_json` reads it. Unknown fields are ignored and missing fields have
their defaults, so that values of an older version can be read. None of them shows its content in a log: their
`repr` is empty.
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
    """JSON that is not a value of the kind. The message names fields and none of their content."""


def to_json(value: Any) -> dict[str, Any]:
    """Return a value as JSON objects, lists and texts."""
    kind: Any = type(value)
    dumped: dict[str, Any] = _adapter(kind).dump_python(value, mode="json")
    return dumped


def from_json(kind: type[T], stored: Any) -> T:
    """Return the value of a kind that was written as JSON. Raises BadRecord."""
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


# The saved assessment

SavedSection = Literal["answers", "plan", "notes"]


@dataclass(frozen=True, slots=True, repr=False)
class SavedBody:
    """A saved assessment: answers by question id, the plan by its fields, notes by key.

    `changed`: the revision at which a key was last changed ("answers.washing": 7). It detects conflicts of
    two tabs.
    """

    answers: Mapping[str, JsonValue] = field(default_factory=dict)
    plan: Mapping[str, JsonValue] = field(default_factory=dict)
    notes: Mapping[str, JsonValue] = field(default_factory=dict)
    changed: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, repr=False)
class FieldChange:
    """One new value; None deletes the key.

    `clears`: keys of the same section that are no longer true with the new value. They are deleted together
    with the change or not at all, and a page that was shown earlier cannot write them again.
    """

    part: SavedSection
    key: str
    value: JsonValue = None
    clears: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The key with its section, as `answers.washing`."""
        return f"{self.part}.{self.key}"


@dataclass(frozen=True, slots=True, repr=False)
class Merged:
    """The outcome of changes: the body, its revision, and the changes that were refused because of a
    newer value.
    """

    body: SavedBody
    revision: int
    refused: tuple[FieldChange, ...] = ()


def merged(body: SavedBody, revision: int, seen: int, changes: tuple[FieldChange, ...]) -> Merged:
    """Return the body at `revision` with changes from a page that was shown at revision `seen`.

    A change is refused where its key was changed after the page was shown (optimistic locking per key). A
    change to the value that is there already is neither made nor refused, so sending a page twice is safe.
    The revision goes up by one if anything changed.
    """
    asked = tuple(change for change in changes if _current_value(body, change) != change.value)
    refused = tuple(change for change in asked if body.changed.get(change.name, 0) > seen)
    made = tuple(change for change in asked if change not in refused)
    if not made:
        return Merged(body, revision, refused)
    return Merged(_body_with(body, revision + 1, made), revision + 1, refused)


def _current_value(body: SavedBody, change: FieldChange) -> JsonValue:
    section: Mapping[str, JsonValue] = getattr(body, change.part)
    return section.get(change.key)


def _body_with(body: SavedBody, revision: int, changes: tuple[FieldChange, ...]) -> SavedBody:
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
    """The kind of an action: use a service, get equipment or technology, help others, send a request, or
    one of their own.
    """

    SERVICE = "service"
    EQUIPMENT = "equipment"
    TECHNOLOGY = "technology"
    VOLUNTEERING = "volunteering"
    REQUEST = "request"
    OWN = "own"


@dataclass(frozen=True, slots=True, repr=False)
class PlanLine:
    """One line of a list, in the person's words. `about`: the need or area it belongs to; empty for none."""

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
    """A request that was sent.

    `what` happens `by` a day, as the person was told; None where no day was given.
    """

    on: date
    reference: str
    what: str = ""
    by: date | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Action:
    """One thing that the person will do. `service_id`: the listing it came from; empty for none. `ticked`:
    done.

    `request`: the kind of request (RequestKind) that it needs; empty for none. `asked`: the request, once it
    was sent.
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
    """A day to review the plan."""

    on: date
    done: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Score:
    """The score of one area on one day, from 0 (could not be worse) to 10 (could not be better)."""

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
    """The plan. Each field is saved and merged for itself."""

    what_matters: str = ""
    goals: tuple[PlanLine, ...] = ()
    strengths: tuple[PlanLine, ...] = ()
    people: tuple[Helper, ...] = ()
    actions: tuple[Action, ...] = ()
    calls: tuple[PlanCall, ...] = ()
    reviews: tuple[Review, ...] = ()
    contingency: str = ""
    measures: tuple[Measure, ...] = ()
