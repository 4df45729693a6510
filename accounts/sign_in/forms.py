"""The forms of signing in."""

from flask_babel import lazy_gettext as _l

from accounts.fields import OneTimeCodeField
from core.forms import EmailField, Form, MaxLength, Required


class AskLinkForm(Form):
    """The address to which a link is sent."""

    email = EmailField(
        _l("Email address"),
        [Required(_l("Write your email address"))],
        hint=_l("The one that we have for your group."),
        label_size="s",
        width=20,
    )


class CodeForm(Form):
    """The code of an e-mailed link."""

    code = OneTimeCodeField(
        _l("Code from the email"),
        [Required(_l("Write the code from the email")), MaxLength(40)],
        hint=_l("6 digits, like 123 456."),
        inputmode="numeric",
    )

    @property
    def digits(self) -> str:
        """The digits of what was typed, without spaces and dashes."""
        return "".join(
            character for character in self.code.data if character.isascii() and character.isdigit()
        )


class SecondFactorForm(Form):
    """A code of the app, or a recovery code."""

    code = OneTimeCodeField(
        _l("Code"),
        [Required(_l("Write the code")), MaxLength(40)],
        hint=_l("6 digits from your app, or one of your recovery codes, like K7M4-RT29."),
    )
