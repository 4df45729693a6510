"""E-mails to those who reported a mistake. They name no listing: somebody else may read the screen."""

from flask_babel import gettext as _

from core.outbox.messages import Email
from core.settings import Settings
from core.web import can_send_links, public_url
from directory.corrections.outcomes import SAID


def receipt_email(settings: Settings, reference: str, address: str) -> Email:
    """Return the receipt for a report."""
    parts = [
        _("Thank you for telling us that something on our site is wrong."),
        _("Your reference is %(reference)s.", reference=reference),
        _("A person reads every report. We will write once more to say what became of it."),
        *_where_to_look(),
        _sender(settings),
    ]
    subject = _("We have your report %(reference)s", reference=reference)
    return Email(address, subject, "\n\n".join(parts) + "\n", purpose="report_receipt")


def outcome_email(settings: Settings, reference: str, address: str, outcome: str, words: str) -> Email:
    """Return the e-mail that says what became of a report. `words`: what the moderator adds; may be empty."""
    parts = [
        _("You told us that something on our site is wrong. Your reference is %(ref)s.", ref=reference),
        str(SAID[outcome]),
        *([words] if words else []),
        _("We have now deleted your email address from the report."),
        _sender(settings),
    ]
    subject = _("What became of your report %(reference)s", reference=reference)
    return Email(address, subject, "\n\n".join(parts) + "\n", purpose="report_outcome")


def _where_to_look() -> list[str]:
    if not can_send_links():
        return []
    return [_("You can see what became of it here:") + "\n" + public_url("directory.follow_report")]


def _sender(settings: Settings) -> str:
    return _("%(council)s, phone %(phone)s", council=settings.council_name, phone=settings.council_phone)
