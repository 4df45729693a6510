"""Sending a request for a caller, once for each form, and noting in the contact that it was sent."""

from dataclasses import replace

from sqlalchemy import func, select

from core import clock
from core.audit.services import note
from core.crypt import vault
from core.db import db
from core.settings import Settings
from directory.schedules.stored import year
from directory.teams.answers import teams_of
from frontdoor.contacts.models import ContactEvent
from frontdoor.contacts.requests import event_of
from frontdoor.contacts.services import add_event, hold
from frontdoor.inbox.models import RequestWork
from selfassess.models import Referral
from selfassess.referrals import services as referrals
from selfassess.referrals.consents import consent_for
from selfassess.referrals.response_times import promise
from selfassess.referrals.services import Receipt
from selfassess.values.request import RequestKind, RequestValue

_SENT, _CONCERN = event_of(RequestKind.NEEDS_ASSESSMENT), event_of(RequestKind.SAFEGUARDING_CONCERN)
_REQUESTS = (_SENT, event_of(RequestKind.HUB_APPOINTMENT))


def next_number(contact_id: str) -> int:
    """Return the number of the next request of a contact, which its form carries: 1 for the first."""
    return _count(contact_id, *_REQUESTS) + 1


def next_concern(contact_id: str) -> int:
    """Return the number of the next worry of a contact, which its form carries: 1 for the first."""
    return _count(contact_id, _CONCERN) + 1


def _count(contact_id: str, *kinds: str) -> int:
    sent = select(func.count()).where(ContactEvent.contact_id == contact_id, ContactEvent.kind.in_(kinds))
    return db.session.scalar(sent) or 0


def send_for_caller(
    settings: Settings, contact_id: str, number: int, request: RequestValue, *, actor: str
) -> Receipt:
    """Send the request, link it with the contact, commit, and return the receipt.

    The same form twice sends one request. Raises referrals.NotComplete and NoContact.
    """
    now = clock.now()
    promised = promise(request.kind, now, teams_of(settings), year(settings.content_dir))
    consent = consent_for(request.kind, settings.council_name, True, now)
    whole = replace(request, consent=consent, promise=promised)
    receipt = referrals.submit(settings, whole, _key(settings, contact_id, number))
    contact = hold(contact_id)
    referral_id = db.session.scalars(select(Referral.id).where(Referral.reference == receipt.reference)).one()
    db.session.get_one(RequestWork, referral_id).contact_id = contact.id
    kind = receipt.kind.value
    event = event_of(receipt.kind)
    add_event(contact.id, f"request {number}", event, by=actor, subject_id=referral_id, detail=kind)
    note(settings, actor, "request.sent_for_caller", "request", referral_id, contact=contact.id)
    db.session.commit()
    return receipt


def send_concern(
    settings: Settings, contact_id: str, number: int, request: RequestValue, *, actor: str
) -> Receipt:
    """Send a worry about somebody's safety, note it in the contact, commit, and return the receipt.

    The same form twice sends one worry. It is not linked with the contact, and its reference stands nowhere in
    it: who may read worries is for their queue to say. Raises referrals.NotComplete and NoContact.
    """
    now = clock.now()
    promised = promise(request.kind, now, teams_of(settings), year(settings.content_dir))
    told = consent_for(request.kind, settings.council_name, False, now)
    receipt = referrals.submit(
        settings, replace(request, consent=told, promise=promised), _concern_key(settings, contact_id, number)
    )
    contact = hold(contact_id)
    add_event(contact.id, f"concern {number}", _CONCERN, by=actor)
    if receipt.first:
        note(settings, actor, "concern.sent_for_caller", "contact", contact.id)
    db.session.commit()
    return receipt


def concern_receipt(settings: Settings, contact_id: str, number: int) -> Receipt | None:
    """Return the receipt of a contact's worry; None where none was sent."""
    return referrals.receipt(_concern_key(settings, contact_id, number))


def _concern_key(settings: Settings, contact_id: str, number: int) -> str:
    return vault(settings).lookup("worry of a caller", f"{contact_id} {number}")


def receipt_of(settings: Settings, contact_id: str, number: int) -> Receipt | None:
    """Return the receipt of a contact's request, with the words by which the person follows it; None for none."""
    return referrals.receipt(_key(settings, contact_id, number))


def _key(settings: Settings, contact_id: str, number: int) -> str:
    """Return the key of a form. Nobody can work it out who has no key of the site."""
    return vault(settings).lookup("request for a caller", f"{contact_id} {number}")
