"""Needs of a carer: The Care and Support (Eligibility Criteria) Regulations 2015 (SI 2015/313),
regulation 3.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from selfassess.rules.inputs import Ability, Impact, Risk, YesNo, count_outcomes
from selfassess.rules.states import Indication, LegalCondition, LegalReason, NeedsResult, any_of, result_of

VERSION = "1"
OUTCOMES_NEEDED = 1
"""SI 2015/313 reg 3(2): any one circumstance is enough. "Two or more", as on some public pages, is the
rule for adults.
"""
ADULT_AGE = 18


class CarerOutcome(StrEnum):
    """The eight outcomes of regulation 3(2)(b), (i) to (viii), in their order."""

    CHILD_CARE = "child_care"
    CARE_FOR_OTHERS = "care_for_others"
    HABITABLE_HOME = "habitable_home"
    NUTRITION = "nutrition"
    RELATIONSHIPS = "relationships"
    WORK_TRAINING = "work_training"
    COMMUNITY_FACILITIES = "community_facilities"
    RECREATION = "recreation"

    @property
    def cites(self) -> str:
        """The paragraph that names this outcome, as `SI 2015/313 reg 3(2)(b)(i)`."""
        numeral = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii")[list(CarerOutcome).index(self)]
        return f"SI 2015/313 reg 3(2)(b)({numeral})"


class CarerLimb(StrEnum):
    """The way in which a carer is unable to achieve an outcome. "Takes longer" is a limb for adults only."""

    UNABLE = "unable"
    PAIN_DISTRESS_ANXIETY = "pain_distress_anxiety"
    ENDANGERS = "endangers"

    @property
    def cites(self) -> str:
        """The limb of regulation 3(3)."""
        return f"SI 2015/313 reg 3(3)({'abc'[list(CarerLimb).index(self)]})"


@dataclass(frozen=True)
class CarerFacts:
    """The facts about a carer's needs. Ages are in completed years; an unknown age is taken as an adult's."""

    carer_age: int | None = None
    cared_for_age: int | None = None
    necessary_care: YesNo = YesNo.NOT_SURE
    health_deteriorating: Risk = Risk.NOT_SURE
    outcomes: Mapping[CarerOutcome, frozenset[CarerLimb] | Ability] = field(default_factory=dict)
    wellbeing_impact: Impact = Impact.NOT_SURE


def screen(facts: CarerFacts) -> NeedsResult:
    """Return whether regulation 3(1) may be met. Raises ValueError for an empty set of limbs.

    A carer or a cared-for person under 18 comes under the Children Act 1989. Whether the needs of the
    cared-for person are eligible is not asked.
    """
    if _under_18(facts.carer_age):
        return NeedsResult(
            Indication.YOUNG_CARER, (LegalReason("carer_under_18", "Children Act 1989 s.17ZA"),)
        )
    if _under_18(facts.cared_for_age):
        return NeedsResult(
            Indication.PARENT_CARER, (LegalReason("cared_for_under_18", "Children Act 1989 s.17ZD"),)
        )
    return _adult_carer(facts)


def _under_18(age: int | None) -> bool:
    return age is not None and age < ADULT_AGE


def _adult_carer(facts: CarerFacts) -> NeedsResult:
    count = count_outcomes(CarerOutcome, facts.outcomes)
    circumstances = any_of([facts.health_deteriorating.state, count.at_least(OUTCOMES_NEEDED)])
    conditions = (
        LegalCondition("necessary_care", facts.necessary_care.state, "SI 2015/313 reg 3(1)(a)"),
        LegalCondition("circumstances", circumstances, "SI 2015/313 reg 3(1)(b)"),
        LegalCondition("wellbeing", facts.wellbeing_impact.state, "SI 2015/313 reg 3(1)(c)"),
    )
    return replace(result_of(conditions), outcomes_not_achieved=count.not_achieved)
