"""Forms of a decision about a change."""

from flask_babel import lazy_gettext as _l

from core.field_values import whole_number
from core.forms import Form, HiddenField, MaxLength, Required, TextAreaField

MOST_WORDS = 2000


class VersionForm(Form):
    """The version of what the page showed."""

    version = HiddenField()

    @property
    def number(self) -> int:
        """The version as a number; 0 for anything else."""
        return whole_number(self.version.data)


class RejectForm(VersionForm):
    """Why a change is rejected."""

    reason = TextAreaField(
        _l("Why can’t it be shown like that?"),
        [Required(_l("Write why, in words that the group can use")), MaxLength(MOST_WORDS)],
        hint=_l("The group reads this. Say what they can change."),
        label_size="s",
        rows=3,
    )


class QuestionForm(VersionForm):
    """A question about a change."""

    question = TextAreaField(
        _l("What do you want to know?"),
        [Required(_l("Write your question")), MaxLength(MOST_WORDS)],
        hint=_l("The group reads this, and answers on its page."),
        label_size="s",
        rows=3,
    )


class AnswerForm(VersionForm):
    """The answer of a group."""

    answer = TextAreaField(
        _l("Your answer"),
        [Required(_l("Write your answer")), MaxLength(MOST_WORDS)],
        label_size="s",
        rows=4,
    )
