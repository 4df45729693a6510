"""What came of a call: somebody was reached, or not, and what follows."""

from datetime import datetime

from core.audit.services import note
from core.db import db
from core.logs import security_event
from core.outbox.messages import Email
from core.outbox.services import EmailRefused, queue_email
from core.settings import Settings
from frontdoor.callbacks import services
from frontdoor.callbacks.details import CallBackDetails
from frontdoor.callbacks.last_message import Ending, ending, last_message
from frontdoor.callbacks.models import CallBack, CallBackState
from frontdoor.callbacks.places import WindowFull
from frontdoor.callbacks.queries import details_of
from frontdoor.callbacks.services import Changed, NotSafe
from frontdoor.callbacks.windows import Window
from frontdoor.contacts import services as contacts
from frontdoor.contacts.models import Channel, ContactRecord, ContactState
from frontdoor.contacts.queries import contact_of
from frontdoor.contacts.services import Typed
from frontdoor.contacts.sheet import FIELDS
from selfassess.models import Referral
from selfassess.referrals.services import ReferralUpdate, UpdateRefused, update_referral
from selfassess.values.referral import OPEN, Status

NOT_REACHED = "not_reached"
_TAB = "call-back"


def reached(settings: Settings, call_back_id: str, attempts: int, *, actor: str, name: str) -> str:
    """Record that the person was reached, commit, and return the id of the contact that is open now.

    The contact has what is known already. `attempts`: as the page showed; `name`: of the account. A form that
    arrives twice returns the same contact. Raises Changed and LookupError.
    """
    row = services.hold(call_back_id)
    if row.state == CallBackState.REACHED and row.opened_contact_id:
        db.session.rollback()
        return row.opened_contact_id
    if row.state != CallBackState.BOOKED or row.attempts != attempts:
        db.session.rollback()
        raise Changed
    details = details_of(settings, row)
    origin = contact_of(row.contact_id) if row.contact_id else None
    contact_id = _contact(settings, row, origin, details, actor)
    row = services.hold(call_back_id)
    if row.state == CallBackState.BOOKED:
        services.add_attempt(row, "reached", actor=actor)
        services.end(row, CallBackState.REACHED)
        row.opened_contact_id = contact_id
        contacts.add_event(
            contact_id, f"rung {row.id}", "call_back_reached", by=actor, subject_id=row.referral_id or row.id
        )
        if origin is not None and origin.id != contact_id:
            db.session.get_one(ContactRecord, contact_id).known_person_id = origin.known_person_id
        note(settings, actor, "call_back.reached", "call_back", row.id, contact=contact_id)
    db.session.commit()
    _tell_request(settings, row, Status.LOOKED_AT, name, "We rang and reached them.", "")
    return contact_id


def _contact(
    settings: Settings, row: CallBack, origin: ContactRecord | None, details: CallBackDetails, actor: str
) -> str:
    """Return the contact in which the call is written: the one it came from while that is open, or a new one."""
    if origin is not None and origin.state == ContactState.OPEN:
        return origin.id
    contact = contacts.start(
        settings, channel=Channel.PHONE, handler_id=actor, key=f"call-back {row.id} {row.attempts}"
    )
    known = {
        "name": details.name,
        "called": details.called,
        "phone": details.phone,
        "email": details.email,
        "matters": details.why,
        "language": details.language or details.communication.language,
        "safe_time": "; ".join(filter(None, (*details.wishes.times, details.wishes.safe_time))),
        "needs": " ".join(details.communication.needs),
        "ways": " ".join(details.wishes.ways),
    }
    for box, text in known.items():
        if text:
            contacts.save_field(
                settings, contact.id, Typed(box, text[: FIELDS[box]], 0, _TAB, 1), actor=actor
            )
    return contact.id


def not_reached(
    settings: Settings, call_back_id: str, attempts: int, following: Window | None, *, actor: str, name: str
) -> CallBackState:
    """Record that nobody was reached, and commit: another half hour follows, or the call-back is given up.

    A form that arrives twice changes nothing. Raises WindowFull and NotSafe; Changed; LookupError; ValueError
    where another half hour is needed.
    """
    message = _message_after(settings, call_back_id, attempts)
    row = services.hold(call_back_id)
    if row.attempts == attempts + 1:
        db.session.rollback()
        return CallBackState(row.state)
    if row.state != CallBackState.BOOKED or row.attempts != attempts:
        db.session.rollback()
        raise Changed
    details = details_of(settings, row)
    then = ending(settings, row, details)
    services.add_attempt(row, NOT_REACHED, actor=actor)
    if then is Ending.NEXT:
        _try_again(settings, row, following)
    else:
        is_told = _queue(settings, row, message)
        services.end(row, CallBackState.GIVEN_UP if is_told else CallBackState.TO_TELL)
        then = then if is_told else Ending.TASK
    note(settings, actor, "call_back.not_reached", "call_back", row.id, then=then.value)
    db.session.commit()
    if then is not Ending.NEXT:
        reason = f"We rang {row.attempts} times and did not reach you."
        _tell_request(settings, row, Status.CLOSED, name, reason, NOT_REACHED)
    return CallBackState(row.state)


def _message_after(settings: Settings, call_back_id: str, attempts: int) -> tuple[Email, datetime] | None:
    """Return the message after the last try, before anybody waits for the row: a letter takes some seconds."""
    row = db.session.get(CallBack, call_back_id, populate_existing=True)
    if row is None or row.attempts != attempts or row.state != CallBackState.BOOKED:
        return None
    details = details_of(settings, row)
    found = None
    if ending(settings, row, details) is not Ending.NEXT:
        found = last_message(settings, row, details)
    db.session.rollback()
    return found


def _try_again(settings: Settings, row: CallBack, following: Window | None) -> None:
    try:
        if following is None:
            raise ValueError("the next try needs a half hour")
        services.rebook(settings, row, following)
    except (WindowFull, NotSafe, ValueError):
        db.session.rollback()
        raise


def _queue(settings: Settings, row: CallBack, message: tuple[Email, datetime] | None) -> bool:
    """Queue the message after the last try. False where there is none, or a limit refuses it."""
    if message is None:
        return False
    email, at = message
    try:
        queue_email(db.session, settings, email, not_before=at, about=row.id)
    except EmailRefused:
        security_event("message_limit", "refused", limit="call_back", purpose="call_back")
        return False
    return True


def tell_otherwise(call_back_id: str) -> None:
    """Make it a task that the message after the last try did not arrive, in the caller's transaction."""
    row = db.session.get(CallBack, call_back_id)
    if row is not None and row.state == CallBackState.GIVEN_UP:
        row.state = CallBackState.TO_TELL


def _tell_request(
    settings: Settings, row: CallBack, status: Status, by: str, text: str, outcome: str
) -> None:
    """Record in the request that led here what became of it, and commit; where it is open still."""
    found = db.session.get(Referral, row.referral_id, populate_existing=True) if row.referral_id else None
    if found is None or Status(found.status) not in OPEN:
        return
    then = Status(found.status) if status is Status.LOOKED_AT and found.status != Status.NEW else status
    try:
        update_referral(
            settings,
            found.reference,
            len(found.events),
            ReferralUpdate(then, by=by, note=text, outcome=outcome or None),
        )
    except UpdateRefused:
        db.session.rollback()
