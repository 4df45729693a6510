"""Benefits and grants that are worth checking. Never a promise and never a score: the paying office decides.

Every condition has three states, so a benefit is worth checking until an answer plainly rules it out.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from selfassess.rules.figures import Figures
from selfassess.rules.inputs import YesNo
from selfassess.rules.pension_age import over_pension_age
from selfassess.rules.states import LegalCondition, LegalReason, State, all_of, any_of

VERSION = "1"
PIP_FIRST_AGE = 16
CARERS_ALLOWANCE_FIRST_AGE = 16
ADULT_AGE = 18
SSCBA = "Social Security Contributions and Benefits Act 1992"
WRA = "Welfare Reform Act 2012"
CARERS = "SI 1976/409"


class Benefit(StrEnum):
    """The benefits and grants that may be worth checking."""

    ATTENDANCE_ALLOWANCE = "attendance_allowance"
    PIP = "personal_independence_payment"
    CARERS_ALLOWANCE = "carers_allowance"
    DISABLED_FACILITIES_GRANT = "disabled_facilities_grant"


@dataclass(frozen=True)
class WorthChecking:
    """Whether a benefit is worth checking, the reasons, and the ids of figures that say how much it may
    be.
    """

    benefit: Benefit
    state: State
    reasons: tuple[LegalReason, ...]
    figure_ids: tuple[str, ...]

    @property
    def worth_checking(self) -> bool:
        """True unless an answer plainly rules it out."""
        return self.state is not State.NOT_MET


@dataclass(frozen=True)
class DisabilityFacts:
    """The facts about somebody's need of help. `age` is in completed years; None where it is not known."""

    on_date: date
    age: int | None = None
    help_by_day: YesNo = YesNo.NOT_SURE
    help_by_night: YesNo = YesNo.NOT_SURE
    needed_six_months: YesNo = YesNo.NOT_SURE
    needed_three_months: YesNo = YesNo.NOT_SURE
    needed_nine_months_more: YesNo = YesNo.NOT_SURE
    terminal_illness: YesNo = YesNo.NOT_SURE


@dataclass(frozen=True)
class CaringFacts:
    """The facts about a carer's week.

    Earnings are pounds a week after tax and allowed costs; None where not known.
    """

    on_date: date
    age: int | None = None
    thirty_five_hours: YesNo = YesNo.NOT_SURE
    other_gets_qualifying_benefit: YesNo = YesNo.NOT_SURE
    weekly_earnings: Decimal | None = None
    studies_21_hours: YesNo = YesNo.NOT_SURE


def attendance_allowance(facts: DisabilityFacts) -> WorthChecking:
    """Return whether Attendance Allowance is worth checking.

    Conditions: pension age, help by day or by night, for six months. With a terminal illness at once, at the
    higher rate.
    """
    needs_help = any_of([facts.help_by_day.state, facts.help_by_night.state, facts.terminal_illness.state])
    conditions = (
        LegalCondition("pension_age", _pension_age(facts), f"{SSCBA} s.64(1)"),
        LegalCondition("help_day_or_night", needs_help, f"{SSCBA} s.64(2)–(3)"),
        LegalCondition(
            "six_months", _long_enough(facts.needed_six_months, facts.terminal_illness), f"{SSCBA} s.65(1)"
        ),
    )
    return _worth(Benefit.ATTENDANCE_ALLOWANCE, conditions, _attendance_rates(facts))


def _pension_age(facts: DisabilityFacts) -> State:
    return State.UNCLEAR if facts.age is None else over_pension_age(facts.age, facts.on_date)


def _long_enough(answer: YesNo, terminal: YesNo) -> State:
    """The state of a qualifying period, which does not apply to people with a terminal illness."""
    return any_of([answer.state, terminal.state])


def _attendance_rates(facts: DisabilityFacts) -> tuple[str, ...]:
    """The ids of the rates: the higher for day and night or a terminal illness, the lower for one of
    them, or both ids.
    """
    both = any_of(
        [all_of([facts.help_by_day.state, facts.help_by_night.state]), facts.terminal_illness.state]
    )
    if both is State.MET:
        return ("attendance_allowance_higher",)
    lower = ("attendance_allowance_lower",)
    return lower if both is State.NOT_MET else (*lower, "attendance_allowance_higher")


def personal_independence_payment(facts: DisabilityFacts) -> WorthChecking:
    """Return whether Personal Independence Payment is worth checking.

    Conditions: from 16 to pension age, difficulties for three months and for nine more. No waiting with a
    terminal illness (Welfare Reform Act 2012 s.82).
    """
    conditions = (
        LegalCondition("working_age", _working_age(facts), f"{WRA} ss.77, 83"),
        LegalCondition(
            "three_months", _long_enough(facts.needed_three_months, facts.terminal_illness), f"{WRA} s.81"
        ),
        LegalCondition(
            "nine_months_more",
            _long_enough(facts.needed_nine_months_more, facts.terminal_illness),
            f"{WRA} s.81",
        ),
    )
    rates = (
        "pip_daily_living_standard",
        "pip_daily_living_enhanced",
        "pip_mobility_standard",
        "pip_mobility_enhanced",
    )
    return _worth(Benefit.PIP, conditions, rates)


def _working_age(facts: DisabilityFacts) -> State:
    if facts.age is not None and facts.age < PIP_FIRST_AGE:
        return State.NOT_MET
    return _opposite(_pension_age(facts))


def carers_allowance(facts: CaringFacts, figures: Figures) -> WorthChecking:
    """Return whether Carer's Allowance is worth checking.

    Conditions: from 16, 35 hours a week for somebody with a qualifying benefit, earnings within the limit,
    and less than 21 hours of study. Raises FigureMissing where no earnings limit is in force on
    `facts.on_date` and the earnings are known.
    """
    conditions = (
        LegalCondition("sixteen", _at_least(facts.age, CARERS_ALLOWANCE_FIRST_AGE), f"{SSCBA} s.70(3)"),
        LegalCondition("thirty_five_hours", facts.thirty_five_hours.state, f"{CARERS} reg 4"),
        LegalCondition("qualifying_benefit", facts.other_gets_qualifying_benefit.state, f"{SSCBA} s.70(2)"),
        LegalCondition("earnings", _within_limit(facts, figures), f"{CARERS} reg 8"),
        LegalCondition("study", _opposite(facts.studies_21_hours.state), f"{CARERS} reg 5"),
    )
    return _worth(
        Benefit.CARERS_ALLOWANCE, conditions, ("carers_allowance", "carers_allowance_earnings_limit")
    )


def _within_limit(facts: CaringFacts, figures: Figures) -> State:
    if facts.weekly_earnings is None:
        return State.UNCLEAR
    limit = figures.on("carers_allowance_earnings_limit", facts.on_date).amount
    return State.MET if facts.weekly_earnings <= limit else State.NOT_MET


def disabled_facilities_grant(home_needs_changing: YesNo, age: int | None = None) -> WorthChecking:
    """Return whether a Disabled Facilities Grant is worth checking: the home needs changes.

    For a child there is no means test.
    """
    conditions = [
        LegalCondition(
            "changes_needed",
            home_needs_changing.state,
            "Housing Grants, Construction and Regeneration Act 1996 s.24(3)",
        )
    ]
    result = _worth(Benefit.DISABLED_FACILITIES_GRANT, conditions, ("disabled_facilities_grant_maximum",))
    if age is None or age >= ADULT_AGE:
        return result
    child = LegalReason("no_means_test_for_children", "SI 1996/2890")
    return replace(result, reasons=(*result.reasons, child))


def _at_least(age: int | None, years: int) -> State:
    if age is None:
        return State.UNCLEAR
    return State.MET if age >= years else State.NOT_MET


def _opposite(state: State) -> State:
    return {State.MET: State.NOT_MET, State.NOT_MET: State.MET}.get(state, State.UNCLEAR)


def _worth(
    benefit: Benefit, conditions: Sequence[LegalCondition], figure_ids: tuple[str, ...]
) -> WorthChecking:
    reasons = tuple(condition.reason for condition in conditions)
    return WorthChecking(benefit, all_of(condition.state for condition in conditions), reasons, figure_ids)
