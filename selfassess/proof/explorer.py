"""The explorer: every combination of answers, in the order of the questions.

States that nothing can tell apart later are merged, each with one witness (answers that lead to it). A state
is what later conditions read of the answers, together with what an observer noted.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import NamedTuple

from selfassess.engine.conditions import Pair, holds, reads
from selfassess.engine.path import walk
from selfassess.engine.schema import (
    NOT_SURE,
    WITH_OPTIONS,
    Answer,
    Option,
    Question,
    QuestionKind,
    Questionnaire,
)
from selfassess.proof.observers import StateObserver

PathPairs = frozenset[Pair]
State = tuple[PathPairs, Hashable]
PairState = tuple[State, State]


class Trace(NamedTuple):
    """One step of a witness: the answer to a question, and the step before.

    A pair of runs has two answers.
    """

    before: "Trace | None"
    question: str
    first: Answer | None
    second: Answer | None = None


class Arrival(NamedTuple):
    """How a state is reached: one witness, the number of combinations of answers, and the most pages and
    seconds they take.
    """

    trace: Trace | None
    ways: int
    pages: int
    seconds: int


class AnswerOrder(Enum):
    """Which answers of the second run are compared with an answer of the first."""

    WORSE = "worse or equal"
    NOT_SURE = "not sure instead of the best answer, or equal"


@dataclass(frozen=True)
class Explorer:
    """Explores a questionnaire with an observer."""

    questionnaire: Questionnaire
    observer: StateObserver

    @cached_property
    def read_later(self) -> tuple[PathPairs, ...]:
        """For each question by index, the pairs that the conditions of later questions read."""
        later: list[PathPairs] = []
        found: PathPairs = frozenset()
        for question in reversed(self.questionnaire.questions):
            later.append(found)
            found |= reads(question.show_when)
        return tuple(reversed(later))

    @property
    def start(self) -> State:
        """The state before the first question."""
        return frozenset(), self.observer.start()

    # One run

    def every_state(self) -> Iterator[tuple[int, dict[State, Arrival], dict[State, Arrival]]]:
        """Yield for each question in turn its index, the states before it, and the states after it."""
        states = {self.start: Arrival(None, 1, 0, 0)}
        for index, question in enumerate(self.questionnaire.questions):
            after = self._after(index, question, states)
            yield index, states, after
            states = after

    def ends(self) -> dict[State, Arrival]:
        """Return the states after the last question."""
        states = {self.start: Arrival(None, 1, 0, 0)}
        for _, _, after in self.every_state():
            states = after
        return states

    def _after(self, index: int, question: Question, states: dict[State, Arrival]) -> dict[State, Arrival]:
        after: dict[State, Arrival] = {}
        for state, seen in states.items():
            for reached, answer, ways in self.steps(index, question, state):
                _merge(after, reached, _extended(seen, question, answer, ways))
        return after

    def steps(
        self, index: int, question: Question, state: State
    ) -> Iterator[tuple[State, Answer | None, int]]:
        """Yield the states that one question leads to, each with an answer and the number of answers that
        lead there.

        The answer is None where the question is not asked.
        """
        path_pairs, observed = state
        if not holds(question.show_when, path_pairs):
            yield self._closed(index, path_pairs, self.observer.hide(observed, question)), None, 1
            return
        shown = (path_pairs, self.observer.show(observed, question))
        if not self.matters(index, question):
            yield self._closed(index, *shown), any_answer(question), _answers(question)
            return
        for move in _single_answers(question):
            yield self._closed(index, *self._taken(index, shown, move)), (move.id,), 1
        yield from (
            (self._closed(index, *reached), ticked, ways)
            for reached, ticked, ways in self._combinations(index, _combinable(question), shown)
        )

    def matters(self, index: int, question: Question) -> bool:
        """Return whether the observer or a later condition can tell a question's answers apart.

        Written answers never can be.
        """
        if question.kind not in WITH_OPTIONS:
            return False
        if self.observer.matters(question):
            return True
        pairs = {(question.id, option.id) for option in question.options}.union(
            *(option.sets for option in question.options)
        )
        return bool(pairs & self.read_later[index])

    def _taken(self, index: int, state: State, option: Option) -> State:
        """The state after one more answer.

        Pairs that nothing reads later are dropped, so that states can merge.
        """
        path_pairs, observed = state
        pairs = frozenset({(self.questionnaire.questions[index].id, option.id), *option.sets})
        return path_pairs | (pairs & self.read_later[index]), self.observer.take(observed, option)

    def _closed(self, index: int, path_pairs: PathPairs, observed: Hashable) -> State:
        return path_pairs & self.read_later[index], self.observer.settle(observed, index)

    def _combinations(
        self, index: int, options: list[Option], state: State
    ) -> list[tuple[State, Answer, int]]:
        """The states after every non-empty set of answers that can be chosen together, each with one set and
        their number.

        Answers are added one by one: `some` has the states after at least one of them, merged where they are
        the same.
        """
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

    def pairs(self, order: AnswerOrder) -> tuple[dict[PairState, Trace | None], int]:
        """Return the pairs of states at the end of two runs, and the number of pairs that were compared on
        the way.

        Each answer of the second run is worse than or equal to that of the first, or as `order` says.
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
        self, index: int, question: Question, pair: PairState, order: AnswerOrder
    ) -> Iterator[tuple[PairState, Answer | None, Answer | None]]:
        first, second = pair
        asked = holds(question.show_when, first[0]), holds(question.show_when, second[0])
        if asked == (True, True) and self.matters(index, question):
            yield from self._both(index, question, pair, order)
            return
        # Where a question is on one path only, or its answers cannot be told apart, any two answers are
        # compared.
        for reached, answer, _ in self.steps(index, question, first):
            for other, another, _ in self.steps(index, question, second):
                yield (reached, other), answer, another

    def _both(
        self, index: int, question: Question, pair: PairState, order: AnswerOrder
    ) -> Iterator[tuple[PairState, Answer, Answer]]:
        shown = tuple((path_pairs, self.observer.show(observed, question)) for path_pairs, observed in pair)
        for (first, second), one, other in self._compared(index, question, (shown[0], shown[1]), order):
            yield (self._closed(index, *first), self._closed(index, *second)), one, other

    def _compared(
        self, index: int, question: Question, pair: PairState, order: AnswerOrder
    ) -> Iterator[tuple[PairState, Answer, Answer]]:
        first, second = pair
        for move in _single_answers(question):
            for worse in _single_answers(question):
                if _comparable(question, move, worse, order):
                    reached = self._taken(index, first, move), self._taken(index, second, worse)
                    yield reached, (move.id,), (worse.id,)
        if question.kind is not QuestionKind.MANY:
            return
        yield from self._supersets(index, question, pair, order)
        if order is AnswerOrder.WORSE and question.ordered:
            for move in _single_answers(question):
                harder = [option for option in _combinable(question) if _rank(option) > _rank(move)]
                for end, ticked, _ in self._combinations(index, harder, second):
                    yield (self._taken(index, first, move), end), (move.id,), ticked

    def _supersets(
        self, index: int, question: Question, pair: PairState, order: AnswerOrder
    ) -> Iterator[tuple[PairState, Answer, Answer]]:
        """Every non-empty set of answers, paired with every set that has the same answers and maybe more."""
        more = order is AnswerOrder.WORSE and question.ordered
        found: dict[tuple[PairState, bool], tuple[Answer, Answer]] = {(pair, False): ((), ())}
        for option in _combinable(question):
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


def _merge(states: dict[State, Arrival], state: State, seen: Arrival) -> None:
    known = states.get(state)
    if known:
        seen = Arrival(
            known.trace,
            known.ways + seen.ways,
            max(known.pages, seen.pages),
            max(known.seconds, seen.seconds),
        )
    states[state] = seen


def _extended(seen: Arrival, question: Question, answer: Answer | None, ways: int) -> Arrival:
    if answer is None:
        return seen
    return Arrival(
        Trace(seen.trace, question.id, answer),
        seen.ways * ways,
        seen.pages + 1,
        seen.seconds + question.seconds,
    )


def _single_answers(question: Question) -> list[Option]:
    """The answers that are chosen alone."""
    return [option for option in question.options if question.kind is not QuestionKind.MANY or option.alone]


def _combinable(question: Question) -> list[Option]:
    """The answers that can be chosen together."""
    return [option for option in question.options if question.kind is QuestionKind.MANY and not option.alone]


def _answers(question: Question) -> int:
    """The number of answers to a question.

    Written answers change no path and no route, so they count as one.
    """
    if question.kind not in WITH_OPTIONS:
        return 1
    return len(_single_answers(question)) + (1 << len(_combinable(question))) - 1


def any_answer(question: Question) -> Answer:
    """Return the least hard answer to a question; empty for one that is answered in writing."""
    return (min(question.options, key=_rank).id,) if question.options else ()


def _rank(option: Option) -> int:
    return option.worse or 0


def _comparable(question: Question, better: Option, worse: Option, order: AnswerOrder) -> bool:
    if better is worse:
        return True
    if not question.ordered:
        return False
    if order is AnswerOrder.NOT_SURE:
        return worse.id == NOT_SURE and _rank(better) == min(map(_rank, question.options))
    return _rank(worse) > _rank(better)


def answers(trace: Trace | None, *, second: bool = False) -> dict[str, Answer]:
    """Return the answers of a witness, in the order of the questions; of a pair of runs, those of the first
    or the second.
    """
    found: list[tuple[str, Answer]] = []
    while trace is not None:
        answer = trace.second if second else trace.first
        if answer is not None:
            found.append((trace.question, answer))
        trace = trace.before
    return dict(reversed(found))


def in_words(given: dict[str, Answer], only: Callable[[str], bool] = lambda _: True) -> str:
    """Return a witness as one line, as "who_for = me; danger = yes". `only` picks the questions."""
    return (
        "; ".join(f"{id} = {' + '.join(answer)}" for id, answer in given.items() if answer and only(id))
        or "(any answers)"
    )


def completed(questionnaire: Questionnaire, given: dict[str, Answer]) -> bool:
    """Return whether the answers answer every question on their path."""
    return walk(questionnaire, given).complete


def total(arrivals: Iterable[Arrival]) -> int:
    """Return the number of combinations of answers that lead to any of the states."""
    return sum(one.ways for one in arrivals)
