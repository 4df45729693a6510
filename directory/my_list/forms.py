"""The forms of my list: a note, a place in the order, taking a service off, and where to send the list."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from core.forms import EmailField, Form, HiddenField, MaxLength, Required, TextAreaField, YesField
from directory.my_list.items import MOST_NOTE, MOST_SAVED


class ServiceForm(Form):
    """A button that does something to one service on the list."""

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
        """Refuse anything but a position on a full list."""
        digits = field.data
        is_number = digits.isascii() and digits.isdigit() and len(digits) <= len(str(MOST_SAVED)) + 1
        if not is_number:
            raise ValidationError(_("Choose where to move it"))

    @property
    def position(self) -> int:
        """The position of a valid form."""
        return int(self.to.data)


class SendForm(Form):
    """Where to send a list, and whether with the notes."""

    email = EmailField(
        _l("Email address"),
        [Required(_l("Enter an email address"))],
        hint=_l("We use it to send this list, and for nothing else."),
    )
    notes = YesField(_l("Send my notes as well"))
