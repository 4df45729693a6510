"""The path through a questionnaire, computed afresh from the answers each time. Only answers still on the path count.

An answer that left the path is not lost by this: whoever keeps the answers keeps all of them, and it counts again when its
question comes back. So going back, or changing an answer and changing it back, never loses anything; only a change of whom the answers
are about does (see about).
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from selfassess.engine.conditions import Pair, holds
from selfassess.engine.legal_facts import of_question
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
    """Where somebody is: this part (from 1), of so many, and about how many minutes are left (0 at the end)."""

    part: int
    of: int
    minutes_left: int


@dataclass(frozen=True)
class WalkStep:
    """A question on the path, with its answer; None where it was not answered yet."""

    question: Question
    answer: Answer | None

    @property
    def answered(self) -> bool:
        """Whether it was answered or skipped."""
        return self.answer is not None

    @property
    def skipped(self) -> bool:
        """Whether the person chose to skip it."""
        return self.answer == ()


@dataclass(frozen=True)
class Walk:
    """The path that answers make. Steps after the first unanswered one are what is to come if nothing else changes it."""

    questionnaire: Questionnaire
    steps: tuple[WalkStep, ...]
    current: WalkStep | None

    @property
    def first_unanswered(self) -> WalkStep | None:
        """The first question that waits for an answer; None when all are answered."""
        return next((step for step in self.steps if not step.answered), None)

    @property
    def complete(self) -> bool:
        """Whether every question on the path was answered or skipped."""
        return self.first_unanswered is None

    @property
    def answers_on_path(self) -> dict[str, Answer]:
        """The answers that count: those of questions on the path."""
        return {step.question.id: step.answer for step in self.steps if step.answer is not None}

    @property
    def pairs(self) -> frozenset[Pair]:
        """Everything that was said: the answers that count, and the facts they set."""
        return frozenset(pair for step in self.steps for pair in said(step.question, step.answer))

    @property
    def voice(self) -> Voice:
        """Whom the words are about."""
        return self.questionnaire.voice_of(self.answers_on_path)

    def step(self, question_id: str) -> WalkStep | None:
        """The step of a question; None where it is not on the path."""
        return next((step for step in self.steps if step.question.id == question_id), None)

    def at(self, question_id: str) -> WalkStep | None:
        """Where a page leads: its own step if it can be reached, else the first unanswered one; None leads to "check your answers"."""
        step, waiting = self.step(question_id), self.first_unanswered
        if step is None or (waiting and self.steps.index(step) > self.steps.index(waiting)):
            return waiting
        return step

    def before(self, question_id: str) -> WalkStep | None:
        """The step before a question, for "Back"; None at the beginning."""
        place = self._place(question_id)
        return self.steps[place - 1] if place else None

    def after(self, question_id: str) -> WalkStep | None:
        """What comes after a question that was answered just now: the next one without an answer, or None for "check your answers".

        Somebody who changed one early answer is not led through all the others again.
        """
        return self.first_unanswered

    def next_to(self, question_id: str) -> WalkStep | None:
        """The step that follows a question on the path, answered or not; None after the last."""
        place = self._place(question_id)
        return self.steps[place + 1] if place is not None and place + 1 < len(self.steps) else None

    def _place(self, question_id: str) -> int | None:
        return next((place for place, step in enumerate(self.steps) if step.question.id == question_id), None)

    @property
    def progress(self) -> WalkProgress:
        """How far the current step is; at the end of the last part when there is none."""
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
        """What has to be said at once because of these answers, each once, in the order of the answers."""
        found = [id for step in self.steps for option in _chosen(step) if (id := option.interrupt)]
        return tuple(self.questionnaire.shared.interrupts[id] for id in dict.fromkeys(found))

    def interrupts_of(self, question_id: str) -> tuple[Interrupt, ...]:
        """What has to be said at once because of the answer to one question."""
        step = self.step(question_id)
        return (
            ()
            if step is None or step.answer is None
            else self.questionnaire.interrupts_of(question_id, step.answer)
        )


def _chosen(step: WalkStep) -> tuple[Option, ...]:
    return () if step.answer is None else step.question.chosen(step.answer)


def walk(questionnaire: Questionnaire, answers: Answers, at: str | None = None) -> Walk:
    """The path for these answers. `at` is the page that is asked for; without it, the current step is the first unanswered one."""
    found = Walk(questionnaire, steps_of(questionnaire.questions, answers), None)
    return Walk(questionnaire, found.steps, found.first_unanswered if at is None else found.at(at))


def steps_of(questions: Iterable[Question], answers: Answers) -> tuple[WalkStep, ...]:
    """Return those of the questions that the answers lead to, in order. `questions` begin with a questionnaire's first one."""
    steps, pairs = [], set[Pair]()
    for question in questions:
        if holds(question.show_when, pairs):
            answer = _usable(question, answers.get(question.id))
            steps.append(WalkStep(question, answer))
            pairs |= said(question, answer)
    return tuple(steps)


def said(question: Question, answer: Answer | None) -> set[Pair]:
    """What an answer says to later conditions: the answer itself, and the facts it sets."""
    if answer is None:
        return set()
    values = answer or (NOT_SURE,)
    return {(question.id, value) for value in values} | set(of_question(question, answer))


def _usable(question: Question, answer: Answer | None) -> Answer | None:
    """The answer as the question can take it: one with options that are gone, no number where one is asked for, or a skip of what
    cannot be skipped, is no answer."""
    if answer is None or (answer == () and not question.skippable):
        return None
    if question.kind in (QuestionKind.NUMBER, QuestionKind.MONEY) and isinstance(
        validate(question, answer), AnswerFault
    ):
        return None
    if question.kind is QuestionKind.ONE and len(answer) > 1:
        return None
    return None if question.options and any(value not in question.by_id for value in answer) else answer
