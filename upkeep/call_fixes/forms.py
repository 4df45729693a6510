"""The form of a fix during a call."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from core.forms import (
    EmailField,
    Form,
    HiddenField,
    MaxLength,
    PhoneField,
    RadiosField,
    Required,
    TextField,
    form_class,
)
from directory.call_fixes.changes import CLOSED, EMAIL, KINDS_OF_FIXES, PHONE, closed_from
from directory.open_referral.schema.services import Service

_NEW = "new"


class CallFixForm(Form):
    """One fact and its new value. `fix_form` adds the numbers that can be replaced."""

    version = HiddenField()
    what = RadiosField(
        _l("What is wrong?"),
        [Required(_l("Choose what is wrong"))],
        choices=KINDS_OF_FIXES.items(),
        label_size="s",
    )
    phone = PhoneField(_l("The right number"), [MaxLength(60)], label_size="s", width=20)
    email = EmailField(_l("The right email address"), label_size="s", width=20, autocomplete="off")
    why = TextField(
        _l("How do you know?"),
        [Required(_l("Write how you know")), MaxLength(300)],
        hint=_l("Such as “I rang the new number and they answered”. Leave out the name of the caller."),
        label_size="s",
    )

    def validate_phone(self, field: Any) -> None:
        """Raise ValidationError where a number is to be changed and none was written."""
        if self.what.data == PHONE and not field.data:
            raise ValidationError(_("Write the right number"))

    def validate_email(self, field: Any) -> None:
        """Raise ValidationError where the address is to be changed and none was written."""
        if self.what.data == EMAIL and not field.data:
            raise ValidationError(_("Write the right email address"))

    def change(self, record: Service) -> tuple[str, str, str]:
        """Return the kind of fix, and the value before and after, once the form is valid."""
        if self.what.data == CLOSED:
            return (CLOSED, *closed_from(record))
        if self.what.data == EMAIL:
            return EMAIL, record.email, self.email.data
        numbers = [one.number for one in record.phones]
        chosen = self.number.data if "number" in self._fields else "0" if numbers else _NEW
        at = int(chosen) if chosen.isdigit() else len(numbers)
        return PHONE, numbers[at] if at < len(numbers) else "", self.phone.data


def fix_form(numbers: Sequence[str], sent: Any = None, **data: Any) -> Any:
    """Return the form for a listing with these phone numbers."""
    if len(numbers) < 2:
        return CallFixForm(sent, data=data)
    choices = [*((str(at), number) for at, number in enumerate(numbers)), (_NEW, _("None: add a number"))]
    number = RadiosField(_l("Which number is wrong?"), choices=choices, label_size="s", default="0")
    return form_class({"number": number}, CallFixForm)(sent, data={"number": "0", **data})
