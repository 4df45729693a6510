"""Forms of setting up an app and a passkey."""

from flask_babel import lazy_gettext as _l

from accounts.fields import OneTimeCodeField
from core.forms import Form, HiddenField, MaxLength, Required, TextField


class AppForm(Form):
    """The code that a new app shows."""

    code = OneTimeCodeField(
        _l("Code from the app"),
        [Required(_l("Write the 6 digits that the app shows")), MaxLength(20)],
        hint=_l("6 digits."),
        inputmode="numeric",
    )


class PasskeyForm(Form):
    """What the browser made, and a name for it."""

    credential = HiddenField("")
    name = TextField(
        _l("Name of this passkey"),
        [MaxLength(60)],
        hint=_l("So that you know it again, like “My work phone”."),
        label_size="s",
        width=20,
    )
