"""What a page says when an e-mail is not taken."""

from flask_babel import gettext as _

from core.outbox.services import MOST_TYPED, EmailRefused, TooManyEmails


def refusal(error: EmailRefused) -> str:
    """Return the message for the field of the e-mail address."""
    if not isinstance(error, TooManyEmails):
        return _(
            "What you wrote is too long for an email. It can be %(most)s letters long. You can print it instead",
            most=MOST_TYPED,
        )
    if error.to_one:
        return _("We have sent many emails to this address today. Try again tomorrow, or call us")
    return _("We can’t send more emails today. Try again tomorrow, or call us")
