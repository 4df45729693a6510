"""The e-mail that tells a group that somebody asks for a call. It says nothing about the person."""

from collections.abc import Iterator

from flask_babel import gettext as _

from core.outbox.messages import Email
from core.settings import Settings
from core.web import can_send_links, public_url
from frontdoor.group_referrals.queries import Target

_PURPOSE = "group_call"


def asked_for_call(settings: Settings, target: Target, request_id: str, reference: str) -> Iterator[Email]:
    """Yield an e-mail for each account of the group; none where e-mails cannot hold links."""
    if not can_send_links():
        return
    page = public_url("frontdoor.group_call", organization_id=target.organization_id, request_id=request_id)
    lines = (
        _("Somebody asks you to call them about “%(service)s”.", service=target.service),
        _("Sign in with this email address to see the number, and when it is safe to call:"),
        page,
        _("Please call soon. If you cannot, say so on that page."),
        _("Reference: %(reference)s", reference=reference),
        _("%(council)s, phone %(phone)s", council=settings.council_name, phone=settings.council_phone),
    )
    for address in target.accounts:
        yield Email(address, _("Somebody asks you to call them"), "\n\n".join(lines) + "\n", purpose=_PURPOSE)
