"""Putting new requests into their queues, and following what becomes of them elsewhere.

Requests tell this module of themselves (selfassess.referrals.arrivals), inside their own transactions.
"""

import logging
from datetime import datetime, timedelta

from sqlalchemy import select

from core import clock
from core.crypt import BadKeys, Unreadable
from core.db import db
from core.settings import Settings
from directory.schedules.stored import year
from frontdoor.inbox.matching import hashes_of, key_marks
from frontdoor.inbox.models import RequestWork
from frontdoor.inbox.priorities import Priority, due_times, priority_of
from frontdoor.inbox.queues import Queue, queue_of
from frontdoor.inbox.wording import team_hours
from selfassess.models import Referral
from selfassess.referrals.queries import record_of
from selfassess.values.referral import EventKind, Status
from selfassess.values.request import RequestKind, RequestValue
from selfassess.values.saved import BadRecord

log = logging.getLogger("signpost.inbox")

_IF_UNKNOWN = timedelta(hours=24)


def put_into_queue(settings: Settings, row: Referral, request: RequestValue) -> None:
    """Add the work on a new request, in the caller's transaction."""
    queue, priority = queue_of(request), priority_of(request)
    work = _work(settings, row, queue, priority)
    set_hashes(settings, work, request)
    db.session.add(work)
    db.session.flush()


def set_hashes(settings: Settings, work: RequestWork, request: RequestValue) -> None:
    """Store the hashes by which another request of the same person is recognised, with the newest key."""
    hashes = hashes_of(settings, request)
    work.phone_lookup, work.email_lookup, work.person_lookup = hashes.phone, hashes.email, hashes.person
    work.hashes_key = key_marks(settings)[0]


def _work(settings: Settings, row: Referral, queue: Queue, priority: Priority) -> RequestWork:
    return RequestWork(
        referral_id=row.id,
        queue=queue.value,
        priority=priority.value,
        due_at=due_after(settings, queue, priority, row.created_at),
        joined_to="",
        status=row.status,
        sent_at=row.created_at,
        changed_at=clock.now(),
    )


def due_after(settings: Settings, queue: Queue, priority: Priority, moment: datetime) -> datetime:
    """Return when a request of `moment` is due. A day later where the times cannot be worked out."""
    try:
        due = due_times(settings.content_dir).queues[queue][priority]
        return due.after(moment, team_hours(settings, queue), year(settings.content_dir))
    except ValueError:
        # A request must arrive whatever is wrong with a file.
        log.exception("the due time of a request cannot be worked out")
        return moment + _IF_UNKNOWN


def follow_step(settings: Settings, row: Referral, kind: EventKind) -> None:
    """Note that a request changed, in the caller's transaction; who did it may be noted afterwards."""
    work = db.session.get(RequestWork, row.id)
    if work is None:
        return
    work.status = row.status
    for one in (work, db.session.get(RequestWork, work.joined_to) if work.joined_to else None):
        if one is not None:
            one.changed_at, one.changed_by = clock.now(), ""
            one.asked_at = None if kind is EventKind.ANSWERED else one.asked_at
    if row.status == Status.WITHDRAWN.value:
        # What was joined to it is nobody's other request any more: it waits by itself again.
        for other in db.session.scalars(select(RequestWork).where(RequestWork.joined_to == row.id)):
            other.joined_to = ""
    db.session.flush()


def add_missing(settings: Settings) -> int:
    """Put requests from before there was an inbox into their queues, commit, and return how many."""
    without = select(Referral).where(
        ~select(RequestWork).where(RequestWork.referral_id == Referral.id).exists()
    )
    rows = db.session.scalars(without).all()
    for row in rows:
        found = _request(settings, row)
        put_into_queue(settings, row, found or RequestValue(RequestKind(row.kind)))
        if found is None:
            db.session.get_one(RequestWork, row.id).hashes_key = ""
    db.session.commit()
    return len(rows)


def renew_hashes(settings: Settings, *, missing_only: bool = False) -> int:
    """Make the hashes of requests with the newest key, commit, and return how many.

    `missing_only`: only where none are known to have been made. A request that cannot be read keeps what it has.
    """
    both = select(RequestWork, Referral).join(Referral, Referral.id == RequestWork.referral_id)
    if missing_only:
        both = both.where(RequestWork.hashes_key == "")
    rows = db.session.execute(both).all()
    changed = 0
    for work, row in rows:
        try:
            set_hashes(settings, work, record_of(settings, row).request)
        except (BadRecord, Unreadable):
            continue
        changed += 1
    db.session.commit()
    if changed < len(rows):
        log.warning("%d requests cannot be read", len(rows) - changed)
    return changed


def _request(settings: Settings, row: Referral) -> RequestValue | None:
    """Return what was sent; None where it cannot be read."""
    try:
        return record_of(settings, row).request
    except (BadKeys, BadRecord, Unreadable):
        log.exception("a request cannot be read")
        return None
