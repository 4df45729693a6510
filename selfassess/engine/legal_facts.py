"""Facts: answers in the law's terms, and what the rules find in them.

A missing answer never counts as "no".
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from selfassess.engine.conditions import Pair
from selfassess.engine.schema import NOT_SURE, Answers, Question, QuestionKind, Questionnaire
from selfassess.rules import adult_needs, carer, safeguarding
from selfassess.rules.adult_needs import AdultFacts, AdultLimb, AdultOutcome
from selfassess.rules.carer import CarerFacts, CarerLimb, CarerOutcome
from selfassess.rules.charging import WEEKS_HOME_IGNORED, Occupier, Setting
from selfassess.rules.inputs import Ability, Impact, Risk, YesNo
from selfassess.rules.safeguarding import SafeguardingFacts, SafeguardingResult
from selfassess.rules.states import NeedsResult

Choice = TypeVar("Choice", bound=StrEnum)
Facts = frozenset[Pair]
"""Facts as (fact, value) pairs.

A fact that the law counts once has one value on any path, as the proof shows.
"""

AGES = {"under_18": 17, "adult": 18}
"""The ages that the rules for carers tell apart, each with one age in completed years as an example."""

ADULT_LIMBS, CARER_LIMBS = tuple(map(str, AdultLimb)), tuple(map(str, CarerLimb))
ABILITIES = tuple(map(str, Ability))
_YES_NO, _RISK, _IMPACT = tuple(map(str, YesNo)), tuple(map(str, Risk)), tuple(map(str, Impact))

NEEDS_FACTS: Mapping[str, tuple[str, ...]] = {
    **{
        f"safeguarding.{name}": _YES_NO
        for name in ("care_and_support_needs", "unable_to_protect", "immediate_danger", "resident_here")
    },
    "safeguarding.abuse_or_neglect": _RISK,
    "adult.impairment": _YES_NO,
    "adult.wellbeing_impact": _IMPACT,
    **{f"adult.{outcome}": (*ADULT_LIMBS, *ABILITIES) for outcome in AdultOutcome},
    "carer.carer_age": tuple(AGES),
    "carer.cared_for_age": tuple(AGES),
    "carer.necessary_care": _YES_NO,
    "carer.health_deteriorating": _RISK,
    "carer.wellbeing_impact": _IMPACT,
    **{f"carer.{outcome}": (*CARER_LIMBS, *ABILITIES) for outcome in CarerOutcome},
}
"""The facts that the rules read, each with its values; one answer sets one of them."""

FOR_THE_RECORD: Mapping[str, tuple[str, ...]] = {
    f"help_now.{name}": ("yes", "no", "not_sure")
    for name in ("from_carer", "from_others", "paid_care", "equipment")
}
"""Facts for the record, which no rule reads: needs are assessed as if nobody helped."""

WEEKS: Mapping[str, int | None] = {"not_yet": None, "under_12": 0, "from_12": WEEKS_HOME_IGNORED}
"""How long somebody has lived in a care home for good, each with completed weeks as an example; None is
not yet.
"""

MOVED_IN_LATER = "moved_in_later"
"""A relative came to live in the home after the move: it counts, unless the council chooses otherwise
(SI 2014/2672 sch 2 para 4).
"""

MONEY_AND_BENEFITS: Mapping[str, tuple[str, ...]] = {
    "money.setting": (*map(str, Setting), NOT_SURE),
    "money.single": _YES_NO,
    "money.owns_home": _YES_NO,
    "money.home_occupied_by": (*map(str, Occupier), MOVED_IN_LATER, NOT_SURE),
    "money.weeks_since_moved_in": (*WEEKS, NOT_SURE),
    **{
        f"benefit.{name}": _YES_NO
        for name in (
            "help_by_day",
            "help_by_night",
            "needed_three_months",
            "needed_six_months",
            "needed_nine_months_more",
            "terminal_illness",
            "thirty_five_hours",
            "other_gets_qualifying_benefit",
            "studies_21_hours",
            "home_needs_changing",
            "already_gets_aa",
            "already_gets_pip",
            "already_gets_ca",
            "no_public_funds",
        )
    },
    **{f"free.{name}": _YES_NO for name in ("nhs_check", "aftercare", "aftercare_to_ask")},
}
"""Facts of money and benefits.

The rules for needs do not read them, so no route depends on them (s.9(3)(b)).
"""

NUMBERS: Mapping[str, QuestionKind] = {
    "money.age": QuestionKind.NUMBER,
    "money.savings": QuestionKind.MONEY,
    "money.home_equity": QuestionKind.MONEY,
    "benefit.weekly_earnings": QuestionKind.MONEY,
}
"""Facts of money and benefits that take a written number: years, or pounds."""

MONEY_FACTS = frozenset({*MONEY_AND_BENEFITS, *NUMBERS})
"""All facts of money and benefits."""

SINGLE_VALUED = frozenset({*NEEDS_FACTS, *MONEY_FACTS})
"""The facts that have one value on any path."""

OUTCOMES: Mapping[str, frozenset[str]] = {
    "adult": frozenset(f"adult.{outcome}" for outcome in AdultOutcome),
    "carer": frozenset(f"carer.{outcome}" for outcome in CarerOutcome),
    "safeguarding": frozenset(),
}
"""The facts of each rule set that the law only counts: the outcomes."""

UNDER_18 = ("signal.under_18", "yes")
"""The fact that somebody is a child, for whom other laws and teams are there."""

CANNOT_WAIT: Facts = frozenset(
    {("signal.urgent", "yes"), ("signal.breaking", "yes"), ("signal.fear_harm", "yes")}
)
"""The facts that call for help today, before any assessment (Care Act 2014 ss.19(3), 20(8))."""

VERDICTS: Mapping[str, tuple[str, ...]] = {
    "safeguarding.route": tuple(map(str, safeguarding.SafeguardingRoute)),
    "adult.indication": ("may_meet", "unclear", "may_not_meet"),
    "adult.appearance": ("yes",),
    "carer.indication": ("may_meet", "unclear", "may_not_meet", "young_carer", "parent_carer"),
    "carer.appearance": ("yes",),
}
"""The verdicts of the rules, which lead to routes."""

VERSIONS: Mapping[str, str] = {
    "safeguarding": safeguarding.VERSION,
    "adult": adult_needs.VERSION,
    "carer": carer.VERSION,
}


@dataclass(frozen=True)
class Findings:
    """The results of the rule sets; None for one that the questionnaire does not use."""

    safeguarding: SafeguardingResult | None = None
    adult: NeedsResult | None = None
    carer: NeedsResult | None = None


def facts_of_answer(question: Question, answer: tuple[str, ...]) -> list[Pair]:
    """Return the facts that one answer sets."""
    facts = [pair for option in question.chosen(answer) for pair in option.sets]
    if question.fact:
        facts += [(question.fact, value) for value in answer]
    return facts


def facts_of_answers(questionnaire: Questionnaire, answers: Answers) -> Facts:
    """Return the facts that answers set. `answers` are those on the path only."""
    return frozenset(
        pair for id, answer in answers.items() for pair in facts_of_answer(questionnaire.by_id[id], answer)
    )


def findings_of(rules: Iterable[str], facts: Facts) -> Findings:
    """Return what rule sets find in facts. A missing fact is "not sure"."""
    one = {key: value for key, value in facts if key in NEEDS_FACTS}
    return Findings(**{rule: RULE_SETS[rule](one) for rule in rules})  # type: ignore[arg-type]


def verdicts_of(findings: Findings) -> Facts:
    """Return the verdicts in findings, as pairs."""
    found = set()
    if findings.safeguarding:
        found.add(("safeguarding.route", str(findings.safeguarding.route)))
    for name, result in (("adult", findings.adult), ("carer", findings.carer)):
        if result:
            found.add((f"{name}.indication", str(result.indication)))
        if result and result.shows_need:
            found.add((f"{name}.appearance", "yes"))
    return frozenset(found)


def _pick(values: Mapping[str, str], fact: str, choices: type[Choice], absent: Choice) -> Choice:
    return choices(values[fact]) if fact in values else absent


def _safeguarding(values: Mapping[str, str]) -> SafeguardingResult:
    def known(name: str) -> YesNo:
        return _pick(values, f"safeguarding.{name}", YesNo, YesNo.NOT_SURE)

    return safeguarding.screen(
        SafeguardingFacts(
            care_and_support_needs=known("care_and_support_needs"),
            abuse_or_neglect=_pick(values, "safeguarding.abuse_or_neglect", Risk, Risk.NOT_SURE),
            unable_to_protect=known("unable_to_protect"),
            immediate_danger=known("immediate_danger"),
            resident_here=known("resident_here"),
        )
    )


def _adult(values: Mapping[str, str]) -> NeedsResult:
    return adult_needs.screen(
        AdultFacts(
            impairment=_pick(values, "adult.impairment", YesNo, YesNo.NOT_SURE),
            outcomes={
                outcome: _ability(values[f"adult.{outcome}"], AdultLimb)
                for outcome in AdultOutcome
                if f"adult.{outcome}" in values
            },
            wellbeing_impact=_pick(values, "adult.wellbeing_impact", Impact, Impact.NOT_SURE),
        )
    )


def _carer(values: Mapping[str, str]) -> NeedsResult:
    return carer.screen(
        CarerFacts(
            carer_age=AGES.get(values.get("carer.carer_age", "")),
            cared_for_age=AGES.get(values.get("carer.cared_for_age", "")),
            necessary_care=_pick(values, "carer.necessary_care", YesNo, YesNo.NOT_SURE),
            health_deteriorating=_pick(values, "carer.health_deteriorating", Risk, Risk.NOT_SURE),
            outcomes={
                outcome: _ability(values[f"carer.{outcome}"], CarerLimb)
                for outcome in CarerOutcome
                if f"carer.{outcome}" in values
            },
            wellbeing_impact=_pick(values, "carer.wellbeing_impact", Impact, Impact.NOT_SURE),
        )
    )


def _ability(value: str, limbs: type[Choice]) -> frozenset[Choice] | Ability:
    return Ability(value) if value in ABILITIES else frozenset({limbs(value)})


RULE_SETS: Mapping[str, Callable[[Mapping[str, str]], SafeguardingResult | NeedsResult]] = {
    "safeguarding": _safeguarding,
    "adult": _adult,
    "carer": _carer,
}
"""The rule sets by name."""
