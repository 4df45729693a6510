"""Needs of an adult: The Care and Support (Eligibility Criteria) Regulations 2015 (SI 2015/313),
regulation 2.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from selfassess.rules.inputs import Ability, Impact, YesNo, count_outcomes
from selfassess.rules.states import LegalCondition, NeedsResult, result_of

VERSION = "1"
OUTCOMES_NEEDED = 2
"""SI 2015/313 reg 2(1)(b): "unable to achieve two or more of the outcomes"."""


class AdultOutcome(StrEnum):
    """The ten outcomes of regulation 2(2), (a) to (j), in their order."""

    NUTRITION = "nutrition"
    PERSONAL_HYGIENE = "personal_hygiene"
    TOILET = "toilet"
    CLOTHING = "clothing"
    HOME_SAFELY = "home_safely"
    HABITABLE_HOME = "habitable_home"
    RELATIONSHIPS = "relationships"
    WORK_TRAINING = "work_training"
    COMMUNITY_FACILITIES = "community_facilities"
    CHILD_CARE = "child_care"

    @property
    def cites(self) -> str:
        """The paragraph that names this outcome, as `SI 2015/313 reg 2(2)(a)`."""
        return f"SI 2015/313 reg 2(2)({'abcdefghij'[list(AdultOutcome).index(self)]})"


class AdultLimb(StrEnum):
    """The way in which somebody is unable to achieve an outcome, assessed as if nobody helped."""

    UNABLE = "unable"
    PROMPTING = "prompting"
    PAIN_DISTRESS_ANXIETY = "pain_distress_anxiety"
    ENDANGERS = "endangers"
    TAKES_LONGER = "takes_longer"

    @property
    def cites(self) -> str:
        """The limb of regulation 2(3).

        To need prompting is to need assistance: (a) (statutory guidance, chapter 6).
        """
        return f"SI 2015/313 reg 2(3)({_LIMBS[self.value]})"


_LIMBS = {
    "unable": "a",
    "prompting": "a",
    "pain_distress_anxiety": "b",
    "endangers": "c",
    "takes_longer": "d",
}


@dataclass(frozen=True)
class HelpNow:
    """The help that somebody has today.

    It is part of the record; the rules assess needs as if there were none.
    """

    from_carer: bool | None = None
    from_others: bool | None = None
    paid_care: bool | None = None
    equipment: bool | None = None


@dataclass(frozen=True)
class AdultFacts:
    """The facts about an adult's needs. A missing fact is "not sure"."""

    impairment: YesNo = YesNo.NOT_SURE
    outcomes: Mapping[AdultOutcome, frozenset[AdultLimb] | Ability] = field(default_factory=dict)
    wellbeing_impact: Impact = Impact.NOT_SURE
    help_now: HelpNow = field(default_factory=HelpNow)


def screen(facts: AdultFacts) -> NeedsResult:
    """Return whether the three conditions of regulation 2(1) may be met.

    Raises ValueError for an empty set of limbs.
    """
    count = count_outcomes(AdultOutcome, facts.outcomes)
    conditions = (
        LegalCondition("impairment", facts.impairment.state, "SI 2015/313 reg 2(1)(a)"),
        LegalCondition("unable_outcomes", count.at_least(OUTCOMES_NEEDED), "SI 2015/313 reg 2(1)(b)"),
        LegalCondition("wellbeing", facts.wellbeing_impact.state, "SI 2015/313 reg 2(1)(c)"),
    )
    return replace(result_of(conditions), outcomes_not_achieved=count.not_achieved)
