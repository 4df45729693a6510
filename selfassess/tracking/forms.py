"""The form that opens a request."""

from flask_babel import lazy_gettext as _l

from core.forms import Form, HiddenField, MaxLength, Required, TextAreaField
from selfassess.saving.forms import ReferenceForm, reference_field, words_field


class TrackForm(ReferenceForm):
    """What opens a request that was sent."""

    reference = reference_field(_l("It looks like K7MX-4RTP. Capitals and the dash don’t matter."))
    words = words_field(_l("They were on the page after you sent it. Put a space between them."))


MOST_ANSWER = 4000
"""The most characters of an answer to the team's question."""


class AnswerForm(Form):
    """The person's answer to what the team asked. `asked`: the number of the question's entry."""

    asked = HiddenField()
    words = TextAreaField(
        _l("Your answer"), [Required(_l("Write your answer")), MaxLength(MOST_ANSWER)], label_size="s"
    )
