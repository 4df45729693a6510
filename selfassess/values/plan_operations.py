"""The plan that somebody makes: pure operations. Each gives a new plan, and doing it twice gives the same as doing it once.

Lines are known by an id made from what was first written in them, so adding the same thing twice adds it once. Texts are tidied and cut
to a length; nothing is refused.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal, Protocol, TypeVar

from core import clock
from core.text import clean
from selfassess.values.saved import (
    Action,
    ActionKind,
    FieldChange,
    Helper,
    Measure,
    PlanCall,
    PlanLine,
    PlanValue,
    RequestSent,
    Review,
    SavedBody,
    Score,
    from_json,
    to_json,
)

MOST_LINES = 50
MOST_LINE = 500
MOST_TEXT = 4000
LOOK_AGAIN_WEEKS = (3, 6)
LOWEST, HIGHEST = 0, 10

ListName = Literal["goals", "strengths", "people", "actions", "calls"]


class _Item(Protocol):
    @property
    def id(self) -> str: ...


I = TypeVar("I", bound=_Item)  # noqa: E741


def with_text(plan: PlanValue, part: Literal["what_matters", "contingency"], text: str) -> PlanValue:
    """The plan with new words about what matters, or about what to do if things go wrong."""
    return _with(plan, part, tidy(text, MOST_TEXT))


def add_goal(plan: PlanValue, text: str, about: str = "") -> PlanValue:
    """The plan with one more goal. `about`: the need or area it belongs to."""
    return _added(plan, "goals", PlanLine(_id("goal", text), tidy(text), about))


def add_strength(plan: PlanValue, text: str) -> PlanValue:
    """The plan with one more strength."""
    return _added(plan, "strengths", PlanLine(_id("strength", text), tidy(text)))


def add_person(plan: PlanValue, name: str, how: str = "", phone: str = "") -> PlanValue:
    """The plan with one more person who helps."""
    return _added(plan, "people", Helper(_id("person", name), tidy(name), tidy(how), tidy(phone, 60)))


def add_call(plan: PlanValue, who: str, phone: str, why: str = "") -> PlanValue:
    """The plan with one more number to ring."""
    return _added(
        plan, "calls", PlanCall(_id("call", f"{who} {phone}"), tidy(who), tidy(phone, 60), tidy(why))
    )


def add_action(
    plan: PlanValue, kind: ActionKind, text: str, *, service_id: str = "", phone: str = "", note: str = ""
) -> PlanValue:
    """The plan with one more thing to do. A service that is in it already is not added again."""
    if service_id and any(action.service_id == service_id for action in plan.actions):
        return plan
    action_id = _id("action", service_id or f"{kind} {text}")
    return _added(
        plan, "actions", Action(action_id, kind, tidy(text), service_id, tidy(phone, 60), tidy(note))
    )


def add_request(plan: PlanValue, request: str, text: str) -> PlanValue:
    """The plan with a request to send; as it is where one of that kind was sent already."""
    if any(action.asked for action in plan.actions if action.request == request):
        return plan
    return _added(
        plan,
        "actions",
        Action(_id("action", f"{request} {text}"), ActionKind.REQUEST, tidy(text), request=request),
    )


def with_asked(plan: PlanValue, request: str, text: str, asked: RequestSent) -> PlanValue:
    """The plan with a request that was sent: the one that waits in it for that, else one more line, also in a long plan. Each once."""
    if any(action.asked and action.asked.reference == asked.reference for action in plan.actions):
        return plan
    waiting = next(
        (action for action in plan.actions if action.request == request and action.asked is None), None
    )
    if waiting:
        return _changed(plan, "actions", waiting.id, {"asked": asked})
    sent = Action(
        _id("action", f"asked {asked.reference}"),
        ActionKind.REQUEST,
        tidy(text),
        request=request,
        asked=asked,
    )
    return _with(plan, "actions", (*plan.actions, sent))


def _added(plan: PlanValue, part: ListName, item: Any) -> PlanValue:
    items: tuple[Any, ...] = getattr(plan, part)
    if not _words(item)[0] or len(items) >= MOST_LINES or any(_words(one) == _words(item) for one in items):
        return plan
    # A line that was changed keeps its id, so what it said first may be said again by another.
    while any(one.id == item.id for one in items):
        item = replace(item, id=_id(part, item.id))
    return _with(plan, part, (*items, item))


_SAME: Mapping[type[Any], tuple[str, ...]] = {
    PlanLine: ("text",),
    Helper: ("name",),
    PlanCall: ("who", "phone"),
    Action: ("text", "kind", "service_id"),
}


_FIRST = frozenset(names[0] for names in _SAME.values())


def _words(item: Any) -> list[str]:
    """What makes a line the same as another; the first is what it cannot be without."""
    return [str(getattr(item, name)).casefold() for name in _SAME[type(item)]]


def _with(plan: PlanValue, part: str, value: Any) -> PlanValue:
    changed: dict[str, Any] = {part: value}
    return replace(plan, **changed)


def remove(plan: PlanValue, part: ListName, item_id: str) -> PlanValue:
    """The plan without one line."""
    return _with(plan, part, tuple(item for item in getattr(plan, part) if item.id != item_id))


def change(plan: PlanValue, part: ListName, item_id: str, **texts: str) -> PlanValue:
    """The plan with new words in one line, by the names of its fields. Raises TypeError for a name that is no field of it.

    What a line cannot be without stays as it was where nothing is written in its place.
    """
    tidied = {name: tidy(text) for name, text in texts.items()}
    return _changed(
        plan, part, item_id, {name: text for name, text in tidied.items() if text or name not in _FIRST}
    )


def tick(plan: PlanValue, action_id: str, done: bool) -> PlanValue:
    """The plan with a thing to do ticked, or not: what is wanted, not a change of what is there."""
    return _changed(plan, "actions", action_id, {"ticked": done})


def _changed(plan: PlanValue, part: ListName, item_id: str, values: dict[str, Any]) -> PlanValue:
    return _with(
        plan,
        part,
        tuple(replace(item, **values) if item.id == item_id else item for item in getattr(plan, part)),
    )


def place(plan: PlanValue, part: ListName, item_id: str, position: int) -> PlanValue:
    """The plan with a line at a position, counted from 1. A position, not a direction: sent twice it moves once."""
    return _with(plan, part, _placed(getattr(plan, part), item_id, position))


def _placed(items: tuple[I, ...], item_id: str, position: int) -> tuple[I, ...]:
    moved = tuple(item for item in items if item.id == item_id)
    rest = tuple(item for item in items if item.id != item_id)
    at = max(0, min(len(rest), position - 1))
    return (*rest[:at], *moved, *rest[at:])


# Looking again


def offered_days(today: date) -> tuple[date, ...]:
    """The days that are offered to look again: in three weeks and in six."""
    return tuple(today + timedelta(weeks=weeks) for weeks in LOOK_AGAIN_WEEKS)


def look_again(plan: PlanValue, days: Sequence[date]) -> PlanValue:
    """The plan with exactly these days to look again, in their order; a day that was looked at stays so."""
    done = {review.on for review in plan.reviews if review.done}
    return replace(plan, reviews=tuple(Review(day, day in done) for day in sorted(set(days))[:MOST_LINES]))


def looked(plan: PlanValue, day: date) -> PlanValue:
    """The plan with every day to look again up to this one done."""
    return replace(
        plan, reviews=tuple(replace(review, done=review.done or review.on <= day) for review in plan.reviews)
    )


def next_look(plan: PlanValue, today: date) -> date | None:
    """The next day to look again; a missed one counts until it is done."""
    return min((review.on for review in plan.reviews if not review.done), default=None)


# The measure, before and after


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """The first and the newest score of an area, and by how much it went up (down: below 0)."""

    label: str
    first: Score
    latest: Score

    @property
    def up(self) -> int:
        return self.latest.value - self.first.value


def with_score(plan: PlanValue, area: str, label: str, value: int, on: date) -> PlanValue:
    """The plan with how an area goes, from 0 to 10, on a day; a second score on that day replaces it. Raises ValueError beyond 0 to 10."""
    if not LOWEST <= value <= HIGHEST:
        raise ValueError(f"a score goes from {LOWEST} to {HIGHEST}")
    known = next((measure for measure in plan.measures if measure.area == area), Measure(area, tidy(label)))
    scores = {score.on: score for score in known.scores} | {on: Score(on, value)}
    measured = replace(known, scores=tuple(scores[day] for day in sorted(scores)))
    if known in plan.measures:
        return replace(plan, measures=tuple(measured if one is known else one for one in plan.measures))
    return replace(plan, measures=(*plan.measures, measured)[:MOST_LINES])


def without_measure(plan: PlanValue, area: str) -> PlanValue:
    """The plan without the scores of an area."""
    return replace(plan, measures=tuple(measure for measure in plan.measures if measure.area != area))


def progress(measure: Measure) -> ScoreChange | None:
    """Before and after; None until an area was scored on two days."""
    return (
        ScoreChange(measure.label, measure.scores[0], measure.scores[-1]) if len(measure.scores) > 1 else None
    )


# Keeping it


def read(parts: Any) -> PlanValue:
    """The plan that is kept in parts. Raises BadRecord."""
    return from_json(PlanValue, dict(parts))


def changes(old: PlanValue, new: PlanValue) -> tuple[FieldChange, ...]:
    """What to save when the plan went from old to new: its parts that differ, each whole, so that other parts merge."""
    before, after = to_json(old), to_json(new)
    return tuple(FieldChange("plan", part, after[part]) for part in after if after[part] != before[part])


def of_body(body: SavedBody) -> PlanValue:
    """The plan in what was saved. Raises BadRecord."""
    return read(body.plan)


def is_empty(plan: PlanValue) -> bool:
    """True when nothing is in it."""
    return plan == PlanValue()


def tidy(text: str, most: int = MOST_LINE) -> str:
    """The text without stray spaces, empty lines at its ends and control characters, cut to a length."""
    return "\n".join(" ".join(line.split()) for line in clean(text).splitlines())[:most].strip()


def _id(kind: str, text: str) -> str:
    return clock.stable_id("plan", kind, tidy(text).casefold())[:8]
