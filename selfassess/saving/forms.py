"""The forms of saving and coming back."""

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


class ComeBackForm(Form):
    """The reference and the three words.

    Any text is accepted in both fields, so that nobody learns which of the two is wrong.
    """

    reference = ReferenceField(
        _l("Your reference"),
        [Required(_l("Write your reference"))],
        parse=lambda text: text[: references.MOST_TYPED],
        message="",
        hint=_l("It looks like K7M-4RT. Capitals and the dash don’t matter."),
        width=10,
    )
    words = ReferenceField(
        _l("Your three words"),
        [Required(_l("Write your three words"))],
        parse=lambda text: text[: references.MOST_TYPED],
        message="",
        hint=_l("With a space between them."),
        width=20,
    )

    def refuse(self, message: str) -> None:
        """Put an error at the reference, and empty the field of words, which no page shows again."""
        self.reference.errors = [message]
        self.words.data = ""
