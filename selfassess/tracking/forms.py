"""The forms of a request that was sent: opening it, and choosing another time for a call."""

from typing import Any, Self

from flask_babel import lazy_gettext as _l

from core.field_values import whole_number
from core.forms import Choice, Form, HiddenField, MaxLength, Required, SelectField, TextAreaField
from selfassess.referrals import call_windows
from selfassess.saving.forms import ReferenceForm, reference_field, words_field
from selfassess.values.request import RequestKind


class TrackForm(ReferenceForm):
    """What opens a request that was sent."""

    reference = reference_field(_l("It looks like K7MX-4RTP. Capitals and the dash don’t matter."))
    words = words_field(_l("They were on the page after you sent it. Put a space between them."))


class CallForm(Form):
    """Another half hour in which the person is rung."""

    window = SelectField(
        _l("Another time"),
        [Required(_l("Choose a time"))],
        choices=[("", _l("Choose a time"))],
        label_size="s",
    )

    @classmethod
    def offering(cls, booked: str, posted: Any = None) -> Self:
        """Return the form with the half hours that have a place. Without a booked one there are none."""
        form = cls()
        offered = call_windows.offered(RequestKind.CALL_BACK) if booked else ()
        form.window.choices += [Choice(*one) for one in offered]
        if posted is not None:
            form.process(posted)
        return form


MOST_ANSWER = 4000
"""The most characters of an answer to the team's question."""


class AnswerForm(Form):
    """The person's answer to what the team asked. `asked`: the number of the question's entry."""

    asked = HiddenField()
    words = TextAreaField(
        _l("Your answer"), [Required(_l("Write your answer")), MaxLength(MOST_ANSWER)], label_size="s"
    )

    @property
    def number(self) -> int:
        """The number of the question's entry; 0 where none was sent."""
        return whole_number(self.asked.data)
