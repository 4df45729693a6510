"""Fields and forms of passwords."""

import unicodedata
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from accounts.passwords.strength import LEAST, MOST, Weakness, common_words, weakness
from core.forms import EmailField, Form, Required, TextField
from core.forms.fields import MOST_KEPT
from core.web import settings

_PASSWORD = {"type": "password", "spellcheck": False, "label_size": "s", "width": 20}


class PasswordField(TextField):
    """A password: taken as typed, spaces included, and never shown again (RFC 8265, NFC alone)."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **{**_PASSWORD, **options})

    def process_formdata(self, values: Sequence[Any]) -> None:
        """Take the first value of a POST."""
        self.data = unicodedata.normalize("NFC", str(values[0])[:MOST_KEPT]) if values else ""

    def component_params(self) -> dict[str, Any]:
        """Return the parameters of the component, without a value."""
        return {**super().component_params(), "value": ""}


class PasswordSignInForm(Form):
    """E-mail address and password."""

    email = EmailField(
        _l("Work email address"),
        [Required(_l("Write your email address"))],
        autocomplete="username",
        label_size="s",
        width=20,
    )
    password = PasswordField(
        _l("Password"),
        [Required(_l("Write your password"))],
        autocomplete="current-password",
    )

    def refuse(self) -> None:
        """Say that one of the two is wrong, without telling which."""
        self.password.errors = [_("The email address or the password is wrong")]


class NewPasswordForm(Form):
    """A new password, for an account with these names and addresses."""

    password = PasswordField(
        _l("New password"),
        [Required(_l("Write a new password"))],
        hint=_l("At least 12 letters, numbers or signs. Three random words are good."),
        autocomplete="new-password",
    )

    def is_strong(self, *personal: str) -> bool:
        """Return whether the password is good enough; where it is not, the field says why."""
        found = weakness(self.password.data, common_words(settings().content_dir), personal)
        if found is not None:
            self.password.errors = [_why(found)]
        return found is None


class ChangePasswordForm(NewPasswordForm):
    """A new password, with the present one."""

    present = PasswordField(
        _l("Present password"),
        [Required(_l("Write your present password"))],
        autocomplete="current-password",
    )

    def refuse(self) -> None:
        """Say that the present password is wrong."""
        self.present.errors = [_("This is not your present password")]


def _why(found: Weakness) -> str:
    if found is Weakness.SHORT:
        return _("This password is too short. Use at least %(least)s letters, numbers or signs", least=LEAST)
    if found is Weakness.LONG:
        return _("This password is too long. Use at most %(most)s letters, numbers or signs", most=MOST)
    if found is Weakness.PERSONAL:
        return _("This password is made of your name or email address. Choose other words")
    return _("This password is made of very common words or numbers. Choose other words")
