"""The sums of the cost guide: a worked example, and the order in which more money and dearer care stand."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.settings import ROOT
from information.cost_guide import prices, sums
from information.cost_guide.prices import Kind
from information.cost_guide.sums import Means
from selfassess.rules.charging import Note, Occupier
from selfassess.rules.figures import FigureMissing
from selfassess.rules.figures import load as load_figures
from tests.examples import examples
from tests.unit.information.cost_guide.samples import DAY, IN_A_HOME

CONTENT = ROOT / "content"
FIGURES = load_figures(CONTENT)
OWNER = replace(IN_A_HOME, owns_home=True)
MONEY = st.decimals(0, 400_000, places=2)
PRICES = st.decimals("0.01", 3000, places=2)
MEANS = st.builds(
    Means,
    on_date=st.just(DAY),
    kind=st.sampled_from([Kind.HOME_CARE, Kind.DAY_CENTRE, Kind.CARE_HOME, Kind.NURSING_HOME]),
    units=st.decimals("0.5", 60, places=1),
    savings=MONEY,
    income=st.decimals(0, 1500, places=2),
    age=st.sampled_from([20, 40, 80]),
    owns_home=st.booleans(),
    occupier=st.sampled_from(Occupier),
    home_worth=st.none() | MONEY,
)


def _weeks(means: Means, price: Decimal) -> float:
    weeks = sums.estimate(means, price, FIGURES).weeks
    return float("inf") if weeks is None else weeks


def test_a_worked_example() -> None:
    """845.00 - (240.00 - 31.80) = 636.80 a week; (80,000 - 23,250) / 636.80 = 89.1, so in the 90th week."""
    found = sums.estimate(OWNER, Decimal("845.00"), FIGURES)
    assert (found.from_income, found.from_savings) == (Decimal("208.20"), Decimal("636.80"))
    assert found.weeks == 90
    # At the upper limit the tariff income is 36 pounds.
    assert found.share_at_limit == Decimal("244.20")


def test_what_the_home_is_worth_counts_only_where_nobody_who_matters_lives_there() -> None:
    owner = replace(OWNER, home_worth=Decimal(100_000))
    assert sums.home_position(owner, FIGURES) == sums.HomePosition(True, Note.HOME_COUNTED)
    assert sums.estimate(owner, Decimal(845), FIGURES).weeks_with_home == 247
    with_partner = replace(owner, occupier=Occupier.PARTNER)
    assert sums.home_position(with_partner, FIGURES).note is Note.HOME_IGNORED_RELATIVE
    assert sums.estimate(with_partner, Decimal(845), FIGURES).weeks_with_home is None
    at_home = replace(owner, kind=Kind.HOME_CARE, units=Decimal(10))
    assert sums.home_position(at_home, FIGURES).note is Note.HOME_IGNORED_LIVING_THERE


def test_between_the_limits_the_share_falls_with_the_savings() -> None:
    low = replace(OWNER, savings=Decimal("14500.00"))
    found = sums.estimate(low, Decimal(845), FIGURES)
    # A pound of tariff income a week, 250 pounds above the lower limit.
    assert (found.weeks, found.weeks_between) == (0, 250)
    assert found.share_at_limit == Decimal("209.20")
    at_lower = sums.estimate(replace(low, savings=Decimal(14250)), Decimal(845), FIGURES)
    assert (at_lower.weeks_between, at_lower.share_at_limit) == (0, Decimal("208.20"))


def test_income_that_covers_the_care_leaves_savings_alone() -> None:
    found = sums.estimate(replace(OWNER, income=Decimal(2000)), Decimal(845), FIGURES)
    assert (found.from_savings, found.weeks, found.weeks_between) == (0, None, None)


@settings(max_examples=examples(60), deadline=None)
@given(MEANS, PRICES, MONEY)
def test_more_savings_never_last_fewer_weeks(means: Means, price: Decimal, more: Decimal) -> None:
    assert _weeks(replace(means, savings=means.savings + more), price) >= _weeks(means, price)


@settings(max_examples=examples(60), deadline=None)
@given(MEANS, PRICES, st.decimals(0, 2000, places=2))
def test_dearer_care_never_lasts_more_weeks(means: Means, price: Decimal, more: Decimal) -> None:
    assert _weeks(means, price + more) <= _weeks(means, price)


@settings(max_examples=examples(60), deadline=None)
@given(MEANS, PRICES)
def test_the_sums_add_up(means: Means, price: Decimal) -> None:
    known = sums.limits(means, FIGURES)
    found = sums.estimate(means, price, FIGURES)
    assert found.cost == found.from_income + found.from_savings
    assert 0 <= found.from_income <= found.cost
    assert found.share_at_limit <= found.cost
    if found.weeks:
        before = means.savings - (found.weeks - 1) * found.from_savings
        assert before > known.upper >= before - found.from_savings


def test_nothing_is_worked_out_by_figures_or_prices_of_another_year() -> None:
    later = replace(OWNER, on_date=date(2027, 4, 6))
    with pytest.raises(FigureMissing):
        sums.estimate(later, Decimal(845), FIGURES)
    local = prices.load(CONTENT)
    assert prices.on(local, Kind.CARE_HOME, date(2027, 4, 5)).low == Decimal(845)
    with pytest.raises(FigureMissing):
        prices.on(local, Kind.CARE_HOME, date(2027, 4, 6))
