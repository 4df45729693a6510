"""Needs of a carer: The Care and Support (Eligibility Criteria) Regulations 2015 (SI 2015/313), regulation 3."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from selfassess.rules.inputs import Ability, Impact, Risk, YesNo, counted
from selfassess.rules.states import Indication, LegalCondition, LegalReason, NeedsResult, any_of, weighed

VERSION = "1"
OUTCOMES_NEEDED = 1
"""SI 2015/313 reg 3(2): any one circumstance is enough. "Two or more", which public pages still say, is the adult's rule."""
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
    """In which way a carer is unable to achieve an outcome. Unlike for adults, "takes longer" is no limb."""

    UNABLE = "unable"
    PAIN_DISTRESS_ANXIETY = "pain_distress_anxiety"
    ENDANGERS = "endangers"

    @property
    def cites(self) -> str:
        """The limb of regulation 3(3)."""
        return f"SI 2015/313 reg 3(3)({'abc'[list(CarerLimb).index(self)]})"


@dataclass(frozen=True)
class CarerFacts:
    """What is known of a carer's needs. Ages are in completed years; one that is not known is taken for an adult's."""

    carer_age: int | None = None
    cared_for_age: int | None = None
    necessary_care: YesNo = YesNo.NOT_SURE
    health_deteriorating: Risk = Risk.NOT_SURE
    outcomes: Mapping[CarerOutcome, frozenset[CarerLimb] | Ability] = field(default_factory=dict)
    wellbeing_impact: Impact = Impact.NOT_SURE


def screen(facts: CarerFacts) -> NeedsResult:
    """Whether regulation 3(1) may be met; a carer or a cared-for person under 18 has a way of their own in the Children Act 1989.

    Whether the person they care for may have eligible needs is not asked. Raises ValueError for an empty set of limbs.
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
    count = counted(CarerOutcome, facts.outcomes)
    circumstances = any_of([facts.health_deteriorating.state, count.at_least(OUTCOMES_NEEDED)])
    conditions = (
        LegalCondition("necessary_care", facts.necessary_care.state, "SI 2015/313 reg 3(1)(a)"),
        LegalCondition("circumstances", circumstances, "SI 2015/313 reg 3(1)(b)"),
        LegalCondition("wellbeing", facts.wellbeing_impact.state, "SI 2015/313 reg 3(1)(c)"),
    )
    return replace(weighed(conditions), outcomes_not_achieved=count.not_achieved)
