"""The form that asks where to send a list."""

from flask_babel import lazy_gettext as _l

from core.forms import EmailField, Form, Required, YesField


class SendForm(Form):
    """Where to send a list, and whether with the notes."""

    email = EmailField(
        _l("Email address"),
        [Required(_l("Enter an email address"))],
        hint=_l("We use it to send this list, and for nothing else."),
    )
    notes = YesField(_l("Send my notes as well"))
