"""Worse answers never lead to less help, and "not sure" never lowers a route: shown for every pair of runs.

Two runs are compared answer by answer: the second has a worse or equal answer to every question (or "not sure" in place of the best
one). A result's routes are the union of what each source (a rule set, the signals) leads to, with all tiers below. So it is enough
to show for each source apart that what it leads to in the first run comes with what it leads to in the second.
"""

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass

from selfassess.engine.legal_facts import APART
from selfassess.engine.next_steps import closure, from_answers, triggered
from selfassess.engine.path import walk
from selfassess.engine.schema import CHOICES, NOT_SURE, Answer, Questionnaire
from selfassess.proof.breach import Breach, completed_with
from selfassess.proof.explorer import Explorer, Order, Trace, answers, in_words
from selfassess.proof.observers import Hits, Rule, Settled, Wanted, Watch

NAMES = {
    Order.WORSE: "worse answers never lead to less help",
    Order.NOT_SURE: "not sure never lowers a route",
}
WHO = {"carer.carer_age", "carer.cared_for_age", "signal.young_caring", "signal.parent_caring"}
"""Facts of who somebody is, not of how hard life is: none is worse than another, and each leads to the way that the law has for it."""
Gives = Callable[[Hashable], frozenset[str]]


@dataclass(frozen=True)
class Worse:
    """The breaches found, and how many pairs of states were looked at."""

    breaches: tuple[Breach, ...]
    pairs: int


def less_help(questionnaire: Questionnaire) -> Worse:
    """Compare all pairs of runs, for every source of routes and for every need."""
    breaches: list[Breach] = []
    count = 0
    for order in Order:
        for found, looked_at in (*_routes_lost(questionnaire, order), *_needs_lost(questionnaire, order)):
            breaches += found
            count += looked_at
    return Worse(tuple(breaches), count)


def _routes_lost(questionnaire: Questionnaire, order: Order) -> Iterator[tuple[list[Breach], int]]:
    for watch, gives in _sources(questionnaire):
        pairs, count = Explorer(questionnaire, watch).pairs(order)
        ends = (
            (trace, gives(one[1]) - closure(questionnaire, gives(two[1])))
            for (one, two), trace in pairs.items()
        )
        yield _first(_lost(questionnaire, order, trace, lost) for trace, lost in ends), count


def _needs_lost(questionnaire: Questionnaire, order: Order) -> Iterator[tuple[list[Breach], int]]:
    for need in questionnaire.needs:
        pairs, count = Explorer(questionnaire, Wanted(need)).pairs(order)
        yield (
            _first(
                _lost_need(order, trace, need) if one[1] and not two[1] else None
                for (one, two), trace in pairs.items()
            ),
            count,
        )


def _sources(questionnaire: Questionnaire) -> Iterator[tuple[Watch, Gives]]:
    """What can lead to routes: each rule set by its verdict, and the signals."""

    def by_verdict(state: Hashable) -> frozenset[str]:
        assert isinstance(state, Settled)
        return triggered(questionnaire, state.verdict)

    def by_signals(state: Hashable) -> frozenset[str]:
        assert isinstance(state, frozenset)
        return state

    for name in sorted(questionnaire.rules):
        yield Rule(questionnaire, name), by_verdict
    yield Hits(questionnaire), by_signals


def _first(found: Iterator[Breach | None]) -> list[Breach]:
    """One breach for each source is enough to mend it."""
    return [breach for breach in found if breach is not None][:1]


def _lost(
    questionnaire: Questionnaire, order: Order, trace: Trace | None, lost: frozenset[str]
) -> Breach | None:
    if not lost:
        return None
    first, second = answers(trace), answers(trace, second=True)
    missing = _routes(questionnaire, first) - _routes(questionnaire, second)
    what = f"{' and '.join(sorted(missing or lost))} would be lost"
    if not missing:
        what += ", unless something else leads to it: the proof cannot tell, so let one and the same answer lead to it"
    return Breach(NAMES[order], what, _beside(first, second))


def _lost_need(order: Order, trace: Trace | None, need: str) -> Breach:
    return Breach(
        NAMES[order], f"the need {need} would be lost", _beside(answers(trace), answers(trace, second=True))
    )


def _routes(questionnaire: Questionnaire, witness: dict[str, Answer]) -> frozenset[str]:
    path = walk(questionnaire, completed_with(questionnaire, witness))
    return closure(questionnaire, from_answers(questionnaire, path.answers_on_path))


def _beside(first: dict[str, Answer], second: dict[str, Answer]) -> str:
    """Two runs in one line: only the answers in which they differ, or all of them where they do not."""

    def differs(id: str) -> bool:
        return first.get(id) != second.get(id)

    return f"better: {in_words(first, differs)} | worse: {in_words(second, differs)}"


def unordered(questionnaire: Questionnaire) -> Iterator[Breach]:
    """Answers that lead to help have an order, in which "not sure" stands above the best one."""
    for question in questionnaire.questions:
        if question.kind not in CHOICES:
            continue
        if not question.ordered and any(
            option.alarm or {fact for fact, _ in option.sets} - WHO - APART for option in question.options
        ):
            yield Breach(
                NAMES[Order.WORSE],
                f"the answers to {question.id} lead to help, so they need an order (`worse`)",
            )
        least = min((option.worse or 0) for option in question.options)
        if question.ordered and (question.by_id[NOT_SURE].worse or 0) <= least:
            yield Breach(
                NAMES[Order.NOT_SURE],
                f"“not sure” counts as the best answer to {question.id}; give it a greater `worse`",
            )
