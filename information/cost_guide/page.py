"""The view model of the cost guide: prices, and the sums line by line, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import ngettext

from core import i18n
from information.cost_guide import sums
from information.cost_guide.prices import Kind, LocalPrice, Per
from information.cost_guide.sums import Estimate, HomePosition, Limits, Means
from selfassess.rules.charging import Note
from selfassess.rules.figures import Figure, FigureMissing, Figures

_WEEKS_A_YEAR = 52


@dataclass(frozen=True)
class PriceRow:
    """A local price: its label, and the price in words; empty where none is in force."""

    label: str
    words: str
    price: LocalPrice | None


@dataclass(frozen=True)
class SumLine:
    """One line of the sums: what it is, and its value at the lowest and at the highest price."""

    label: str
    low: str
    high: str
    is_result: bool = False


@dataclass(frozen=True)
class CostResult:
    """Everything that the guide shows for one answer."""

    heading: str
    care: str
    lines: tuple[SumLine, ...]
    afterwards: tuple[str, ...]
    home: tuple[str, ...]
    limits: Limits
    price: LocalPrice
    figures: tuple[Figure, ...]
    nursing: Figure | None


def price_rows(prices: Mapping[Kind, LocalPrice | None]) -> list[PriceRow]:
    """Return every kind of care with its price of the day."""
    return [PriceRow(label(kind), range_words(price), price) for kind, price in prices.items()]


def label(kind: Kind) -> str:
    """Return the name of a kind of care."""
    return {
        Kind.HOME_CARE: _("A paid carer at home"),
        Kind.DAY_CENTRE: _("A day centre"),
        Kind.CARE_HOME: _("A care home"),
        Kind.NURSING_HOME: _("A nursing home"),
        Kind.PENDANT_ALARM: _("A pendant alarm"),
    }[kind]


def range_words(price: LocalPrice | None) -> str:
    """Return "£24 to £27 an hour"; empty where there is no price."""
    if price is None:
        return ""
    low, high = i18n.pounds(price.low), i18n.pounds(price.high)
    return {
        Per.HOUR: _("%(low)s to %(high)s an hour", low=low, high=high),
        Per.DAY: _("%(low)s to %(high)s a day", low=low, high=high),
        Per.WEEK: _("%(low)s to %(high)s a week", low=low, high=high),
        Per.MONTH: _("%(low)s to %(high)s a month", low=low, high=high),
    }[price.per]


def weeks_words(weeks: int | None) -> str:
    """Return "237 weeks (about 4 years and 7 months)"; None: that savings do not go down."""
    if weeks is None:
        return _("Savings do not go down")
    count = ngettext("%(count)s week", "%(count)s weeks", weeks, count=i18n.whole_number(weeks))
    if weeks < _WEEKS_A_YEAR:
        return count
    years, rest = divmod(weeks, _WEEKS_A_YEAR)
    months = rest * 12 // _WEEKS_A_YEAR
    about = ngettext("%(num)d year", "%(num)d years", years)
    if months:
        part = ngettext("%(num)d month", "%(num)d months", months)
        about = _("%(years)s and %(months)s", years=about, months=part)
    return _("%(weeks)s (about %(time)s)", weeks=count, time=about)


def cost_result(
    means: Means, price: LocalPrice, figures: Figures, someone_else_lives_there: bool
) -> CostResult:
    """Return the sums for somebody's means.

    Raises FigureMissing where a figure of the law is not in force on the day.
    """
    known = sums.limits(means, figures)
    low, high = (sums.estimate(means, amount, figures) for amount in (price.low, price.high))
    home = sums.home_position(means, figures)
    return CostResult(
        heading=_heading(low, high),
        care=_("%(care)s here: %(price)s.", care=label(means.kind), price=range_words(price)),
        lines=tuple(_lines(means, price, known, low, high)),
        afterwards=tuple(_afterwards(known, low, high)),
        home=tuple(_home_words(home, low, high, someone_else_lives_there)),
        limits=known,
        price=price,
        figures=sums.figures_of(means, figures),
        nursing=_nursing(means, figures),
    )


def _heading(low: Estimate, high: Estimate) -> str:
    if low.weeks is None and high.weeks is None:
        return _("The income may cover the care, so savings may not go down.")
    if low.weeks == 0 and high.weeks == 0:
        return _("The savings are at or below the limit now, so the council may help to pay.")
    if low.weeks is None:
        return _("Savings may last %(low)s or longer.", low=weeks_words(high.weeks))
    if low.weeks == high.weeks:
        return _("Savings may last about %(low)s.", low=weeks_words(low.weeks))
    return _(
        "Savings may last from %(high)s to %(low)s.", high=weeks_words(high.weeks), low=weeks_words(low.weeks)
    )


def _lines(means: Means, price: LocalPrice, known: Limits, low: Estimate, high: Estimate) -> list[SumLine]:
    def both(text: str, value: Decimal) -> SumLine:
        return SumLine(text, i18n.pounds(value), i18n.pounds(value))

    def two(text: str, one: Decimal, other: Decimal) -> SumLine:
        return SumLine(text, i18n.pounds(one), i18n.pounds(other))

    lines = [two(_per_label(price.per), price.low, price.high)]
    if price.per is not Per.WEEK:
        count = f"{means.units.normalize():f}"
        unit = _("Times hours a week") if price.per is Per.HOUR else _("Times days a week")
        lines.append(SumLine(unit, count, count))
        lines.append(two(_("Cost of a week"), low.cost, high.cost))
    lines += [
        both(_("Income a week"), means.income),
        both(_("Less what they keep to live on"), known.kept),
        two(_("Income for the care"), low.from_income, high.from_income),
        two(_("From savings each week"), low.from_savings, high.from_savings),
        both(_("Savings now"), means.savings),
        both(_("Less the limit at which we may help"), known.upper),
        both(_("Savings above the limit"), max(sums.NOTHING, means.savings - known.upper)),
    ]
    lines.append(
        SumLine(
            _("How long these last"),
            weeks_words(low.weeks),
            weeks_words(high.weeks),
            is_result=True,
        )
    )
    return lines


def _per_label(per: Per) -> str:
    return {
        Per.HOUR: _("Price of an hour"),
        Per.DAY: _("Price of a day"),
        Per.WEEK: _("Cost of a week"),
        Per.MONTH: _("Price of a month"),
    }[per]


def _afterwards(known: Limits, low: Estimate, high: Estimate) -> list[str]:
    """Return what comes when savings are at the upper limit or below."""
    upper, lower = i18n.pounds(known.upper), i18n.pounds(known.lower)
    said = [
        _(
            "At %(upper)s or less, the council may help to pay, if it agrees that the care is needed.",
            upper=upper,
        ),
        _(
            "Between %(lower)s and %(upper)s, each £250 or part of it above %(lower)s counts as £1 of income a week.",
            lower=lower,
            upper=upper,
        ),
        _(
            "Then the person’s own share may be about %(share)s a week. It goes down as savings do.",
            share=_range(low.share_at_limit, high.share_at_limit),
        ),
    ]
    if low.weeks_between:
        said.append(
            _(
                "It may take about %(weeks)s more for savings to come down to %(lower)s. Below that, savings do not count.",
                weeks=weeks_words(low.weeks_between),
                lower=lower,
            )
        )
    said.append(_("Call us about three months before savings reach %(upper)s.", upper=upper))
    return said


def _range(low: Decimal, high: Decimal) -> str:
    if low == high:
        return i18n.pounds(low)
    return _("%(low)s to %(high)s", low=i18n.pounds(low), high=i18n.pounds(high))


def _home_words(home: HomePosition, low: Estimate, high: Estimate, someone_else: bool) -> list[str]:
    """Return what happens to the home; nothing for somebody who owns none."""
    if home.note is None:
        return []
    if home.note is Note.HOME_IGNORED_LIVING_THERE:
        return [_("The home is not counted while the person lives in it.")]
    if home.note is Note.HOME_IGNORED_RELATIVE:
        return [_("The home is not counted while that person goes on living there.")]
    said = [
        _("For the first 12 weeks in the care home, the home is not counted."),
        _(
            "After that it may be counted. Then the limit is for savings and home together, and the person may have to pay the full cost."
        ),
        _(
            "It need not be sold at once. With a deferred payment, the council pays now and is paid back later."
        ),
        _("A deferred payment has interest, and costs to set it up. Get independent advice first."),
    ]
    if low.weeks_with_home is not None and high.weeks_with_home is not None:
        said.append(
            _(
                "With what the home is worth, the money may last from %(high)s to %(low)s.",
                high=weeks_words(high.weeks_with_home),
                low=weeks_words(low.weeks_with_home),
            )
        )
    if someone_else:
        said.append(
            _(
                "We may choose to leave the home out for the person who lives there. Ask us, and say when they moved in."
            )
        )
    return said


def _nursing(means: Means, figures: Figures) -> Figure | None:
    """Return what the NHS pays to a nursing home; None elsewhere, and where it is not known for the day."""
    if means.kind is not Kind.NURSING_HOME:
        return None
    try:
        return figures.on("nhs_funded_nursing_care", means.on_date)
    except FigureMissing:
        return None


def prices_checked(rows: list[PriceRow]) -> date | None:
    """Return the oldest day on which one of the prices was checked; None without prices."""
    return min((row.price.checked_on for row in rows if row.price), default=None)
