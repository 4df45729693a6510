"""E-mails about a change. They hold a link and no words of the change: somebody else may read the screen."""

from enum import Enum

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from core.outbox.messages import Email
from core.settings import Settings


class ChangeEmail(Enum):
    """What an e-mail tells, as its subject and its first sentence."""

    APPROVED = (_l("Your change is live"), _l("We have looked at a change that you sent us. It is live now."))
    REJECTED = (
        _l("About your change"),
        _l("We have looked at a change that you sent us. We can’t show it like that. Here you can read why:"),
    )
    QUESTION = (
        _l("A question about your change"),
        _l("We have a question about a change that you sent us. Please answer it here:"),
    )


def decision_email(settings: Settings, to: str, what: ChangeEmail, link: str) -> Email:
    """Return the e-mail that tells what became of a change. `link`: the page of the change."""
    subject, first = what.value
    contact = _("%(council)s, phone %(phone)s", council=settings.council_name, phone=settings.council_phone)
    text = "\n\n".join((str(first), link, contact)) + "\n"
    return Email(to, str(subject), text, purpose="listing_change")
