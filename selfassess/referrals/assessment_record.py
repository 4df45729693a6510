"""From a finished walk to the complete record that goes with a request: everything that was asked,
answered and found. Pure."""

from datetime import datetime

from pydantic import JsonValue

from selfassess.engine.outcome import Outcome
from selfassess.engine.path import Walk, WalkStep
from selfassess.questions.view_models import answer_in_words
from selfassess.values.request import AnswerRecord, AssessmentRecord, ReasonRecord


def record(walk: Walk, outcome: Outcome, at: datetime) -> AssessmentRecord:
    """The record of a self-assessment as it stands at a moment; one that was not answered to its end has
    no day of finishing."""
    return AssessmentRecord(
        questionnaire=walk.questionnaire.id,
        version=str(walk.questionnaire.version),
        answers=tuple(_answer(walk, step) for step in walk.steps if step.answered),
        title=walk.questionnaire.title.in_voice(walk.voice),
        rules_version=", ".join(f"{rule} {version}" for rule, version in outcome.version.rules),
        finished_at=at if walk.complete else None,
        facts=_facts(outcome),
        indication=_indication(outcome),
        reasons=tuple(
            dict.fromkeys(
                ReasonRecord(one.code, one.words, one.cites)
                for step in outcome.routes
                for one in step.reasons
            )
        ),
        routes=tuple(step.id for step in outcome.routes),
        needs=tuple(need.id for need in outcome.needs),
    )


def _answer(walk: Walk, step: WalkStep) -> AnswerRecord:
    section = next(
        one.title.in_voice(walk.voice)
        for one in walk.questionnaire.sections
        if one.id == step.question.section
    )
    return AnswerRecord(
        question=step.question.id,
        asked=step.question.text.in_voice(walk.voice),
        answered=answer_in_words(step, walk.voice),
        section=section,
        value=list(step.answer or ()),
        own_words=not step.question.options and step.question.kind in ("text", "lines"),
    )


def _facts(outcome: Outcome) -> dict[str, JsonValue]:
    """Each fact with its values; one that has one value stands alone."""
    found: dict[str, list[str]] = {}
    for fact, value in sorted(outcome.facts):
        found.setdefault(fact, []).append(value)
    return {
        fact: values[0] if len(values) == 1 else list[JsonValue](values) for fact, values in found.items()
    }


def _indication(outcome: Outcome) -> str:
    for rules in ("adult", "carer"):
        result = getattr(outcome.findings, rules)
        if result is not None:
            return str(result.indication)
    return outcome.leading.id
