"""The form of one contact of a group."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from core.forms import EmailField, Form, HiddenField, MaxLength, PhoneField, Required, TextField


class GroupContactForm(Form):
    """A contact. `version`: the one that the page was shown with."""

    version = HiddenField()
    name = TextField(
        _l("Name or role"),
        [Required(_l("Write a name or a role, like “Bookings”")), MaxLength(200)],
        hint=_l("People see it, so a first name or a role is enough. Such as: Jean, or Bookings."),
        label_size="s",
        width=20,
    )
    title = TextField(
        _l("What do they do? (optional)"),
        [MaxLength(200)],
        hint=_l("Such as: secretary."),
        label_size="s",
        width=20,
    )
    phone = PhoneField(_l("Phone number"), [MaxLength(60)], label_size="s", width=20)
    phone_note = TextField(
        _l("When can people ring? (optional)"),
        [MaxLength(200)],
        hint=_l("Such as: in the evening."),
        label_size="s",
        width=20,
    )
    email = EmailField(_l("Email address (optional)"), label_size="s", width=30)

    def validate_email(self, field: EmailField) -> None:
        """Refuse a contact without a way to get in touch."""
        if not field.data and not self.phone.data:
            raise ValidationError(_l("Write a phone number or an email address"))
