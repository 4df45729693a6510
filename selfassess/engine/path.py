"""The path through a questionnaire, computed from the answers. Only answers on the path count.

An answer whose question left the path is not deleted: the session stores all answers, and it counts again
when its question comes back. So changing an answer and changing it back loses nothing. Only a change of the
person does (see about).
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from selfassess.engine.conditions import Pair, holds
from selfassess.engine.legal_facts import facts_of_answer
from selfassess.engine.phrases import Voice
from selfassess.engine.schema import (
    NOT_SURE,
    Answer,
    Answers,
    Interrupt,
    Option,
    Question,
    QuestionKind,
    Questionnaire,
)
from selfassess.engine.validation import AnswerFault, validate


class WalkProgress(NamedTuple):
    """How far somebody has come: the section (from 1), the number of sections, and the minutes left (0 at
    the end).
    """

    part: int
    of: int
    minutes_left: int


@dataclass(frozen=True)
class WalkStep:
    """A question on the path, with its answer; None where there is none yet."""

    question: Question
    answer: Answer | None

    @property
    def answered(self) -> bool:
        """Whether the question was answered or skipped."""
        return self.answer is not None

    @property
    def skipped(self) -> bool:
        """Whether the person chose to skip it."""
        return self.answer == ()


@dataclass(frozen=True)
class Walk:
    """The path that answers make.

    Steps after the first unanswered one come next unless a later answer changes the path.
    `current` is the step of the page that is shown; None for "check your answers".
    """

    questionnaire: Questionnaire
    steps: tuple[WalkStep, ...]
    current: WalkStep | None

    @property
    def first_unanswered(self) -> WalkStep | None:
        """The first step without an answer; None when all are answered."""
        return next((step for step in self.steps if not step.answered), None)

    @property
    def complete(self) -> bool:
        """Whether every question on the path was answered or skipped."""
        return self.first_unanswered is None

    @property
    def answers_on_path(self) -> dict[str, Answer]:
        """The answers that count, by the ids of their questions: those of questions on the path."""
        return {step.question.id: step.answer for step in self.steps if step.answer is not None}

    @property
    def pairs(self) -> frozenset[Pair]:
        """The answers on the path and the facts that they set, as pairs for conditions."""
        return frozenset(pair for step in self.steps for pair in pairs_of_answer(step.question, step.answer))

    @property
    def voice(self) -> Voice:
        """Whom the words are about."""
        return self.questionnaire.voice_of(self.answers_on_path)

    def step(self, question_id: str) -> WalkStep | None:
        """Return the step of a question; None where it is not on the path."""
        return next((step for step in self.steps if step.question.id == question_id), None)

    def at(self, question_id: str) -> WalkStep | None:
        """Return the step that the page of a question shows; None for "check your answers".

        It is the question's own step where that can be reached, otherwise the first unanswered step.
        """
        step, waiting = self.step(question_id), self.first_unanswered
        if step is None or (waiting and self.steps.index(step) > self.steps.index(waiting)):
            return waiting
        return step

    def before(self, question_id: str) -> WalkStep | None:
        """Return the step before a question, for "Back"; None for the first one, and for one that is not
        on the path.
        """
        ids = [step.question.id for step in self.steps]
        position = ids.index(question_id) if question_id in ids else 0
        return self.steps[position - 1] if position else None

    @property
    def progress(self) -> WalkProgress:
        """How far the current step is; the end of the last section where there is no current step."""
        sections = list(dict.fromkeys(step.question.section for step in self.steps))
        if self.current is None:
            return WalkProgress(len(sections), len(sections), 0)
        ahead = [
            step
            for step in self.steps[self.steps.index(self.current) :]
            if step is self.current or not step.answered
        ]
        minutes = math.ceil(sum(step.question.seconds for step in ahead) / 60)
        return WalkProgress(sections.index(self.current.question.section) + 1, len(sections), minutes)

    @property
    def interrupts(self) -> tuple[Interrupt, ...]:
        """The interruptions that these answers cause, each once, in the order of the answers."""
        found: dict[str, Interrupt] = {}
        for step in self.steps:
            for option in _chosen(step):
                if option.interrupt:
                    found[option.interrupt] = self.questionnaire.shared.interrupts[option.interrupt]
        return tuple(found.values())

    def interrupts_of(self, question_id: str) -> tuple[Interrupt, ...]:
        """Return the interruptions that the answer to one question causes."""
        step = self.step(question_id)
        if step is None or step.answer is None:
            return ()
        return self.questionnaire.interrupts_of(question_id, step.answer)


def _chosen(step: WalkStep) -> tuple[Option, ...]:
    return () if step.answer is None else step.question.chosen(step.answer)


def walk(questionnaire: Questionnaire, answers: Answers, at: str | None = None) -> Walk:
    """Return the path for answers.

    `at`: the question whose page is asked for. Without it, the current step is the first unanswered one.
    """
    found = Walk(questionnaire, steps_of(questionnaire.questions, answers), None)
    return Walk(questionnaire, found.steps, found.first_unanswered if at is None else found.at(at))


def steps_of(questions: Iterable[Question], answers: Answers) -> tuple[WalkStep, ...]:
    """Return those of the questions that the answers lead to, in order.

    `questions` begin with a questionnaire's first one.
    """
    steps, pairs = [], set[Pair]()
    for question in questions:
        if holds(question.show_when, pairs):
            answer = _usable(question, answers.get(question.id))
            steps.append(WalkStep(question, answer))
            pairs |= pairs_of_answer(question, answer)
    return tuple(steps)


def pairs_of_answer(question: Question, answer: Answer | None) -> set[Pair]:
    """Return the pairs of one answer for later conditions: the answer itself, and the facts that it sets."""
    if answer is None:
        return set()
    values = answer or (NOT_SURE,)
    return {(question.id, value) for value in values} | set(facts_of_answer(question, answer))


def _usable(question: Question, answer: Answer | None) -> Answer | None:
    """The answer, or None where the question cannot take it.

    It cannot take options that no longer exist, text in place of a number, or a skip where skipping is not
    allowed.
    """
    if answer is None or (answer == () and not question.skippable):
        return None
    if question.kind in (QuestionKind.NUMBER, QuestionKind.MONEY) and isinstance(
        validate(question, answer), AnswerFault
    ):
        return None
    if question.kind is QuestionKind.ONE and len(answer) > 1:
        return None
    chosen = answer[:1] if question.kind is QuestionKind.DAY else answer
    return None if question.options and any(value not in question.by_id for value in chosen) else answer
