"""From the engine's values to what a template shows. Pure: it words and orders, and decides nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.i18n import pounds
from selfassess.engine.outcome import NeedFound, NextStep, Outcome
from selfassess.engine.path import Walk, WalkStep
from selfassess.engine.phrases import Voice
from selfassess.engine.schema import Question, QuestionKind, Questionnaire

LINES_SHOWN = 3
MOST_LINES = 10
COMMUNITY = "community"
SAFETY_STEPS = frozenset({"emergency", "safeguarding_concern", "safeguarding_advice"})
"""The next steps of the safety tier, as in content/assessments/routes.yaml; a test holds the two together."""
SAFETY_NEEDS = frozenset({"abuse-neglect", "domestic-abuse"})
"""Needs that no list of groups answers: somebody has to be told, or called."""
CRISIS = "crisis"


def dashed(kind: str) -> str:
    """A kind of request as it stands in an address."""
    return str(kind).replace("_", "-")


# A question


@dataclass(frozen=True)
class Choice:
    """One answer to choose, in words."""

    value: str
    words: str
    hint: str
    chosen: bool
    alone: bool


@dataclass(frozen=True)
class QuestionView:
    """One page: the question in the right voice, with what was answered before, or typed just now."""

    id: str
    kind: str
    section: str
    text: str
    hint: str
    why: str
    choices: tuple[Choice, ...]
    values: tuple[str, ...]
    skippable: bool
    part: int
    of: int
    minutes: int
    least: int
    most: int


def question_view(
    walk: Walk, step: WalkStep, typed: Sequence[str] | None = None, more: bool = False
) -> QuestionView:
    """The page of a step. `typed`: what a form sent that could not be taken; None: what was answered before. `more`: one more line."""
    question, voice = step.question, walk.voice
    values = tuple(typed) if typed is not None else step.answer or ()
    part, of, minutes = walk.progress
    return QuestionView(
        id=question.id,
        kind=str(question.kind),
        section=_section(walk.questionnaire, question, voice),
        text=question.text.in_voice(voice),
        hint=question.hint.in_voice(voice) if question.hint else "",
        why=question.why.in_voice(voice) if question.why else "",
        choices=choices(question, values, voice),
        values=_lines(values, more) if question.kind is QuestionKind.LINES else values,
        skippable=question.skippable,
        part=part,
        of=of,
        minutes=minutes,
        least=question.least,
        most=question.most,
    )


def choices(question: Question, values: Sequence[str], voice: Voice) -> tuple[Choice, ...]:
    """The answers to choose from; for a scale, its numbers."""
    if question.kind is QuestionKind.SCALE:
        return tuple(
            Choice(str(n), str(n), "", str(n) in values, False)
            for n in range(question.least, question.most + 1)
        )
    return tuple(
        Choice(
            one.id,
            one.words.in_voice(voice),
            one.hint.in_voice(voice) if one.hint else "",
            one.id in values,
            one.alone,
        )
        for one in question.options
    )


def _lines(values: Sequence[str], more: bool) -> tuple[str, ...]:
    """As many lines as there are words for and one more to write in, at least three; another one where it was asked for."""
    wanted = max(LINES_SHOWN, len(values) + 1) + more
    return (*values, *[""] * wanted)[: min(MOST_LINES, wanted)]


def _section(questionnaire: Questionnaire, question: Question, voice: Voice) -> str:
    return next(one.title.in_voice(voice) for one in questionnaire.sections if one.id == question.section)


# Check your answers


@dataclass(frozen=True)
class Row:
    """One question with its answer in words; none for one that was skipped."""

    id: str
    asked: str
    answered: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """The questions of one part."""

    title: str
    rows: tuple[Row, ...]


def answered(walk: Walk) -> tuple[Part, ...]:
    """All answers that count, by part, in the order of the talk."""
    parts: dict[str, list[Row]] = {}
    for step in walk.steps:
        title = _section(walk.questionnaire, step.question, walk.voice)
        parts.setdefault(title, []).append(
            Row(step.question.id, step.question.text.in_voice(walk.voice), in_words(step, walk.voice))
        )
    return tuple(Part(title, tuple(rows)) for title, rows in parts.items())


def in_words(step: WalkStep, voice: Voice) -> tuple[str, ...]:
    """An answer as the person read it, or wrote it; a sum as sums are written."""
    if step.question.kind is QuestionKind.MONEY:
        return tuple(pounds(Decimal(sum)) for sum in step.answer or ())
    if not step.question.options:
        return step.answer or ()
    return tuple(one.words.in_voice(voice) for one in step.question.options if one.id in (step.answer or ()))


# The result


@dataclass(frozen=True)
class ResultView:
    """The leading step, then all others; what to say beside them.

    `needs` are those that services near the person can meet. `safety`: somebody may come to harm, so who to call stands in place of groups.
    `crisis`: somebody to talk to comes first.
    """

    leading: NextStep
    others: tuple[NextStep, ...]
    needs: tuple[NeedFound, ...]
    notes: tuple[str, ...]
    offers: tuple[str, ...]
    own_words: tuple[str, ...]
    requests: tuple[str, ...]
    assessment: str
    community: NextStep | None
    safety: bool
    crisis: bool


def result_view(outcome: Outcome, assessment: str) -> ResultView:
    """What the result page shows. `assessment`: the kind of request that stands on every result, whatever the answers."""
    return ResultView(
        leading=outcome.leading,
        others=tuple(step for step in outcome.routes if not step.leading and step.id != COMMUNITY),
        needs=tuple(need for need in outcome.needs if need.id not in SAFETY_NEEDS),
        notes=tuple(words for _id, words in outcome.notes),
        offers=outcome.offers,
        own_words=tuple(
            word for said in outcome.own_words if said.purpose == "matters" for word in said.words
        ),
        requests=outcome.requests,
        assessment=assessment,
        community=next((step for step in outcome.routes if step.id == COMMUNITY), None),
        safety=outcome.leading.id in SAFETY_STEPS or any(need.id in SAFETY_NEEDS for need in outcome.needs),
        crisis=any(interrupt.id == CRISIS for interrupt in outcome.interrupts),
    )
