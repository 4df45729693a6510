"""Safeguarding: Care Act 2014 s.42(1). Asked first, and apart from eligibility."""

from dataclasses import dataclass
from enum import StrEnum

from selfassess.rules.inputs import Risk, YesNo
from selfassess.rules.states import LegalCondition, LegalReason, State

VERSION = "1"


class SafeguardingRoute(StrEnum):
    """Where a concern leads, the most urgent first.

    `safeguarding_advice` is for somebody who may be at risk though s.42 may not be met: advice on raising a
    concern, and the domestic abuse, police and crisis routes. None of them is ever only a list of groups.
    """

    EMERGENCY = "emergency"
    SAFEGUARDING_CONCERN = "safeguarding_concern"
    SAFEGUARDING_ADVICE = "safeguarding_advice"
    NONE = "none"


@dataclass(frozen=True)
class SafeguardingFacts:
    """The facts about a concern for an adult.

    Needs count whether or not they are met. Abuse includes neglect, self-neglect and financial abuse.
    """

    care_and_support_needs: YesNo = YesNo.NOT_SURE
    abuse_or_neglect: Risk = Risk.NOT_SURE
    unable_to_protect: YesNo = YesNo.NOT_SURE
    immediate_danger: YesNo = YesNo.NOT_SURE
    resident_here: YesNo = YesNo.NOT_SURE


@dataclass(frozen=True)
class SafeguardingResult:
    """The route and the reasons for it."""

    route: SafeguardingRoute
    reasons: tuple[LegalReason, ...]

    @property
    def can_request_assessment(self) -> bool:
        """Always true, because it depends on no answer."""
        return True


def screen(facts: SafeguardingFacts) -> SafeguardingResult:
    """Return where a concern leads. Ordinary residence in the area changes nothing (s.42(1))."""
    return SafeguardingResult(_route(facts), tuple(condition.reason for condition in _conditions(facts)))


def _route(facts: SafeguardingFacts) -> SafeguardingRoute:
    if facts.immediate_danger is YesNo.YES:
        return SafeguardingRoute.EMERGENCY
    if facts.abuse_or_neglect.state is State.MET and YesNo.NO not in (
        facts.care_and_support_needs,
        facts.unable_to_protect,
    ):
        return SafeguardingRoute.SAFEGUARDING_CONCERN
    if facts.abuse_or_neglect is not Risk.NO or facts.immediate_danger is YesNo.NOT_SURE:
        return SafeguardingRoute.SAFEGUARDING_ADVICE
    return SafeguardingRoute.NONE


def _conditions(facts: SafeguardingFacts) -> list[LegalCondition]:
    conditions = [
        LegalCondition("needs", facts.care_and_support_needs.state, "Care Act 2014 s.42(1)(a)"),
        LegalCondition("abuse", facts.abuse_or_neglect.state, "Care Act 2014 s.42(1)(b)"),
        LegalCondition("unable_to_protect", facts.unable_to_protect.state, "Care Act 2014 s.42(1)(c)"),
    ]
    if facts.immediate_danger is not YesNo.NO:
        conditions.append(LegalCondition("immediate_danger", facts.immediate_danger.state, None))
    return conditions
