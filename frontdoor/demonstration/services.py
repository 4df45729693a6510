"""Filling the front door of the demonstration with invented people."""

from collections.abc import Mapping

from sqlalchemy import select

from accounts.queries import any_account_by_email
from core import clock
from core.db import db
from core.settings import Settings
from frontdoor.callbacks import queries
from frontdoor.callbacks import services as call_backs
from frontdoor.callbacks.details import CallBackDetails
from frontdoor.callbacks.services import Booking
from frontdoor.contacts import services as contacts
from frontdoor.contacts.models import Channel, ContactRecord
from frontdoor.contacts.services import Typed
from frontdoor.demonstration.people import (
    CALL_BACKS,
    KNOWN,
    KNOWN_NEEDS,
    KNOWN_SAID,
    KNOWN_WISHES,
    SHEETS,
)
from frontdoor.people import services as people
from frontdoor.people.record import Agreed, PersonRecord
from frontdoor.people.services import RecognisedBy
from selfassess.values.people import Communication

HANDLER = "call-handler@demo.example.org"
_TEAM = "adult"


def has_contacts() -> bool:
    """Return True where somebody has worked here already."""
    return db.session.scalar(select(ContactRecord.id).limit(1)) is not None


def fill(settings: Settings) -> int:
    """Add contacts and call-backs of invented people, and return how many. Each step commits.

    Returns 0 where the call handler of the demonstration is missing.
    """
    handler = any_account_by_email(HANDLER)
    if handler is None:
        return 0
    for number, sheet in enumerate(SHEETS):
        _contact(settings, handler.id, f"demonstration {number}", sheet)
    _known(settings, handler.id)
    free = queries.free_windows(settings, _TEAM)
    for window, (name, phone, why, wishes) in zip(free[1:], CALL_BACKS, strict=False):
        details = CallBackDetails(name=name, phone=phone, why=why, wishes=wishes)
        booking = Booking(_TEAM, window, details, booked_by=handler.id)
        call_backs.book(settings, booking, f"demonstration {name}")
    return len(SHEETS) + 1 + len(CALL_BACKS)


def _contact(settings: Settings, handler_id: str, key: str, sheet: Mapping[str, str]) -> str:
    contact = contacts.start(settings, channel=Channel.PHONE, handler_id=handler_id, key=key)
    for box, text in sheet.items():
        contacts.save_field(settings, contact.id, Typed(box, text, 0, key, 1), actor=handler_id)
    return contact.id


def _known(settings: Settings, handler_id: str) -> None:
    contact_id = _contact(settings, handler_id, "demonstration known", KNOWN_SAID)
    agreed = Agreed("We may put your calls together.", "demonstration", clock.now(), to_share_needs=True)
    record = PersonRecord(KNOWN, agreed, KNOWN_WISHES, Communication(needs=KNOWN_NEEDS))
    people.agree(settings, contact_id, record, RecognisedBy(phone=True), actor=handler_id)
