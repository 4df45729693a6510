"""Making the record of a self-assessment for a request: every question, answer and finding. Pure."""

from datetime import datetime

from pydantic import JsonValue

from selfassess.engine.outcome import Outcome
from selfassess.engine.path import Walk, WalkStep
from selfassess.questions.view_models import answer_in_words
from selfassess.values.assessment_record import AnswerRecord, AssessmentRecord, ReasonRecord


def record(walk: Walk, outcome: Outcome, at: datetime) -> AssessmentRecord:
    """Return the record of a self-assessment. `at`: the present time.

    `finished_at` is None in the record where a question is not answered yet.
    """
    return AssessmentRecord(
        questionnaire=walk.questionnaire.id,
        version=str(walk.questionnaire.version),
        answers=tuple(_answer(walk, step) for step in walk.steps if step.answered),
        title=walk.questionnaire.title.in_voice(walk.voice),
        rules_version=", ".join(f"{rule} {version}" for rule, version in outcome.version.rules),
        finished_at=at if walk.complete else None,
        facts=_facts(outcome),
        indication=_indication(outcome),
        reasons=_reasons(outcome),
        routes=tuple(step.id for step in outcome.routes),
        needs=tuple(need.id for need in outcome.needs),
    )


def _reasons(outcome: Outcome) -> tuple[ReasonRecord, ...]:
    """Return the reasons of all routes, each once, in their order."""
    reasons: dict[ReasonRecord, None] = {}
    for step in outcome.routes:
        for reason in step.reasons:
            reasons[ReasonRecord(reason.code, reason.words, reason.cites)] = None
    return tuple(reasons)


def _answer(walk: Walk, step: WalkStep) -> AnswerRecord:
    section = next(
        section.title.in_voice(walk.voice)
        for section in walk.questionnaire.sections
        if section.id == step.question.section
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
    """Return each fact with its value, or with a list where the fact has several values."""
    values_of: dict[str, list[str]] = {}
    for fact, value in sorted(outcome.facts):
        values_of.setdefault(fact, []).append(value)
    return {
        fact: values[0] if len(values) == 1 else list[JsonValue](values) for fact, values in values_of.items()
    }


def _indication(outcome: Outcome) -> str:
    """Return the indication of the rules that were applied; without rules, the id of the leading step."""
    for ruleset in ("adult", "carer"):
        finding = getattr(outcome.findings, ruleset)
        if finding is not None:
            return str(finding.indication)
    return outcome.leading.id
