"""From a result to the first lines of a plan. Pure: what is in the plan stays, and nothing is put there twice."""

from selfassess import plan as plans
from selfassess.engine import Outcome
from selfassess.records import ActionKind, PlanValue

_SAFETY = frozenset({"emergency", "safeguarding_concern", "safeguarding_advice"})
_AT_LEISURE = frozenset({"community", "information"})


def from_outcome(plan: PlanValue, outcome: Outcome, council: str, phone: str) -> PlanValue:
    """The plan with what the answers say: what matters, strengths, what to ask for, what to offer, and who to call."""
    matters = "\n".join(_kept(outcome, "matters"))
    if matters and not plan.what_matters:
        plan = plans.with_text(plan, "what_matters", matters)
    for strength in (*outcome.strengths, *_kept(outcome, "strengths")):
        plan = plans.add_strength(plan, strength)
    for helper in (one.words for one in outcome.kept if one.keeps == "helpers"):
        plan = plans.add_person(plan, helper)
    return plans.add_call(_with_actions(plan, outcome), council, phone)


def _with_actions(plan: PlanValue, outcome: Outcome) -> PlanValue:
    for step in outcome.routes:
        if step.indicated and step.id not in _SAFETY | _AT_LEISURE:
            plan = plans.add_action(plan, ActionKind.REQUEST, step.title)
    for offer in outcome.offers:
        plan = plans.add_action(plan, ActionKind.VOLUNTEERING, offer)
    return plan


def _kept(outcome: Outcome, keeps: str) -> list[str]:
    """What the person wrote for a part of the plan, in their order."""
    return [word for said in outcome.own_words if said.keeps == keeps for word in said.words]
