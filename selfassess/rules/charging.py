"""What somebody might pay for care, as an indication: Care Act 2014 ss.14 and 17, and SI 2014/2672.

The council makes the assessment. Only the person's own money counts. The result says nothing about needs and
stands in the way of no request for an assessment (s.9(3)(b)).
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum

from selfassess.rules.figures import Figure, FigureMissing, Figures
from selfassess.rules.pension_age import over_pension_age
from selfassess.rules.states import State

VERSION = "1"
FIRST_DAY = date(2025, 4, 6)
"""The screening is for care from the charging year 2025/26 on. Older figures are stored for the record."""
TARIFF_STEP = Decimal(250)
"""Pounds of capital, whole or part, for each pound a week of tariff income (SI 2014/2672 reg 25)."""
WEEKS_HOME_IGNORED = 12
"""SI 2014/2672 sch 2 para 2: completed weeks of a permanent stay before the home counts."""
MIG_ADULT_AGE = 25
NOTHING = Decimal("0.00")


class Setting(StrEnum):
    """Where care is given."""

    HOME = "home"
    CARE_HOME_TEMPORARY = "care_home_temporary"
    CARE_HOME_PERMANENT = "care_home_permanent"


class Occupier(StrEnum):
    """Who else lives in the home.

    A child counts up to the 18th birthday ("under 16", as on some public pages, is wrong).
    """

    NOBODY = "nobody"
    PARTNER = "partner"
    RELATIVE_60_PLUS = "relative_60_plus"
    RELATIVE_INCAPACITATED = "relative_incapacitated"
    CHILD_UNDER_18 = "child_under_18"


class Band(StrEnum):
    """Where the capital lies.

    Capital equal to the upper limit is "between", equal to the lower limit "below".
    """

    ABOVE_UPPER = "above_upper"
    BETWEEN = "between"
    BELOW_LOWER = "below_lower"
    UNCLEAR = "unclear"


class Note(StrEnum):
    """A code for a note about the result, in the order in which notes are shown."""

    OWN_SHARE_ONLY = "own_share_only"
    HIGHER_LIMIT_POSSIBLE = "higher_limit_possible"
    HOME_VALUE_NEEDED = "home_value_needed"
    HOME_COUNTED = "home_counted"
    HOME_IGNORED_LIVING_THERE = "home_ignored_living_there"
    HOME_IGNORED_TEMPORARY = "home_ignored_temporary"
    HOME_IGNORED_RELATIVE = "home_ignored_relative"
    HOME_IGNORED_12_WEEKS = "home_ignored_12_weeks"


@dataclass(frozen=True)
class MoneyFacts:
    """The facts about somebody's money.

    Amounts are pounds; weeks are completed weeks of a permanent stay, None before it.
    """

    on_date: date
    setting: Setting
    age: int
    single: bool
    savings: Decimal
    owns_home: bool
    home_occupied_by: Occupier
    weeks_since_moved_in: int | None = None
    home_equity: Decimal | None = None


@dataclass(frozen=True)
class MoneyResult:
    """An indication of what counts.

    Amounts are pounds. `tariff_income_weekly` is None above the upper limit or unclear.
    """

    property_counted: bool
    capital_counted: Decimal
    band: Band
    tariff_income_weekly: Decimal | None
    notes: tuple[Note, ...]
    figures: tuple[Figure, ...]

    @property
    def can_request_assessment(self) -> bool:
        """Always true, because it depends on no answer and on no savings."""
        return True


def screen(facts: MoneyFacts, figures: Figures) -> MoneyResult:
    """Return what counts, by the figures of `facts.on_date`.

    Raises FigureMissing where one is not in force on that day.
    """
    in_force = tuple(_figure(figures, figure_id, facts.on_date) for figure_id in _figure_ids(facts))
    upper, lower = in_force[0].amount, in_force[1].amount
    home = _home(facts)
    counted = home is Note.HOME_COUNTED
    capital = facts.savings + (facts.home_equity or NOTHING if counted else NOTHING)
    band = _band(capital, upper, lower, value_needed=counted and facts.home_equity is None)
    return MoneyResult(
        counted, capital, band, _tariff(capital, lower, band), _notes(facts, band, home), in_force
    )


def _figure(figures: Figures, figure_id: str, day: date) -> Figure:
    if day < FIRST_DAY:
        raise FigureMissing(figure_id, day)
    return figures.on(figure_id, day)


def _figure_ids(facts: MoneyFacts) -> list[str]:
    return ["upper_capital_limit", "lower_capital_limit", *_income_left(facts)]


def _income_left(facts: MoneyFacts) -> list[str]:
    """What must be left to live on: SI 2014/2672 reg 6 in a care home, reg 7 elsewhere."""
    if facts.setting is Setting.CARE_HOME_PERMANENT:
        return ["personal_expenses_allowance"]
    return _income_guarantees(facts) if facts.setting is Setting.HOME and facts.single else []


def _income_guarantees(facts: MoneyFacts) -> list[str]:
    if facts.age < MIG_ADULT_AGE:
        return ["mig_single_18_24"]
    pensioner = over_pension_age(facts.age, facts.on_date)
    younger = [] if pensioner is State.MET else ["mig_single_25_plus"]
    return younger if pensioner is State.NOT_MET else [*younger, "mig_single_pension_age"]


def _home(facts: MoneyFacts) -> Note | None:
    """Whether the home counts, and why not; None for somebody who owns none."""
    if not facts.owns_home:
        return None
    if facts.setting is Setting.HOME:
        return Note.HOME_IGNORED_LIVING_THERE
    if facts.setting is Setting.CARE_HOME_TEMPORARY:
        return Note.HOME_IGNORED_TEMPORARY
    return _home_left(facts)


def _home_left(facts: MoneyFacts) -> Note:
    if facts.home_occupied_by is not Occupier.NOBODY:
        return Note.HOME_IGNORED_RELATIVE
    weeks = facts.weeks_since_moved_in
    return Note.HOME_IGNORED_12_WEEKS if weeks is None or weeks < WEEKS_HOME_IGNORED else Note.HOME_COUNTED


def _band(capital: Decimal, upper: Decimal, lower: Decimal, *, value_needed: bool) -> Band:
    if capital > upper:
        return Band.ABOVE_UPPER
    if value_needed:
        return Band.UNCLEAR
    return Band.BELOW_LOWER if capital <= lower else Band.BETWEEN


def _tariff(capital: Decimal, lower: Decimal, band: Band) -> Decimal | None:
    """A pound a week for each step, or part of a step, above the lower limit."""
    if band in (Band.ABOVE_UPPER, Band.UNCLEAR):
        return None
    steps = ((capital - lower) / TARIFF_STEP).to_integral_value(ROUND_CEILING)
    return NOTHING if band is Band.BELOW_LOWER else steps


def _notes(facts: MoneyFacts, band: Band, home: Note | None) -> tuple[Note, ...]:
    higher = band is Band.ABOVE_UPPER and facts.setting is not Setting.CARE_HOME_PERMANENT
    notes = [
        None if facts.single else Note.OWN_SHARE_ONLY,
        Note.HIGHER_LIMIT_POSSIBLE if higher else None,
        Note.HOME_VALUE_NEEDED if band is Band.UNCLEAR else None,
        home,
    ]
    return tuple(note for note in notes if note)


NOTE_CITES = {
    Note.OWN_SHARE_ONLY: "Care Act 2014 s.17",
    Note.HIGHER_LIMIT_POSSIBLE: "SI 2014/2672 reg 12",
    Note.HOME_VALUE_NEEDED: "SI 2014/2672 reg 18",
    Note.HOME_COUNTED: "SI 2014/2672 reg 18",
    Note.HOME_IGNORED_LIVING_THERE: "SI 2014/2672 sch 2",
    Note.HOME_IGNORED_TEMPORARY: "SI 2014/2672 sch 2 para 1",
    Note.HOME_IGNORED_RELATIVE: "SI 2014/2672 sch 2",
    Note.HOME_IGNORED_12_WEEKS: "SI 2014/2672 sch 2 para 2",
}
"""The law behind each note, for the folded-away citation."""
