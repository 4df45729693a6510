"""The forms of signing in."""

from flask_babel import lazy_gettext as _l

from core.forms import EmailField, Form, MaxLength, Required, TextField


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

    code = TextField(
        _l("Code from the email"),
        [Required(_l("Write the code from the email")), MaxLength(40)],
        hint=_l("6 digits, like 123 456."),
        inputmode="numeric",
        autocomplete="one-time-code",
        spellcheck=False,
        label_size="s",
        width=10,
    )

    @property
    def digits(self) -> str:
        """The digits of what was typed, without spaces and dashes."""
        return "".join(
            character for character in self.code.data if character.isascii() and character.isdigit()
        )


class SecondFactorForm(Form):
    """A code of the app, or a recovery code."""

    code = TextField(
        _l("Code"),
        [Required(_l("Write the code")), MaxLength(40)],
        hint=_l("6 digits from your app, or one of your recovery codes, like K7M4-RT29."),
        autocomplete="one-time-code",
        spellcheck=False,
        label_size="s",
        width=10,
    )
