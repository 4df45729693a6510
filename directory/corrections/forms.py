"""The form that reports a mistake in a listing."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from core.forms import EmailField, Form, MaxLength, RadiosField, Required, TextAreaField

MOST_MESSAGE = 2000
NEEDS_MESSAGE = frozenset({"other", "safety"})
"""Kinds of mistakes for which the person must describe what is wrong."""

KINDS_OF_MISTAKES = {
    "phone": _l("The phone number, email or website is wrong"),
    "times": _l("The days or times are wrong"),
    "address": _l("The address is wrong"),
    "cost": _l("The cost is wrong"),
    "who": _l("Who it is for, or how to get it, is wrong"),
    "closed": _l("It has closed, or does not run any more"),
    "safety": _l("I am worried about how people are treated there"),
    "other": _l("Something else"),
}


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
        hint=_l("Please leave out private things about yourself or other people."),
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
