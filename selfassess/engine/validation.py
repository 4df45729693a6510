"""From what a form sends to an answer, or to what is wrong with it in plain words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from selfassess.engine.schema import CHOICES, Answer, Question, QuestionKind

_WHOLE = re.compile(r"[0-9]{1,9}")
_MONEY = re.compile(r"[0-9]{1,12}(\.[0-9]{1,2})?")
MOST_LINES = 10


@dataclass(frozen=True)
class Errors:
    """Why an answer cannot be taken. `messages` are for the person, in plain words."""

    messages: tuple[str, ...]


def validate(question: Question, raw: Sequence[str], *, skipped: bool = False) -> Answer | Errors:
    """The answer to a question from the values of its form field (all of one name). `skipped`: the person chose "Skip this question"."""
    values = [value.strip() for value in raw if value.strip()]
    if skipped or (not values and question.kind not in CHOICES):
        return () if question.skippable else _nothing(question)
    if question.kind in CHOICES:
        return _choice(question, list(dict.fromkeys(values)))
    return _written(question, values)


def _choice(question: Question, values: list[str]) -> Answer | Errors:
    if not values:
        return _nothing(question)
    if any(value not in question.by_id for value in values):
        return Errors(("Choose from the answers on this page",))
    if question.kind is QuestionKind.ONE and len(values) > 1:
        return Errors(("Choose one answer only",))
    alone = [option.words.you for option in question.options if option.alone and option.id in values]
    if alone and len(values) > 1:
        return Errors((f"You chose “{alone[0]}” and something else too. Choose one or the other",))
    return tuple(option.id for option in question.options if option.id in values)


def _written(question: Question, values: list[str]) -> Answer | Errors:
    match question.kind:
        case QuestionKind.TEXT:
            return _short_enough(question, ["\n".join(values)])
        case QuestionKind.LINES:
            return (
                _short_enough(question, values)
                if len(values) <= MOST_LINES
                else Errors((f"Write {MOST_LINES} things or fewer",))
            )
        case QuestionKind.MONEY:
            amount = re.sub(r"[£,\s]", "", values[0])
            return (
                (amount,)
                if _MONEY.fullmatch(amount)
                else Errors(("Write an amount in pounds, such as 250 or 250.50",))
            )
        case _:
            return _number(question, values[0])


def _short_enough(question: Question, values: list[str]) -> Answer | Errors:
    longest = max(len(value) for value in values)
    if longest > question.most:
        return Errors((f"Use {question.most:,} letters or fewer. You have used {longest:,}",))
    return tuple(values)


def _number(question: Question, value: str) -> Answer | Errors:
    if _WHOLE.fullmatch(value) and question.least <= int(value) <= question.most:
        return (str(int(value)),)
    return Errors((f"Write a whole number from {question.least} to {question.most}",))


def _nothing(question: Question) -> Errors:
    match question.kind:
        case QuestionKind.ONE:
            return Errors(("Choose an answer. You can choose “not sure”",))
        case QuestionKind.MANY:
            return Errors(("Choose at least one answer. You can choose “not sure”",))
        case _:
            return Errors(("Write an answer",))
