"""Every combination of answers, walked through in the order of the questions, keeping each distinguishable state once with one witness."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import NamedTuple

from selfassess.engine.conditions import Pair, holds, reads
from selfassess.engine.path import walk
from selfassess.engine.schema import CHOICES, NOT_SURE, Answer, Option, Question, QuestionKind, Questionnaire
from selfassess.proof.observers import Watch

Gates = frozenset[Pair]
State = tuple[Gates, Hashable]
PairState = tuple[State, State]


class Trace(NamedTuple):
    """How a state was reached: the answer to a question, after what came before. For a pair of runs there are two answers."""

    before: "Trace | None"
    question: str
    first: Answer | None
    second: Answer | None = None


class Seen(NamedTuple):
    """One way to a state, how many combinations of answers lead to it, and the most pages and seconds they take."""

    trace: Trace | None
    ways: int
    pages: int
    seconds: int


class Order(Enum):
    """Which answers of a second run are compared with those of the first."""

    WORSE = "worse or equal"
    NOT_SURE = "not sure instead of the best answer, or equal"


@dataclass(frozen=True)
class Explorer:
    """Walks through a questionnaire with a watch."""

    questionnaire: Questionnaire
    watch: Watch

    @cached_property
    def read_later(self) -> tuple[Gates, ...]:
        """For each question, what later questions look at: all that has to be kept of its answer for the path."""
        later: list[Gates] = []
        found: Gates = frozenset()
        for question in reversed(self.questionnaire.questions):
            later.append(found)
            found |= reads(question.show_when)
        return tuple(reversed(later))

    @property
    def start(self) -> State:
        """Before the first question."""
        return frozenset(), self.watch.start()

    # One run

    def every_state(self) -> Iterator[tuple[int, dict[State, Seen], dict[State, Seen]]]:
        """For each question in turn: its place, the states before it, and those after it."""
        states = {self.start: Seen(None, 1, 0, 0)}
        for index, question in enumerate(self.questionnaire.questions):
            after = self._after(index, question, states)
            yield index, states, after
            states = after

    def ends(self) -> dict[State, Seen]:
        """The states at the end."""
        states = {self.start: Seen(None, 1, 0, 0)}
        for _, _, after in self.every_state():
            states = after
        return states

    def _after(self, index: int, question: Question, states: dict[State, Seen]) -> dict[State, Seen]:
        after: dict[State, Seen] = {}
        for state, seen in states.items():
            for reached, answer, ways in self.steps(index, question, state):
                _merge(after, reached, _grown(seen, question, answer, ways))
        return after

    def steps(
        self, index: int, question: Question, state: State
    ) -> Iterator[tuple[State, Answer | None, int]]:
        """The states one question leads to, each with an answer (None where it is not asked) and in how many ways."""
        gates, mind = state
        if not holds(question.show_when, gates):
            yield self._closed(index, gates, self.watch.hide(mind, question)), None, 1
            return
        shown = (gates, self.watch.show(mind, question))
        if not self.matters(index, question):
            yield self._closed(index, *shown), any_answer(question), _answers(question)
            return
        for move in _moves(question):
            yield self._closed(index, *self._taken(index, shown, move)), (move.id,), 1
        yield from (
            (self._closed(index, *reached), ticked, ways)
            for reached, ticked, ways in self._ticked(index, _ticks(question), shown)
        )

    def matters(self, index: int, question: Question) -> bool:
        """Whether a question's answers can be told apart later: by the watch, or by a condition. Words and numbers never can."""
        if question.kind not in CHOICES:
            return False
        if self.watch.matters(question):
            return True
        pairs = {(question.id, option.id) for option in question.options}.union(
            *(option.sets for option in question.options)
        )
        return bool(pairs & self.read_later[index])

    def _taken(self, index: int, state: State, option: Option) -> State:
        """The state after one more answer; of what was said, only what is looked at later (else sets of answers would never meet)."""
        gates, mind = state
        said = frozenset({(self.questionnaire.questions[index].id, option.id), *option.sets})
        return gates | (said & self.read_later[index]), self.watch.take(mind, option)

    def _closed(self, index: int, gates: Gates, mind: Hashable) -> State:
        return gates & self.read_later[index], self.watch.settle(mind, index)

    def _ticked(self, index: int, options: list[Option], state: State) -> list[tuple[State, Answer, int]]:
        """Every set of at least one of a question's answers that can be chosen together."""
        found: dict[State, tuple[Answer, int]] = {state: ((), 1)}
        some: dict[State, tuple[Answer, int]] = {}
        for option in options:
            grown = dict(some)
            for source in (found, some):
                for old, (ticked, ways) in source.items():
                    new = self._taken(index, old, option)
                    known = grown.get(new)
                    grown[new] = (known[0], known[1] + ways) if known else ((*ticked, option.id), ways)
            some = grown
        return [(reached, ticked, ways) for reached, (ticked, ways) in some.items()]

    # Two runs, the second of which has worse answers

    def pairs(self, order: Order) -> tuple[dict[PairState, Trace | None], int]:
        """The pairs of states at the end of two runs, each answer of the second being worse or equal (or as `order` says).

        Beside them, how many pairs of states were looked at on the way.
        """
        states: dict[PairState, Trace | None] = {(self.start, self.start): None}
        count = 0
        for index, question in enumerate(self.questionnaire.questions):
            after: dict[PairState, Trace | None] = {}
            for pair, trace in states.items():
                for reached, first, second in self._pair_steps(index, question, pair, order):
                    after.setdefault(reached, Trace(trace, question.id, first, second))
            states, count = after, count + len(after)
        return states, count

    def _pair_steps(
        self, index: int, question: Question, pair: PairState, order: Order
    ) -> Iterator[tuple[PairState, Answer | None, Answer | None]]:
        first, second = pair
        asked = holds(question.show_when, first[0]), holds(question.show_when, second[0])
        if asked == (True, True) and self.matters(index, question):
            yield from self._both(index, question, pair, order)
            return
        # Where a question is on one path only, or cannot be told apart, the two answers are free of each other.
        for reached, answer, _ in self.steps(index, question, first):
            for other, another, _ in self.steps(index, question, second):
                yield (reached, other), answer, another

    def _both(
        self, index: int, question: Question, pair: PairState, order: Order
    ) -> Iterator[tuple[PairState, Answer, Answer]]:
        shown = tuple((gates, self.watch.show(mind, question)) for gates, mind in pair)
        for (first, second), one, other in self._compared(index, question, (shown[0], shown[1]), order):
            yield (self._closed(index, *first), self._closed(index, *second)), one, other

    def _compared(
        self, index: int, question: Question, pair: PairState, order: Order
    ) -> Iterator[tuple[PairState, Answer, Answer]]:
        first, second = pair
        for move in _moves(question):
            for worse in _moves(question):
                if _comparable(question, move, worse, order):
                    reached = self._taken(index, first, move), self._taken(index, second, worse)
                    yield reached, (move.id,), (worse.id,)
        if question.kind is not QuestionKind.MANY:
            return
        yield from self._supersets(index, question, pair, order)
        if order is Order.WORSE and question.ordered:
            for move in _moves(question):
                harder = [option for option in _ticks(question) if _rank(option) > _rank(move)]
                for end, ticked, _ in self._ticked(index, harder, second):
                    yield (self._taken(index, first, move), end), (move.id,), ticked

    def _supersets(
        self, index: int, question: Question, pair: PairState, order: Order
    ) -> Iterator[tuple[PairState, Answer, Answer]]:
        """Every non-empty set of answers beside every set that has the same ones and maybe more."""
        more = order is Order.WORSE and question.ordered
        found: dict[tuple[PairState, bool], tuple[Answer, Answer]] = {(pair, False): ((), ())}
        for option in _ticks(question):
            grown = dict(found)
            for ((first, second), some), (one, other) in found.items():
                worse = self._taken(index, second, option)
                grown.setdefault(
                    ((self._taken(index, first, option), worse), True),
                    ((*one, option.id), (*other, option.id)),
                )
                if more:
                    grown.setdefault(((first, worse), some), (one, (*other, option.id)))
            found = grown
        yield from ((reached, one, other) for (reached, some), (one, other) in found.items() if some)


def _merge(states: dict[State, Seen], state: State, seen: Seen) -> None:
    known = states.get(state)
    if known:
        seen = Seen(
            known.trace,
            known.ways + seen.ways,
            max(known.pages, seen.pages),
            max(known.seconds, seen.seconds),
        )
    states[state] = seen


def _grown(seen: Seen, question: Question, answer: Answer | None, ways: int) -> Seen:
    if answer is None:
        return seen
    return Seen(
        Trace(seen.trace, question.id, answer),
        seen.ways * ways,
        seen.pages + 1,
        seen.seconds + question.seconds,
    )


def _moves(question: Question) -> list[Option]:
    """The answers that stand alone."""
    return [option for option in question.options if question.kind is QuestionKind.ONE or option.alone]


def _ticks(question: Question) -> list[Option]:
    """The answers that can be chosen together."""
    return [option for option in question.options if question.kind is QuestionKind.MANY and not option.alone]


def _answers(question: Question) -> int:
    """In how many ways a question can be answered. A person's own words, and numbers, change no path and no route: they count once."""
    if question.kind not in CHOICES:
        return 1
    return len(_moves(question)) + (1 << len(_ticks(question))) - 1


def any_answer(question: Question) -> Answer:
    return (min(question.options, key=_rank).id,) if question.options else ()


def _rank(option: Option) -> int:
    return option.worse or 0


def _comparable(question: Question, better: Option, worse: Option, order: Order) -> bool:
    if better is worse:
        return True
    if not question.ordered:
        return False
    if order is Order.NOT_SURE:
        return worse.id == NOT_SURE and _rank(better) == min(map(_rank, question.options))
    return _rank(worse) > _rank(better)


def answers(trace: Trace | None, *, second: bool = False) -> dict[str, Answer]:
    """The answers of a witness, in the order of the questions."""
    found: list[tuple[str, Answer]] = []
    while trace is not None:
        answer = trace.second if second else trace.first
        if answer is not None:
            found.append((trace.question, answer))
        trace = trace.before
    return dict(reversed(found))


def in_words(given: dict[str, Answer], only: Callable[[str], bool] = lambda _: True) -> str:
    """A witness as one line: "who_for = me; danger = yes"."""
    return (
        "; ".join(f"{id} = {' + '.join(answer)}" for id, answer in given.items() if answer and only(id))
        or "(any answers)"
    )


def completed(questionnaire: Questionnaire, given: dict[str, Answer]) -> bool:
    """Whether the real path finds all its questions answered."""
    return walk(questionnaire, given).complete


def total(seen: Iterable[Seen]) -> int:
    """How many combinations of answers the states stand for."""
    return sum(one.ways for one in seen)
