"""The e-mail to somebody who already works with a person. It holds no personal data."""

from flask_babel import gettext as _

from core.outbox.messages import Email
from core.settings import Settings


def worker_email(settings: Settings, to: str, url: str) -> Email:
    """Return the e-mail that says that somebody got in touch. `url`: the page of the person."""
    parts = (
        _("Somebody you work with has been in touch with us. Sign in to see who it is, and what about:"),
        url,
        _("%(council)s, phone %(phone)s", council=settings.council_name, phone=settings.council_phone),
    )
    subject = _("Somebody you work with has been in touch")
    return Email(to, subject, "\n\n".join(parts) + "\n", purpose="worker_told")
