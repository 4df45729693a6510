"""Booking call-backs, ringing, and what came of each try. One service for the web, the phone and handlers.

Each change holds the row first, with an UPDATE, so that on both databases one writer follows the other.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.exc import IntegrityError

from core import clock
from core.audit.services import note
from core.crypt import vault
from core.db import db
from core.settings import Settings
from frontdoor.callbacks.details import CallBackDetails, safe_times
from frontdoor.callbacks.models import CallBack, CallBackAttempt, CallBackState
from frontdoor.callbacks.places import WindowFull, give_back, take_place
from frontdoor.callbacks.queries import CLAIM_LIFE, details_of
from frontdoor.callbacks.windows import Window, read_code
from frontdoor.contacts.services import add_event
from selfassess.values.saved import to_json

_NO_SYNC = {"synchronize_session": False}


class NotSafe(Exception):
    """The time is one at which the person said that they must not be rung."""


class Changed(Exception):
    """Somebody else has rung, moved or ended the call-back meanwhile, or rings now."""


@dataclass(frozen=True, slots=True, repr=False)
class Booking:
    """What a call-back is booked with. `team`: "adult" or "children"; the ids may be empty."""

    team: str
    window: Window
    details: CallBackDetails
    booked_by: str = ""
    referral_id: str = ""
    contact_id: str = ""


def book(settings: Settings, booking: Booking, key: str) -> CallBack:
    """Book a call-back, commit, and return it; where the same form arrived before, return that one.

    Raises WindowFull, NotSafe, and ValueError without a key.
    """
    if not key:
        raise ValueError("a call-back needs the key of its form")
    try:
        row = add(settings, booking, key)
        actor = booking.booked_by or "public"
        note(settings, actor, "call_back.booked", "call_back", row.id, window=booking.window.code)
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        found = booked_with(key)
        if found is None:
            raise
        return found
    except (WindowFull, NotSafe):
        db.session.rollback()
        found = booked_with(key)
        if found is None:
            raise
        return found
    return row


def add(settings: Settings, booking: Booking, key: str) -> CallBack:
    """Book a call-back in the caller's transaction. Raises WindowFull, NotSafe, and IntegrityError for a key
    that was used.
    """
    if not safe_times(booking.details.wishes).allows(booking.window):
        raise NotSafe
    row = CallBack(
        id=clock.new_id(),
        booking_key=hashed(key),
        team=booking.team,
        window_code=booking.window.code,
        booked_by=booking.booked_by,
        referral_id=booking.referral_id or None,
        contact_id=booking.contact_id or None,
    )
    row.sealed = vault(settings).seal(row.id, to_json(booking.details))
    take_place(settings, booking.team, booking.window)
    db.session.add(row)
    db.session.flush()
    if booking.contact_id:
        add_event(
            booking.contact_id, f"call-back {row.id}", "call_back", by=booking.booked_by, subject_id=row.id
        )
    return row


def hashed(key: str) -> str:
    """Return what is stored of the key of a form."""
    return hashlib.sha256(f"call-back {key}".encode()).hexdigest()


def booked_with(key: str) -> CallBack | None:
    """Return the call-back that the form with this key has booked; None where it booked none."""
    return db.session.scalar(select(CallBack).where(CallBack.booking_key == hashed(key)))


def hold(call_back_id: str) -> CallBack:
    """Make other writers of this call-back wait, and return it as it is now. Raises LookupError."""
    changed = db.session.execute(
        update(CallBack).where(CallBack.id == call_back_id).values(version=CallBack.version + 1),
        execution_options=_NO_SYNC,
    )
    if not changed.rowcount:  # type: ignore[attr-defined]
        db.session.rollback()
        raise LookupError(call_back_id)
    return db.session.get_one(CallBack, call_back_id, populate_existing=True)


def _held(call_back_id: str, attempts: int | None = None) -> CallBack:
    """Hold a call-back that is booked, and that was tried so often. Raises Changed and LookupError."""
    row = hold(call_back_id)
    if row.state != CallBackState.BOOKED or attempts not in (None, row.attempts):
        db.session.rollback()
        raise Changed
    return row


def move(settings: Settings, call_back_id: str, window: Window, *, actor: str) -> None:
    """Book another half hour instead, and commit. Raises WindowFull, NotSafe, Changed and LookupError."""
    row = _held(call_back_id)
    try:
        rebook(settings, row, window)
    except (WindowFull, NotSafe):
        db.session.rollback()
        raise
    note(settings, actor, "call_back.moved", "call_back", row.id, window=window.code)
    db.session.commit()


def rebook(settings: Settings, row: CallBack, window: Window) -> None:
    """Take another half hour for a call-back in the caller's transaction. Raises WindowFull and NotSafe."""
    if not safe_times(details_of(settings, row).wishes).allows(window):
        raise NotSafe
    if window.code == row.window_code:
        return
    take_place(settings, row.team, window)
    give_back(row.team, row.window_code)
    row.window_code, row.claimed_by, row.claimed_at = window.code, "", None


def cancel(settings: Settings, call_back_id: str, *, actor: str) -> None:
    """Cancel a call-back, and commit. Raises Changed and LookupError."""
    row = _held(call_back_id)
    end(row, CallBackState.CANCELLED)
    note(settings, actor, "call_back.cancelled", "call_back", row.id)
    db.session.commit()


def end(row: CallBack, state: CallBackState) -> None:
    """End a call-back in the caller's transaction. A place that lies ahead is free again."""
    window = read_code(row.window_code)
    if window and window.end > clock.now():
        give_back(row.team, row.window_code)
    row.state, row.ended_at, row.claimed_by = state, clock.now(), ""


def claim(settings: Settings, call_back_id: str, *, actor: str, checked: bool) -> None:
    """Say that somebody rings now, so that nobody else does, and commit. A second press changes nothing.

    `checked`: they have read when it is safe to ring, where it stands in the person's own words.
    Raises NotSafe, LookupError, and Changed where somebody else rings.
    """
    row = _held(call_back_id)
    now = clock.now()
    safe = safe_times(details_of(settings, row).wishes)
    if not safe.allows_moment(now) or (safe.words and not checked):
        db.session.rollback()
        raise NotSafe
    fresh = row.claimed_at is not None and row.claimed_at > now - CLAIM_LIFE
    if fresh and row.claimed_by not in ("", actor):
        db.session.rollback()
        raise Changed
    row.claimed_by, row.claimed_at = actor, now
    note(settings, actor, "call_back.claimed", "call_back", row.id)
    db.session.commit()


def told(settings: Settings, call_back_id: str, *, actor: str) -> None:
    """Note that somebody decided how the person is told after the last try, and commit. Raises LookupError.

    A second press changes nothing.
    """
    row = hold(call_back_id)
    if row.state == CallBackState.TO_TELL:
        row.state = CallBackState.GIVEN_UP
        note(settings, actor, "call_back.told", "call_back", row.id)
    db.session.commit()


def release(settings: Settings, call_back_id: str, *, actor: str) -> None:
    """Say that somebody does not ring after all, and commit. Nothing happens where another rings."""
    now = clock.now()
    db.session.execute(
        update(CallBack)
        .where(
            CallBack.id == call_back_id,
            or_(CallBack.claimed_by == actor, CallBack.claimed_at < now - CLAIM_LIFE),
        )
        .values(claimed_by="", claimed_at=None, version=CallBack.version + 1),
        execution_options=_NO_SYNC,
    )
    note(settings, actor, "call_back.released", "call_back", call_back_id)
    db.session.commit()


def add_attempt(row: CallBack, outcome: str, *, actor: str, at: datetime | None = None) -> None:
    """Add a try in the caller's transaction."""
    row.attempts += 1
    db.session.add(
        CallBackAttempt(
            id=clock.new_id(),
            call_back_id=row.id,
            number=row.attempts,
            outcome=outcome,
            by=actor,
            at=at or clock.now(),
        )
    )


def seal_again(settings: Settings) -> int:
    """Encrypt all call-backs with the newest key, commit, and return how many. Raises Unreadable."""
    cipher = vault(settings)
    rows = db.session.scalars(select(CallBack)).all()
    for row in rows:
        row.sealed = cipher.sealed_again(row.sealed)
    db.session.commit()
    return len(rows)
