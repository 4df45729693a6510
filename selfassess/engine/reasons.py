"""Why a next step is there, in plain words, and the words that fit what was answered."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from core.messages import listed
from selfassess.engine.legal_facts import Facts, Findings
from selfassess.engine.path import Walk
from selfassess.engine.phrases import Phrase, Voice
from selfassess.engine.schema import Option, Question, Questionnaire, Route
from selfassess.rules import safeguarding
from selfassess.rules.states import NeedsResult, State

HOME_VISIT = ("signal.cannot_travel", "yes")
_HARM_TO_ME = ("signal.harm_to_me", "yes")
_HARM_TO_OTHER = ("signal.harm_to_other", "yes")
_VARIANTS: tuple[tuple[str, Facts, Facts], ...] = (
    ("at_home", frozenset({HOME_VISIT}), frozenset()),
    ("refused", frozenset({("signal.refuses", "yes")}), frozenset()),
    ("to_other", frozenset({_HARM_TO_OTHER}), frozenset({_HARM_TO_ME})),
    ("to_both", frozenset({_HARM_TO_OTHER, _HARM_TO_ME}), frozenset()),
    ("home_soon", frozenset({("signal.home_soon", "yes")}), frozenset()),
    ("beside_urgent", frozenset({("signal.urgent", "yes")}), frozenset()),
    ("beside_urgent", frozenset({("signal.home_soon", "yes")}), frozenset()),
    ("before_home", frozenset({("signal.home_later", "yes")}), frozenset({("signal.home_soon", "yes")})),
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


@dataclass(frozen=True)
class StepReason:
    """A reason for a next step in plain words, and the law it rests on (None where it rests on no
    section).
    """

    code: str
    words: str
    cites: str | None


def variant(words: Mapping[str, Phrase], name: str, facts: Facts) -> Phrase:
    """Return the words of a name, or those that the facts put in their place."""
    for ending, present, absent in _VARIANTS:
        found = words.get(f"{name}_{ending}")
        if found is not None and present <= facts and not absent & facts:
            return found
    return words[name]


def reasons(
    questionnaire: Questionnaire, path: Walk, route: Route, facts: Facts, findings: Findings
) -> Iterator[StepReason]:
    """Yield the reasons for a route: those of the rules where a verdict leads to it, and the answer where a
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
        for question, option in chosen_options(path)
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
        if says_it_already or reason.code.endswith(f"_{State.NOT_MET}"):
            continue
        if reason.code in words and reason.code.startswith(only):
            phrase = variant(words, reason.code, facts)
            yield StepReason(reason.code, phrase.in_voice(voice, areas=areas), reason.cites)


def _areas(questionnaire: Questionnaire, rule: str, result: NeedsResult, voice: Voice) -> str:
    words = questionnaire.shared.areas
    return listed([words[f"{rule}.{area}"].in_voice(voice) for area in result.outcomes_not_achieved])


def chosen_options(path: Walk) -> Iterator[tuple[Question, Option]]:
    """Yield the answers that were chosen on a path, each with its question."""
    for id, answer in path.answers_on_path.items():
        question = path.questionnaire.by_id[id]
        for option in question.chosen(answer):
            yield question, option
