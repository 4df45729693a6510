"""The form of one question, made from the questionnaire.

What counts as an answer is decided by engine.validation alone.
"""

from typing import Any, ClassVar

from flask_babel import gettext as _

from core import clock
from core.day_text import day_as_typed
from core.forms import (
    CheckboxesField,
    Choice,
    Form,
    HiddenField,
    LinesField,
    RadiosField,
    TextAreaField,
    TextField,
    form_class,
)
from selfassess.engine.days import day_of
from selfassess.engine.phrases import Voice
from selfassess.engine.schema import CHOICES, Answer, Question, QuestionKind
from selfassess.engine.validation import MOST_LINES, AnswerFault, validate
from selfassess.questions.fault_wording import fault_message

LINES_SHOWN = 3
"""How many lines a question for several things shows at least."""


class AnswerForm(Form):
    """The answer to one question, and the revision that its page was made with."""

    question: ClassVar[Question]
    revision = HiddenField()

    def take(self, *, skipped: bool = False) -> Answer | None:
        """Return the answer that was sent; None where it cannot be taken, and then the field has the error
        in words."""
        result = validate(self.question, self._sent(), skipped=skipped, today=clock.today())
        if isinstance(result, AnswerFault):
            self["answer"].errors = [fault_message(result)]
            return None
        return result

    def _sent(self) -> list[str]:
        """Return the values that were sent.

        Of choices, those that are not offered too, so that the error can say so.
        """
        field = self["answer"]
        if self.question.kind in CHOICES:
            return [str(value) for value in field.raw_data or ()]
        return field.data if isinstance(field.data, list) else [field.data]

    def show_lines(self, *, one_more: bool = False) -> None:
        """Show as many lines as were written and one to write in; `one_more`: another one, because it was
        asked for."""
        field = self["answer"]
        if isinstance(field, LinesField):
            field.least_lines = min(MOST_LINES, max(LINES_SHOWN, len(field.data) + 1) + one_more)


def answer_form(question: Question, voice: Voice) -> type[AnswerForm]:
    """Return the form class of a question, its words in the given voice."""
    made = form_class({"answer": _answer_field(question, voice)}, AnswerForm)
    made.question = question
    return made


def shown_form(question: Question, voice: Voice, answer: Answer | None, revision: int) -> AnswerForm:
    """Return the form of a question, filled with an earlier answer; None: it was not answered yet."""
    many = question.kind in (QuestionKind.MANY, QuestionKind.LINES)
    first = _first_shown(question, answer or ())
    form = answer_form(question, voice)(
        data={"answer": list(answer or ()) if many else first, "revision": revision}
    )
    form.show_lines()
    return form


def _first_shown(question: Question, answer: Answer) -> str:
    """Return the text or the option of an answer as the field shows it; a day in words."""
    day = day_of(answer) if question.kind is QuestionKind.DAY else None
    return day_as_typed(day) if day else answer[0] if answer and question.kind is not QuestionKind.DAY else ""


def _answer_field(question: Question, voice: Voice) -> Any:
    words: dict[str, Any] = {
        "label": question.text.in_voice(voice),
        "hint": question.hint.in_voice(voice) if question.hint else "",
        "heading": True,
    }
    match question.kind:
        case QuestionKind.ONE:
            return RadiosField(**words, choices=_choices(question, voice))
        case QuestionKind.MANY:
            return CheckboxesField(**words, choices=_choices(question, voice))
        case QuestionKind.SCALE:
            numbers = [str(number) for number in range(question.least, question.most + 1)]
            params = {"classes": "govuk-radios--inline question__scale"}
            return RadiosField(**words, choices=[(number, number) for number in numbers], params=params)
        case QuestionKind.TEXT:
            return TextAreaField(**words, rows=6)
        case QuestionKind.LINES:
            return LinesField(**words, line_label=_line_label, least_lines=LINES_SHOWN)
        case QuestionKind.MONEY:
            return TextField(**words, inputmode="decimal", prefix="£", width=10, spellcheck=False)
        case QuestionKind.DAY:
            return TextField(**words, width=20, spellcheck=False)
        case QuestionKind.NUMBER:
            return TextField(**words, inputmode="numeric", width=10, spellcheck=False)


def _choices(question: Question, voice: Voice) -> list[Choice]:
    return [
        Choice(
            option.id,
            option.words.in_voice(voice),
            option.hint.in_voice(voice) if option.hint else "",
            exclusive=option.alone,
        )
        for option in question.options
    ]


def _line_label(number: int) -> str:
    return _("Most important") if number == 1 else _("Number %(n)s", n=number)
