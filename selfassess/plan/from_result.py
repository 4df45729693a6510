"""Adding lines to a plan from a result, and from a request that was sent. Pure.

Present lines of the plan are never changed, and no line is added twice.
"""

from datetime import date, datetime

from core import clock
from selfassess.engine.outcome import Outcome
from selfassess.result.view_models import SAFETY_STEPS
from selfassess.values import plan_operations as plans
from selfassess.values.request import CONCERNS, Promise, RequestKind
from selfassess.values.saved import ActionKind, PlanValue, RequestSent


def from_outcome(plan: PlanValue, outcome: Outcome, council: str, phone: str) -> PlanValue:
    """Return the plan with lines from the answers: what matters, strengths, helpers, actions, and calls.

    `council` and `phone`: the name and the telephone number of the council, for the line about who to call.
    """
    matters = "\n".join(_written(outcome, "matters"))
    if matters and not plan.what_matters:
        plan = plans.with_text(plan, "what_matters", matters)
    for strength in (*outcome.strengths, *_written(outcome, "strengths")):
        plan = plans.add_strength(plan, strength)
    for chosen in outcome.chosen:
        if chosen.purpose == "helpers":
            plan = plans.add_person(plan, chosen.words)
    return plans.add_call(_with_actions(plan, outcome), council, phone)


def request_sent(reference: str, sent_at: datetime, respond_by: date | None, promise: Promise) -> RequestSent:
    """Return a plan's note of a request: the day in England, the reference, and the council's promise."""
    day = sent_at.astimezone(clock.LONDON).date()
    return RequestSent(day, reference, f"{promise.who}: {promise.what}", respond_by)


def with_request(plan: PlanValue, kind: RequestKind, text: str, asked: RequestSent) -> PlanValue:
    """Return the plan with a request that was sent.

    A worry about safety is left out, because others may read a plan.
    """
    if kind in CONCERNS:
        return plan
    return plans.with_asked(plan, kind.value, text, asked)


def has_request(plan: PlanValue, reference: str) -> bool:
    """Return True where the plan has the request with this reference."""
    return any(action.asked and action.asked.reference == reference for action in plan.actions)


def _with_actions(plan: PlanValue, outcome: Outcome) -> PlanValue:
    """Return the plan with the requests that the result indicates, and with offers to help others."""
    for step in outcome.routes:
        if step.indicated and step.requests and step.id not in SAFETY_STEPS:
            plan = plans.add_request(plan, step.requests[0], step.title)
    for offer in outcome.offers:
        plan = plans.add_action(plan, ActionKind.VOLUNTEERING, offer)
    return plan


def _written(outcome: Outcome, purpose: str) -> list[str]:
    """Return what the person wrote for one purpose, in their order."""
    lines: list[str] = []
    for written in outcome.own_words:
        if written.purpose == purpose:
            lines.extend(written.words)
    return lines
