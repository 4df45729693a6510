"""The outcome of answers: the leading next step with its reasons, the tiers below, needs, and own words.

It is never a decision: only the council decides (Care Act 2014 s.13).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from core.messages import listed
from selfassess.engine.legal_facts import (
    UNDER_18,
    VERSIONS,
    Facts,
    Findings,
    facts_of_answers,
    findings_of,
    verdicts_of,
)
from selfassess.engine.next_steps import as_shown, replaced, requests_of, routes_of_facts
from selfassess.engine.path import Walk
from selfassess.engine.phrases import Voice
from selfassess.engine.reasons import HOME_VISIT, StepReason, chosen_options, reasons, variant
from selfassess.engine.schema import Interrupt, Question, Questionnaire, Route
from selfassess.rules import benefits, charging


class Version(NamedTuple):
    """What a result was computed with: the questionnaire, its version, and the versions of the rules in
    use.
    """

    questionnaire: str
    flow: int
    rules: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class NextStep:
    """One route in words. `indicated` is False for a lower tier that is shown with every result above it."""

    id: str
    title: str
    say: str
    next: str
    who: str
    by_when: str
    law: str
    cites: str | None
    reasons: tuple[StepReason, ...]
    requests: tuple[str, ...]
    leading: bool
    indicated: bool


@dataclass(frozen=True)
class NeedFound:
    """A need (an id of content/needs.yaml), and the answers it rests on: question ids, and a line for
    people. `for_other`: it is that of the person whom a carer looks after.
    """

    id: str
    why: str
    questions: tuple[str, ...]
    for_other: bool = False


@dataclass(frozen=True)
class OwnWords:
    """What the person wrote, unchanged and in their order, with the words of the question.

    `purpose`: what it is for.
    """

    question: str
    asked: str
    purpose: str | None
    words: tuple[str, ...]


@dataclass(frozen=True)
class ChosenAnswer:
    """A chosen answer with a purpose, such as `strengths`: its purpose, the option's id, and its words."""

    purpose: str
    id: str
    words: str


@dataclass(frozen=True)
class Outcome:
    """The whole result.

    An assessment can be asked for whatever the answers are, so it is always in `requests`. `assessment`: the
    kind of request that asks for it.
    """

    leading: NextStep
    routes: tuple[NextStep, ...]
    needs: tuple[NeedFound, ...]
    interrupts: tuple[Interrupt, ...]
    notes: tuple[tuple[str, str], ...]
    own_words: tuple[OwnWords, ...]
    chosen: tuple[ChosenAnswer, ...]
    requests: tuple[str, ...]
    assessment: str
    home_visit: bool
    facts: Facts
    findings: Findings
    version: Version
    voice: Voice
    complete: bool
    gaps: tuple[str, ...]

    @property
    def can_request_assessment(self) -> bool:
        """Always true, because it depends on no answer (Care Act 2014 s.9(3))."""
        return True

    @property
    def distress(self) -> bool:
        """Whether an interruption is shown before anything else."""
        return bool(self.interrupts)

    @property
    def strengths(self) -> tuple[str, ...]:
        """What the person is good at or has, in words."""
        return tuple(one.words for one in self.chosen if one.purpose == "strengths")

    @property
    def offers(self) -> tuple[str, ...]:
        """What the person could offer others, in words."""
        return tuple(one.words for one in self.chosen if one.purpose == "offers")


def _everything_is_there(_need: str) -> bool:
    return True


def outcome(path: Walk, live: Callable[[str], bool] = _everything_is_there) -> Outcome:
    """Return what the answers on a path lead to. A question without an answer counts as "not sure".

    `live` tells whether a need has a live service; needs without one are named in `gaps`.
    """
    questionnaire = path.questionnaire
    set_facts = facts_of_answers(questionnaire, path.answers_on_path)
    findings = findings_of(questionnaire.rules, set_facts)
    facts = set_facts | verdicts_of(findings)
    steps = tuple(_steps(questionnaire, path, facts, findings))
    needs = tuple(_needs(path))
    return Outcome(
        leading=steps[0],
        routes=steps,
        needs=needs,
        interrupts=path.interrupts,
        notes=_notes(questionnaire, facts, path.voice),
        own_words=tuple(_own_words(path)),
        chosen=tuple(_chosen_answers(path)),
        requests=_requests(questionnaire, steps, facts),
        assessment=_assessment(questionnaire, facts).requests[0],
        home_visit=HOME_VISIT in facts,
        facts=set_facts,
        findings=findings,
        version=Version(questionnaire.id, questionnaire.version, tuple(_rules_used(questionnaire))),
        voice=path.voice,
        complete=path.complete,
        gaps=tuple(need.id for need in needs if not live(need.id)),
    )


def _rules_used(questionnaire: Questionnaire) -> Iterator[tuple[str, str]]:
    yield from ((rule, VERSIONS[rule]) for rule in sorted(questionnaire.rules))
    if questionnaire.tells_costs:
        yield "money", charging.VERSION
    if questionnaire.mentions:
        yield "benefits", benefits.VERSION


def _steps(questionnaire: Questionnaire, path: Walk, facts: Facts, findings: Findings) -> Iterator[NextStep]:
    found = routes_of_facts(questionnaire, facts)
    for place, route in enumerate(as_shown(questionnaire, found, facts)):
        because = tuple(dict.fromkeys(reasons(questionnaire, path, route, facts, findings)))
        yield _step(route, path.voice, because, place == 0, route.id in found, facts)


def _step(
    route: Route, voice: Voice, reasons: tuple[StepReason, ...], leading: bool, indicated: bool, facts: Facts
) -> NextStep:
    names = ("title", "say", "next", "who", "by_when", "law")
    phrases = {name: variant(route.words, name, facts).in_voice(voice) for name in names}
    return NextStep(
        id=route.id,
        cites=route.cites,
        reasons=reasons,
        requests=requests_of(route.requests, facts),
        leading=leading,
        indicated=indicated,
        **phrases,
    )


# Needs, words, requests


def _needs(path: Walk) -> Iterator[NeedFound]:
    """The needs that answers lead to: those of the hardest answers first, then in the order of the
    questions. A skipped question leads to none: it counts as "not sure" for the next steps alone, because nothing
    was said about its topic. What is for a carer comes before what is for the person they look after. What is for people
    under 18 comes first, and takes the place of what is for adults who care.
    """
    found: dict[str, list[Question]] = {}
    hardest: dict[str, int] = {}
    for_young: set[str] = set()
    in_place = path.questionnaire.shared.needs_under_18
    of_adults = frozenset[str]().union(*in_place.values())
    for question, option in chosen_options(path):
        if not path.answers_on_path[question.id]:
            continue
        if UNDER_18 in option.sets:
            for_young |= set(option.needs) - of_adults
        for need in option.needs:
            found.setdefault(need, []).append(question)
            hardest[need] = max(hardest.get(need, 0), option.worse or 0)
    of_other = {need for need, asked in found.items() if all(question.about_other for question in asked)}
    left_out = frozenset[str]().union(*(in_place.get(need, frozenset()) for need in for_young))
    ordered = sorted(found, key=lambda need: (need not in for_young, need in of_other, -hardest[need]))
    for need in (need for need in ordered if need not in left_out):
        questions = list(dict.fromkeys(found[need]))
        topics = [question.topic.in_voice(path.voice) for question in questions if question.topic]
        yield NeedFound(
            need,
            listed(list(dict.fromkeys(topics))),
            tuple(question.id for question in questions),
            for_other=need in of_other,
        )


def _own_words(path: Walk) -> Iterator[OwnWords]:
    for step in path.steps:
        if step.answer and not step.question.options:
            yield OwnWords(
                step.question.id, step.question.text.in_voice(path.voice), step.question.purpose, step.answer
            )


def _chosen_answers(path: Walk) -> Iterator[ChosenAnswer]:
    for question, option in chosen_options(path):
        if question.purpose and not option.alone:
            yield ChosenAnswer(question.purpose, option.id, option.words.in_voice(path.voice))


def _notes(questionnaire: Questionnaire, facts: Facts, voice: Voice) -> tuple[tuple[str, str], ...]:
    """Words beside the routes, such as the GP or 111 for a worry about health. They change no route."""
    wanted = [name for name in questionnaire.shared.notes if (f"signal.{name}", "yes") in facts]
    return tuple((name, questionnaire.shared.notes[name].in_voice(voice)) for name in wanted)


def _requests(questionnaire: Questionnaire, steps: tuple[NextStep, ...], facts: Facts) -> tuple[str, ...]:
    """The kinds of requests, those of the leading step first.

    The assessment and a call are always among them; for a child, what reaches the team for children.
    """
    own = _assessment(questionnaire, facts).requests
    kinds = (*(kind for step in steps for kind in step.requests), *own, "call_back")
    return requests_of(tuple(dict.fromkeys(kinds)), facts)


def _assessment(questionnaire: Questionnaire, facts: Facts) -> Route:
    """The route of the assessment that every result of a questionnaire offers."""
    (id,) = replaced(questionnaire, [questionnaire.assessment], facts)
    return next(route for route in questionnaire.shared.routes if route.id == id)
