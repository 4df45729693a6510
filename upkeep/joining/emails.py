"""E-mails of registering a group and claiming a listing."""

from flask_babel import gettext as _

from core.outbox.messages import Email
from core.settings import Settings
from upkeep.joining.wishes import Wish

_PURPOSE = "group_request"


def confirm_email(settings: Settings, wish: Wish, url: str) -> Email:
    """Return the e-mail by which the person who asks proves the address."""
    parts = (
        _("You asked to look after %(group)s on our site.", group=wish.group),
        _("Press this link to send us your request:"),
        url,
        _("The link works once, for 3 days. If you did not ask, you can delete this email."),
    )
    return _email(settings, wish.email, _("Confirm your email address"), parts, typed=len(wish.group))


def listing_email(settings: Settings, wish: Wish, listing: str, mailbox: str, url: str) -> Email:
    """Return the e-mail that asks the mailbox of a listing whether the person may look after it."""
    parts = (
        _("%(name)s asks to look after “%(listing)s” on our site.", name=wish.name, listing=listing),
        _("They wrote that they are: %(role)s.", role=wish.role),
        _("Do you know them? Open this link, and say yes or no:"),
        url,
        _("The link works once, for 3 days. If you do nothing, nothing changes."),
    )
    subject = _("May %(name)s look after your listing?", name=wish.name)
    return _email(settings, mailbox, subject, parts, typed=len(wish.name) + len(wish.role))


def accepted_email(settings: Settings, wish: Wish, group: str, url: str) -> Email:
    """Return the e-mail that says yes."""
    parts = (
        _("You can now look after %(group)s on our site.", group=group),
        _("Sign in with this email address:"),
        url,
        _("You can change your listings, and invite other people of your group."),
    )
    return _email(settings, wish.email, _("You can now look after your listing"), parts)


def declined_email(settings: Settings, wish: Wish, reason: str) -> Email:
    """Return the e-mail that says no, and why."""
    parts = (
        _("You asked to look after %(group)s on our site. We can’t agree to that now.", group=wish.group),
        reason,
        _("You can ask again, or call us."),
    )
    return _email(settings, wish.email, _("About your request"), parts)


def _email(settings: Settings, to: str, subject: str, parts: tuple[str, ...], typed: int = 0) -> Email:
    contact = _("%(council)s, phone %(phone)s", council=settings.council_name, phone=settings.council_phone)
    return Email(to, subject, "\n\n".join((*parts, contact)) + "\n", purpose=_PURPOSE, typed=typed)
