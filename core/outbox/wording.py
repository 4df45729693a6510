"""What a page says when an e-mail cannot be taken."""

from flask_babel import gettext as _

from core.outbox.services import TooManyEmails


def refusal(error: TooManyEmails) -> str:
    """Return the message for the field of the e-mail address."""
    if error.to_one:
        return _("We have sent many emails to this address today. Try again tomorrow, or call us")
    return _("We can’t send more emails today. Try again tomorrow, or call us")
