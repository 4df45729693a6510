"""Benefits and grants: worth checking, never a promise."""

from datetime import date
from decimal import Decimal
from itertools import product

import pytest

from selfassess.rules import benefits
from selfassess.rules.benefits import CaringFacts, DisabilityFacts
from selfassess.rules.figures import FigureMissing
from selfassess.rules.inputs import YesNo
from selfassess.rules.pension_age import over_pension_age
from selfassess.rules.states import State
from tests.unit.selfassess.rules.strategies import FIGURES

DAY = date(2026, 11, 22)
Y, N, S = YesNo.YES, YesNo.NO, YesNo.NOT_SURE
LOWER, HIGHER = "attendance_allowance_lower", "attendance_allowance_higher"


def needs(**more: object) -> DisabilityFacts:
    usual = {"age": 80, "help_by_day": Y, "help_by_night": N, "needed_six_months": Y, "terminal_illness": N}
    return DisabilityFacts(DAY, **(usual | more))  # type: ignore[arg-type]


def caring(**more: object) -> CaringFacts:
    usual = {
        "age": 50,
        "thirty_five_hours": Y,
        "other_gets_qualifying_benefit": Y,
        "weekly_earnings": Decimal(0),
        "studies_21_hours": N,
    }
    return CaringFacts(**({"on_date": DAY} | usual | more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("age", "day", "state"),
    [
        (65, "2026-04-06", "not_met"),
        (66, "2026-04-05", "met"),
        (66, "2026-04-06", "unclear"),
        (67, "2026-04-06", "met"),
    ],
)
def test_pension_age(age: int, day: str, state: str) -> None:
    assert over_pension_age(age, date.fromisoformat(day)) == state


@pytest.mark.parametrize(
    ("more", "state", "rates"),
    [
        ({}, "met", (LOWER,)),
        ({"help_by_day": N, "help_by_night": Y}, "met", (LOWER,)),
        ({"help_by_night": Y}, "met", (HIGHER,)),
        ({"help_by_night": S}, "met", (LOWER, HIGHER)),
        ({"terminal_illness": Y, "needed_six_months": N}, "met", (HIGHER,)),
        ({"terminal_illness": Y, "help_by_day": N}, "met", (HIGHER,)),
        ({"needed_six_months": N}, "not_met", (LOWER,)),
        ({"needed_six_months": S}, "unclear", (LOWER,)),
        ({"help_by_day": N}, "not_met", (LOWER,)),
        ({"age": 65}, "not_met", (LOWER,)),
        ({"age": None}, "unclear", (LOWER,)),
    ],
)
def test_attendance_allowance(more: dict[str, object], state: str, rates: tuple[str, ...]) -> None:
    result = benefits.attendance_allowance(needs(**more))
    assert (result.state, result.figure_ids) == (state, rates)


@pytest.mark.parametrize(
    ("more", "state"),
    [
        ({}, "met"),
        ({"age": 16}, "met"),
        ({"age": 15}, "not_met"),
        ({"age": 66}, "unclear"),
        ({"age": 67}, "not_met"),
        ({"needed_three_months": N}, "not_met"),
        ({"needed_nine_months_more": N}, "not_met"),
        ({"needed_nine_months_more": S}, "unclear"),
        ({"needed_three_months": N, "terminal_illness": Y}, "met"),
    ],
)
def test_personal_independence_payment(more: dict[str, object], state: str) -> None:
    facts = needs(**({"age": 40, "needed_three_months": Y, "needed_nine_months_more": Y} | more))
    assert benefits.personal_independence_payment(facts).state == state


@pytest.mark.parametrize(
    ("more", "state"),
    [
        ({}, "met"),
        ({"age": 16}, "met"),
        ({"age": 15}, "not_met"),
        ({"thirty_five_hours": N}, "not_met"),
        ({"other_gets_qualifying_benefit": N}, "not_met"),
        ({"weekly_earnings": Decimal("204.00")}, "met"),
        ({"weekly_earnings": Decimal("204.01")}, "not_met"),
        ({"weekly_earnings": Decimal("196.01"), "on_date": date(2026, 4, 5)}, "not_met"),
        ({"weekly_earnings": None}, "unclear"),
        ({"studies_21_hours": Y}, "not_met"),
        ({"studies_21_hours": S}, "unclear"),
    ],
)
def test_carers_allowance(more: dict[str, object], state: str) -> None:
    result = benefits.carers_allowance(caring(**more), FIGURES)
    assert (result.state, result.worth_checking) == (state, state != "not_met")


def test_an_earnings_limit_that_is_not_known_for_the_day_is_an_error() -> None:
    with pytest.raises(FigureMissing):
        benefits.carers_allowance(caring(on_date=date(2030, 1, 1)), FIGURES)


def test_disabled_facilities_grant_has_no_means_test_for_a_child() -> None:
    assert benefits.disabled_facilities_grant(S).worth_checking
    assert not benefits.disabled_facilities_grant(N).worth_checking
    codes = {
        age: [reason.code for reason in benefits.disabled_facilities_grant(Y, age).reasons]
        for age in (None, 17, 18)
    }
    assert codes == {
        None: ["changes_needed_met"],
        17: ["changes_needed_met", "no_means_test_for_children"],
        18: ["changes_needed_met"],
    }


def test_not_sure_never_rules_a_benefit_out() -> None:
    assert benefits.attendance_allowance(DisabilityFacts(DAY)).state is State.UNCLEAR
    assert benefits.personal_independence_payment(DisabilityFacts(DAY)).state is State.UNCLEAR
    assert benefits.carers_allowance(CaringFacts(DAY), FIGURES).state is State.UNCLEAR


def test_needing_more_help_never_makes_attendance_allowance_less_worth_checking() -> None:
    order = [State.NOT_MET, State.UNCLEAR, State.MET]
    steps = [(N, S), (S, Y), (N, Y)]
    for key, (better, worse), day, night in product(
        ["help_by_day", "help_by_night", "needed_six_months", "terminal_illness"], steps, YesNo, YesNo
    ):
        usual: dict[str, object] = {"help_by_day": day, "help_by_night": night}
        one, two = (
            benefits.attendance_allowance(needs(**(usual | {key: answer}))).state
            for answer in (better, worse)
        )
        assert order.index(two) >= order.index(one)


def test_every_figure_that_is_named_exists_today() -> None:
    results = [
        benefits.attendance_allowance(DisabilityFacts(DAY)),
        benefits.personal_independence_payment(DisabilityFacts(DAY)),
        benefits.carers_allowance(CaringFacts(DAY), FIGURES),
        benefits.disabled_facilities_grant(Y),
    ]
    assert all(FIGURES.on(figure_id, DAY).amount > 0 for result in results for figure_id in result.figure_ids)
