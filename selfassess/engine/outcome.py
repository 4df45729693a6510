"""The outcome of answers: the leading next step with its reasons, the tiers below, needs, and own words.

It is never a decision: only the council decides (Care Act 2014 s.13).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from core.messages import listed
from selfassess.engine.legal_facts import (
    VERSIONS,
    Facts,
    Findings,
    facts_of_answers,
    findings_of,
    verdicts_of,
)
from selfassess.engine.next_steps import as_shown, replaced, routes_of_facts
from selfassess.engine.path import Walk
from selfassess.engine.phrases import Phrase, Voice
from selfassess.engine.schema import Interrupt, Option, Question, Questionnaire, Route
from selfassess.rules import benefits, charging, safeguarding
from selfassess.rules.states import NeedsResult, State

HOME_VISIT = ("signal.cannot_travel", "yes")
_HARM_TO_ME = ("signal.harm_to_me", "yes")
_HARM_TO_OTHER = ("signal.harm_to_other", "yes")
_VARIANTS: tuple[tuple[str, Facts, Facts], ...] = (
    ("at_home", frozenset({HOME_VISIT}), frozenset()),
    ("refused", frozenset({("signal.refuses", "yes")}), frozenset()),
    ("to_other", frozenset({_HARM_TO_OTHER}), frozenset({_HARM_TO_ME})),
    ("to_both", frozenset({_HARM_TO_OTHER, _HARM_TO_ME}), frozenset()),
    ("alone", frozenset({("signal.nobody_suitable", "yes")}), frozenset()),
    ("feared", frozenset({("safeguarding.abuse_or_neglect", "at_risk")}), frozenset()),
)
"""Endings of names of words that take the place of the words without them.

Each has the facts that must be there and those that must not.
"""

_SPEAKS = {("safeguarding.route", str(safeguarding.SafeguardingRoute.EMERGENCY)): "immediate_danger"}
"""How the reason codes begin that are shown for a verdict, where not all are: only danger is a reason to
call 999.
"""


_SECTIONS = {"adult": "Care Act 2014 s.9(1)", "carer": "Care Act 2014 s.10(1)"}
"""The sections by which the appearance of need is enough for an assessment, by rule set."""


class Version(NamedTuple):
    """What a result was computed with: the questionnaire, its version, and the versions of the rules in
    use.
    """

    questionnaire: str
    flow: int
    rules: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class StepReason:
    """A reason for a next step in plain words, and the law it rests on (None where it rests on no
    section).
    """

    code: str
    words: str
    cites: str | None


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
    people.
    """

    id: str
    why: str
    questions: tuple[str, ...]


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
        reasons = tuple(dict.fromkeys(_reasons(questionnaire, path, route, facts, findings)))
        yield _step(route, path.voice, reasons, place == 0, route.id in found, facts)


def _step(
    route: Route, voice: Voice, reasons: tuple[StepReason, ...], leading: bool, indicated: bool, facts: Facts
) -> NextStep:
    names = ("title", "say", "next", "who", "by_when", "law")
    phrases = {name: _variant(route.words, name, facts).in_voice(voice) for name in names}
    return NextStep(
        id=route.id,
        cites=route.cites,
        reasons=reasons,
        requests=route.requests,
        leading=leading,
        indicated=indicated,
        **phrases,
    )


def _variant(words: Mapping[str, Phrase], name: str, facts: Facts) -> Phrase:
    """The words of a name, or those that the facts put in their place."""
    for ending, present, absent in _VARIANTS:
        found = words.get(f"{name}_{ending}")
        if found is not None and present <= facts and not absent & facts:
            return found
    return words[name]


# Reasons


def _reasons(
    questionnaire: Questionnaire, path: Walk, route: Route, facts: Facts, findings: Findings
) -> Iterator[StepReason]:
    """The reasons for a route: those of the rules where a verdict leads to it, and the answer where a
    signal does. A route that takes the place of others has their reasons as well.
    """
    replaces = [other for other in questionnaire.shared.routes if route.id in other.instead]
    in_place_of = (other.when for other in replaces if other.instead[route.id] & facts)
    leads = route.when.union(route.in_place_when, *in_place_of)
    for fact, value in sorted(leads & facts):
        if fact.startswith("signal."):
            yield _signal_reason(questionnaire, path, fact, value)
        else:
            rule, only = fact.split(".")[0], _SPEAKS.get((fact, value), "")
            yield from _rule_reasons(questionnaire, path.voice, rule, findings, facts, only)


def _signal_reason(questionnaire: Questionnaire, path: Walk, fact: str, value: str) -> StepReason:
    name = fact.removeprefix("signal.")
    words = questionnaire.shared.reasons.get(f"{name}_{value}") or questionnaire.shared.reasons[name]
    topics = [
        question.topic.in_voice(path.voice)
        for question, option in _chosen(path)
        if question.topic and (fact, value) in option.sets
    ]
    return StepReason(
        f"{name}_{value}", words.in_voice(path.voice, topics=listed(list(dict.fromkeys(topics)))), None
    )


def _rule_reasons(
    questionnaire: Questionnaire, voice: Voice, rule: str, findings: Findings, facts: Facts, only: str
) -> Iterator[StepReason]:
    result = getattr(findings, rule)
    words = questionnaire.shared.reasons
    areas = _areas(questionnaire, rule, result, voice) if isinstance(result, NeedsResult) else ""
    if areas and "unable_outcomes_met" not in {reason.code for reason in result.reasons}:
        # What is hard is named, even where it is fewer things than the condition asks for.
        yield StepReason("hard_areas", words["hard_areas"].in_voice(voice, areas=areas), _SECTIONS[rule])
    for reason in result.reasons if result else ():
        says_it_already = areas and reason.code == "unable_outcomes_unclear"
        if reason.code in words and reason.code.startswith(only) and not says_it_already:
            if not reason.code.endswith(f"_{State.NOT_MET}"):
                phrase = _variant(words, reason.code, facts)
                yield StepReason(reason.code, phrase.in_voice(voice, areas=areas), reason.cites)


def _areas(questionnaire: Questionnaire, rule: str, result: NeedsResult, voice: Voice) -> str:
    words = questionnaire.shared.areas
    return listed([words[f"{rule}.{area}"].in_voice(voice) for area in result.outcomes_not_achieved])


# Needs, words, requests


def _chosen(path: Walk) -> Iterator[tuple[Question, Option]]:
    for id, answer in path.answers_on_path.items():
        question = path.questionnaire.by_id[id]
        for option in question.chosen(answer):
            yield question, option


def _needs(path: Walk) -> Iterator[NeedFound]:
    """The needs that answers lead to: those of the hardest answers first, then in the order of the
    questions.
    """
    found: dict[str, list[Question]] = {}
    hardest: dict[str, int] = {}
    for question, option in _chosen(path):
        for need in option.needs:
            found.setdefault(need, []).append(question)
            hardest[need] = max(hardest.get(need, 0), option.worse or 0)
    for need in sorted(found, key=lambda need: -hardest[need]):
        questions = list(dict.fromkeys(found[need]))
        topics = [question.topic.in_voice(path.voice) for question in questions if question.topic]
        yield NeedFound(
            need, listed(list(dict.fromkeys(topics))), tuple(question.id for question in questions)
        )


def _own_words(path: Walk) -> Iterator[OwnWords]:
    for step in path.steps:
        if step.answer and not step.question.options:
            yield OwnWords(
                step.question.id, step.question.text.in_voice(path.voice), step.question.purpose, step.answer
            )


def _chosen_answers(path: Walk) -> Iterator[ChosenAnswer]:
    for question, option in _chosen(path):
        if question.purpose and not option.alone:
            yield ChosenAnswer(question.purpose, option.id, option.words.in_voice(path.voice))


def _notes(questionnaire: Questionnaire, facts: Facts, voice: Voice) -> tuple[tuple[str, str], ...]:
    """Words beside the routes, such as the GP or 111 for a worry about health. They change no route."""
    wanted = [name for name in questionnaire.shared.notes if (f"signal.{name}", "yes") in facts]
    return tuple((name, questionnaire.shared.notes[name].in_voice(voice)) for name in wanted)


def _requests(questionnaire: Questionnaire, steps: tuple[NextStep, ...], facts: Facts) -> tuple[str, ...]:
    """The kinds of requests, those of the leading step first.

    The assessment and a call are always among them. For a child, the assessment begins with a call.
    """
    own = _assessment(questionnaire, facts).requests
    return tuple(dict.fromkeys([*(kind for step in steps for kind in step.requests), *own, "call_back"]))


def _assessment(questionnaire: Questionnaire, facts: Facts) -> Route:
    """The route of the assessment that every result of a questionnaire offers."""
    (id,) = replaced(questionnaire, [questionnaire.assessment], facts)
    return next(route for route in questionnaire.shared.routes if route.id == id)
