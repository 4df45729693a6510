"""The form that reports a mistake in a listing, and the one that looks up what became of it."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from core.forms import EmailField, Form, MaxLength, RadiosField, ReferenceField, Required, TextAreaField
from directory.corrections.outcomes import KINDS_OF_MISTAKES, NEEDS_MESSAGE
from directory.corrections.references import read_reference

MOST_MESSAGE = 2000


class ProblemForm(Form):
    """A report of a mistake in a listing."""

    what = RadiosField(
        _l("What is wrong?"),
        [Required(_l("Choose what is wrong"))],
        choices=KINDS_OF_MISTAKES.items(),
        item_id=lambda _number, choice: choice.value,
    )
    message = TextAreaField(
        _l("What should it say instead? (optional)"),
        [MaxLength(MOST_MESSAGE, _l("What you write must be %(most)s characters or fewer"))],
        hint=_l(
            "Please leave out private things about yourself or other people. The group may read this, but is "
            "not told who wrote it. It does not read worries about how people are treated."
        ),
    )
    reply_to = EmailField(
        _l("Your email address (optional)"),
        hint=_l("Only if you want to hear what we did about it."),
        message=_l("Enter an email address like name@example.com, or leave it empty"),
    )

    def validate_message(self, field: Any) -> None:
        """Raise ValidationError when the kind of mistake needs a description and there is none."""
        if self.what.data in NEEDS_MESSAGE and not field.data:
            raise ValidationError(_("Tell us what is wrong, in a few words"))


class FollowReportForm(Form):
    """The reference of a report."""

    reference = ReferenceField(
        _l("Your reference"),
        [Required(_l("Write your reference, like H7K-3MQ"))],
        parse=read_reference,
        message=_l("A reference has six letters and numbers, like H7K-3MQ"),
        hint=_l("It has six letters and numbers, like H7K-3MQ. It was on the page after you told us."),
        width=10,
    )
