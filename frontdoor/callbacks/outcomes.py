"""What came of a call: somebody was reached, or not, and what follows."""

from enum import StrEnum

from flask_babel import gettext as _

from core.audit.services import note
from core.db import db
from core.logs import security_event
from core.outbox.messages import Email
from core.outbox.services import EmailRefused, queue_email
from core.settings import Settings
from directory.teams.context import TeamsNow
from frontdoor.callbacks import services
from frontdoor.callbacks.details import CallBackDetails
from frontdoor.callbacks.models import CallBack, CallBackState
from frontdoor.callbacks.places import WindowFull
from frontdoor.callbacks.queries import details_of
from frontdoor.callbacks.services import Changed, NotSafe
from frontdoor.callbacks.windows import Window
from frontdoor.contacts import services as contacts
from frontdoor.contacts.models import Channel, ContactRecord, ContactState
from frontdoor.contacts.services import Typed
from frontdoor.contacts.sheet import FIELDS
from selfassess.models import Referral
from selfassess.referrals.services import ReferralUpdate, UpdateRefused, update_referral
from selfassess.values.referral import OPEN, Status

NOT_REACHED = "not_reached"
_TAB = "call-back"


class Ending(StrEnum):
    """What happens after the last try."""

    NEXT = "next"
    """There is another try."""
    EMAIL = "email"
    """The person gets an e-mail."""
    CLOSED = "closed"
    """Nothing more is sent, because the person allowed no other way."""


def ending(settings: Settings, row: CallBack, details: CallBackDetails) -> Ending:
    """Return what happens where the next try reaches nobody either."""
    if row.attempts + 1 < settings.call_back_attempts:
        return Ending.NEXT
    return Ending.EMAIL if details.may_be_emailed else Ending.CLOSED


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
    origin = db.session.get(ContactRecord, row.contact_id) if row.contact_id else None
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
        services.end(row, CallBackState.GIVEN_UP)
        if then is Ending.EMAIL:
            _queue(settings, row, details)
    note(settings, actor, "call_back.not_reached", "call_back", row.id, then=then.value)
    db.session.commit()
    if then is not Ending.NEXT:
        reason = f"We rang {row.attempts} times and did not reach you."
        _tell_request(settings, row, Status.CLOSED, name, reason, NOT_REACHED)
    return CallBackState(row.state)


def _try_again(settings: Settings, row: CallBack, following: Window | None) -> None:
    try:
        if following is None:
            raise ValueError("the next try needs a half hour")
        services.rebook(settings, row, following)
    except (WindowFull, NotSafe, ValueError):
        db.session.rollback()
        raise


def _queue(settings: Settings, row: CallBack, details: CallBackDetails) -> None:
    """Queue the e-mail after the last try. A limit that refuses it changes nothing else."""
    try:
        queue_email(db.session, settings, last_email(settings, row, details))
    except EmailRefused:
        security_event("message_limit", "refused", limit="call_back", purpose="call_back")


def last_email(settings: Settings, row: CallBack, details: CallBackDetails) -> Email:
    """Return the e-mail after the last try. It names neither what it is about nor who asked."""
    team = getattr(TeamsNow(settings), row.team)
    text = _(
        "Hello\n\nYou asked us to ring you. We tried %(times)s times and did not reach you.\n\n"
        "We do not ring again by ourselves. You can ring us when it suits you: %(phone)s, %(hours)s. "
        "You can also ask on our website for another time.\n\n%(council)s",
        times=row.attempts,
        phone=team.phone,
        hours=team.hours,
        council=settings.council_name,
    )
    return Email(details.email, _("We tried to ring you"), text, purpose="call_back")


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
