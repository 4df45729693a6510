"""Answers that are days: which option a day counts as, today and when an answer is opened again later. Pure."""

from collections.abc import Mapping
from datetime import date, timedelta

from selfassess.engine.schema import Answer, Answers, QuestionKind, Questionnaire

SOON, LATER = "soon", "later"
"""The options that a day counts as."""
URGENT_DAYS = 3
"""Somebody who comes home within so many days needs a call, because a form may be read too late."""


def is_soon(day: date | None, today: date) -> bool:
    """Return True for a day that is at most URGENT_DAYS away, or over already."""
    return day is not None and day <= today + timedelta(days=URGENT_DAYS)


def day_answer(day: date, today: date) -> Answer:
    """Return the answer for a day that was written: the option that it counts as, and the day."""
    return SOON if is_soon(day, today) else LATER, day.isoformat()


def day_of(answer: Answer) -> date | None:
    """Return the day of an answer; None where no day was written, or it cannot be read."""
    try:
        return date.fromisoformat(answer[1]) if len(answer) > 1 else None
    except ValueError:
        return None


def as_of(questionnaire: Questionnaire, answers: Answers, today: date) -> Mapping[str, Answer]:
    """Return the answers with each day counted from today: a day that was far away may be near by now."""
    counted = dict(answers)
    for id in answers.keys() & {one.id for one in questionnaire.questions if one.kind is QuestionKind.DAY}:
        day = day_of(answers[id])
        if day:
            counted[id] = day_answer(day, today)
    return counted
