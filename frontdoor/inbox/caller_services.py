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
from frontdoor.contacts.services import add_event, hold
from frontdoor.inbox.models import RequestWork
from selfassess.models import Referral
from selfassess.referrals import services as referrals
from selfassess.referrals.consents import consent_for
from selfassess.referrals.response_times import promise
from selfassess.referrals.services import Receipt
from selfassess.values.request import RequestValue

_KIND = "request_sent"


def next_number(contact_id: str) -> int:
    """Return the number of the next request of a contact, which its form carries: 1 for the first."""
    sent = select(func.count()).where(ContactEvent.contact_id == contact_id, ContactEvent.kind == _KIND)
    return (db.session.scalar(sent) or 0) + 1


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
    add_event(contact.id, f"request {number}", _KIND, by=actor, subject_id=referral_id, detail=kind)
    note(settings, actor, "request.sent_for_caller", "request", referral_id, contact=contact.id)
    db.session.commit()
    return receipt


def receipt_of(settings: Settings, contact_id: str, number: int) -> Receipt | None:
    """Return the receipt of a contact's request, with the words by which the person follows it; None for none."""
    return referrals.receipt(_key(settings, contact_id, number))


def _key(settings: Settings, contact_id: str, number: int) -> str:
    """Return the key of a form. Nobody can work it out who has no key of the site."""
    return vault(settings).lookup("request for a caller", f"{contact_id} {number}")
