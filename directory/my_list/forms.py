"""The forms of my list: a note, a place in the order, taking a service off, and where to send the list."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from core.forms import EmailField, Form, HiddenField, MaxLength, Required, TextAreaField, YesField
from directory.my_list.items import MOST_NOTE, MOST_SAVED


class ServiceForm(Form):
    """The form of a button beside one service on the list."""

    service = HiddenField()


class NoteForm(ServiceForm):
    """A person's note to self about one service."""

    note = TextAreaField(
        validators=[MaxLength(MOST_NOTE, _l("Your note must be %(most)s letters or fewer. It has %(has)s"))]
    )


class MoveForm(ServiceForm):
    """The position, counted from 1, to which one service moves."""

    to = HiddenField()

    def validate_to(self, field: Any) -> None:
        """Raise ValidationError unless the text is a short whole number."""
        digits = field.data
        is_number = digits.isascii() and digits.isdigit() and len(digits) <= len(str(MOST_SAVED)) + 1
        if not is_number:
            raise ValidationError(_("Choose where to move it"))

    @property
    def position(self) -> int:
        """Return the position, counted from 1. Call only when the form is valid."""
        return int(self.to.data)


class SendForm(Form):
    """The form that asks for an e-mail address, and whether to send the notes too."""

    email = EmailField(
        _l("Email address"),
        [Required(_l("Enter an email address"))],
        hint=_l("We use it to send this list, and for nothing else."),
    )
    notes = YesField(_l("Send my notes as well"))
