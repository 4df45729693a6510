"""Money: Care Act 2014 ss.14 and 17, SI 2014/2672. An indication, to the penny."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings

from selfassess.rules.charging import NOTE_CITES, Band, MoneyFacts, MoneyResult, Note, Occupier, Setting
from selfassess.rules.charging import screen as screen_with
from selfassess.rules.figures import FigureMissing
from tests.examples import examples
from tests.unit.selfassess.rules.strategies import FIGURES, MEANS, MONEY, means

PERMANENT = {"setting": Setting.CARE_HOME_PERMANENT, "weeks_since_moved_in": 12}
PENNY = Decimal("0.01")


def screen(facts: MoneyFacts) -> MoneyResult:
    return screen_with(facts, FIGURES)


def with_savings(amount: str | Decimal) -> MoneyResult:
    return screen(means(savings=Decimal(amount)))


def ids(**more: object) -> list[str]:
    return [figure.id for figure in screen(means(**more)).figures]


# Capital and tariff income


@pytest.mark.parametrize(
    ("savings", "band", "tariff"),
    [
        ("0", "below_lower", "0.00"),
        ("14249.99", "below_lower", "0.00"),
        ("14250.00", "below_lower", "0.00"),
        ("14250.01", "between", "1"),
        ("14500.00", "between", "1"),
        ("14500.01", "between", "2"),
        ("20000", "between", "23"),
        ("23249.99", "between", "36"),
        ("23250", "between", "36"),
        ("23250.01", "above_upper", None),
        ("999999999999.99", "above_upper", None),
    ],
)
def test_limits_and_tariff_income(savings: str, band: str, tariff: str | None) -> None:
    result = with_savings(savings)
    assert (result.band, result.tariff_income_weekly) == (band, None if tariff is None else Decimal(tariff))


def test_the_upper_limit_itself_is_not_full_cost() -> None:
    """Public pages say "at or above £23,250"; it is above."""
    assert with_savings("23250.00").band is Band.BETWEEN


@pytest.mark.parametrize("steps", range(37))
def test_tariff_income_is_a_pound_for_each_250_or_part_of_it_never_rounded_down(steps: int) -> None:
    edge = Decimal(14250) + 250 * steps
    assert with_savings(edge).tariff_income_weekly == steps
    if steps < 36:
        assert with_savings(edge + PENNY).tariff_income_weekly == steps + 1
        assert with_savings(edge + 250 - PENNY).tariff_income_weekly == steps + 1


@given(MEANS, MONEY)
@settings(max_examples=examples(150), deadline=None)
def test_more_savings_never_lower_the_band_or_the_tariff_income(facts: MoneyFacts, more: Decimal) -> None:
    order = [Band.BELOW_LOWER, Band.BETWEEN, Band.ABOVE_UPPER]
    less, richer = screen(facts), screen(replace(facts, savings=facts.savings + more))
    if Band.UNCLEAR not in (less.band, richer.band):
        assert order.index(richer.band) >= order.index(less.band)
    if richer.tariff_income_weekly is not None and less.tariff_income_weekly is not None:
        assert richer.tariff_income_weekly >= less.tariff_income_weekly


@given(MEANS)
@settings(max_examples=examples(100), deadline=None)
def test_an_assessment_can_be_asked_for_whatever_the_savings(facts: MoneyFacts) -> None:
    assert screen(facts).can_request_assessment is True


# The home


@pytest.mark.parametrize(
    ("setting", "occupier", "weeks"), [*product(Setting, Occupier, [None, 0, 11, 12, 500])]
)
def test_the_home_counts_only_in_a_permanent_stay_after_12_weeks_with_nobody_living_there(
    setting: Setting, occupier: Occupier, weeks: int | None
) -> None:
    facts = means(
        setting=setting, home_occupied_by=occupier, weeks_since_moved_in=weeks, home_equity=Decimal(100000)
    )
    counted = setting is Setting.CARE_HOME_PERMANENT and occupier is Occupier.NOBODY and weeks in (12, 500)
    result = screen(facts)
    assert result.property_counted is counted
    assert result.capital_counted == (120000 if counted else 20000)
    assert not screen(replace(facts, owns_home=False)).property_counted


@pytest.mark.parametrize(
    ("more", "note"),
    [
        ({}, Note.HOME_IGNORED_LIVING_THERE),
        ({"home_occupied_by": Occupier.PARTNER}, Note.HOME_IGNORED_LIVING_THERE),
        ({"setting": Setting.CARE_HOME_TEMPORARY, "weeks_since_moved_in": 20}, Note.HOME_IGNORED_TEMPORARY),
        (PERMANENT | {"home_occupied_by": Occupier.PARTNER}, Note.HOME_IGNORED_RELATIVE),
        (PERMANENT | {"home_occupied_by": Occupier.RELATIVE_60_PLUS}, Note.HOME_IGNORED_RELATIVE),
        (PERMANENT | {"home_occupied_by": Occupier.RELATIVE_INCAPACITATED}, Note.HOME_IGNORED_RELATIVE),
        (PERMANENT | {"home_occupied_by": Occupier.CHILD_UNDER_18}, Note.HOME_IGNORED_RELATIVE),
        (
            PERMANENT | {"home_occupied_by": Occupier.PARTNER, "weeks_since_moved_in": 3},
            Note.HOME_IGNORED_RELATIVE,
        ),
        (PERMANENT | {"weeks_since_moved_in": 11}, Note.HOME_IGNORED_12_WEEKS),
        (PERMANENT | {"weeks_since_moved_in": None}, Note.HOME_IGNORED_12_WEEKS),
        (PERMANENT | {"home_equity": Decimal(1)}, Note.HOME_COUNTED),
    ],
)
def test_owners_are_told_what_becomes_of_their_home(more: dict[str, object], note: Note) -> None:
    assert screen(means(**more)).notes == (note,)
    assert screen(means(**more, owns_home=False)).notes == ()


def test_a_child_counts_until_18_and_not_16() -> None:
    assert [occupier for occupier in Occupier if "child" in occupier] == ["child_under_18"]


def test_a_home_whose_value_is_not_known_makes_it_unclear_unless_savings_alone_decide() -> None:
    result = screen(means(**PERMANENT, savings=Decimal("23250")))
    assert (result.property_counted, result.band, result.tariff_income_weekly) == (True, Band.UNCLEAR, None)
    assert result.capital_counted == 23250
    assert result.notes == (Note.HOME_VALUE_NEEDED, Note.HOME_COUNTED)
    assert screen(means(**PERMANENT, savings=Decimal(5))).band is Band.UNCLEAR
    above = screen(means(**PERMANENT, savings=Decimal("23250.01")))
    assert (above.band, above.notes) == (Band.ABOVE_UPPER, (Note.HOME_COUNTED,))


def test_a_home_worth_nothing_is_known() -> None:
    assert screen(means(**PERMANENT, home_equity=Decimal(0))).band is Band.BETWEEN


def test_equity_in_a_home_that_does_not_count_is_left_out() -> None:
    assert screen(means(home_equity=Decimal(500000))).capital_counted == 20000


def test_savings_and_home_are_added_to_the_penny() -> None:
    result = screen(means(**PERMANENT, savings=Decimal("14250.00"), home_equity=Decimal("0.01")))
    assert (result.band, result.tariff_income_weekly) == (Band.BETWEEN, 1)
    most = Decimal("999999999999.99")
    assert screen(means(**PERMANENT, savings=most, home_equity=most)).capital_counted == Decimal(
        "1999999999999.98"
    )


# Notes


def test_notes_stand_in_the_contracts_order() -> None:
    rich = means(single=False, savings=Decimal(50000))
    assert screen(rich).notes == (
        Note.OWN_SHARE_ONLY,
        Note.HIGHER_LIMIT_POSSIBLE,
        Note.HOME_IGNORED_LIVING_THERE,
    )
    unclear = means(**PERMANENT, single=False)
    assert screen(unclear).notes == (Note.OWN_SHARE_ONLY, Note.HOME_VALUE_NEEDED, Note.HOME_COUNTED)


@pytest.mark.parametrize("setting", Setting)
def test_a_council_may_set_a_higher_limit_but_not_for_a_permanent_stay(setting: Setting) -> None:
    notes = screen(means(setting=setting, savings=Decimal(30000))).notes
    assert (Note.HIGHER_LIMIT_POSSIBLE in notes) is (setting is not Setting.CARE_HOME_PERMANENT)
    assert Note.HIGHER_LIMIT_POSSIBLE not in screen(means(setting=setting)).notes


def test_every_note_has_its_law() -> None:
    assert set(NOTE_CITES) == set(Note)


# Figures


@pytest.mark.parametrize(
    ("age", "on_date", "mig"),
    [
        (18, "2026-04-06", ["mig_single_18_24"]),
        (24, "2026-04-06", ["mig_single_18_24"]),
        (25, "2026-04-06", ["mig_single_25_plus"]),
        (65, "2026-04-06", ["mig_single_25_plus"]),
        (65, "2026-04-05", ["mig_single_25_plus"]),
        (66, "2026-04-05", ["mig_single_pension_age"]),
        (66, "2026-04-06", ["mig_single_25_plus", "mig_single_pension_age"]),
        (66, "2027-04-05", ["mig_single_25_plus", "mig_single_pension_age"]),
        (67, "2026-04-06", ["mig_single_pension_age"]),
        (130, "2025-04-06", ["mig_single_pension_age"]),
    ],
)
def test_the_income_guarantee_goes_by_age_and_at_66_by_the_day(
    age: int, on_date: str, mig: list[str]
) -> None:
    assert ids(age=age, on_date=date.fromisoformat(on_date)) == [
        "upper_capital_limit",
        "lower_capital_limit",
        *mig,
    ]


def test_which_figures_are_listed_goes_by_setting() -> None:
    limits = ["upper_capital_limit", "lower_capital_limit"]
    assert ids(setting=Setting.CARE_HOME_PERMANENT) == [*limits, "personal_expenses_allowance"]
    assert ids(setting=Setting.CARE_HOME_PERMANENT, single=False) == [*limits, "personal_expenses_allowance"]
    assert ids(setting=Setting.CARE_HOME_TEMPORARY) == limits
    assert ids(single=False) == limits


@pytest.mark.parametrize("day", ["2000-01-01", "2024-06-01", "2025-04-05", "2027-04-06", "9999-12-31"])
def test_a_day_without_figures_is_an_error_and_never_the_last_row(day: str) -> None:
    with pytest.raises(FigureMissing):
        screen(means(on_date=date.fromisoformat(day)))


@pytest.mark.parametrize(
    ("day", "amounts"),
    [
        ("2025-04-06", ["30.65", "89.15", "112.50", "232.60"]),
        ("2026-04-05", ["30.65", "89.15", "112.50", "232.60"]),
        ("2026-04-06", ["31.80", "95.40", "120.40", "241.45"]),
        ("2027-04-05", ["31.80", "95.40", "120.40", "241.45"]),
    ],
)
def test_amounts_change_on_the_6th_of_april(day: str, amounts: list[str]) -> None:
    on_date = date.fromisoformat(day)
    home = [screen(means(on_date=on_date, age=age)).figures[-1] for age in (20, 40, 70)]
    allowance = screen(means(on_date=on_date, setting=Setting.CARE_HOME_PERMANENT)).figures[-1]
    assert [str(figure.amount) for figure in (allowance, *home)] == amounts
    assert all(figure.valid_from <= on_date <= figure.valid_to for figure in home)
