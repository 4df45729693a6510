"""From what a form sends to an answer, or to a fault by its code.

The words for faults are in questions/fault_wording.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from core.day_text import read_day
from selfassess.engine.days import day_answer
from selfassess.engine.schema import CHOICES, Answer, Question, QuestionKind

_WHOLE_NUMBER = re.compile(r"[0-9]{1,9}")
_MONEY = re.compile(r"[0-9]{1,12}(\.[0-9]{1,2})?")
MOST_LINES = 10
_NOT_KNOWN = frozenset(
    f"{words}{yet}"
    for words in (
        "not known",
        "unknown",
        "not sure",
        "i'm not sure",
        "don't know",
        "i don't know",
        "dont know",
        "nobody knows",
    )
    for yet in ("", " yet")
)


class FaultCode(StrEnum):
    """Why an answer cannot be taken. The comments name the values that the words need."""

    CHOOSE_ONE = "choose_one"
    CHOOSE_SOME = "choose_some"
    WRITE_SOMETHING = "write_something"
    NOT_ON_PAGE = "not_on_page"
    ONE_ONLY = "one_only"
    NOT_TOGETHER = "not_together"  # option: the words of the answer that excludes all others
    TOO_MANY_LINES = "too_many_lines"  # most
    NO_AMOUNT = "no_amount"
    TOO_LONG = "too_long"  # most, length
    NO_NUMBER = "no_number"  # least, most
    NO_DAY = "no_day"


@dataclass(frozen=True)
class AnswerFault:
    """A fault in an answer: its code, and the values that its words need."""

    code: FaultCode
    values: Mapping[str, str | int] = field(default_factory=dict)


def validate(
    question: Question, raw: Sequence[str], *, skipped: bool = False, today: date | None = None
) -> Answer | AnswerFault:
    """Return the answer to a question from the values of its form field, or what is wrong with them.

    `skipped`: the person chose "Skip this question". `today`: from which a written day is read. An empty day is
    asked for again, because it decides how fast somebody has to act.
    """
    values = [value.strip() for value in raw if value.strip()]
    if question.kind is QuestionKind.DAY and not (values or skipped):
        return AnswerFault(FaultCode.NO_DAY)
    if skipped or (not values and question.kind not in CHOICES):
        return () if question.skippable else AnswerFault(_nothing(question))
    if question.kind in CHOICES:
        return _choice(question, list(dict.fromkeys(values)))
    return _written(question, values, today)


def _nothing(question: Question) -> FaultCode:
    match question.kind:
        case QuestionKind.ONE:
            return FaultCode.CHOOSE_ONE
        case QuestionKind.MANY:
            return FaultCode.CHOOSE_SOME
        case _:
            return FaultCode.WRITE_SOMETHING


def _choice(question: Question, values: list[str]) -> Answer | AnswerFault:
    if not values:
        return AnswerFault(_nothing(question))
    if any(value not in question.by_id for value in values):
        return AnswerFault(FaultCode.NOT_ON_PAGE)
    if question.kind is QuestionKind.ONE and len(values) > 1:
        return AnswerFault(FaultCode.ONE_ONLY)
    chosen = [option for option in question.options if option.id in values]
    alone = next((option for option in chosen if option.alone), None)
    if alone and len(chosen) > 1:
        return AnswerFault(FaultCode.NOT_TOGETHER, {"option": alone.words.you})
    return tuple(option.id for option in chosen)


def _written(question: Question, values: list[str], today: date | None) -> Answer | AnswerFault:
    match question.kind:
        case QuestionKind.TEXT:
            return _short_enough(question, ["\n".join(values)])
        case QuestionKind.LINES:
            return _lines(question, values)
        case QuestionKind.MONEY:
            return _amount(values[0])
        case QuestionKind.DAY:
            return _day(values[0], today)
        case _:
            return _number(question, values[0])


def _lines(question: Question, values: list[str]) -> Answer | AnswerFault:
    if len(values) > MOST_LINES:
        return AnswerFault(FaultCode.TOO_MANY_LINES, {"most": MOST_LINES})
    return _short_enough(question, values)


def _short_enough(question: Question, values: list[str]) -> Answer | AnswerFault:
    length = max(len(value) for value in values)
    if length > question.most:
        return AnswerFault(FaultCode.TOO_LONG, {"most": question.most, "length": length})
    return tuple(values)


def _day(value: str, today: date | None) -> Answer | AnswerFault:
    """Return the answer for a day as people write it; that nobody knows it yet is no answer."""
    if value.casefold().replace("’", "'").strip(" .?") in _NOT_KNOWN:
        return ()
    day = read_day(value, today) if today else None
    return day_answer(day, today) if day and today else AnswerFault(FaultCode.NO_DAY)


def _amount(value: str) -> Answer | AnswerFault:
    """Pounds as people write them: "£1,250.50" is taken as 1250.50."""
    amount = re.sub(r"[£,\s]", "", value)
    return (amount,) if _MONEY.fullmatch(amount) else AnswerFault(FaultCode.NO_AMOUNT)


def _number(question: Question, value: str) -> Answer | AnswerFault:
    if _WHOLE_NUMBER.fullmatch(value) and question.least <= int(value) <= question.most:
        return (str(int(value)),)
    return AnswerFault(FaultCode.NO_NUMBER, {"least": question.least, "most": question.most})
