"""Safeguarding: Care Act 2014 s.42. All 324 sets of answers can be tried."""

from dataclasses import fields, replace
from itertools import product

import pytest

from selfassess.rules.inputs import Risk, YesNo
from selfassess.rules.safeguarding import SafeguardingFacts, SafeguardingRoute, screen
from tests.unit.selfassess.rules.strategies import RISK, YES_NO, no_better

EVERY = [SafeguardingFacts(*answers) for answers in product(YesNo, Risk, YesNo, YesNo, YesNo)]
ROUTES = [
    SafeguardingRoute.NONE,
    SafeguardingRoute.SAFEGUARDING_ADVICE,
    SafeguardingRoute.SAFEGUARDING_CONCERN,
    SafeguardingRoute.EMERGENCY,
]
Y, N, S = YesNo.YES, YesNo.NO, YesNo.NOT_SURE


@pytest.mark.parametrize(
    ("needs", "abuse", "unable", "danger", "route"),
    [
        (Y, Risk.YES, Y, Y, "emergency"),
        (N, Risk.NO, N, Y, "emergency"),
        (Y, Risk.YES, Y, N, "safeguarding_concern"),
        (Y, Risk.AT_RISK, Y, N, "safeguarding_concern"),
        (S, Risk.YES, S, N, "safeguarding_concern"),
        (S, Risk.AT_RISK, Y, S, "safeguarding_concern"),
        (N, Risk.YES, Y, N, "safeguarding_advice"),
        (Y, Risk.YES, N, N, "safeguarding_advice"),
        (Y, Risk.NOT_SURE, Y, N, "safeguarding_advice"),
        (Y, Risk.NO, Y, S, "safeguarding_advice"),
        (Y, Risk.NO, Y, N, "none"),
        (N, Risk.NO, N, N, "none"),
    ],
)
def test_routes(needs: YesNo, abuse: Risk, unable: YesNo, danger: YesNo, route: str) -> None:
    assert screen(SafeguardingFacts(needs, abuse, unable, danger)).route == route


def test_reasons_cite_section_42() -> None:
    result = screen(SafeguardingFacts(Y, Risk.AT_RISK, S, Y))
    assert [(reason.code, reason.cites) for reason in result.reasons] == [
        ("needs_met", "Care Act 2014 s.42(1)(a)"),
        ("abuse_met", "Care Act 2014 s.42(1)(b)"),
        ("unable_to_protect_unclear", "Care Act 2014 s.42(1)(c)"),
        ("immediate_danger_met", None),
    ]


def test_danger_is_a_reason_unless_the_answer_is_no() -> None:
    last = {danger: screen(SafeguardingFacts(immediate_danger=danger)).reasons[-1].code for danger in YesNo}
    assert last == {Y: "immediate_danger_met", N: "unable_to_protect_unclear", S: "immediate_danger_unclear"}


def test_all_sets_of_answers_are_tried() -> None:
    assert len(EVERY) == 324


def test_residence_changes_nothing() -> None:
    for facts in EVERY:
        assert screen(facts) == screen(replace(facts, resident_here=YesNo.NOT_SURE))


def test_outcomes_and_eligibility_are_not_asked() -> None:
    """Public pages tie s.42 to two outcomes; the law does not."""
    names = [field.name for field in fields(SafeguardingFacts)]
    assert names == [
        "care_and_support_needs",
        "abuse_or_neglect",
        "unable_to_protect",
        "immediate_danger",
        "resident_here",
    ]


def test_danger_always_leads() -> None:
    assert {screen(facts).route for facts in EVERY if facts.immediate_danger is Y} == {
        SafeguardingRoute.EMERGENCY
    }


def test_somebody_at_risk_always_gets_at_least_advice_whatever_section_42_says() -> None:
    at_risk = [facts for facts in EVERY if facts.abuse_or_neglect in (Risk.YES, Risk.AT_RISK)]
    assert SafeguardingRoute.NONE not in {screen(facts).route for facts in at_risk}


def test_none_only_where_danger_and_abuse_are_both_a_plain_no() -> None:
    none = [facts for facts in EVERY if screen(facts).route is SafeguardingRoute.NONE]
    assert {(facts.abuse_or_neglect, facts.immediate_danger) for facts in none} == {(Risk.NO, N)}


def test_nothing_said_is_not_none() -> None:
    assert screen(SafeguardingFacts()).route is SafeguardingRoute.SAFEGUARDING_ADVICE


def test_worse_answers_never_lead_to_less_help_and_not_sure_never_lowers() -> None:
    yes_no, risk = no_better(YES_NO), no_better(RISK)
    assert (len(yes_no), len(risk)) == (6, 11)
    for (n, worse_n), (a, worse_a), (u, worse_u), (d, worse_d) in product(yes_no, risk, yes_no, yes_no):
        better, worse = (
            screen(SafeguardingFacts(n, a, u, d)).route,
            screen(SafeguardingFacts(worse_n, worse_a, worse_u, worse_d)).route,
        )
        assert ROUTES.index(worse) >= ROUTES.index(better)


def test_an_assessment_can_always_be_asked_for() -> None:
    assert all(screen(facts).can_request_assessment for facts in EVERY)
