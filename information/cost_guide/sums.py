"""The sums of the cost guide: what care takes from somebody's savings each week, and for how many weeks. Pure.

What counts, the limits and the tariff income are those of selfassess/rules/charging.py. The sums take no
account of rises in prices, interest, other costs, or care that somebody gets for free.
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal

from information.cost_guide.prices import Kind
from selfassess.rules import charging
from selfassess.rules.charging import MoneyFacts, MoneyResult, Note, Occupier, Setting
from selfassess.rules.figures import Figure, Figures

NOTHING = Decimal("0.00")
MOST_WEEKS = 52 * 60
"""What takes longer is not told in weeks."""
_SETTINGS = {
    Kind.HOME_CARE: Setting.HOME,
    Kind.DAY_CENTRE: Setting.HOME,
    Kind.CARE_HOME: Setting.CARE_HOME_PERMANENT,
    Kind.NURSING_HOME: Setting.CARE_HOME_PERMANENT,
}


@dataclass(frozen=True)
class Means:
    """Somebody's means, and the care that they think of. Amounts are pounds.

    `units`: hours or days a week; 1 in a care home. `home_worth`: what is left of the home's worth after a
    mortgage; None where it was not said.
    """

    on_date: date
    kind: Kind
    units: Decimal
    savings: Decimal
    income: Decimal
    age: int
    owns_home: bool = False
    occupier: Occupier = Occupier.NOBODY
    home_worth: Decimal | None = None

    @property
    def setting(self) -> Setting:
        """Where the care is given."""
        return _SETTINGS[self.kind]


@dataclass(frozen=True)
class Limits:
    """The figures of the day in pounds: capital limits, and the income that somebody keeps each week."""

    upper: Decimal
    lower: Decimal
    kept: Decimal


@dataclass(frozen=True)
class Estimate:
    """What care takes at one price. Amounts are pounds a week.

    `weeks`: until savings come down to the upper limit; None where income covers the care. `weeks_with_home`:
    the same with the worth of a home that counts. `weeks_between`: from the upper to the lower limit, from
    where the savings are now if that is less. `share_at_limit`: what the person may pay when their savings
    are at the upper limit, or below it now.
    """

    cost: Decimal
    from_income: Decimal
    from_savings: Decimal
    weeks: int | None
    weeks_with_home: int | None
    weeks_between: int | None
    share_at_limit: Decimal


@dataclass(frozen=True)
class HomePosition:
    """Whether the home counts after the first weeks, and the note of the rules that says why."""

    counted: bool
    note: Note | None


def limits(means: Means, figures: Figures) -> Limits:
    """Return the figures of the day. Raises FigureMissing where one is not in force."""
    result = _screen(means, means.savings, figures)
    upper, lower, *kept = (figure.amount for figure in result.figures)
    # Where the pension age is unclear there are two amounts to live on: the larger takes less from people.
    return Limits(upper, lower, max(kept, default=NOTHING))


def figures_of(means: Means, figures: Figures) -> tuple[Figure, ...]:
    """Return the figures of the law that the sums use. Raises FigureMissing where one is not in force."""
    return _screen(means, means.savings, figures).figures


def home_position(means: Means, figures: Figures) -> HomePosition:
    """Return what happens to the home once its first weeks of being left out are over."""
    result = _screen(means, means.savings, figures, weeks_moved_in=charging.WEEKS_HOME_IGNORED)
    notes = [note for note in result.notes if note is not Note.HOME_VALUE_NEEDED and note in _HOME_NOTES]
    return HomePosition(result.property_counted, notes[0] if notes else None)


def estimate(means: Means, price: Decimal, figures: Figures) -> Estimate:
    """Return what care takes at a price for each hour, day or week.

    Raises FigureMissing where a figure of the law is not in force.
    """
    known = limits(means, figures)
    cost = (price * means.units).quantize(NOTHING)
    from_income = min(cost, max(NOTHING, means.income - known.kept))
    from_savings = cost - from_income
    worth = means.home_worth if home_position(means, figures).counted else None
    start = min(means.savings, known.upper)
    tariff = _screen(means, start, figures).tariff_income_weekly or NOTHING
    return Estimate(
        cost=cost,
        from_income=from_income,
        from_savings=from_savings,
        weeks=weeks_until(means.savings, known.upper, from_savings),
        weeks_with_home=None
        if worth is None
        else weeks_until(means.savings + worth, known.upper, from_savings),
        weeks_between=_weeks_between(means, known, from_savings, figures),
        share_at_limit=min(cost, from_income + tariff),
    )


def weeks_until(savings: Decimal, limit: Decimal, a_week: Decimal) -> int | None:
    """Return the whole weeks until savings are at the limit or below; None where nothing is taken from them.

    The week in which they reach it counts.
    """
    if savings <= limit:
        return 0
    if a_week <= 0:
        return None
    return int(((savings - limit) / a_week).to_integral_value(ROUND_CEILING))


_HOME_NOTES = frozenset(
    {
        Note.HOME_COUNTED,
        Note.HOME_IGNORED_LIVING_THERE,
        Note.HOME_IGNORED_RELATIVE,
    }
)


def _weeks_between(means: Means, known: Limits, from_savings: Decimal, figures: Figures) -> int | None:
    """Return the weeks in which tariff income brings savings from the upper to the lower limit.

    None where nothing is taken from savings, or it takes more than MOST_WEEKS.
    """
    if from_savings <= 0:
        return None
    left = min(means.savings, known.upper)
    weeks = 0
    while left > known.lower:
        # Tariff income is the same for all savings above the next step down: those weeks are counted at once.
        tariff = _screen(means, left, figures).tariff_income_weekly or NOTHING
        step_down = known.lower + charging.TARIFF_STEP * (tariff - 1)
        a_week = min(tariff, from_savings)
        in_step = weeks_until(left, step_down, a_week) or 1
        weeks += in_step
        left -= in_step * a_week
        if weeks > MOST_WEEKS:
            return None
    return weeks


def _screen(
    means: Means, savings: Decimal, figures: Figures, weeks_moved_in: int | None = None
) -> MoneyResult:
    facts = MoneyFacts(
        on_date=means.on_date,
        setting=means.setting,
        age=means.age,
        single=True,
        savings=savings,
        owns_home=means.owns_home,
        home_occupied_by=means.occupier,
        weeks_since_moved_in=weeks_moved_in,
        home_equity=means.home_worth,
    )
    return charging.screen(facts, figures)
