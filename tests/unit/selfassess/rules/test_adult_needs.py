"""Adults: SI 2015/313 reg 2."""

from dataclasses import replace
from itertools import product
from typing import get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfassess.rules.adult_needs import AdultFacts, AdultLimb, AdultOutcome, HelpNow, screen
from selfassess.rules.inputs import Ability, Impact, YesNo
from selfassess.rules.states import Indication, NeedsResult
from tests.examples import examples
from tests.unit.selfassess.rules.strategies import (
    ADULTS,
    HELP,
    IMPACT,
    INDICATIONS,
    YES_NO,
    counts,
    no_better,
)

CANNOT = frozenset({AdultLimb.UNABLE})
ALL_ABLE = dict.fromkeys(AdultOutcome, Ability.ABLE)


def facts(*cannot: AdultOutcome, unsure: int = 0, **more: object) -> AdultFacts:
    """All conditions met but for the outcomes: those named are not achieved, `unsure` of the others are
    not sure.
    """
    others = [outcome for outcome in AdultOutcome if outcome not in cannot]
    outcomes = ALL_ABLE | dict.fromkeys(cannot, CANNOT) | dict.fromkeys(others[:unsure], Ability.NOT_SURE)
    return AdultFacts(
        **({"impairment": YesNo.YES, "outcomes": outcomes, "wellbeing_impact": Impact.SIGNIFICANT} | more)
    )  # type: ignore[arg-type]


def codes(result: NeedsResult) -> list[str]:
    return [reason.code for reason in result.reasons]


def test_the_ten_outcomes_in_the_laws_order_with_their_paragraphs() -> None:
    assert " ".join(AdultOutcome) == (
        "nutrition personal_hygiene toilet clothing home_safely habitable_home relationships work_training community_facilities child_care"
    )
    assert [outcome.cites[-3:] for outcome in AdultOutcome] == [f"({letter})" for letter in "abcdefghij"]


def test_outcome_j_is_caring_for_a_child_and_not_recreation() -> None:
    assert AdultOutcome.CHILD_CARE.cites == "SI 2015/313 reg 2(2)(j)"
    assert "recreation" not in list(AdultOutcome)


def test_all_three_conditions_are_cited() -> None:
    result = screen(facts(AdultOutcome.TOILET, AdultOutcome.NUTRITION))
    assert result.indication is Indication.MAY_MEET
    assert [(reason.code, reason.cites) for reason in result.reasons] == [
        ("impairment_met", "SI 2015/313 reg 2(1)(a)"),
        ("unable_outcomes_met", "SI 2015/313 reg 2(1)(b)"),
        ("wellbeing_met", "SI 2015/313 reg 2(1)(c)"),
    ]
    assert result.outcomes_not_achieved == ("nutrition", "toilet")


def test_one_outcome_is_not_enough_for_an_adult() -> None:
    result = screen(facts(AdultOutcome.TOILET))
    assert result.indication is Indication.MAY_NOT_MEET
    assert codes(result) == ["impairment_met", "unable_outcomes_not_met", "wellbeing_met"]


@pytest.mark.parametrize(
    ("sure", "unsure", "state"),
    [
        (0, 0, "not_met"),
        (0, 1, "not_met"),
        (0, 2, "unclear"),
        (1, 0, "not_met"),
        (1, 1, "unclear"),
        (2, 0, "met"),
        (2, 8, "met"),
        (10, 0, "met"),
    ],
)
def test_two_outcomes_are_met_or_out_of_reach_or_unclear(sure: int, unsure: int, state: str) -> None:
    assert (
        codes(screen(facts(*list(AdultOutcome)[-sure:] if sure else [], unsure=unsure)))[1]
        == f"unable_outcomes_{state}"
    )


@pytest.mark.parametrize("limb", AdultLimb)
def test_any_of_the_limbs_is_enough_also_taking_longer_and_needing_prompting(limb: AdultLimb) -> None:
    outcomes = ALL_ABLE | {AdultOutcome.CLOTHING: frozenset({limb}), AdultOutcome.TOILET: frozenset({limb})}
    assert screen(facts(outcomes=outcomes)).indication is Indication.MAY_MEET


def test_several_limbs_of_one_outcome_are_one_outcome() -> None:
    outcomes = ALL_ABLE | {AdultOutcome.TOILET: frozenset(AdultLimb)}
    assert screen(facts(outcomes=outcomes)).indication is Indication.MAY_NOT_MEET


def test_limbs_are_cited_and_prompting_is_assistance() -> None:
    assert [limb.cites[-3:] for limb in AdultLimb] == ["(a)", "(a)", "(b)", "(c)", "(d)"]


@pytest.mark.parametrize(
    ("more", "indication", "code"),
    [
        ({"impairment": YesNo.NO}, "may_not_meet", "impairment_not_met"),
        ({"impairment": YesNo.NOT_SURE}, "unclear", "impairment_unclear"),
        ({"wellbeing_impact": Impact.NONE}, "may_not_meet", "wellbeing_not_met"),
        ({"wellbeing_impact": Impact.SOME}, "unclear", "wellbeing_unclear"),
        ({"wellbeing_impact": Impact.NOT_SURE}, "unclear", "wellbeing_unclear"),
    ],
)
def test_all_three_conditions_are_needed(more: dict[str, object], indication: str, code: str) -> None:
    result = screen(facts(AdultOutcome.TOILET, AdultOutcome.CLOTHING, **more))
    assert result.indication == indication
    assert code in codes(result)


def test_does_not_apply_counts_as_neither_able_nor_not_sure() -> None:
    none_applies = dict.fromkeys(AdultOutcome, Ability.DOES_NOT_APPLY)
    assert codes(screen(facts(outcomes=none_applies)))[1] == "unable_outcomes_not_met"
    two = none_applies | {AdultOutcome.TOILET: CANNOT, AdultOutcome.CLOTHING: CANNOT}
    assert screen(facts(outcomes=two)).indication is Indication.MAY_MEET


def test_nothing_said_is_unclear_and_never_a_no() -> None:
    assert screen(AdultFacts()).indication is Indication.UNCLEAR


def test_age_and_diagnosis_are_not_even_asked() -> None:
    assert set(get_type_hints(AdultFacts)) == {"impairment", "outcomes", "wellbeing_impact", "help_now"}


@given(ADULTS, HELP)
@settings(max_examples=examples(50), deadline=None)
def test_the_help_somebody_has_now_changes_nothing(adult: AdultFacts, help_now: HelpNow) -> None:
    result = screen(replace(adult, help_now=help_now))
    assert result == screen(replace(adult, help_now=HelpNow()))
    assert result.can_request_assessment is True


@given(ADULTS, st.randoms(use_true_random=False))
@settings(max_examples=examples(50), deadline=None)
def test_the_order_of_answers_changes_nothing(adult: AdultFacts, random: object) -> None:
    shuffled = list(adult.outcomes.items())
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert screen(replace(adult, outcomes=dict(shuffled))) == screen(adult)


def test_worse_answers_never_lower_the_indication() -> None:
    """Over all that the rules tell apart: every answer to the two questions, and every number of outcomes
    in each state.
    """
    outcome_sets = list(counts(AdultOutcome, AdultLimb.TAKES_LONGER))
    rank = {
        (i, w, n): INDICATIONS.index(screen(AdultFacts(i, outcomes, w)).indication)
        for (n, outcomes), i, w in product(enumerate(outcome_sets), YesNo, Impact)
    }
    assert len(rank) == 66 * len(YesNo) * len(Impact)
    for (better_i, worse_i), (better_w, worse_w) in product(no_better(YES_NO), no_better(IMPACT)):
        assert all(rank[worse_i, worse_w, n] >= rank[better_i, better_w, n] for n in range(len(outcome_sets)))


@given(ADULTS, st.sampled_from(AdultOutcome), st.sampled_from(AdultLimb))
@settings(max_examples=examples(120), deadline=None)
def test_a_worse_outcome_never_lowers_the_indication(
    adult: AdultFacts, outcome: AdultOutcome, limb: AdultLimb
) -> None:
    able, unsure, cannot = (
        INDICATIONS.index(screen(replace(adult, outcomes={**adult.outcomes, outcome: answer})).indication)
        for answer in (Ability.ABLE, Ability.NOT_SURE, frozenset({limb}))
    )
    assert able <= unsure <= cannot
