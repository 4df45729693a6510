"""What a proof notes of whole results: routes, alarms, who takes whose place, and an appearance of need."""

from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from selfassess.engine.conditions import Pair
from selfassess.engine.legal_facts import ABILITIES, OUTCOMES
from selfassess.engine.schema import Option, Question, Questionnaire
from selfassess.proof.observers import (
    AlarmsRaised,
    NullObserver,
    RuleSetFacts,
    SignalRoutes,
    StateObserver,
)


@dataclass(frozen=True)
class ReplacingFacts(NullObserver):
    """Notes the facts with which one route takes the place of another."""

    questionnaire: Questionnaire

    @cached_property
    def read(self) -> frozenset[Pair]:
        """The facts that any route reads for this."""
        routes = self.questionnaire.shared.routes
        return frozenset[Pair]().union(*(when for route in routes for when in route.instead.values()))

    def start(self) -> Hashable:
        return frozenset[Pair]()

    def matters(self, question: Question) -> bool:
        return any(self.read & set(option.sets) for option in question.options)

    def take(self, state: Hashable, option: Option) -> Hashable:
        assert isinstance(state, frozenset)
        return state | (self.read & set(option.sets))


@dataclass(frozen=True)
class NeedShown(NullObserver):
    """Notes whether an answer shows an appearance of need (Care Act 2014 ss.9(1), 10(1)).

    It reads the answers themselves, not the routes: a difficulty with an area of daily life, an effect on
    life or health, or a signal of `NEED_SIGNALS`.
    """

    def start(self) -> Hashable:
        return False

    def matters(self, question: Question) -> bool:
        return any(map(appears, question.options))

    def take(self, state: Hashable, option: Option) -> Hashable:
        return state or appears(option)


NEED_SIGNALS = frozenset(
    f"signal.{name}"
    for name in (
        "assessment",
        "cannot_travel",
        "caring",
        "equipment",
        "fluctuates",
        "helper_stops",
        "in_hospital",
        "short_term",
        "urgent",
        "will_care",
    )
)
_EFFECTS = frozenset(
    {
        ("adult.wellbeing_impact", "significant"),
        ("carer.wellbeing_impact", "significant"),
        ("carer.health_deteriorating", "at_risk"),
        ("carer.health_deteriorating", "yes"),
    }
)


def appears(option: Option) -> bool:
    """Return whether an answer alone shows an appearance of need."""
    areas = OUTCOMES["adult"] | OUTCOMES["carer"]
    return any(
        (fact in areas and value not in ABILITIES)
        or (fact, value) in _EFFECTS
        or (fact in NEED_SIGNALS and value == "yes")
        for fact, value in option.sets
    )


class Observed(NamedTuple):
    """What AllObservers noted at the end of a run."""

    by_signals: frozenset[str]
    alarms: frozenset[str]
    replacing: frozenset[Pair]
    need_shown: bool
    verdicts: frozenset[Pair]

    @classmethod
    def at_end(cls, observed: Hashable) -> "Observed":
        """Return what a state of AllObservers at the end says."""
        assert isinstance(observed, tuple)
        signals, alarms, replacing, need_shown, *rules = observed
        verdicts = frozenset[Pair]().union(*(rule.verdict for rule in rules))
        return cls(signals, alarms, replacing, need_shown, verdicts)


@dataclass(frozen=True)
class AllObservers(NullObserver):
    """Notes everything that the routes of a result can depend on."""

    parts: tuple[StateObserver, ...]

    @classmethod
    def of(cls, questionnaire: Questionnaire) -> "AllObservers":
        """Return an observer of all that routes can depend on, in the order of the fields of `Observed`."""
        rules = [RuleSetFacts(questionnaire, name) for name in sorted(questionnaire.rules)]
        return cls(
            (
                SignalRoutes(questionnaire),
                AlarmsRaised(),
                ReplacingFacts(questionnaire),
                NeedShown(),
                *rules,
            )
        )

    def start(self) -> Hashable:
        return tuple(part.start() for part in self.parts)

    def matters(self, question: Question) -> bool:
        return any(part.matters(question) for part in self.parts)

    def take(self, state: Hashable, option: Option) -> Hashable:
        assert isinstance(state, tuple)
        return tuple(part.take(one, option) for part, one in zip(self.parts, state, strict=True))

    def hide(self, state: Hashable, question: Question) -> Hashable:
        assert isinstance(state, tuple)
        return tuple(part.hide(one, question) for part, one in zip(self.parts, state, strict=True))

    def settle(self, state: Hashable, index: int) -> Hashable:
        assert isinstance(state, tuple)
        return tuple(part.settle(one, index) for part, one in zip(self.parts, state, strict=True))
