"""From answers to facts in the law's terms, and from facts to what the rules say. Nothing said is ever taken for "no"."""

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
"""Everything that was said, as (fact, value) pairs. A fact that the law counts once has one value on any path: that is proved."""

AGES = {"under_18": 17, "adult": 18}
"""Ages as the carer's rules tell them apart, each with one completed age that stands for all of its kind."""

ADULT_LIMBS, CARER_LIMBS = tuple(map(str, AdultLimb)), tuple(map(str, CarerLimb))
ABILITIES = tuple(map(str, Ability))
_YES_NO, _RISK, _IMPACT = tuple(map(str, YesNo)), tuple(map(str, Risk)), tuple(map(str, Impact))

SINGLE: Mapping[str, tuple[str, ...]] = {
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

RECORDED: Mapping[str, tuple[str, ...]] = {
    f"help_now.{name}": ("yes", "no", "not_sure")
    for name in ("from_carer", "from_others", "paid_care", "equipment")
}
"""Facts for the record, which the rules do not read (needs are looked at as if nobody helped)."""

WEEKS: Mapping[str, int | None] = {"not_yet": None, "under_12": 0, "from_12": WEEKS_HOME_IGNORED}
"""Since when somebody lives in a care home for good, each with completed weeks that stand for all of its kind; None is not yet."""

MEANS: Mapping[str, tuple[str, ...]] = {
    "money.setting": (*map(str, Setting), NOT_SURE),
    "money.single": _YES_NO,
    "money.owns_home": _YES_NO,
    "money.home_occupied_by": (*map(str, Occupier), NOT_SURE),
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
        )
    },
    **{f"free.{name}": _YES_NO for name in ("nhs_check", "aftercare")},
}
"""Facts of money and benefits, each said once. The rules for needs do not read them, so no way to help hangs on them (s.9(3)(b))."""

NUMBERS: Mapping[str, QuestionKind] = {
    "money.age": QuestionKind.NUMBER,
    "money.savings": QuestionKind.MONEY,
    "money.home_equity": QuestionKind.MONEY,
    "benefit.weekly_earnings": QuestionKind.MONEY,
}
"""Facts of money and benefits that take what was written as it is: years, or pounds."""

APART = frozenset({*MEANS, *NUMBERS})
"""All facts of money and benefits."""

ONCE = frozenset({*SINGLE, *APART})
"""The facts that have one value on any path."""

OUTCOMES: Mapping[str, frozenset[str]] = {
    "adult": frozenset(f"adult.{outcome}" for outcome in AdultOutcome),
    "carer": frozenset(f"carer.{outcome}" for outcome in CarerOutcome),
    "safeguarding": frozenset(),
}
"""The facts of each rule set that the law counts."""

VERDICTS: Mapping[str, tuple[str, ...]] = {
    "safeguarding.route": tuple(map(str, safeguarding.SafeguardingRoute)),
    "adult.indication": ("may_meet", "unclear", "may_not_meet"),
    "carer.indication": ("may_meet", "unclear", "may_not_meet", "young_carer", "parent_carer"),
}
"""What the rules say, which routes are hung on."""

VERSIONS: Mapping[str, str] = {
    "safeguarding": safeguarding.VERSION,
    "adult": adult_needs.VERSION,
    "carer": carer.VERSION,
}


@dataclass(frozen=True)
class Findings:
    """What the rule sets that a questionnaire uses say; None for one it does not use."""

    safeguarding: SafeguardingResult | None = None
    adult: NeedsResult | None = None
    carer: NeedsResult | None = None


def of_question(question: Question, answer: tuple[str, ...]) -> list[Pair]:
    """The facts that one answer sets."""
    said = [pair for option in question.chosen(answer) for pair in option.sets]
    return said + [(question.fact, value) for value in answer if question.fact]


def gathered(questionnaire: Questionnaire, answers: Answers) -> Facts:
    """The facts that answers set. `answers` are those on the path: what left the path must not count."""
    return frozenset(
        pair for id, answer in answers.items() for pair in of_question(questionnaire.by_id[id], answer)
    )


def judged(rules: Iterable[str], facts: Facts) -> Findings:
    """What the rules say of facts. A fact that was not said is not sure."""
    one = {key: value for key, value in facts if key in SINGLE}
    return Findings(**{rule: JUDGES[rule](one) for rule in rules})  # type: ignore[arg-type]


def verdicts(findings: Findings) -> Facts:
    """What the rules say, as pairs."""
    found = set()
    if findings.safeguarding:
        found.add(("safeguarding.route", str(findings.safeguarding.route)))
    for name, result in (("adult", findings.adult), ("carer", findings.carer)):
        if result:
            found.add((f"{name}.indication", str(result.indication)))
    return frozenset(found)


def _pick(said: Mapping[str, str], fact: str, choices: type[Choice], absent: Choice) -> Choice:
    return choices(said[fact]) if fact in said else absent


def _safeguarding(said: Mapping[str, str]) -> SafeguardingResult:
    def known(name: str) -> YesNo:
        return _pick(said, f"safeguarding.{name}", YesNo, YesNo.NOT_SURE)

    return safeguarding.screen(
        SafeguardingFacts(
            care_and_support_needs=known("care_and_support_needs"),
            abuse_or_neglect=_pick(said, "safeguarding.abuse_or_neglect", Risk, Risk.NOT_SURE),
            unable_to_protect=known("unable_to_protect"),
            immediate_danger=known("immediate_danger"),
            resident_here=known("resident_here"),
        )
    )


def _adult(said: Mapping[str, str]) -> NeedsResult:
    return adult_needs.screen(
        AdultFacts(
            impairment=_pick(said, "adult.impairment", YesNo, YesNo.NOT_SURE),
            outcomes={
                outcome: _ability(said[f"adult.{outcome}"], AdultLimb)
                for outcome in AdultOutcome
                if f"adult.{outcome}" in said
            },
            wellbeing_impact=_pick(said, "adult.wellbeing_impact", Impact, Impact.NOT_SURE),
        )
    )


def _carer(said: Mapping[str, str]) -> NeedsResult:
    return carer.screen(
        CarerFacts(
            carer_age=AGES.get(said.get("carer.carer_age", "")),
            cared_for_age=AGES.get(said.get("carer.cared_for_age", "")),
            necessary_care=_pick(said, "carer.necessary_care", YesNo, YesNo.NOT_SURE),
            health_deteriorating=_pick(said, "carer.health_deteriorating", Risk, Risk.NOT_SURE),
            outcomes={
                outcome: _ability(said[f"carer.{outcome}"], CarerLimb)
                for outcome in CarerOutcome
                if f"carer.{outcome}" in said
            },
            wellbeing_impact=_pick(said, "carer.wellbeing_impact", Impact, Impact.NOT_SURE),
        )
    )


def _ability(value: str, limbs: type[Choice]) -> frozenset[Choice] | Ability:
    return Ability(value) if value in ABILITIES else frozenset({limbs(value)})


JUDGES: Mapping[str, Callable[[Mapping[str, str]], SafeguardingResult | NeedsResult]] = {
    "safeguarding": _safeguarding,
    "adult": _adult,
    "carer": _carer,
}
"""The rule sets by name."""
