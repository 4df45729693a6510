"""Asking a group for a call, and what the group does about it. Each function commits."""

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from core import clock
from core.audit.services import PUBLIC, note
from core.crypt import vault
from core.db import db
from core.logs import security_event
from core.outbox.services import EmailRefused, queue_email
from core.settings import Settings
from frontdoor.callbacks import services as call_backs
from frontdoor.callbacks.details import CallBackDetails
from frontdoor.callbacks.models import CallBack, CallBackState
from frontdoor.callbacks.outcomes import NOT_REACHED
from frontdoor.callbacks.services import Changed
from frontdoor.group_calls import emails
from frontdoor.group_calls.models import CallMeService
from frontdoor.group_calls.queries import reference_of
from frontdoor.group_referrals.queries import Target
from selfassess.values.saved import to_json

TEAM = "group"
"""What stands in place of a team of the council."""


def ask(settings: Settings, target: Target, details: CallBackDetails, key: str) -> CallBack:
    """Store that somebody asks for a call, tell the group by e-mail, and return the request.

    Where the same form arrived before, that request is returned. A limit that refuses the e-mail changes
    nothing else: the group sees the request on its page. Raises ValueError without a key.
    """
    if not key:
        raise ValueError("a request for a call needs the key of its form")
    hashed = f"{target.service_id} {key}"
    if (found := call_backs.booked_with(hashed)) is not None:
        return found
    row = CallBack(
        id=clock.new_id(),
        booking_key=call_backs.hashed(hashed),
        team=TEAM,
        organization_id=target.organization_id,
        service_id=target.service_id,
    )
    row.sealed = vault(settings).seal(row.id, to_json(details))
    db.session.add(row)
    try:
        db.session.flush()
    except IntegrityError:
        db.session.rollback()
        found = call_backs.booked_with(hashed)
        if found is None:
            raise
        return found
    for email in emails.asked_for_call(settings, target, row.id, reference_of(row.id)):
        try:
            queue_email(db.session, settings, email)
        except EmailRefused:
            security_event("message_limit", "refused", limit="group_call", purpose="group_call")
    _note(settings, PUBLIC, "asked_of_group", row)
    db.session.commit()
    return row


def reached(settings: Settings, row: CallBack, attempts: int, *, actor: str) -> None:
    """Store that the group reached the person. A second press changes nothing. Raises Changed."""
    _end(settings, row, attempts, CallBackState.REACHED, actor)


def cannot_call(settings: Settings, row: CallBack, attempts: int, *, actor: str) -> None:
    """Store that the group cannot call. A second press changes nothing. Raises Changed."""
    _end(settings, row, attempts, CallBackState.CANCELLED, actor)


def _end(settings: Settings, row: CallBack, attempts: int, state: CallBackState, actor: str) -> None:
    held = _held(row)
    if held.state == state:
        db.session.rollback()
        return
    _as_shown(held, attempts)
    if state is CallBackState.REACHED:
        call_backs.add_attempt(held, "reached", actor=actor)
    call_backs.end(held, state)
    _note(settings, actor, state.value, held)
    db.session.commit()


def not_reached(settings: Settings, row: CallBack, attempts: int, *, actor: str) -> None:
    """Store that a call reached nobody; after the last one the request has ended.

    A second press changes nothing. Raises Changed.
    """
    held = _held(row)
    if held.attempts == attempts + 1 and held.state in (CallBackState.BOOKED, CallBackState.GIVEN_UP):
        db.session.rollback()
        return
    _as_shown(held, attempts)
    call_backs.add_attempt(held, NOT_REACHED, actor=actor)
    if held.attempts >= settings.call_back_attempts:
        call_backs.end(held, CallBackState.GIVEN_UP)
    _note(settings, actor, NOT_REACHED, held, attempt=str(held.attempts))
    db.session.commit()


def _held(row: CallBack) -> CallBack:
    """Hold a request, and return it as it is now. Raises Changed where it was deleted."""
    try:
        return call_backs.hold(row.id)
    except LookupError:
        raise Changed from None


def _as_shown(held: CallBack, attempts: int) -> None:
    """Raise Changed where a request no longer waits, or was tried more often than the page showed."""
    if held.state != CallBackState.BOOKED or held.attempts != attempts:
        db.session.rollback()
        raise Changed


def erase(settings: Settings, row: CallBack, *, actor: str) -> None:
    """Delete a request, because the person asked for that."""
    request_id, organization_id = row.id, row.organization_id
    db.session.execute(delete(CallBack).where(CallBack.id == request_id))
    note(settings, actor, "call_back.erased", "call_back", request_id, organization=organization_id)
    db.session.commit()


def withdraw(settings: Settings, request_id: str) -> None:
    """Delete a request, because the person who sent it takes it back. Nothing happens where it is gone."""
    row = db.session.get(CallBack, request_id)
    if row is not None and row.organization_id:
        erase(settings, row, actor=PUBLIC)


def switch(settings: Settings, service_id: str, *, on: bool, actor: str) -> None:
    """Let people ask for a call on the page of a service, or no longer. A second press changes nothing."""
    if on == (db.session.get(CallMeService, service_id) is not None):
        return
    if on:
        db.session.add(CallMeService(service_id=service_id, switched_on_by=actor))
    else:
        db.session.execute(delete(CallMeService).where(CallMeService.service_id == service_id))
    try:
        note(settings, actor, "call_me.on" if on else "call_me.off", "service", service_id)
        db.session.commit()
    except IntegrityError:
        # Two pressed at once, and the other one has switched it on.
        db.session.rollback()


def _note(settings: Settings, actor: str, what: str, row: CallBack, **detail: str) -> None:
    note(
        settings,
        actor,
        f"call_back.{what}",
        "call_back",
        row.id,
        organization=row.organization_id,
        service=row.service_id,
        **detail,
    )
