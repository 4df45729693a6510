"""A questionnaire that a visitor answers, with the path of the answers, computed once for a request."""

from dataclasses import dataclass, replace
from functools import cached_property

from flask import abort

from core import clock
from core.web import settings
from selfassess.engine.days import as_of
from selfassess.engine.outcome import Outcome, outcome
from selfassess.engine.path import Walk, walk
from selfassess.engine.schema import Interrupt, Questionnaire
from selfassess.loading.library import Library, load
from selfassess.session import store
from selfassess.session.answers_in_progress import InProgress


@dataclass(frozen=True)
class OpenCheck:
    """A questionnaire and the answers to it.

    The path and the outcome are computed when they are first asked for.
    """

    questionnaire: Questionnaire
    value: InProgress

    @cached_property
    def path(self) -> Walk:
        """The path of the answers; its current step is the first unanswered one."""
        return walk(self.questionnaire, as_of(self.questionnaire, self.value.answers, clock.today()))

    @cached_property
    def outcome(self) -> Outcome:
        """What the answers lead to."""
        return outcome(self.path)

    def path_at(self, question_id: str) -> Walk:
        """Return the path with a question's step as the current one."""
        return replace(self.path, current=self.path.at(question_id))

    @property
    def unread_interrupts(self) -> tuple[Interrupt, ...]:
        """The interrupts to show before any other page of the questionnaire; empty where they were read."""
        answer = self.value.answers.get(self.value.waiting)
        if answer is None:
            return ()
        return self.questionnaire.interrupts_of(self.value.waiting, answer)


def library() -> Library:
    """Return all questionnaires. Raises AssessmentError where one of them cannot be used."""
    return load(settings().content_dir)


def questionnaire_or_404(questionnaire_id: str) -> Questionnaire:
    """Return one questionnaire by its id; answer 404 where there is none."""
    questionnaires = library()
    return questionnaires[questionnaire_id] if questionnaire_id in questionnaires else abort(404)


def open_check(questionnaire: Questionnaire) -> OpenCheck | None:
    """Return the visitor's answers to this questionnaire; None where another one is open, or none."""
    value = store.current()
    return OpenCheck(questionnaire, value) if value.questionnaire == questionnaire.id else None


def check_of(value: InProgress) -> OpenCheck | None:
    """Return the questionnaire that is open; None where there is none, or the site no longer has it."""
    questionnaire = library().get(value.questionnaire)
    return OpenCheck(questionnaire, value) if questionnaire else None
