"""Money and benefits, apart from the ways to help: what answers say of somebody's means, and which benefits are worth checking.

What was not said stays open. The financial position is worked out for every possible value of the open answers, and only what is so for all
of them is said. Nothing here leads to a next step or takes one away (Care Act 2014 s.9(3)(b)).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import product
from typing import TypeVar

from selfassess.engine.conditions import holds
from selfassess.engine.legal_facts import AGES, APART, WEEKS, Facts
from selfassess.engine.path import Walk
from selfassess.engine.schema import NOT_SURE
from selfassess.rules import benefits, charging
from selfassess.rules.benefits import Benefit, CaringFacts, DisabilityFacts, WorthChecking
from selfassess.rules.charging import Band, MoneyFacts, MoneyResult, Note, Occupier, Setting
from selfassess.rules.figures import Figure, FigureMissing, Figures
from selfassess.rules.inputs import YesNo
from selfassess.rules.states import State

Choice = TypeVar("Choice", bound=StrEnum)
Said = Mapping[str, str]

TOLD = frozenset({"money.setting", "money.savings", "money.owns_home"})
"""Without any of these too little was said to work anything out."""
LINES = (
    "upper_capital_limit",
    "lower_capital_limit",
    "minor_adaptation_free_up_to",
    "deferred_payment_income_kept",
    "deferred_payment_interest_margin",
)
"""Figures of what is said to everybody who asks what care may cost."""
_ANY_AGE = (18, charging.MIG_ADULT_AGE, 67)
"""An age of each kind that the rules tell apart."""
_ANY_SAVINGS = (Decimal(0), Decimal("999999999999.99"))
"""The least and the most: what is so for both is so for all that lies between."""


@dataclass(frozen=True)
class FigureOnDay:
    """A figure by its id (content/figures); None where none is in force on that day: never the last one."""

    id: str
    figure: Figure | None


@dataclass(frozen=True)
class FinancialPosition:
    """What holds of somebody's means, whatever the open answers are. Amounts are pounds, None where the open answers differ.

    `home_counts`: whether the home is part of the capital. `setting`: where care is given; None where that is open.
    """

    setting: Setting | None
    band: Band
    capital: Decimal | None
    tariff_income_weekly: Decimal | None
    home_counts: State
    notes: tuple[Note, ...]
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class BenefitIndication:
    """A benefit that is worth checking: by what conditions, which of them are open, their law, and the figures."""

    benefit: Benefit
    met: tuple[str, ...]
    open: tuple[str, ...]
    cites: tuple[str, ...]
    amounts: tuple[FigureOnDay, ...]


@dataclass(frozen=True)
class MoneyIndications:
    """What can be said of money on a day. A guide, never a decision, and never a score.

    `means` is None where too little was said, or (`missing`) where a figure that is needed is not in force on that day.
    `owner`: whether somebody owns a home. `nhs_check`, `aftercare`: whether an answer speaks for asking about these.
    """

    on_date: date
    asked: bool
    means: FinancialPosition | None
    missing: bool
    owner: State
    nhs_check: bool
    aftercare: bool
    benefits: tuple[BenefitIndication, ...]
    amounts: tuple[FigureOnDay, ...]


def money_indications(path: Walk, on_date: date, figures: Figures) -> MoneyIndications | None:
    """What the answers on the path say of money; None where the questionnaire has nothing to say of it."""
    said = told(path.pairs)
    worth = tuple(_benefits(path, said, on_date, figures))
    asked = path.questionnaire.means
    if not asked and not worth:
        return None
    means, missing = _means(said, on_date, figures) if asked else (None, False)
    return MoneyIndications(
        on_date=on_date,
        asked=asked,
        means=means,
        missing=missing,
        owner=_yes_no(said, "money.owns_home").state,
        nhs_check=said.get("free.nhs_check") == YesNo.YES,
        aftercare=said.get("free.aftercare") == YesNo.YES,
        benefits=worth,
        amounts=_amounts(LINES if asked else (), on_date, figures),
    )


def told(facts: Facts) -> Said:
    """What was said of money and benefits. "Not sure" says nothing."""
    return {fact: value for fact, value in facts if fact in APART and value != NOT_SURE}


# What care may cost


def possible_means(said: Said, on_date: date) -> tuple[MoneyFacts, ...]:
    """All means that the open answers leave possible; none where too little was said to work anything out."""
    if not TOLD & said.keys():
        return ()
    ages = (int(said["money.age"]),) if "money.age" in said else _ANY_AGE
    savings = (Decimal(said["money.savings"]),) if "money.savings" in said else _ANY_SAVINGS
    weeks = (
        (WEEKS[said["money.weeks_since_moved_in"]],)
        if "money.weeks_since_moved_in" in said
        else tuple(WEEKS.values())
    )
    equity = Decimal(said["money.home_equity"]) if "money.home_equity" in said else None
    open_ways = product(
        _choices(said, "money.setting", Setting),
        ages,
        _flags(said, "money.single"),
        savings,
        _flags(said, "money.owns_home"),
        _choices(said, "money.home_occupied_by", Occupier),
        weeks,
    )
    return tuple(MoneyFacts(on_date, *way, home_equity=equity) for way in open_ways)


def _choices(said: Said, fact: str, choices: type[Choice]) -> tuple[Choice, ...]:
    return (choices(said[fact]),) if fact in said else tuple(choices)


def _flags(said: Said, fact: str) -> tuple[bool, ...]:
    return (said[fact] == YesNo.YES,) if fact in said else (True, False)


def _means(said: Said, on_date: date, figures: Figures) -> tuple[FinancialPosition | None, bool]:
    """What holds, and whether a figure is missing."""
    ways = possible_means(said, on_date)
    try:
        results = [charging.screen(facts, figures) for facts in ways]
    except FigureMissing:
        return None, True
    return (_held(ways, results) if ways else None), False


def _held(ways: tuple[MoneyFacts, ...], results: list[MoneyResult]) -> FinancialPosition:
    bands = {result.band for result in results}
    capital, tariff = (
        {result.capital_counted for result in results},
        {result.tariff_income_weekly for result in results},
    )
    settings = {facts.setting for facts in ways}
    return FinancialPosition(
        setting=settings.pop() if len(settings) == 1 else None,
        band=bands.pop() if len(bands) == 1 else Band.UNCLEAR,
        capital=capital.pop() if len(capital) == 1 else None,
        tariff_income_weekly=tariff.pop() if len(tariff) == 1 else None,
        home_counts=_agreed([result.property_counted for result in results]),
        notes=tuple(note for note in Note if all(note in result.notes for result in results)),
        figures=tuple(dict.fromkeys(figure for result in results for figure in result.figures)),
    )


def _agreed(held: list[bool]) -> State:
    if all(held):
        return State.MET
    return State.UNCLEAR if any(held) else State.NOT_MET


# Benefits worth checking


def _benefits(path: Walk, said: Said, on_date: date, figures: Figures) -> Iterator[BenefitIndication]:
    pairs = path.pairs
    for mention in path.questionnaire.worth:
        if holds(mention.when, pairs) and not _has_it(mention.benefit, said):
            found = _JUDGES[mention.benefit](said, pairs, on_date, figures)
            if found.worth_checking:
                yield _found(found, on_date, figures)


_HAS = {
    Benefit.ATTENDANCE_ALLOWANCE: ("benefit.already_gets_aa", "benefit.already_gets_pip"),
    Benefit.PIP: ("benefit.already_gets_aa", "benefit.already_gets_pip"),
    Benefit.CARERS_ALLOWANCE: ("benefit.already_gets_ca",),
    Benefit.DISABLED_FACILITIES_GRANT: (),
}
"""By what one can tell that somebody has a benefit, or one that is paid in its place (SSCBA s.64(1), WRA s.83)."""


def _has_it(benefit: Benefit, said: Said) -> bool:
    return any(said.get(fact) == YesNo.YES for fact in _HAS[benefit])


def disability_facts(said: Said, on_date: date) -> DisabilityFacts:
    """What is known of the need of help of the person that it is about."""
    names = (
        "help_by_day",
        "help_by_night",
        "needed_six_months",
        "needed_three_months",
        "needed_nine_months_more",
        "terminal_illness",
    )
    age = int(said["money.age"]) if "money.age" in said else None
    return DisabilityFacts(on_date, age, **{name: _yes_no(said, f"benefit.{name}") for name in names})


def caring_facts(said: Said, facts: Facts, on_date: date) -> CaringFacts:
    """What is known of the week of the one who looks after that person. An age is known only of a carer who told it."""
    earnings = said.get("benefit.weekly_earnings")
    return CaringFacts(
        on_date=on_date,
        age=AGES["adult"] if ("carer.carer_age", "adult") in facts else None,
        thirty_five_hours=_yes_no(said, "benefit.thirty_five_hours"),
        other_gets_qualifying_benefit=_qualifying(said, on_date),
        weekly_earnings=None if earnings is None else Decimal(earnings),
        studies_21_hours=_yes_no(said, "benefit.studies_21_hours"),
    )


def _qualifying(said: Said, on_date: date) -> YesNo:
    """Whether a benefit on which Carer's Allowance hangs is paid. Where one is worth claiming still, it stays open."""
    told_so = _yes_no(said, "benefit.other_gets_qualifying_benefit")
    if told_so is YesNo.YES or _has_it(Benefit.PIP, said):
        return YesNo.YES
    needs = disability_facts(said, on_date)
    claimable = (
        benefits.attendance_allowance(needs).worth_checking
        or benefits.personal_independence_payment(needs).worth_checking
    )
    none_now = told_so is YesNo.NO or all(said.get(fact) == YesNo.NO for fact in _HAS[Benefit.PIP])
    return YesNo.NO if none_now and not claimable else YesNo.NOT_SURE


def _yes_no(said: Said, fact: str) -> YesNo:
    return YesNo(said.get(fact, NOT_SURE))


def _attendance_allowance(said: Said, _facts: Facts, on_date: date, _figures: Figures) -> WorthChecking:
    return benefits.attendance_allowance(disability_facts(said, on_date))


def _pip(said: Said, _facts: Facts, on_date: date, _figures: Figures) -> WorthChecking:
    return benefits.personal_independence_payment(disability_facts(said, on_date))


def _carers_allowance(said: Said, facts: Facts, on_date: date, figures: Figures) -> WorthChecking:
    """Without a limit in force on that day, earnings stay open."""
    known = caring_facts(said, facts, on_date)
    try:
        return benefits.carers_allowance(known, figures)
    except FigureMissing:
        return benefits.carers_allowance(replace(known, weekly_earnings=None), figures)


def _grant(said: Said, _facts: Facts, _on_date: date, _figures: Figures) -> WorthChecking:
    age = int(said["money.age"]) if "money.age" in said else None
    return benefits.disabled_facilities_grant(_yes_no(said, "benefit.home_needs_changing"), age)


_JUDGES: Mapping[Benefit, Callable[[Said, Facts, date, Figures], WorthChecking]] = {
    Benefit.ATTENDANCE_ALLOWANCE: _attendance_allowance,
    Benefit.PIP: _pip,
    Benefit.CARERS_ALLOWANCE: _carers_allowance,
    Benefit.DISABLED_FACILITIES_GRANT: _grant,
}


def _found(worth: WorthChecking, on_date: date, figures: Figures) -> BenefitIndication:
    codes = [reason.code for reason in worth.reasons]
    is_open = f"_{State.UNCLEAR}"
    return BenefitIndication(
        benefit=worth.benefit,
        met=tuple(code.removesuffix(f"_{State.MET}") for code in codes if not code.endswith(is_open)),
        open=tuple(code.removesuffix(is_open) for code in codes if code.endswith(is_open)),
        cites=tuple(dict.fromkeys(reason.cites for reason in worth.reasons if reason.cites)),
        amounts=_amounts(worth.figure_ids, on_date, figures),
    )


def _amounts(ids: tuple[str, ...], on_date: date, figures: Figures) -> tuple[FigureOnDay, ...]:
    return tuple(FigureOnDay(id, _in_force(id, on_date, figures)) for id in ids)


def _in_force(id: str, on_date: date, figures: Figures) -> Figure | None:
    try:
        return figures.on(id, on_date)
    except FigureMissing:
        return None
