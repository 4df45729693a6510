"""Reading stored answers and plans part by part, so that the other parts survive an unreadable one. Pure."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from selfassess.engine.schema import Answer
from selfassess.values.saved import BadRecord, PlanValue, from_json

PLAN_PARTS = tuple(part.name for part in fields(PlanValue))


def is_answer(stored: object) -> bool:
    """Return True for a list of texts, as answers are stored."""
    return isinstance(stored, list | tuple) and all(isinstance(value, str) for value in stored)


def answers_of(stored: Mapping[str, Any]) -> dict[str, Answer]:
    """Return the answers by question id; one that cannot be read is left out."""
    return {question_id: tuple(answer) for question_id, answer in stored.items() if is_answer(answer)}


def readable_plan(stored: Mapping[str, Any]) -> tuple[PlanValue, dict[str, Any]]:
    """Return the plan with the parts that can be read, and the stored values of those that cannot.

    Unknown parts are ignored.
    """
    plan, unreadable = PlanValue(), {}
    for part in PLAN_PARTS:
        if part not in stored:
            continue
        try:
            read = from_json(PlanValue, {part: stored[part]})
        except BadRecord:
            unreadable[part] = stored[part]
        else:
            value: dict[str, Any] = {part: getattr(read, part)}
            plan = replace(plan, **value)
    return plan, unreadable
