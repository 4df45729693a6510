"""Operations on a plan. Each returns a new plan and is idempotent: twice has the same result as once.

The id of a line is made from its first words, so that adding the same thing twice adds one line. Texts are
tidied and cut to a length; nothing is refused.
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
    """Return the plan with new words about what matters, or about what to do if things go wrong."""
    return _plan_with(plan, part, tidy(text, MOST_TEXT))


def add_goal(plan: PlanValue, text: str, about: str = "") -> PlanValue:
    """Return the plan with one more goal. `about`: the need or area it belongs to."""
    return _added(plan, "goals", PlanLine(_id("goal", text), tidy(text), about))


def add_strength(plan: PlanValue, text: str) -> PlanValue:
    """Return the plan with one more strength."""
    return _added(plan, "strengths", PlanLine(_id("strength", text), tidy(text)))


def add_person(plan: PlanValue, name: str, how: str = "", phone: str = "") -> PlanValue:
    """Return the plan with one more person who helps."""
    return _added(plan, "people", Helper(_id("person", name), tidy(name), tidy(how), tidy(phone, 60)))


def add_call(plan: PlanValue, who: str, phone: str, why: str = "") -> PlanValue:
    """Return the plan with one more telephone call to make."""
    return _added(
        plan, "calls", PlanCall(_id("call", f"{who} {phone}"), tidy(who), tidy(phone, 60), tidy(why))
    )


def add_action(
    plan: PlanValue, kind: ActionKind, text: str, *, service_id: str = "", phone: str = "", note: str = ""
) -> PlanValue:
    """Return the plan with one more action. A service that is in the plan is not added again."""
    if service_id and any(action.service_id == service_id for action in plan.actions):
        return plan
    action_id = _id("action", service_id or f"{kind} {text}")
    return _added(
        plan, "actions", Action(action_id, kind, tidy(text), service_id, tidy(phone, 60), tidy(note))
    )


def add_request(plan: PlanValue, request: str, text: str) -> PlanValue:
    """Return the plan with a request to send; unchanged where one of that kind was sent already."""
    if any(action.asked for action in plan.actions if action.request == request):
        return plan
    return _added(
        plan,
        "actions",
        Action(_id("action", f"{request} {text}"), ActionKind.REQUEST, tidy(text), request=request),
    )


def with_asked(plan: PlanValue, request: str, text: str, asked: RequestSent) -> PlanValue:
    """Return the plan with a request that was sent, each request once.

    It goes with the action that waits for the request. Without one an action is added, even to a full plan.
    """
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
    return _plan_with(plan, "actions", (*plan.actions, sent))


def _added(plan: PlanValue, part: ListName, item: Any) -> PlanValue:
    items: tuple[Any, ...] = getattr(plan, part)
    if (
        not _identity(item)[0]
        or len(items) >= MOST_LINES
        or any(_identity(one) == _identity(item) for one in items)
    ):
        return plan
    # A line keeps its id when its words change, so another line may have the words from which that id was
    # made.
    while any(one.id == item.id for one in items):
        item = replace(item, id=_id(part, item.id))
    return _plan_with(plan, part, (*items, item))


_SAME: Mapping[type[Any], tuple[str, ...]] = {
    PlanLine: ("text",),
    Helper: ("name",),
    PlanCall: ("who", "phone"),
    Action: ("text", "kind", "service_id"),
}


_FIRST = frozenset(names[0] for names in _SAME.values())


def _identity(item: Any) -> list[str]:
    """The texts that make two lines the same. The first of them is never empty."""
    return [str(getattr(item, name)).casefold() for name in _SAME[type(item)]]


def _plan_with(plan: PlanValue, part: str, value: Any) -> PlanValue:
    changed: dict[str, Any] = {part: value}
    return replace(plan, **changed)


def remove(plan: PlanValue, part: ListName, item_id: str) -> PlanValue:
    """Return the plan without one line."""
    return _plan_with(plan, part, tuple(item for item in getattr(plan, part) if item.id != item_id))


def change(plan: PlanValue, part: ListName, item_id: str, **texts: str) -> PlanValue:
    """Return the plan with new words in one line, by field names. Raises TypeError for an unknown field.

    The first text of a line stays as it was where the new one is empty.
    """
    tidied = {name: tidy(text) for name, text in texts.items()}
    return _changed(
        plan, part, item_id, {name: text for name, text in tidied.items() if text or name not in _FIRST}
    )


def tick(plan: PlanValue, action_id: str, done: bool) -> PlanValue:
    """Return the plan with an action ticked or not.

    `done` is the state wanted, so that sending it twice is safe.
    """
    return _changed(plan, "actions", action_id, {"ticked": done})


def _changed(plan: PlanValue, part: ListName, item_id: str, values: dict[str, Any]) -> PlanValue:
    items: list[Any] = []
    for item in getattr(plan, part):
        items.append(replace(item, **values) if item.id == item_id else item)
    return _plan_with(plan, part, tuple(items))


def place(plan: PlanValue, part: ListName, item_id: str, position: int) -> PlanValue:
    """Return the plan with a line at a position, counted from 1.

    A position, unlike a direction, can be sent twice.
    """
    return _plan_with(plan, part, _placed(getattr(plan, part), item_id, position))


def _placed(items: tuple[I, ...], item_id: str, position: int) -> tuple[I, ...]:
    moved = tuple(item for item in items if item.id == item_id)
    rest = tuple(item for item in items if item.id != item_id)
    at = max(0, min(len(rest), position - 1))
    return (*rest[:at], *moved, *rest[at:])


# Reviews


def offered_days(today: date) -> tuple[date, ...]:
    """Return the days that are offered for a review: in three weeks and in six."""
    return tuple(today + timedelta(weeks=weeks) for weeks in LOOK_AGAIN_WEEKS)


def look_again(plan: PlanValue, days: Sequence[date]) -> PlanValue:
    """Return the plan with exactly these review days, in order. A review that was done stays done."""
    done = {review.on for review in plan.reviews if review.done}
    return replace(plan, reviews=tuple(Review(day, day in done) for day in sorted(set(days))[:MOST_LINES]))


def looked(plan: PlanValue, day: date) -> PlanValue:
    """Return the plan with every review up to and including this day done."""
    return replace(
        plan, reviews=tuple(replace(review, done=review.done or review.on <= day) for review in plan.reviews)
    )


def next_look(plan: PlanValue, today: date) -> date | None:
    """Return the next review day, which may be a missed one; None where all are done."""
    return min((review.on for review in plan.reviews if not review.done), default=None)


# The measure, before and after


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """The first and the newest score of an area, and the difference (below 0: it went down)."""

    label: str
    first: Score
    latest: Score

    @property
    def up(self) -> int:
        return self.latest.value - self.first.value


def with_score(plan: PlanValue, area: str, label: str, value: int, on: date) -> PlanValue:
    """Return the plan with the score of an area on a day; a second score on that day replaces the first.

    Raises ValueError for a score beyond 0 to 10.
    """
    if not LOWEST <= value <= HIGHEST:
        raise ValueError(f"a score goes from {LOWEST} to {HIGHEST}")
    known = next((measure for measure in plan.measures if measure.area == area), Measure(area, tidy(label)))
    scores = {score.on: score for score in known.scores} | {on: Score(on, value)}
    measured = replace(known, scores=tuple(scores[day] for day in sorted(scores)))
    if known in plan.measures:
        return replace(plan, measures=tuple(measured if one is known else one for one in plan.measures))
    return replace(plan, measures=(*plan.measures, measured)[:MOST_LINES])


def without_measure(plan: PlanValue, area: str) -> PlanValue:
    """Return the plan without the scores of an area."""
    return replace(plan, measures=tuple(measure for measure in plan.measures if measure.area != area))


def progress(measure: Measure) -> ScoreChange | None:
    """Return the change of a score; None until an area was scored on two days."""
    return (
        ScoreChange(measure.label, measure.scores[0], measure.scores[-1]) if len(measure.scores) > 1 else None
    )


# Storing the plan


def read(parts: Any) -> PlanValue:
    """Return the plan that was stored by its fields. Raises BadRecord."""
    return from_json(PlanValue, dict(parts))


def changes(old: PlanValue, new: PlanValue) -> tuple[FieldChange, ...]:
    """Return what to save when a plan changed: the fields that differ, each whole, so that other fields
    merge.
    """
    before, after = to_json(old), to_json(new)
    return tuple(FieldChange("plan", part, after[part]) for part in after if after[part] != before[part])


def of_body(body: SavedBody) -> PlanValue:
    """Return the plan of a saved assessment. Raises BadRecord."""
    return read(body.plan)


def is_empty(plan: PlanValue) -> bool:
    """Return whether nothing is in the plan."""
    return plan == PlanValue()


def tidy(text: str, most: int = MOST_LINE) -> str:
    """Return the text without stray spaces, control characters and empty lines at its ends, cut to a
    length.
    """
    return "\n".join(" ".join(line.split()) for line in clean(text).splitlines())[:most].strip()


def _id(kind: str, text: str) -> str:
    return clock.stable_id("plan", kind, tidy(text).casefold())[:8]
