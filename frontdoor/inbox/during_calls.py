"""Linking requests that a resident's form sends while a handler has a call in hand."""

from flask import has_request_context, request

from accounts.current import current_account
from core import clock
from core.db import db
from core.settings import Settings
from frontdoor.calls.resident import call_in_hand
from frontdoor.contacts.models import ContactState
from frontdoor.contacts.requests import event_of
from frontdoor.contacts.services import add_event, hold
from frontdoor.inbox.models import RequestWork
from selfassess.models import Referral
from selfassess.values.request import CONCERNS, RequestValue


def link_with_call(_settings: Settings, row: Referral, sent: RequestValue) -> None:
    """Link a request with the contact in hand, and note it in its history, in the caller's transaction.

    It needs a handler who is signed in, and a contact that is still open. A worry is not linked, and its
    reference is left out of the history, so that one without a name stays without one. The forms of handlers
    write links and entries of their own. The request must have its work by then.
    """
    if not has_request_context() or request.blueprint != "selfassess":
        return
    found, person = call_in_hand(), current_account()
    if found is None or person is None:
        return
    contact = hold(found.id)
    if contact.state != ContactState.OPEN:
        return
    kind, is_worry = event_of(sent.kind), sent.kind in CONCERNS
    key, subject_id, detail = (clock.new_id(), "", "") if is_worry else (row.id, row.id, sent.kind.value)
    if not is_worry:
        db.session.get_one(RequestWork, row.id).contact_id = contact.id
    add_event(contact.id, f"{kind} {key}", kind, by=person.id, subject_id=subject_id, detail=detail)
