"""The proof of monotonicity: worse answers never lead to less help, and "not sure" never lowers a route.

Two runs are compared answer by answer. The second has a worse or equal answer to every question, or "not
sure" in place of the best one. The sources of routes are the rule sets and the signals. The routes of a
result are those of all sources, with all tiers below. So each source is compared for itself: the routes of
the first run must come with those of the second.
"""

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass

from selfassess.engine.legal_facts import MONEY_FACTS, facts_of_answers
from selfassess.engine.next_steps import routes_from_answers, routes_of_facts, with_routes_below
from selfassess.engine.path import walk
from selfassess.engine.schema import NOT_SURE, WITH_OPTIONS, Answer, Option, Questionnaire
from selfassess.proof.breach import Breach, completed_with
from selfassess.proof.explorer import AnswerOrder, Explorer, Trace, answers, in_words
from selfassess.proof.observers import NeedReached, RuleSetFacts, SettledVerdict, SignalRoutes, StateObserver

NAMES = {
    AnswerOrder.WORSE: "worse answers never lead to less help",
    AnswerOrder.NOT_SURE: "not sure never lowers a route",
}
WHO = {
    "carer.carer_age",
    "carer.cared_for_age",
    "signal.young_caring",
    "signal.parent_caring",
    "signal.under_18",
    "signal.transition",
}
"""Facts of who somebody is, not of how hard life is.

None is worse than another; the law has a route for each.
"""
RoutesOfState = Callable[[Hashable], frozenset[str]]
"""From what an observer noted to the routes that it leads to."""


@dataclass(frozen=True)
class MonotonicResult:
    """The breaches found, and the number of pairs of states that were compared."""

    breaches: tuple[Breach, ...]
    pairs: int


def less_help(questionnaire: Questionnaire) -> MonotonicResult:
    """Return the comparison of all pairs of runs, for every source of routes and for every need."""
    breaches: list[Breach] = []
    count = 0
    for order in AnswerOrder:
        for found, looked_at in (*_routes_lost(questionnaire, order), *_needs_lost(questionnaire, order)):
            breaches += found
            count += looked_at
    return MonotonicResult(tuple(breaches), count)


def _routes_lost(questionnaire: Questionnaire, order: AnswerOrder) -> Iterator[tuple[list[Breach], int]]:
    """At most one breach for each source, because one is enough to mend it; with the number of pairs
    compared.
    """
    for observer, routes_of_state in _sources(questionnaire):
        pairs, count = Explorer(questionnaire, observer).pairs(order)
        breaches = []
        for (better, worse), trace in pairs.items():
            lost = routes_of_state(better[1]) - with_routes_below(questionnaire, routes_of_state(worse[1]))
            if lost:
                breaches.append(_lost(questionnaire, order, trace, lost))
                break
        yield breaches, count


def _needs_lost(questionnaire: Questionnaire, order: AnswerOrder) -> Iterator[tuple[list[Breach], int]]:
    for need in questionnaire.needs:
        pairs, count = Explorer(questionnaire, NeedReached(need)).pairs(order)
        breaches = []
        for (better, worse), trace in pairs.items():
            if better[1] and not worse[1]:
                breaches.append(_lost_need(order, trace, need))
                break
        yield breaches, count


def _sources(questionnaire: Questionnaire) -> Iterator[tuple[StateObserver, RoutesOfState]]:
    """The observers of what can lead to routes: each rule set by its verdict, and the signals."""

    def by_verdict(state: Hashable) -> frozenset[str]:
        assert isinstance(state, SettledVerdict)
        return routes_of_facts(questionnaire, state.verdict)

    def by_signals(state: Hashable) -> frozenset[str]:
        assert isinstance(state, frozenset)
        return state

    for name in sorted(questionnaire.rules):
        yield RuleSetFacts(questionnaire, name), by_verdict
    yield SignalRoutes(questionnaire), by_signals


def _lost(
    questionnaire: Questionnaire, order: AnswerOrder, trace: Trace | None, lost: frozenset[str]
) -> Breach:
    first, second = answers(trace), answers(trace, second=True)
    missing = _routes(questionnaire, first) - _routes(questionnaire, second)
    what = f"{' and '.join(sorted(missing or lost))} would be lost"
    if not missing:
        what += ", unless something else leads to it: the proof cannot tell, so let one and the same answer lead to it"
    return Breach(NAMES[order], what, _beside(first, second))


def _lost_need(order: AnswerOrder, trace: Trace | None, need: str) -> Breach:
    return Breach(
        NAMES[order], f"the need {need} would be lost", _beside(answers(trace), answers(trace, second=True))
    )


def _routes(questionnaire: Questionnaire, witness: dict[str, Answer]) -> frozenset[str]:
    path = walk(questionnaire, completed_with(questionnaire, witness))
    facts = facts_of_answers(questionnaire, path.answers_on_path)
    found = routes_from_answers(questionnaire, path.answers_on_path)
    return with_routes_below(questionnaire, found, facts)


def _beside(first: dict[str, Answer], second: dict[str, Answer]) -> str:
    """Two runs in one line, with the answers in which they differ."""

    def differs(id: str) -> bool:
        return first.get(id) != second.get(id)

    return f"better: {in_words(first, differs)} | worse: {in_words(second, differs)}"


def unordered(questionnaire: Questionnaire) -> Iterator[Breach]:
    """Yield breaches of: answers that lead to help have an order, and "not sure" comes above the best
    answer.
    """
    for question in questionnaire.questions:
        if question.kind not in WITH_OPTIONS:
            continue
        if not question.ordered and any(map(_leads_to_help, question.options)):
            yield Breach(
                NAMES[AnswerOrder.WORSE],
                f"the answers to {question.id} lead to help, so they need an order (`worse`)",
            )
        least = min((option.worse or 0) for option in question.options)
        if question.ordered and (question.by_id[NOT_SURE].worse or 0) <= least:
            yield Breach(
                NAMES[AnswerOrder.NOT_SURE],
                f"“not sure” counts as the best answer to {question.id}; give it a greater `worse`",
            )


def _leads_to_help(option: Option) -> bool:
    facts = {fact for fact, _value in option.sets}
    return bool(option.alarm or facts - WHO - MONEY_FACTS)
