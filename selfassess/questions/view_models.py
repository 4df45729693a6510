"""View models of the questions and of "check your answers".

Pure: they put words in order, and decide nothing.
"""

from dataclasses import dataclass
from decimal import Decimal

from core.i18n import plain_date, pounds
from selfassess.engine.days import day_of
from selfassess.engine.path import Walk, WalkStep
from selfassess.engine.phrases import Voice
from selfassess.engine.schema import Question, QuestionKind, Questionnaire


@dataclass(frozen=True)
class QuestionView:
    """A question's page beside its form: the words in the right voice, and how far the visitor is.

    `part` of `of`: the part of the questionnaire, counted from 1. `minutes`: about how many are left.
    """

    id: str
    kind: str
    section: str
    text: str
    why: str
    skippable: bool
    part: int
    of: int
    minutes: int
    most: int


def question_view(path: Walk, step: WalkStep) -> QuestionView:
    """Return the page of a step."""
    question, voice = step.question, path.voice
    part, of, minutes = path.progress
    return QuestionView(
        id=question.id,
        kind=str(question.kind),
        section=_section_title(path.questionnaire, question, voice),
        text=question.text.in_voice(voice),
        why=question.why.in_voice(voice) if question.why else "",
        skippable=question.skippable,
        part=part,
        of=of,
        minutes=minutes,
        most=question.most,
    )


def _section_title(questionnaire: Questionnaire, question: Question, voice: Voice) -> str:
    return next(one.title.in_voice(voice) for one in questionnaire.sections if one.id == question.section)


# Check your answers


@dataclass(frozen=True)
class AnsweredQuestion:
    """A question with its answer in words; `answered` is empty where it was skipped. `is_day`: it asks for a
    day.
    """

    id: str
    asked: str
    answered: tuple[str, ...]
    is_day: bool


@dataclass(frozen=True)
class AnsweredSection:
    """The questions of one part of the questionnaire."""

    title: str
    questions: tuple[AnsweredQuestion, ...]


def answered_sections(path: Walk) -> tuple[AnsweredSection, ...]:
    """Return all answers on the path, by part, in the order of the questions."""
    sections: dict[str, list[AnsweredQuestion]] = {}
    for step in path.steps:
        question = step.question
        title = _section_title(path.questionnaire, question, path.voice)
        answered = answer_in_words(step, path.voice)
        asked = question.text.in_voice(path.voice)
        line = AnsweredQuestion(question.id, asked, answered, question.kind is QuestionKind.DAY)
        sections.setdefault(title, []).append(line)
    return tuple(AnsweredSection(title, tuple(lines)) for title, lines in sections.items())


def answer_in_words(step: WalkStep, voice: Voice) -> tuple[str, ...]:
    """Return an answer as the person read or wrote it; an amount of money as "£1,250".

    Empty where it was skipped.
    """
    answer = step.answer or ()
    if step.question.kind is QuestionKind.MONEY:
        return tuple(pounds(Decimal(amount)) for amount in answer)
    day = day_of(answer) if step.question.kind is QuestionKind.DAY else None
    if day:
        return (plain_date(day),)
    if not step.question.options:
        return answer
    return tuple(option.words.in_voice(voice) for option in step.question.options if option.id in answer)
