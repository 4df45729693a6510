"""Sending requests to the council, once each, and recording each step of the council's work on them.

Each step is recorded with the name of the person who decided it. Software never decides.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from core import clock, web
from core.crypt import vault
from core.db import db
from core.key_check.services import store_check
from core.logs import security_event
from core.outbox.services import EmailRefused, queue_email
from core.settings import Settings
from core.slow_hash import slow_hash
from selfassess.models import MOST_NAME, MOST_OUTCOME, Referral, ReferralEvent
from selfassess.referrals import arrivals, emails, required
from selfassess.referrals.call_windows import WindowTaken, call_windows
from selfassess.saving.references import (
    REFERRAL_LENGTH,
    new_reference,
    read_reference,
    word_list,
    words_of,
)
from selfassess.values.referral import FINISHED, EventKind, Status
from selfassess.values.request import CONCERNS, RequestKind, RequestValue
from selfassess.values.saved import to_json

_MOST_RACES = 10
NEXT_STATUSES: Mapping[Status, frozenset[Status]] = {
    Status.NEW: frozenset(
        {Status.LOOKED_AT, Status.ACCEPTED, Status.DECLINED, Status.CLOSED, Status.WITHDRAWN}
    ),
    Status.LOOKED_AT: frozenset(
        {Status.ACCEPTED, Status.DECLINED, Status.CLOSED, Status.WITHDRAWN, Status.NEW}
    ),
    Status.ACCEPTED: frozenset({Status.CLOSED, Status.DECLINED, Status.WITHDRAWN, Status.NEW}),
    Status.DECLINED: frozenset({Status.NEW, Status.CLOSED}),
    Status.CLOSED: frozenset({Status.NEW}),
    Status.WITHDRAWN: frozenset({Status.NEW}),
}
"""The statuses that may follow a status.

A referral may also keep its status and get a note, an outcome or another worker.
"""


class NotComplete(ValueError):
    """A request lacks something that its kind must have.

    `missing`: paths of fields, as `required.missing` gives them.
    """

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(f"the request lacks {', '.join(missing)}")
        self.missing = missing


class UpdateRefused(ValueError):
    """A referral cannot be updated like this. The message gives the reason, for the worker to read."""


class ChangedMeanwhile(UpdateRefused):
    """Somebody else has changed the referral since its page was shown."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The receipt that the person gets for a request.

    `first`: False where the request had been sent already, so that nothing was sent again.
    `words`: the three words by which the person follows it; empty where it cannot be followed on the site.
    """

    reference: str
    kind: RequestKind
    sent_at: datetime
    respond_by: date | None
    first: bool
    words: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class ReferralUpdate:
    """One step of the council's work on a referral.

    `by`: the name of the person who decides. `outcome` and `assigned_to`: None leaves the present value.
    """

    status: Status
    by: str
    note: str = ""
    outcome: str | None = None
    assigned_to: str | None = None
    told: str = ""
    """What the person reads beside it: where it is declined, what happens instead; else what came of it."""


def submit(settings: Settings, request: RequestValue, key: str) -> Receipt:
    """Store a request without the fields that its kind may not have, commit, and return the receipt.

    `key`: the draft's random text. A request is sent once for each key, also when the same form arrives twice
    at the same time.
    Raises NotComplete; WindowTaken where the half hour of a call back is full; ValueError without a key.
    """
    if not key:
        raise ValueError("a request needs the key of its form")
    sent = receipt(key)
    if sent:
        return sent
    trimmed = required.only_allowed(request)
    missing = required.missing(trimmed)
    if missing:
        raise NotComplete(missing)
    return _stored(settings, trimmed, key)


def receipt(key: str) -> Receipt | None:
    """Return the receipt of the request that was sent with this key; None where none was sent."""
    sent = db.session.scalar(select(Referral).where(Referral.submission_key == _hashed(key)))
    return _receipt(sent, key, first=False) if sent else None


def _stored(settings: Settings, request: RequestValue, key: str) -> Receipt:
    """Store a request under a free reference, commit, and return the receipt.

    Where the same key was stored meanwhile, return the receipt of that request.
    """
    words = _words(request.kind, key)
    # Hashing is slow, so it comes before the insert, which locks the database until the commit.
    pass_hash = slow_hash(words) if words else ""
    for _attempt in range(_MOST_RACES):
        row = _row(settings, request, key)
        row.pass_hash = pass_hash
        db.session.add(row)
        try:
            db.session.flush()
            arrivals.arrived(settings, row, request)
            queue_messages(settings, row, request)
            call_windows().book(settings, row.id, request)
            db.session.commit()
        except (IntegrityError, WindowTaken) as error:
            db.session.rollback()
            sent = receipt(key)
            if sent:
                return sent
            if isinstance(error, WindowTaken):
                raise
        else:
            return _receipt(row, key, first=True)
    raise RuntimeError("no free reference was found")


def _words(kind: RequestKind, key: str) -> str:
    """Return the words by which a request is followed; empty for a worry, which is followed by phone alone.

    They come from the form's random key, so that a form that is sent twice shows the same words.
    What becomes of a worry belongs to the person it is about, and the reference may be in other hands.
    """
    return "" if kind in CONCERNS else words_of(key, word_list(web.settings().content_dir))


def queue_messages(settings: Settings, row: Referral, request: RequestValue) -> None:
    """Queue the message to the team, and the confirmation where an address was given, in this transaction.

    A confirmation that a limit refuses is left out: the request is worth more than its confirmation.
    """
    for email, limited in emails.of_new_request(settings, row.reference, request):
        try:
            # What goes to the person is shown on "Track my request", and the message to the team is not.
            about = row.id if limited else ""
            queue_email(db.session, settings, email, limited=limited, about=about)
        except EmailRefused:
            security_event("message_limit", "refused", limit="confirmation", purpose=email.purpose)


def _row(settings: Settings, request: RequestValue, key: str) -> Referral:
    row = Referral(
        id=clock.new_id(),
        reference=new_reference(REFERRAL_LENGTH),
        kind=request.kind.value,
        status=Status.NEW.value,
    )
    row.submission_key, row.created_at, row.respond_by = _hashed(key), clock.now(), request.promise.by
    row.body = vault(settings).seal(row.id, to_json(request))
    row.events.append(_event(settings, row, 1, ReferralUpdate(Status.NEW, "", outcome="", assigned_to="")))
    return row


def _hashed(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def _receipt(row: Referral, key: str, *, first: bool) -> Receipt:
    kind = RequestKind(row.kind)
    words = _words(kind, key) if row.pass_hash else ""
    return Receipt(row.reference, kind, row.created_at, row.respond_by, first, words)


def update_referral(settings: Settings, reference: str, seen: int, update: ReferralUpdate) -> None:
    """Record a step of the council's work on a referral, and commit. `seen`: how many events its page showed.

    Raises LookupError for an unknown reference. Raises UpdateRefused without a name, for a status that cannot
    follow, for declining without a reason, and where somebody else updated the referral meanwhile.
    """
    row = db.session.scalar(
        select(Referral)
        .where(Referral.reference == read_reference(reference))
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise LookupError("there is no referral with this reference")
    add_step(settings, row, seen, update)
    try:
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        raise ChangedMeanwhile(str(_MEANWHILE)) from None


def add_step(
    settings: Settings,
    row: Referral,
    seen: int,
    update: ReferralUpdate,
    kind: EventKind = EventKind.STEP,
) -> None:
    """Record a step in the caller's transaction. Raises what `update_referral` raises.

    Where two record a step at once, the second flush raises IntegrityError.
    """
    _refuse_wrong_update(row, seen, update)
    row.events.append(_event(settings, row, seen + 1, update, kind))
    row.status = update.status.value
    row.outcome = row.outcome if update.outcome is None else update.outcome
    row.assigned_to = row.assigned_to if update.assigned_to is None else update.assigned_to
    db.session.flush()
    if update.status in FINISHED:
        call_windows().cancel(settings, row.id)
    arrivals.stepped(settings, row, kind)


_MEANWHILE = _l("Somebody else has changed this referral since you opened it. Look at it again first.")


def _limited(update: ReferralUpdate) -> tuple[tuple[str | None, int], ...]:
    """Return the texts of an update that have a limit, each with the most letters that it may have."""
    return ((update.by, MOST_NAME), (update.assigned_to, MOST_NAME), (update.outcome, MOST_OUTCOME))


def _refuse_wrong_update(row: Referral, seen: int, update: ReferralUpdate) -> None:
    """Raise UpdateRefused where a referral cannot be updated like this."""
    present = Status(row.status)
    if not update.by.strip():
        raise UpdateRefused(_("A step needs the name of the person who takes it."))
    if any(len(text or "") > most for text, most in _limited(update)):
        raise UpdateRefused(
            _(
                "A name or an outcome is too long. Use at most %(name)s letters for a name, "
                "and %(outcome)s for an outcome.",
                name=MOST_NAME,
                outcome=MOST_OUTCOME,
            )
        )
    if len(row.events) != seen:
        raise ChangedMeanwhile(str(_MEANWHILE))
    if update.status is not present and update.status not in NEXT_STATUSES[present]:
        raise UpdateRefused(
            _(
                "A referral that is %(now)s cannot become %(then)s.",
                now=present.value,
                then=update.status.value,
            )
        )
    if update.status is Status.DECLINED and not update.note.strip():
        raise UpdateRefused(_("Declining needs a reason, because the person is told it."))


def add_by_person(
    settings: Settings, row: Referral, kind: EventKind, status: Status, note: str = "", *, by: str = ""
) -> bool:
    """Record what the person did who sent the request, and commit. False where something else came first.

    `by`: the name of a professional who sent it for them; empty for the person.
    """
    update = ReferralUpdate(status, by=by, note=note)
    row.events.append(_event(settings, row, len(row.events) + 1, update, kind))
    row.status = status.value
    email = emails.to_team(settings, row.reference, RequestKind(row.kind), kind, status, row.respond_by)
    try:
        db.session.flush()
        arrivals.stepped(settings, row, kind)
        if email:
            queue_email(db.session, settings, email, limited=False)
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        return False
    return True


def _event(
    settings: Settings,
    row: Referral,
    number: int,
    update: ReferralUpdate,
    kind: EventKind = EventKind.STEP,
) -> ReferralEvent:
    event = ReferralEvent(
        id=clock.new_id(),
        number=number,
        kind=kind.value,
        status=update.status.value,
        by=update.by.strip()[:200],
        at=clock.now(),
    )
    event.outcome = row.outcome if update.outcome is None else update.outcome
    event.assigned_to = row.assigned_to if update.assigned_to is None else update.assigned_to
    written = {"note": update.note.strip()}
    if update.told.strip():
        written["told"] = update.told.strip()
    event.note = vault(settings).seal(event.id, written)
    return event


def delete_finished(settings: Settings, upto: datetime) -> int:
    """Delete referrals that were declined, closed or withdrawn `request_days` before a moment; commit; return how many.

    An open referral is never deleted, because somebody waits for an answer.
    """
    finished = Referral.status.in_([status.value for status in FINISHED])
    last_step = (
        select(func.max(ReferralEvent.at)).where(ReferralEvent.referral_id == Referral.id).scalar_subquery()
    )
    before = upto - timedelta(days=settings.request_days)
    rows = db.session.scalars(
        select(Referral).where(finished, func.coalesce(last_step, Referral.created_at) <= before)
    ).all()
    for row in rows:
        db.session.delete(row)
    db.session.commit()
    return len(rows)


def seal_again(settings: Settings, *, batch: int = 200) -> int:
    """Encrypt every referral, and the check of the key, with the newest key; return how many referrals.

    Commits after each batch of rows. After an error it can be run again.
    """
    cipher, done, after = vault(settings), 0, ""
    while rows := db.session.scalars(
        select(Referral).where(Referral.id > after).order_by(Referral.id).limit(batch)
    ).all():
        for row in rows:
            row.body = cipher.sealed_again(row.body)
            for event in row.events:
                event.note = cipher.sealed_again(event.note)
        done, after = done + len(rows), rows[-1].id
        db.session.commit()
    store_check(db.session, settings)
    return done
