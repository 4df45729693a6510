"""What answers indicate of somebody's money, and the benefits worth checking; apart from the routes.

Answers may be missing or "not sure". The financial position is worked out for every possible value of the
open answers. Only what is the same for all of them is shown. Nothing here leads to a next step or removes
one (Care Act 2014 s.9(3)(b)).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import product
from typing import TypeVar

from selfassess.engine.conditions import holds
from selfassess.engine.legal_facts import AGES, MONEY_FACTS, MOVED_IN_LATER, UNDER_18, WEEKS, Facts
from selfassess.engine.path import Walk
from selfassess.engine.schema import NOT_SURE
from selfassess.rules import benefits, charging
from selfassess.rules.benefits import Benefit, CaringFacts, DisabilityFacts, WorthChecking
from selfassess.rules.charging import Band, MoneyFacts, MoneyResult, Note, Occupier, Setting
from selfassess.rules.figures import Figure, FigureMissing, Figures
from selfassess.rules.inputs import YesNo
from selfassess.rules.states import State

Choice = TypeVar("Choice", bound=StrEnum)
MoneyAnswers = Mapping[str, str]

TOLD = frozenset({"money.setting", "money.savings", "money.owns_home"})
"""Without any of these facts nothing can be worked out."""
FIGURES_FOR_EVERYBODY = (
    "upper_capital_limit",
    "lower_capital_limit",
    "minor_adaptation_free_up_to",
    "deferred_payment_income_kept",
    "deferred_payment_interest_margin",
    "nhs_funded_nursing_care",
)
"""The ids of figures for everybody who asks what care may cost."""
_TOLD_ELSEWHERE = ("signal.no_public_funds", "yes")
_ANY_AGE = (18, charging.MIG_ADULT_AGE, 67)
"""One age of each kind that the rules tell apart."""
_ANY_SAVINGS = (Decimal(0), Decimal("999999999999.99"))
"""The least and the most: a result that is the same for both is the same for all amounts between."""


@dataclass(frozen=True)
class FigureOnDay:
    """A figure by its id in content/figures; None where none is in force on that day.

    An older one is never used.
    """

    id: str
    figure: Figure | None


@dataclass(frozen=True)
class FinancialPosition:
    """What is true of somebody's money whatever the open answers are. Amounts are pounds.

    None where the possible answers lead to different results. `home_counts`: whether the home is part of the
    capital. `setting`: where care is given.
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
    """A benefit that is worth checking: its conditions that are met and that are open, their law, and its
    figures.
    """

    benefit: Benefit
    met: tuple[str, ...]
    open: tuple[str, ...]
    cites: tuple[str, ...]
    amounts: tuple[FigureOnDay, ...]


@dataclass(frozen=True)
class MoneyIndications:
    """What the answers indicate of money on a day. A guide, never a decision, and never a score.

    `asked`: the questionnaire is about what care costs. `position` is None where too many answers are open,
    or (`figure_missing`) where a figure is not in force on that day. `owner`: whether somebody owns a home.
    `later_occupier`: a relative came to live in the home after the move. `nhs_check`: whether an answer is a
    reason to ask for it. `aftercare`: an answer names a section after which it is free (Mental Health Act 1983
    s.117); `aftercare_to_ask`: the section is not known. `no_public_funds`: whether somebody has no recourse
    to public funds.
    """

    on_date: date
    asked: bool
    position: FinancialPosition | None
    figure_missing: bool
    owner: State
    later_occupier: bool
    nhs_check: bool
    aftercare: bool
    aftercare_to_ask: bool
    no_public_funds: YesNo
    benefits: tuple[BenefitIndication, ...]
    amounts: tuple[FigureOnDay, ...]


def money_indications(path: Walk, on_date: date, figures: Figures) -> MoneyIndications | None:
    """Return what the answers on a path indicate of money; None where the questionnaire is not about money.

    None too where nothing but the cost of care could be said, and somebody is under 18: those rules are for adults.
    """
    answers = money_answers(path.pairs)
    worth = tuple(_benefits(path, answers, on_date, figures))
    asked = path.questionnaire.tells_costs and UNDER_18 not in path.pairs
    if not asked and not worth:
        return None
    position, figure_missing = _position(answers, on_date, figures) if asked else (None, False)
    return MoneyIndications(
        on_date=on_date,
        asked=asked,
        position=position,
        figure_missing=figure_missing,
        owner=_yes_no(answers, "money.owns_home").state,
        later_occupier=answers.get("money.home_occupied_by") == MOVED_IN_LATER,
        nhs_check=answers.get("free.nhs_check") == YesNo.YES,
        aftercare=answers.get("free.aftercare") == YesNo.YES,
        aftercare_to_ask=answers.get("free.aftercare_to_ask") == YesNo.YES,
        no_public_funds=YesNo.YES
        if _TOLD_ELSEWHERE in path.pairs
        else _yes_no(answers, "benefit.no_public_funds"),
        benefits=worth,
        amounts=_amounts(FIGURES_FOR_EVERYBODY if asked else (), on_date, figures),
    )


def money_answers(facts: Facts) -> MoneyAnswers:
    """Return the facts of money and benefits by their names. "Not sure" is left out."""
    return {fact: value for fact, value in facts if fact in MONEY_FACTS and value != NOT_SURE}


# What care may cost


def possible_positions(answers: MoneyAnswers, on_date: date) -> tuple[MoneyFacts, ...]:
    """Return the money facts for every possible value of the open answers; none where nothing can be
    worked out.
    """
    if not TOLD & answers.keys():
        return ()
    ages = (int(answers["money.age"]),) if "money.age" in answers else _ANY_AGE
    savings = (Decimal(answers["money.savings"]),) if "money.savings" in answers else _ANY_SAVINGS
    weeks = (
        (WEEKS[answers["money.weeks_since_moved_in"]],)
        if "money.weeks_since_moved_in" in answers
        else tuple(WEEKS.values())
    )
    equity = Decimal(answers["money.home_equity"]) if "money.home_equity" in answers else None
    open_ways = product(
        _choices(answers, "money.setting", Setting),
        ages,
        _flags(answers, "money.single"),
        savings,
        _flags(answers, "money.owns_home"),
        _occupiers(answers),
        weeks,
    )
    return tuple(MoneyFacts(on_date, *way, home_equity=equity) for way in open_ways)


def _choices(answers: MoneyAnswers, fact: str, choices: type[Choice]) -> tuple[Choice, ...]:
    return (choices(answers[fact]),) if fact in answers else tuple(choices)


def _occupiers(answers: MoneyAnswers) -> tuple[Occupier, ...]:
    """Who may live in the home. Whoever came after the move does not take the home out of the capital."""
    if answers.get("money.home_occupied_by") == MOVED_IN_LATER:
        return (Occupier.NOBODY,)
    return _choices(answers, "money.home_occupied_by", Occupier)


def _flags(answers: MoneyAnswers, fact: str) -> tuple[bool, ...]:
    return (answers[fact] == YesNo.YES,) if fact in answers else (True, False)


def _position(
    answers: MoneyAnswers, on_date: date, figures: Figures
) -> tuple[FinancialPosition | None, bool]:
    """The position, and whether a figure is missing."""
    ways = possible_positions(answers, on_date)
    try:
        results = [charging.screen(facts, figures) for facts in ways]
    except FigureMissing:
        return None, True
    return (_common(ways, results) if ways else None), False


def _common(ways: tuple[MoneyFacts, ...], results: list[MoneyResult]) -> FinancialPosition:
    bands = {result.band for result in results}
    capital, tariff = (
        {result.capital_counted for result in results},
        {result.tariff_income_weekly for result in results},
    )
    settings = {facts.setting for facts in ways}
    # A note is shown where every possible result has it; figures are shown where any has them.
    common_notes = set(Note).intersection(*(result.notes for result in results))
    figures: dict[Figure, None] = {}
    for result in results:
        figures.update(dict.fromkeys(result.figures))
    return FinancialPosition(
        setting=settings.pop() if len(settings) == 1 else None,
        band=bands.pop() if len(bands) == 1 else Band.UNCLEAR,
        capital=capital.pop() if len(capital) == 1 else None,
        tariff_income_weekly=tariff.pop() if len(tariff) == 1 else None,
        home_counts=_agreed([result.property_counted for result in results]),
        notes=tuple(note for note in Note if note in common_notes),
        figures=tuple(figures),
    )


def _agreed(held: list[bool]) -> State:
    if all(held):
        return State.MET
    return State.UNCLEAR if any(held) else State.NOT_MET


# Benefits worth checking


def _benefits(
    path: Walk, answers: MoneyAnswers, on_date: date, figures: Figures
) -> Iterator[BenefitIndication]:
    pairs = path.pairs
    for mention in path.questionnaire.mentions:
        if holds(mention.when, pairs) and not _has_it(mention.benefit, answers):
            found = _JUDGES[mention.benefit](answers, pairs, on_date, figures)
            if found.worth_checking:
                yield _found(found, on_date, figures)


_HAS = {
    Benefit.ATTENDANCE_ALLOWANCE: ("benefit.already_gets_aa", "benefit.already_gets_pip"),
    Benefit.PIP: ("benefit.already_gets_aa", "benefit.already_gets_pip"),
    Benefit.CARERS_ALLOWANCE: ("benefit.already_gets_ca",),
    Benefit.DISABLED_FACILITIES_GRANT: (),
}
"""The facts that show that somebody has a benefit, or one that is paid in its place (SSCBA s.64(1), WRA
s.83).
"""


def _has_it(benefit: Benefit, answers: MoneyAnswers) -> bool:
    return any(answers.get(fact) == YesNo.YES for fact in _HAS[benefit])


def disability_facts(answers: MoneyAnswers, on_date: date) -> DisabilityFacts:
    """Return what is known of the need of help of the person that the answers are about."""
    names = (
        "help_by_day",
        "help_by_night",
        "needed_six_months",
        "needed_three_months",
        "needed_nine_months_more",
        "terminal_illness",
    )
    age = int(answers["money.age"]) if "money.age" in answers else None
    return DisabilityFacts(on_date, age, **{name: _yes_no(answers, f"benefit.{name}") for name in names})


def caring_facts(answers: MoneyAnswers, facts: Facts, on_date: date) -> CaringFacts:
    """Return what is known of the week of the carer of that person.

    The age is known only of a carer who gave it.
    """
    earnings = answers.get("benefit.weekly_earnings")
    return CaringFacts(
        on_date=on_date,
        age=AGES["adult"] if ("carer.carer_age", "adult") in facts else None,
        thirty_five_hours=_yes_no(answers, "benefit.thirty_five_hours"),
        other_gets_qualifying_benefit=_qualifying(answers, on_date),
        weekly_earnings=None if earnings is None else Decimal(earnings),
        studies_21_hours=_yes_no(answers, "benefit.studies_21_hours"),
    )


def _qualifying(answers: MoneyAnswers, on_date: date) -> YesNo:
    """Whether a benefit is paid that Carer's Allowance depends on. Open where one is still worth claiming."""
    told_so = _yes_no(answers, "benefit.other_gets_qualifying_benefit")
    if told_so is YesNo.YES or _has_it(Benefit.PIP, answers):
        return YesNo.YES
    needs = disability_facts(answers, on_date)
    claimable = (
        benefits.attendance_allowance(needs).worth_checking
        or benefits.personal_independence_payment(needs).worth_checking
    )
    none_now = told_so is YesNo.NO or all(answers.get(fact) == YesNo.NO for fact in _HAS[Benefit.PIP])
    return YesNo.NO if none_now and not claimable else YesNo.NOT_SURE


def _yes_no(answers: MoneyAnswers, fact: str) -> YesNo:
    return YesNo(answers.get(fact, NOT_SURE))


def _attendance_allowance(
    answers: MoneyAnswers, _facts: Facts, on_date: date, _figures: Figures
) -> WorthChecking:
    return benefits.attendance_allowance(disability_facts(answers, on_date))


def _pip(answers: MoneyAnswers, _facts: Facts, on_date: date, _figures: Figures) -> WorthChecking:
    return benefits.personal_independence_payment(disability_facts(answers, on_date))


def _carers_allowance(answers: MoneyAnswers, facts: Facts, on_date: date, figures: Figures) -> WorthChecking:
    """Carer's Allowance. Without an earnings limit in force on that day, earnings are taken as open."""
    known = caring_facts(answers, facts, on_date)
    try:
        return benefits.carers_allowance(known, figures)
    except FigureMissing:
        return benefits.carers_allowance(replace(known, weekly_earnings=None), figures)


def _grant(answers: MoneyAnswers, _facts: Facts, _on_date: date, _figures: Figures) -> WorthChecking:
    age = int(answers["money.age"]) if "money.age" in answers else None
    return benefits.disabled_facilities_grant(_yes_no(answers, "benefit.home_needs_changing"), age)


_JUDGES: Mapping[Benefit, Callable[[MoneyAnswers, Facts, date, Figures], WorthChecking]] = {
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
