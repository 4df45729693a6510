"""The forms of saving and coming back."""

from typing import Any

from flask_babel import lazy_gettext as _l

from core.forms import EmailField, Form, ReferenceField, Required
from selfassess.saving import references

_MESSAGE_EMAIL = _l("Write an email address like name@example.com")


class LinkForm(Form):
    """The address to which a link to the saved copy is sent."""

    email = EmailField(
        _l("Email address"),
        [Required(_MESSAGE_EMAIL)],
        message=_MESSAGE_EMAIL,
        hint=_l(
            "The link works once, for a day. The email doesn’t say what it is about. "
            "Use an address that only you read."
        ),
        label_size="",
        width=20,
    )


class ReferenceForm(Form):
    """The reference and the three words of something stored here.

    Any text is accepted in both fields, so that nobody learns which of the two is wrong.
    """

    reference: ReferenceField
    words: ReferenceField

    def refuse(self, message: str) -> None:
        """Put an error at the reference, and empty the field of words, which no page shows again."""
        self.reference.errors = [message]
        self.words.data = ""


def reference_field(hint: Any) -> Any:
    """Return the field of a reference. `hint`: an example of one."""
    return _field(_l("Your reference"), _l("Write your reference"), hint, width=10)


def words_field(hint: Any) -> Any:
    """Return the field of the three words. `hint`: where they stood, or how to write them."""
    return _field(_l("Your three words"), _l("Write your three words"), hint, width=20)


def _field(label: Any, missing: Any, hint: Any, width: int) -> Any:
    return ReferenceField(
        label,
        [Required(missing)],
        parse=lambda text: text[: references.MOST_TYPED],
        message="",
        hint=hint,
        width=width,
    )


class ComeBackForm(ReferenceForm):
    """What opens saved answers."""

    reference = reference_field(_l("It looks like K7M-4RT. Capitals and the dash don’t matter."))
    words = words_field(_l("With a space between them."))
