"""E-mails about signing in."""

from flask_babel import gettext as _

from core.settings import Settings
from core.web import public_url


def link_email(settings: Settings, url: str, code: str) -> tuple[str, str]:
    """Return subject and text of the e-mail with a link that signs in, and its code."""
    parts = (
        _("Use this link to sign in to %(council)s:", council=settings.council_name),
        url,
        _(
            "Or type this code on the page where you asked for it: %(code)s",
            code=f"{code[:3]} {code[3:]}",
        ),
        _("They work once, for 15 minutes. We will never ask you for the code on the phone."),
        _("If you did not ask to sign in, you can delete this email. Nobody can sign in without it."),
        _contact(settings),
    )
    return _("Sign in to %(council)s", council=settings.council_name), "\n\n".join(parts) + "\n"


def staff_email(settings: Settings) -> tuple[str, str]:
    """Return subject and text for somebody of the staff, who does not sign in by a link."""
    parts = (
        _("You asked for a link to sign in to %(council)s.", council=settings.council_name),
        _("Council staff sign in on another page:"),
        public_url("accounts.sign_in"),
        _("If you did not ask to sign in, you can delete this email."),
        _contact(settings),
    )
    return _("Sign in to %(council)s", council=settings.council_name), "\n\n".join(parts) + "\n"


def _contact(settings: Settings) -> str:
    return _("%(council)s, phone %(phone)s", council=settings.council_name, phone=settings.council_phone)
