"""The proofs: what is true of a questionnaire for every combination of answers. Each breach comes with answers that show it."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import combinations

from selfassess.engine.conditions import holds, reads
from selfassess.engine.legal_facts import APART, ONCE
from selfassess.engine.next_steps import from_answers, leaders, triggered
from selfassess.engine.path import walk
from selfassess.engine.schema import Alarm, Answer, Question, QuestionKind, Questionnaire, Tier
from selfassess.proof.breach import Breach, completed_with
from selfassess.proof.explorer import Explorer, Seen, State, answers, in_words, total
from selfassess.proof.monotonic import less_help, unordered
from selfassess.proof.observers import Everything, Settled, Shown, Values


@dataclass(frozen=True)
class ProofReport:
    """What was proved of one questionnaire: breaches (none is good), how much was covered, its length, and needs nobody serves."""

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
        """Whether there is no breach. Gaps in the directory are named, and are no breach."""
        return not self.breaches


def check(questionnaire: Questionnaire, known: Collection[str], live: Callable[[str], bool]) -> ProofReport:
    """Prove a questionnaire. `known` are the ids of all needs; `live` tells whether a need has a live service."""
    forward = tuple(looks_ahead(questionnaire))
    if forward:
        # Where a condition looks ahead there is no path to walk.
        return ProofReport(questionnaire.id, forward, 0, 0, 0, 0, 0, (), ())
    run = _Run.of(questionnaire)
    worse = less_help(questionnaire)
    breaches = [
        *run.breaches(),
        *unordered(questionnaire),
        *worse.breaches,
        *silent_alarms(questionnaire),
        *swayed_by_money(questionnaire),
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
    """Every path ends: each condition reads only what was asked before, so one pass from the first question to the last settles it."""
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
    """Every need is one of the directory's."""
    for need in questionnaire.about:
        if need not in known:
            yield Breach(
                "every need is known", f"the questionnaire is about {need}, which content/needs.yaml lacks"
            )
    for question in questionnaire.questions:
        for option in question.options:
            for need in option.needs:
                if need not in known:
                    yield Breach(
                        "every need is known",
                        f"{question.id} = {option.id} leads to {need}, which content/needs.yaml lacks",
                    )


_DANGER = {("safeguarding.immediate_danger", "yes")}
_HARM = {("safeguarding.abuse_or_neglect", "yes"), ("safeguarding.abuse_or_neglect", "at_risk")}


def silent_alarms(questionnaire: Questionnaire) -> Iterator[Breach]:
    """An answer that speaks of danger or harm is marked as an alarm, and interrupts at once."""
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
    """No way to help hangs on somebody's means (s.9(3)(b)): questions about means, and those that wait for one of them, lead nowhere."""
    means: set[str] = set()
    for question in questionnaire.questions:
        waits_for = {key for key, _ in reads(question.show_when)} & means
        if waits_for or any(fact.startswith("money.") for fact in _set_by(question)):
            means.add(question.id)
            if any(option.alarm for option in question.options) or _set_by(question) - APART:
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
    """One walk through all combinations, and what it found on the way."""

    questionnaire: Questionnaire
    shown: frozenset[str]
    ends: dict[State, Seen]
    states: int

    @classmethod
    def of(cls, questionnaire: Questionnaire) -> "_Run":
        explorer = Explorer(questionnaire, Everything.of(questionnaire))
        shown, states = set[str](), 0
        ends: dict[State, Seen] = {}
        for index, before, after in explorer.every_state():
            question = questionnaire.questions[index]
            shown |= {question.id for gates, _ in before if holds(question.show_when, gates)}
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
        """One leading route; alarms lead; and the abstraction agrees with the real engine on the witness."""
        found = routes_of(self.questionnaire, state)
        best = leaders(self.questionnaire, found)
        if len(best) != 1:
            names = " and ".join(route.id for route in best) or "no route"
            yield Breach("exactly one leading route", f"{names} would lead", in_words(witness))
            return
        alarms = state[1][1] if isinstance(state[1], tuple) else ()
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
        if from_answers(self.questionnaire, walk(self.questionnaire, real).answers_on_path) != found:
            yield Breach(
                "the proof is about the real engine",
                "the engine finds other routes than the proof",
                in_words(witness),
            )

    def leading(self) -> Iterator[tuple[str, str]]:
        """Each route that can lead, best first, with answers for which it does."""
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
    """The routes that a state at the end leads to."""
    mind = state[1]
    assert isinstance(mind, tuple)
    hits: frozenset[str] = mind[0]
    rules: tuple[Settled, ...] = mind[2:]
    return (
        triggered(questionnaire, frozenset[tuple[str, str]]().union(*(rule.verdict for rule in rules))) | hits
    )


def clashes(questionnaire: Questionnaire) -> Iterator[Breach]:
    """No path says of one fact, which the law counts once, two different things."""
    for fact in ONCE:
        if (
            sum(fact in _facts(question) for question in questionnaire.questions)
            + _ticked_values(questionnaire, fact)
            < 2
        ):
            continue
        for (_, values), seen in Explorer(questionnaire, Values(fact)).ends().items():
            if isinstance(values, frozenset) and len(values) > 1:
                said = " and ".join(sorted(values))
                witness = in_words(
                    {
                        id: answer
                        for id, answer in answers(seen.trace).items()
                        if fact in _facts(questionnaire.by_id[id])
                    }
                )
                yield Breach("no contradiction", f"the answers say that {fact} is both {said}", witness)
                break


def _ticked_values(questionnaire: Questionnaire, fact: str) -> int:
    """How many answers that can be chosen together set a fact."""
    together = [
        option
        for question in questionnaire.questions
        if question.kind is QuestionKind.MANY
        for option in question.options
        if not option.alone
    ]
    return sum(fact in dict(option.sets) for option in together)


def asked_twice(questionnaire: Questionnaire) -> Iterator[Breach]:
    """No path asks two questions in the same words, or about the same fact."""
    for one, other in combinations(questionnaire.questions, 2):
        same = _same(one, other)
        if not same:
            continue
        for (_, shown), seen in Explorer(questionnaire, Shown(frozenset({one.id, other.id}))).ends().items():
            if shown == frozenset({one.id, other.id}):
                yield Breach(
                    "no question is asked twice",
                    f"{one.id} and {other.id} both ask {same}",
                    in_words(answers(seen.trace)),
                )
                break


def _same(one: Question, other: Question) -> str:
    if _plain(one.text.you) == _plain(other.text.you) or _plain(one.text.other) == _plain(other.text.other):
        return f"“{one.text.you}”"
    facts = _facts(one) & _facts(other)
    return f"about {', '.join(sorted(facts))}" if facts else ""


def _facts(question: Question) -> set[str]:
    return _set_by(question) & ONCE


def _plain(text: str) -> str:
    return " ".join(text.lower().split())
