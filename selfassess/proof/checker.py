"""The proofs: properties that a questionnaire has for every combination of answers.

Each breach has answers that show it.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import combinations

from selfassess.engine.conditions import holds, reads
from selfassess.engine.legal_facts import MONEY_FACTS, SINGLE_VALUED, UNDER_18
from selfassess.engine.next_steps import (
    as_shown,
    leaders,
    offers_assessment,
    replaced,
    requests_of,
    routes_from_answers,
    routes_of_facts,
)
from selfassess.engine.path import walk
from selfassess.engine.schema import Alarm, Answer, Question, QuestionKind, Questionnaire, Tier
from selfassess.proof.all_observers import AllObservers, Observed
from selfassess.proof.breach import Breach, completed_with
from selfassess.proof.explorer import Arrival, Explorer, State, answers, in_words, total
from selfassess.proof.free_care_first import means_before_free_care
from selfassess.proof.monotonic import less_help, unordered
from selfassess.proof.observers import FactValues, QuestionsShown


@dataclass(frozen=True)
class ProofReport:
    """What was proved of one questionnaire.

    `combinations`, `states` and `pairs` say how much was covered; `pages` and `minutes` how long the longest
    path is. `leading` has each route that can lead, with answers for which it does. `gaps` are needs without
    a live service.
    """

    questionnaire: str
    breaches: tuple[Breach, ...]
    combinations: int
    states: int
    pairs: int
    pages: int
    minutes: int
    leading: tuple[tuple[str, str], ...]
    gaps: tuple[str, ...]

    @property
    def proved(self) -> bool:
        """Whether there is no breach. Gaps in the directory are no breach."""
        return not self.breaches


def check(questionnaire: Questionnaire, known: Collection[str], live: Callable[[str], bool]) -> ProofReport:
    """Return what can be proved of a questionnaire.

    `known` are the ids of all needs; `live` tells whether a need has a live service.
    """
    forward = tuple(looks_ahead(questionnaire))
    if forward:
        # Where a condition reads a later question there is no path to walk.
        return ProofReport(questionnaire.id, forward, 0, 0, 0, 0, 0, (), ())
    run = _Run.of(questionnaire)
    worse = less_help(questionnaire)
    breaches = [
        *run.breaches(),
        *unordered(questionnaire),
        *worse.breaches,
        *silent_alarms(questionnaire),
        *swayed_by_money(questionnaire),
        *means_before_free_care(questionnaire),
        *unknown_needs(questionnaire, known),
    ]
    ends = run.ends.values()
    return ProofReport(
        questionnaire=questionnaire.id,
        breaches=tuple(breaches),
        combinations=total(ends),
        states=run.states,
        pairs=worse.pairs,
        pages=max(seen.pages for seen in ends),
        minutes=-(-max(seen.seconds for seen in ends) // 60),
        leading=tuple(run.leading()),
        gaps=tuple(need for need in questionnaire.needs if need in known and not live(need)),
    )


def looks_ahead(questionnaire: Questionnaire) -> Iterator[Breach]:
    """Yield breaches of: every path ends.

    Each condition reads only earlier questions, so one pass decides the path.
    """
    asked: set[str] = set()
    for question in questionnaire.questions:
        for key in sorted({key for key, _ in reads(question.show_when)} & questionnaire.by_id.keys()):
            if key not in asked:
                yield Breach(
                    "every path ends",
                    f"{question.id} waits for the answer to {key}, which is not asked before it",
                )
        asked.add(question.id)


def unknown_needs(questionnaire: Questionnaire, known: Collection[str]) -> Iterator[Breach]:
    """Yield breaches of: every need is one of the directory's."""
    for need in questionnaire.about:
        if need not in known:
            yield Breach(
                "every need is known", f"the questionnaire is about {need}, which content/needs.yaml lacks"
            )
    for young, others in questionnaire.shared.needs_under_18.items():
        for need in sorted({young, *others} - set(known)):
            yield Breach("every need is known", f"routes.yaml names {need}, which content/needs.yaml lacks")
    for question in questionnaire.questions:
        for option in question.options:
            for need in option.needs:
                if need not in known:
                    yield Breach(
                        "every need is known",
                        f"{question.id} = {option.id} leads to {need}, which content/needs.yaml lacks",
                    )


FOR_ADULTS = frozenset(
    {
        "needs_assessment",
        "carers_assessment",
        "occupational_therapy",
        "hub_appointment",
        "review",
        "call_back",
    }
)
"""The kinds of requests that teams for adults answer."""
_DANGER = {("safeguarding.immediate_danger", "yes")}
_HARM = {("safeguarding.abuse_or_neglect", "yes"), ("safeguarding.abuse_or_neglect", "at_risk")}


def silent_alarms(questionnaire: Questionnaire) -> Iterator[Breach]:
    """Yield breaches of: an answer that sets danger or harm is marked as an alarm, and interrupts at once."""
    for question in questionnaire.questions:
        for option in question.options:
            if (_DANGER | _HARM) & set(option.sets) and option.alarm is None:
                yield Breach(
                    "danger always leads",
                    f"{question.id} = {option.id} speaks of danger or harm; mark it: `alarm: danger` or `harm`",
                )
            if option.alarm and option.interrupt is None:
                yield Breach(
                    "danger always leads",
                    f"{question.id} = {option.id} raises an alarm; give it an `interrupt`",
                )


def swayed_by_money(questionnaire: Questionnaire) -> Iterator[Breach]:
    """Yield breaches of: no route depends on somebody's money (Care Act 2014 s.9(3)(b)).

    Questions about money, and questions whose conditions read them, set no fact that leads to a route.
    """
    about_money: set[str] = set()
    for question in questionnaire.questions:
        waits_for = {key for key, _ in reads(question.show_when)} & about_money
        if waits_for or any(fact.startswith("money.") for fact in _set_by(question)):
            about_money.add(question.id)
            if any(option.alarm for option in question.options) or _set_by(question) - MONEY_FACTS:
                why = f"waits for {', '.join(sorted(waits_for))}" if waits_for else "asks about money"
                yield Breach(
                    "money never decides who gets help",
                    f"{question.id} {why}, so its answers must lead to no route; ask that apart",
                )


def _set_by(question: Question) -> set[str]:
    return {fact for option in question.options for fact, _ in option.sets} | (
        {question.fact} if question.fact else set()
    )


@dataclass(frozen=True)
class _Run:
    """One exploration of all combinations, and what it found: questions shown, states at the end, number of
    states.
    """

    questionnaire: Questionnaire
    shown: frozenset[str]
    ends: dict[State, Arrival]
    states: int

    @classmethod
    def of(cls, questionnaire: Questionnaire) -> "_Run":
        explorer = Explorer(questionnaire, AllObservers.of(questionnaire))
        shown, states = set[str](), 0
        ends: dict[State, Arrival] = {}
        for index, before, after in explorer.every_state():
            question = questionnaire.questions[index]
            shown |= {question.id for path_pairs, _ in before if holds(question.show_when, path_pairs)}
            states += len(after)
            ends = after
        return cls(questionnaire, frozenset(shown), ends, states)

    def breaches(self) -> Iterator[Breach]:
        yield from self._unreachable()
        yield from clashes(self.questionnaire)
        yield from asked_twice(self.questionnaire)
        for state, seen in self.ends.items():
            yield from self._end(state, answers(seen.trace))
        yield from self._routes()

    def _unreachable(self) -> Iterator[Breach]:
        for question in self.questionnaire.questions:
            if question.id not in self.shown:
                yield Breach("every question can be reached", f"no answers lead to {question.id}")

    def _end(self, state: State, witness: dict[str, Answer]) -> Iterator[Breach]:
        """Breaches of: one route leads; alarms lead; and the explorer agrees with the real engine on the
        witness.
        """
        found = routes_of(self.questionnaire, state)
        best = leaders(self.questionnaire, found)
        if len(best) != 1:
            names = " and ".join(route.id for route in best) or "no route"
            yield Breach("exactly one leading route", f"{names} would lead", in_words(witness))
            return
        observed = Observed.at_end(state[1])
        alarms = observed.alarms
        yield from self._order(observed, found, witness)
        if str(Alarm.DANGER) in alarms and best[0].id != "emergency":
            yield Breach(
                "danger always leads",
                f"{best[0].id} would lead though someone is in danger",
                in_words(witness),
            )
        if alarms and best[0].tier is not Tier.SAFETY:
            yield Breach(
                "danger always leads", f"{best[0].id} would lead though there may be harm", in_words(witness)
            )
        real = completed_with(self.questionnaire, witness)
        if routes_from_answers(self.questionnaire, walk(self.questionnaire, real).answers_on_path) != found:
            yield Breach(
                "the proof is about the real engine",
                "the engine finds other routes than the proof",
                in_words(witness),
            )

    def _order(
        self, observed: Observed, found: frozenset[str], witness: dict[str, Answer]
    ) -> Iterator[Breach]:
        """Breaches of: an appearance of need has the offer of an assessment first or second; and nobody under
        18 is sent to a team for adults.
        """
        shown = as_shown(self.questionnaire, found, observed.replacing)
        if observed.need_shown and not any(map(offers_assessment, shown[:2])):
            first = " and ".join(route.id for route in shown[:2])
            yield Breach(
                "a need always has the offer of an assessment",
                f"{first} would come before it",
                in_words(witness),
            )
        if UNDER_18 in observed.replacing:
            for route in shown:
                if route.adults_only or FOR_ADULTS & set(requests_of(route.requests, observed.replacing)):
                    yield Breach(
                        "nobody under 18 is sent to a team for adults",
                        f"{route.id} would be shown; let another route take its place (`instead`)",
                        in_words(witness),
                    )

    def leading(self) -> Iterator[tuple[str, str]]:
        """Yield each route that can lead, the best first, with answers for which it does."""
        found: dict[str, str] = {}
        for state, seen in self.ends.items():
            for route in leaders(self.questionnaire, routes_of(self.questionnaire, state))[:1]:
                found.setdefault(route.id, in_words(answers(seen.trace)))
        return (
            (route.id, found[route.id]) for route in self.questionnaire.shared.routes if route.id in found
        )

    def _routes(self) -> Iterator[Breach]:
        found = dict(self.leading())
        for id in self.questionnaire.leads:
            if id not in found:
                yield Breach(
                    "every route can be reached",
                    f"no answers make {id} lead; mend the flow, or take it out of `leads`",
                )
        for id, witness in found.items():
            if id not in self.questionnaire.leads:
                yield Breach(
                    "every route can be reached", f"{id} leads, but `leads` does not name it", witness
                )


def routes_of(questionnaire: Questionnaire, state: State) -> frozenset[str]:
    """Return the routes that a state at the end leads to."""
    observed = Observed.at_end(state[1])
    found = routes_of_facts(questionnaire, observed.verdicts) | observed.by_signals
    return replaced(questionnaire, found, observed.replacing)


def clashes(questionnaire: Questionnaire) -> Iterator[Breach]:
    """Yield breaches of: no path gives two values to a fact that the law counts once."""
    for fact in SINGLE_VALUED:
        if (
            sum(fact in _facts(question) for question in questionnaire.questions)
            + _ticked_values(questionnaire, fact)
            < 2
        ):
            continue
        for (_, values), seen in Explorer(questionnaire, FactValues(fact)).ends().items():
            if isinstance(values, frozenset) and len(values) > 1:
                both = " and ".join(sorted(values))
                witness = in_words(
                    {
                        id: answer
                        for id, answer in answers(seen.trace).items()
                        if fact in _facts(questionnaire.by_id[id])
                    }
                )
                yield Breach("no contradiction", f"the answers say that {fact} is both {both}", witness)
                break


def _ticked_values(questionnaire: Questionnaire, fact: str) -> int:
    """The number of answers that can be chosen together and set a fact."""
    together = [
        option
        for question in questionnaire.questions
        if question.kind is QuestionKind.MANY
        for option in question.options
        if not option.alone
    ]
    return sum(fact in dict(option.sets) for option in together)


def asked_twice(questionnaire: Questionnaire) -> Iterator[Breach]:
    """Yield breaches of: no path asks two questions in the same words, or about the same fact."""
    for one, other in combinations(questionnaire.questions, 2):
        same = _same(one, other)
        if not same:
            continue
        for (_, shown), seen in (
            Explorer(questionnaire, QuestionsShown(frozenset({one.id, other.id}))).ends().items()
        ):
            if shown == frozenset({one.id, other.id}):
                yield Breach(
                    "no question is asked twice",
                    f"{one.id} and {other.id} both ask {same}",
                    in_words(answers(seen.trace)),
                )
                break


def _same(one: Question, other: Question) -> str:
    if _normalized(one.text.you) == _normalized(other.text.you) or _normalized(one.text.other) == _normalized(
        other.text.other
    ):
        return f"“{one.text.you}”"
    facts = _facts(one) & _facts(other)
    return f"about {', '.join(sorted(facts))}" if facts else ""


def _facts(question: Question) -> set[str]:
    return _set_by(question) & SINGLE_VALUED


def _normalized(text: str) -> str:
    return " ".join(text.lower().split())
