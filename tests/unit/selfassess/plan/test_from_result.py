"""From a result, and from a request that was sent, to lines of a plan."""

from datetime import date

import pytest

from core.settings import ROOT
from selfassess.engine.outcome import outcome
from selfassess.engine.path import walk
from selfassess.loading.library import load
from selfassess.plan import from_result
from selfassess.values.request import RequestKind
from selfassess.values.saved import PlanValue, RequestSent

LIBRARY = load(ROOT / "content")
HARD = {
    "who_for": ("me",),
    "safe_now": ("safe",),
    "harm": ("no",),
    "independent": ("many",),
    "offer": ("skill",),
}
ASKED = RequestSent(date(2026, 11, 23), "K7MX-4RTP", "Our team: we call you.", date(2026, 11, 30))


def begun(plan: PlanValue) -> PlanValue:
    return from_result.from_outcome(
        plan, outcome(walk(LIBRARY["quick-check"], HARD)), "The council", "01632 960100"
    )


def test_each_next_step_that_is_asked_for_knows_what_it_takes() -> None:
    found = {action.request: action.text for action in begun(PlanValue()).actions if action.request}
    assert found["needs_assessment"] == "Ask for a care assessment"
    assert "occupational_therapy" in found


@pytest.mark.parametrize("first", ["plan", "request"])
def test_a_request_stands_in_the_plan_once_whichever_came_first(first: str) -> None:
    if first == "plan":
        plan = from_result.with_request(
            begun(PlanValue()), RequestKind.NEEDS_ASSESSMENT, "Ask for a care assessment", ASKED
        )
    else:
        plan = begun(
            from_result.with_request(
                PlanValue(), RequestKind.NEEDS_ASSESSMENT, "Ask for a care assessment", ASKED
            )
        )
    assert [action.asked for action in plan.actions if action.request == "needs_assessment"] == [ASKED]
    assert begun(plan) == plan


def test_a_worry_about_safety_stays_out_of_the_plan() -> None:
    assert (
        from_result.with_request(PlanValue(), RequestKind.SAFEGUARDING_CONCERN, "Tell us", ASKED)
        == PlanValue()
    )
    plan = from_result.from_outcome(
        PlanValue(),
        outcome(walk(LIBRARY["quick-check"], {**HARD, "harm": ("hurt",)})),
        "The council",
        "1",
    )
    assert "safeguarding_concern" not in {action.request for action in plan.actions}
    assert not any("harm" in action.text for action in plan.actions)
