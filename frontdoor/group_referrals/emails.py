"""The e-mails about referrals to groups. None says anything about the person."""

from collections.abc import Iterator

from flask_babel import gettext as _

from core.i18n import plain_date
from core.outbox.messages import Email
from core.settings import Settings
from core.web import can_send_links, public_url
from frontdoor.group_referrals.models import GroupReferral
from frontdoor.group_referrals.queries import Target

_PURPOSE = "group_referral"


def new_referral(settings: Settings, referral: GroupReferral, target: Target) -> Iterator[Email]:
    """Yield an e-mail for each of the group's addresses; none where e-mails cannot hold links.

    A group without an account reads how to get one, and that it can call.
    """
    if not can_send_links():
        return
    page = public_url(
        "frontdoor.group_referral", organization_id=referral.organization_id, referral_id=referral.id
    )
    first = _(
        "%(council)s is passing somebody on to you, for “%(service)s”. They agreed to this.",
        council=settings.council_name,
        service=referral.service_name,
    )
    if target.accounts:
        how = _("Sign in with this email address to read it and to say yes or no:")
        lines: tuple[str, ...] = (first, how, page)
    else:
        how = _("To read it you need a free account on our site. This is where you ask for one:")
        claim = public_url("upkeep.claim", slug=target.slug)
        then = _("Or call us, and give the reference.")
        lines = (first, how, claim, _("After that, the referral is here:"), page, then)
    by = _("Please answer by %(day)s.", day=plain_date(referral.due_on))
    subject = _("Somebody would like your help")
    for address in target.recipients:
        yield _email(settings, referral, address, subject, (*lines, by))


def taken_back(settings: Settings, referral: GroupReferral, target: Target) -> Iterator[Email]:
    """Yield an e-mail for each of the group's addresses that a referral was taken back."""
    words = _(
        "We have taken back a referral for “%(service)s”. You need do nothing.", service=referral.service_name
    )
    for address in target.recipients:
        yield _email(settings, referral, address, _("A referral was taken back"), (words,))


def _email(
    settings: Settings, referral: GroupReferral, address: str, subject: str, lines: tuple[str, ...]
) -> Email:
    reference = _("Reference: %(reference)s", reference=referral.reference)
    council = _("%(council)s, phone %(phone)s", council=settings.council_name, phone=settings.council_phone)
    return Email(address, subject, "\n\n".join((*lines, reference, council)) + "\n", purpose=_PURPOSE)
