"""From a result, and from a request that was sent, to lines of a plan.

Pure: lines of the plan stay, and none is added twice.
"""

from datetime import date, datetime

from core import clock
from selfassess.engine.outcome import Outcome
from selfassess.result.view_models import SAFETY_STEPS
from selfassess.values import plan_operations as plans
from selfassess.values.request import Promise, RequestKind
from selfassess.values.saved import ActionKind, PlanValue, RequestSent


def from_outcome(plan: PlanValue, outcome: Outcome, council: str, phone: str) -> PlanValue:
    """Return the plan with what the answers say: what matters, strengths, helpers, what to ask for and to
    offer, and who to call."""
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
    """Return what a plan says of a request that was sent: the day in England, the reference, and the
    council's promise."""
    day = sent_at.astimezone(clock.LONDON).date()
    return RequestSent(day, reference, f"{promise.who}: {promise.what}", respond_by)


def with_request(plan: PlanValue, kind: RequestKind, text: str, asked: RequestSent) -> PlanValue:
    """Return the plan with a request that was sent.

    A worry about safety is left out, because others may read a plan.
    """
    if kind is RequestKind.SAFEGUARDING_CONCERN:
        return plan
    return plans.with_asked(plan, kind.value, text, asked)


def has_request(plan: PlanValue, reference: str) -> bool:
    """Return True where the plan has the request with this reference."""
    return any(action.asked and action.asked.reference == reference for action in plan.actions)


def _with_actions(plan: PlanValue, outcome: Outcome) -> PlanValue:
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
