"""Observers: what a proof notes of the answers so far. It is as little as the result can depend on.

Runs that an observer cannot tell apart are explored once, so that every combination of answers is covered. An
example: of the areas of daily life the rules only count how many are not achieved and how many are not sure,
each up to two. So an observer counts them up to two. Once no later question can change a rule set's facts,
only its verdict is noted.
"""

from collections.abc import Hashable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

from selfassess.engine.conditions import Pair
from selfassess.engine.legal_facts import ABILITIES, NEEDS_FACTS, OUTCOMES, findings_of, verdicts_of
from selfassess.engine.schema import NOT_SURE, Alarm, Option, Question, Questionnaire

MOST_COUNTED = 2
"""No rule asks for more than two outcomes (SI 2015/313 regs 2(1)(b), 3(2))."""


SAME_STATE = {"at_risk": "yes", "some": "", NOT_SURE: "", "adult": ""}
"""Values that have the same state as another one for every rule; empty: the same state as no answer."""


class StateObserver(Protocol):
    """A state machine that reads answers in the order of the questions.

    States are hashable and never changed in place.
    """

    def start(self) -> Hashable:
        """Return the state before the first question."""

    def matters(self, question: Question) -> bool:
        """Return whether a question can change the state, by being answered or by being left out."""

    def show(self, state: Hashable, question: Question) -> Hashable:
        """Return the state after a question was put on the path."""

    def take(self, state: Hashable, option: Option) -> Hashable:
        """Return the state after an answer was chosen."""

    def hide(self, state: Hashable, question: Question) -> Hashable:
        """Return the state after a question was left out of the path."""

    def settle(self, state: Hashable, index: int) -> Hashable:
        """Return the state after all questions up to and including the one at `index`."""


@dataclass(frozen=True)
class FactCounts:
    """A rule set's facts so far: its single facts, and how many areas are not achieved or not sure (each up
    to two). `given`: the areas that have an answer, of those that more than one question asks about.
    """

    single: frozenset[Pair]
    unable: int
    unsure: int
    given: frozenset[str] = frozenset()


@dataclass(frozen=True)
class SettledVerdict:
    """The verdict of a rule set when no later question can change it."""

    verdict: frozenset[Pair]


class NullObserver:
    """An observer that notes nothing: only conditions tell runs apart."""

    def start(self) -> Hashable:
        return None

    def matters(self, question: Question) -> bool:
        return False

    def show(self, state: Hashable, question: Question) -> Hashable:
        return state

    def take(self, state: Hashable, option: Option) -> Hashable:
        return state

    def hide(self, state: Hashable, question: Question) -> Hashable:
        return state

    def settle(self, state: Hashable, index: int) -> Hashable:
        return state


@dataclass(frozen=True)
class QuestionsShown(NullObserver):
    """Notes which of some questions are on the path."""

    ids: frozenset[str]

    def start(self) -> Hashable:
        return frozenset[str]()

    def matters(self, question: Question) -> bool:
        return question.id in self.ids

    def show(self, state: Hashable, question: Question) -> Hashable:
        assert isinstance(state, frozenset)
        return state | ({question.id} & self.ids)


@dataclass(frozen=True)
class NeedReached(NullObserver):
    """Notes whether an answer leads to one need."""

    need: str

    def start(self) -> Hashable:
        return False

    def matters(self, question: Question) -> bool:
        return any(self.need in option.needs for option in question.options)

    def take(self, state: Hashable, option: Option) -> Hashable:
        return state or self.need in option.needs


@dataclass(frozen=True)
class FactValues(NullObserver):
    """Notes the values that answers give to one fact."""

    fact: str

    def start(self) -> Hashable:
        return frozenset[str]()

    def matters(self, question: Question) -> bool:
        return any(self.fact in dict(option.sets) for option in question.options)

    def take(self, state: Hashable, option: Option) -> Hashable:
        assert isinstance(state, frozenset)
        return state | {value for fact, value in option.sets if fact == self.fact}


@dataclass(frozen=True)
class SignalRoutes(NullObserver):
    """Notes the routes that signals lead to."""

    questionnaire: Questionnaire

    @cached_property
    def signals(self) -> dict[Pair, frozenset[str]]:
        """The routes that each signal leads to."""
        routes: dict[Pair, frozenset[str]] = {}
        for route in self.questionnaire.shared.routes:
            for pair in route.when:
                if pair[0].startswith("signal."):
                    routes[pair] = routes.get(pair, frozenset()) | {route.id}
        return routes

    def start(self) -> Hashable:
        return frozenset[str]()

    def matters(self, question: Question) -> bool:
        return any(pair in self.signals for option in question.options for pair in option.sets)

    def take(self, state: Hashable, option: Option) -> Hashable:
        assert isinstance(state, frozenset)
        return state.union(*(self.signals[pair] for pair in option.sets if pair in self.signals))


@dataclass(frozen=True)
class AlarmsRaised(NullObserver):
    """Notes the alarms that answers raise."""

    def start(self) -> Hashable:
        return frozenset[str]()

    def matters(self, question: Question) -> bool:
        return any(option.alarm for option in question.options)

    def take(self, state: Hashable, option: Option) -> Hashable:
        assert isinstance(state, frozenset)
        found = state | ({str(option.alarm)} if option.alarm else set())
        # Danger leads whatever else there is, so no other alarm matters beside it.
        return frozenset({str(Alarm.DANGER)}) if Alarm.DANGER in found else found


@dataclass(frozen=True)
class RuleSetFacts(NullObserver):
    """Notes the facts of one rule set, until its verdict is settled."""

    questionnaire: Questionnaire
    name: str

    @cached_property
    def facts(self) -> frozenset[str]:
        """The facts that the rule set reads."""
        return frozenset(fact for fact in NEEDS_FACTS if fact.startswith(f"{self.name}."))

    @cached_property
    def counted(self) -> frozenset[str]:
        """The facts that the rule set only counts."""
        return OUTCOMES[self.name]

    @cached_property
    def shared(self) -> frozenset[str]:
        """The areas that more than one question asks about, each on paths of its own."""
        asked = [area for one in self.questionnaire.questions for area in self.set_by(one) & self.counted]
        return frozenset(area for area in asked if asked.count(area) > 1)

    @cached_property
    def last(self) -> int:
        """The index of the last question that sets a fact of the rule set; -1 where none does."""
        return max(
            (place for place, question in enumerate(self.questionnaire.questions) if self.matters(question)),
            default=-1,
        )

    def set_by(self, question: Question) -> frozenset[str]:
        """Return the facts of this rule set that a question sets."""
        return frozenset(fact for option in question.options for fact, _ in option.sets) & self.facts

    def start(self) -> Hashable:
        asked = frozenset[str]().union(*(self.set_by(question) for question in self.questionnaire.questions))
        return self.settle(FactCounts(frozenset(), 0, min(MOST_COUNTED, len(self.counted - asked))), -1)

    def matters(self, question: Question) -> bool:
        return bool(self.set_by(question))

    def take(self, state: Hashable, option: Option) -> Hashable:
        for fact, value in option.sets:
            if fact in self.facts:
                state = self._one(state, fact, value)
        return state

    def _one(self, state: Hashable, fact: str, value: str) -> Hashable:
        assert isinstance(state, FactCounts)
        if fact not in self.counted:
            read = SAME_STATE.get(value, value)
            return replace(state, single=state.single | ({(fact, read)} if read else set()))
        if fact in self.shared:
            state = replace(state, given=state.given | {fact})
        if value == NOT_SURE:
            return self._unsure(state, 1)
        return state if value in ABILITIES else self._capped(replace(state, unable=state.unable + 1))

    def hide(self, state: Hashable, question: Question) -> Hashable:
        """Count the areas of a question that is left out as not sure, unless another one asks about them."""
        areas = len((self.set_by(question) & self.counted) - self.shared)
        return self._unsure(state, areas) if areas else state

    def _unsure(self, state: Hashable, areas: int) -> Hashable:
        assert isinstance(state, FactCounts)
        return self._capped(replace(state, unsure=state.unsure + areas))

    @staticmethod
    def _capped(state: FactCounts) -> FactCounts:
        unable = min(MOST_COUNTED, state.unable)
        # Two that are not achieved are enough for every rule, whatever else is not sure.
        unsure = 0 if unable == MOST_COUNTED else min(MOST_COUNTED, state.unsure)
        return replace(state, unable=unable, unsure=unsure)

    def settle(self, state: Hashable, index: int) -> Hashable:
        return (
            SettledVerdict(self.verdict(state))
            if isinstance(state, FactCounts) and index >= self.last
            else state
        )

    def verdict(self, state: FactCounts) -> frozenset[Pair]:
        """Return the verdict of the real rules.

        The counts are spread over any areas, because the rules only count them.
        """
        state = self._capped(replace(state, unsure=state.unsure + len(self.shared - state.given)))
        areas = sorted(self.counted)
        values = ["unable"] * state.unable + [NOT_SURE] * state.unsure
        values += ["able"] * (len(areas) - len(values))
        return verdicts_of(
            findings_of([self.name], state.single | frozenset(zip(areas, values, strict=False)))
        )
