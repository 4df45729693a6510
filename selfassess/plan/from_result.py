"""From a result, and from a request that was sent, to lines of a plan. Pure: what is in the plan stays, and nothing is put there twice."""

from selfassess.engine.outcome import Outcome
from selfassess.result.view_models import SAFETY_STEPS
from selfassess.values import plan_operations as plans
from selfassess.values.request import RequestKind
from selfassess.values.saved import ActionKind, PlanValue, RequestSent


def from_outcome(plan: PlanValue, outcome: Outcome, council: str, phone: str) -> PlanValue:
    """The plan with what the answers say: what matters, strengths, what to ask for, what to offer, and who to call."""
    matters = "\n".join(_kept(outcome, "matters"))
    if matters and not plan.what_matters:
        plan = plans.with_text(plan, "what_matters", matters)
    for strength in (*outcome.strengths, *_kept(outcome, "strengths")):
        plan = plans.add_strength(plan, strength)
    for helper in (one.words for one in outcome.chosen if one.purpose == "helpers"):
        plan = plans.add_person(plan, helper)
    return plans.add_call(_with_actions(plan, outcome), council, phone)


def with_request(plan: PlanValue, kind: RequestKind, text: str, asked: RequestSent) -> PlanValue:
    """The plan with a request that was sent, as asked for. A worry about safety stays out of it, because others may read a plan."""
    return (
        plan if kind is RequestKind.SAFEGUARDING_CONCERN else plans.with_asked(plan, kind.value, text, asked)
    )


def _with_actions(plan: PlanValue, outcome: Outcome) -> PlanValue:
    for step in outcome.routes:
        if step.indicated and step.requests and step.id not in SAFETY_STEPS:
            plan = plans.add_request(plan, step.requests[0], step.title)
    for offer in outcome.offers:
        plan = plans.add_action(plan, ActionKind.VOLUNTEERING, offer)
    return plan


def _kept(outcome: Outcome, keeps: str) -> list[str]:
    """What the person wrote for a part of the plan, in their order."""
    return [word for said in outcome.own_words if said.purpose == keeps for word in said.words]
