"""The form that opens a request."""

from flask_babel import lazy_gettext as _l

from core.forms import Form, ReferenceField, Required
from selfassess.saving import references


def _shortened(text: str) -> str:
    return text[: references.MOST_TYPED]


class TrackForm(Form):
    """The reference and the three words. Any text is taken, so that nobody learns which of them is wrong."""

    reference = ReferenceField(
        _l("Your reference"),
        [Required(_l("Write your reference"))],
        parse=_shortened,
        message="",
        hint=_l("It looks like K7MX-4RTP. Capitals and the dash don’t matter."),
        width=10,
    )
    words = ReferenceField(
        _l("Your three words"),
        [Required(_l("Write your three words"))],
        parse=_shortened,
        message="",
        hint=_l("They were on the page after you sent it. Put a space between them."),
        width=20,
    )

    def refuse(self, message: str) -> None:
        """Put an error at the reference, and empty the words, which no page shows again."""
        self.reference.errors = [message]
        self.words.data = ""
