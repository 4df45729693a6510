"""Carers: SI 2015/313 reg 3."""

from dataclasses import fields, replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfassess.rules.carer import CarerFacts, CarerLimb, CarerOutcome, screen
from selfassess.rules.inputs import Ability, Impact, Risk, YesNo
from selfassess.rules.states import Indication
from tests.examples import examples
from tests.unit.selfassess.rules.strategies import (
    CARERS,
    IMPACT,
    INDICATIONS,
    RISK,
    YES_NO,
    counts,
    no_better,
)

ALL_ABLE = dict.fromkeys(CarerOutcome, Ability.ABLE)


def facts(**more: object) -> CarerFacts:
    """A carer of 50 for a mother of 80, whose health is fine and who manages everything, unless said
    otherwise.
    """
    usual = {
        "carer_age": 50,
        "cared_for_age": 80,
        "necessary_care": YesNo.YES,
        "health_deteriorating": Risk.NO,
        "outcomes": ALL_ABLE,
        "wellbeing_impact": Impact.SIGNIFICANT,
    }
    return CarerFacts(**(usual | more))  # type: ignore[arg-type]


def circumstances(**more: object) -> str:
    return screen(facts(**more)).reasons[1].code


def test_the_eight_outcomes_in_the_laws_order() -> None:
    assert " ".join(CarerOutcome) == (
        "child_care care_for_others habitable_home nutrition relationships work_training community_facilities recreation"
    )
    assert CarerOutcome.RECREATION.cites == "SI 2015/313 reg 3(2)(b)(viii)"


@pytest.mark.parametrize("outcome", CarerOutcome)
def test_one_circumstance_is_enough_for_a_carer_not_two(outcome: CarerOutcome) -> None:
    result = screen(facts(outcomes=ALL_ABLE | {outcome: frozenset({CarerLimb.UNABLE})}))
    assert result.indication is Indication.MAY_MEET
    assert result.outcomes_not_achieved == (outcome,)
    assert [(reason.code, reason.cites) for reason in result.reasons] == [
        ("necessary_care_met", "SI 2015/313 reg 3(1)(a)"),
        ("circumstances_met", "SI 2015/313 reg 3(1)(b)"),
        ("wellbeing_met", "SI 2015/313 reg 3(1)(c)"),
    ]


@pytest.mark.parametrize("health", [Risk.YES, Risk.AT_RISK])
def test_failing_health_or_the_risk_of_it_is_enough_alone(health: Risk) -> None:
    result = screen(facts(health_deteriorating=health))
    assert (result.indication, result.outcomes_not_achieved) == (Indication.MAY_MEET, ())


def test_there_is_no_takes_longer_limb_for_carers() -> None:
    assert list(CarerLimb) == ["unable", "pain_distress_anxiety", "endangers"]
    assert [limb.cites for limb in CarerLimb] == [f"SI 2015/313 reg 3(3)({letter})" for letter in "abc"]


def test_circumstances_are_met_not_met_or_unclear() -> None:
    one_unsure = ALL_ABLE | {CarerOutcome.NUTRITION: Ability.NOT_SURE}
    assert circumstances() == "circumstances_not_met"
    assert (
        circumstances(outcomes=dict.fromkeys(CarerOutcome, Ability.DOES_NOT_APPLY)) == "circumstances_not_met"
    )
    assert circumstances(outcomes=one_unsure) == "circumstances_unclear"
    assert circumstances(outcomes={}) == "circumstances_unclear"
    assert circumstances(health_deteriorating=Risk.NOT_SURE) == "circumstances_unclear"
    assert circumstances(health_deteriorating=Risk.AT_RISK, outcomes=one_unsure) == "circumstances_met"


@pytest.mark.parametrize(
    ("more", "indication"),
    [
        ({"necessary_care": YesNo.NO}, "may_not_meet"),
        ({"necessary_care": YesNo.NOT_SURE}, "unclear"),
        ({"wellbeing_impact": Impact.NONE}, "may_not_meet"),
        ({"wellbeing_impact": Impact.SOME}, "unclear"),
    ],
)
def test_all_three_conditions_are_needed(more: dict[str, object], indication: str) -> None:
    assert screen(facts(health_deteriorating=Risk.YES, **more)).indication == indication


@pytest.mark.parametrize(
    ("carer_age", "cared_for_age", "indication", "code", "cites"),
    [
        (17, 80, "young_carer", "carer_under_18", "Children Act 1989 s.17ZA"),
        (0, None, "young_carer", "carer_under_18", "Children Act 1989 s.17ZA"),
        (17, 17, "young_carer", "carer_under_18", "Children Act 1989 s.17ZA"),
        (18, 17, "parent_carer", "cared_for_under_18", "Children Act 1989 s.17ZD"),
        (None, 0, "parent_carer", "cared_for_under_18", "Children Act 1989 s.17ZD"),
    ],
)
def test_under_18_has_its_own_way(
    carer_age: int | None, cared_for_age: int | None, indication: str, code: str, cites: str
) -> None:
    outcomes = dict.fromkeys(CarerOutcome, frozenset({CarerLimb.UNABLE}))
    result = screen(facts(carer_age=carer_age, cared_for_age=cared_for_age, outcomes=outcomes))
    assert result.indication == indication
    assert [(reason.code, reason.cites) for reason in result.reasons] == [(code, cites)]
    assert result.outcomes_not_achieved == ()
    assert result.can_request_assessment is True


@pytest.mark.parametrize("ages", [(18, 18), (None, None), (130, 130)])
def test_18_and_not_known_are_adults(ages: tuple[int | None, int | None]) -> None:
    result = screen(facts(carer_age=ages[0], cared_for_age=ages[1], health_deteriorating=Risk.YES))
    assert result.indication is Indication.MAY_MEET


def test_the_cared_for_adult_need_not_be_eligible_so_nothing_of_theirs_is_asked_but_age() -> None:
    assert [field.name for field in fields(CarerFacts) if "cared_for" in field.name] == ["cared_for_age"]


@given(CARERS, st.randoms(use_true_random=False))
@settings(max_examples=examples(50), deadline=None)
def test_the_order_of_answers_changes_nothing(carer: CarerFacts, random: object) -> None:
    shuffled = list(carer.outcomes.items())
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert screen(replace(carer, outcomes=dict(shuffled))) == screen(carer)


def test_worse_answers_never_lower_the_indication() -> None:
    outcome_sets = list(counts(CarerOutcome, CarerLimb.ENDANGERS))
    rank = {
        (c, h, w, n): INDICATIONS.index(screen(CarerFacts(None, None, c, h, outcomes, w)).indication)
        for (n, outcomes), c, h, w in product(enumerate(outcome_sets), YesNo, Risk, Impact)
    }
    assert len(outcome_sets) == 45
    for (c, worse_c), (h, worse_h), (w, worse_w) in product(
        no_better(YES_NO), no_better(RISK), no_better(IMPACT)
    ):
        assert all(rank[worse_c, worse_h, worse_w, n] >= rank[c, h, w, n] for n in range(len(outcome_sets)))


@given(CARERS, st.sampled_from(CarerOutcome), st.sampled_from(CarerLimb))
@settings(max_examples=examples(120), deadline=None)
def test_a_worse_outcome_never_lowers_the_indication(
    carer: CarerFacts, outcome: CarerOutcome, limb: CarerLimb
) -> None:
    adult = replace(carer, carer_age=None, cared_for_age=None)
    able, unsure, cannot = (
        INDICATIONS.index(screen(replace(adult, outcomes={**adult.outcomes, outcome: answer})).indication)
        for answer in (Ability.ABLE, Ability.NOT_SURE, frozenset({limb}))
    )
    assert able <= unsure <= cannot
