"""What a proof keeps in mind of the answers so far: as little as the result can depend on, so that every combination is covered.

The rules read nothing of the areas of daily life but how many are not managed and how many are not sure, each up to two. So a watch
counts them up to two; and once no later question can touch a rule set, only what that rule set says is kept.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from selfassess.engine.conditions import Pair
from selfassess.engine.legal_facts import ABILITIES, OUTCOMES, SINGLE, judged, verdicts
from selfassess.engine.schema import NOT_SURE, Option, Question, Questionnaire

ENOUGH = 2
"""No rule asks for more than two outcomes (SI 2015/313 regs 2(1)(b), 3(2))."""


ALIKE = {"at_risk": "yes", "some": "", NOT_SURE: "", "adult": ""}
"""Values that every rule reads like another one, or (empty) like nothing said: it reads a state, which is the same for both."""


class Watch(Protocol):
    """A small machine that reads answers in the order of the questions."""

    def start(self) -> Hashable:
        """What is in mind before the first question."""

    def matters(self, question: Question) -> bool:
        """Whether answering this question, or its being left out, can change what is in mind."""

    def show(self, state: Hashable, question: Question) -> Hashable:
        """The question is on the path."""

    def take(self, state: Hashable, option: Option) -> Hashable:
        """An answer is chosen."""

    def hide(self, state: Hashable, question: Question) -> Hashable:
        """The question is not on the path."""

    def settle(self, state: Hashable, index: int) -> Hashable:
        """All questions up to and with `index` are dealt with."""


@dataclass(frozen=True)
class Counted:
    """A rule set's facts so far: those said, how many areas are not managed, and how many not sure (each up to two)."""

    said: frozenset[Pair]
    unable: int
    unsure: int


@dataclass(frozen=True)
class Settled:
    """What a rule set says when no later question can change it."""

    verdict: frozenset[Pair]


class Silent:
    """A watch that keeps nothing in mind: for the path alone."""

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
class Shown(Silent):
    """Which of some questions are on the path."""

    ids: frozenset[str]

    def start(self) -> Hashable:
        return frozenset[str]()

    def matters(self, question: Question) -> bool:
        return question.id in self.ids

    def show(self, state: Hashable, question: Question) -> Hashable:
        assert isinstance(state, frozenset)
        return state | ({question.id} & self.ids)


@dataclass(frozen=True)
class Wanted(Silent):
    """Whether an answer leads to one need."""

    need: str

    def start(self) -> Hashable:
        return False

    def matters(self, question: Question) -> bool:
        return any(self.need in option.needs for option in question.options)

    def take(self, state: Hashable, option: Option) -> Hashable:
        return state or self.need in option.needs


@dataclass(frozen=True)
class Values(Silent):
    """The values that answers give to one fact."""

    fact: str

    def start(self) -> Hashable:
        return frozenset[str]()

    def matters(self, question: Question) -> bool:
        return any(self.fact in dict(option.sets) for option in question.options)

    def take(self, state: Hashable, option: Option) -> Hashable:
        assert isinstance(state, frozenset)
        return state | {value for fact, value in option.sets if fact == self.fact}


@dataclass(frozen=True)
class Hits(Silent):
    """The routes that signals lead to."""

    questionnaire: Questionnaire

    @cached_property
    def signals(self) -> dict[Pair, frozenset[str]]:
        """The routes hung on each signal."""
        pairs = {
            pair
            for route in self.questionnaire.shared.routes
            for pair in route.when
            if pair[0].startswith("signal.")
        }
        return {
            pair: frozenset(route.id for route in self.questionnaire.shared.routes if pair in route.when)
            for pair in pairs
        }

    def start(self) -> Hashable:
        return frozenset[str]()

    def matters(self, question: Question) -> bool:
        return any(pair in self.signals for option in question.options for pair in option.sets)

    def take(self, state: Hashable, option: Option) -> Hashable:
        assert isinstance(state, frozenset)
        return state.union(*(self.signals[pair] for pair in option.sets if pair in self.signals))


@dataclass(frozen=True)
class Alarms(Silent):
    """The alarms that answers raise."""

    def start(self) -> Hashable:
        return frozenset[str]()

    def matters(self, question: Question) -> bool:
        return any(option.alarm for option in question.options)

    def take(self, state: Hashable, option: Option) -> Hashable:
        assert isinstance(state, frozenset)
        return state | ({str(option.alarm)} if option.alarm else set())


@dataclass(frozen=True)
class Rule(Silent):
    """The facts of one rule set, until its verdict is settled."""

    questionnaire: Questionnaire
    name: str

    @cached_property
    def facts(self) -> frozenset[str]:
        """The facts that the rule set reads."""
        return frozenset(fact for fact in SINGLE if fact.startswith(f"{self.name}."))

    @cached_property
    def counted(self) -> frozenset[str]:
        """Those of them that are counted."""
        return OUTCOMES[self.name]

    @cached_property
    def last(self) -> int:
        """The place of the last question that touches the rule set; -1 where none does."""
        return max(
            (place for place, question in enumerate(self.questionnaire.questions) if self.matters(question)),
            default=-1,
        )

    def set_by(self, question: Question) -> frozenset[str]:
        """The facts of this rule set that a question sets."""
        return frozenset(fact for option in question.options for fact, _ in option.sets) & self.facts

    def start(self) -> Hashable:
        asked = frozenset[str]().union(*(self.set_by(question) for question in self.questionnaire.questions))
        return self.settle(Counted(frozenset(), 0, min(ENOUGH, len(self.counted - asked))), -1)

    def matters(self, question: Question) -> bool:
        return bool(self.set_by(question))

    def take(self, state: Hashable, option: Option) -> Hashable:
        for fact, value in option.sets:
            if fact in self.facts:
                state = self._one(state, fact, value)
        return state

    def _one(self, state: Hashable, fact: str, value: str) -> Hashable:
        assert isinstance(state, Counted)
        if fact not in self.counted:
            read = ALIKE.get(value, value)
            return Counted(state.said | ({(fact, read)} if read else set()), state.unable, state.unsure)
        if value == NOT_SURE:
            return self._unsure(state, 1)
        return state if value in ABILITIES else self._capped(state.said, state.unable + 1, state.unsure)

    def hide(self, state: Hashable, question: Question) -> Hashable:
        """An area that is not asked about is not sure."""
        areas = len(self.set_by(question) & self.counted)
        return self._unsure(state, areas) if areas else state

    def _unsure(self, state: Hashable, areas: int) -> Hashable:
        assert isinstance(state, Counted)
        return self._capped(state.said, state.unable, state.unsure + areas)

    @staticmethod
    def _capped(said: frozenset[Pair], unable: int, unsure: int) -> Counted:
        unable = min(ENOUGH, unable)
        # Two that are not managed are enough for every rule, whatever else is not sure.
        return Counted(said, unable, 0 if unable == ENOUGH else min(ENOUGH, unsure))

    def settle(self, state: Hashable, index: int) -> Hashable:
        return Settled(self.verdict(state)) if isinstance(state, Counted) and index >= self.last else state

    def verdict(self, state: Counted) -> frozenset[Pair]:
        """What the real rules say of the facts in mind: areas stand for each other, for the rules only count them."""
        areas = sorted(self.counted)
        values = ["unable"] * state.unable + [NOT_SURE] * state.unsure
        values += ["able"] * (len(areas) - len(values))
        return verdicts(judged([self.name], state.said | frozenset(zip(areas, values, strict=False))))


@dataclass(frozen=True)
class Everything(Silent):
    """All that a result's routes can depend on."""

    parts: tuple[Watch, ...]

    @classmethod
    def of(cls, questionnaire: Questionnaire) -> "Everything":
        """The rule sets a questionnaire uses, its signals and its alarms."""
        rules = [Rule(questionnaire, name) for name in sorted(questionnaire.rules)]
        return cls((Hits(questionnaire), Alarms(), *rules))

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
