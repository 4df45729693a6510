"""The work on requests. Each step is one transaction: its entry in the history, the message, the audit entry.

The number of entries that the page had shown is the lock: the second of two workers is told, whoever it is.
The same form twice is one step.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, time

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from core import clock
from core.audit.services import note
from core.crypt import vault
from core.db import db
from core.outbox.services import EmailRefused, queue_email
from core.settings import Settings
from frontdoor.inbox import queries
from frontdoor.inbox.arrivals import due_after
from frontdoor.inbox.emails import step_message
from frontdoor.inbox.models import RequestWork, RestrictedOpening, ShiftMark
from frontdoor.inbox.priorities import PRIORITY_LABELS, Priority
from frontdoor.inbox.queries import FoundRequest
from frontdoor.inbox.queues import QUEUE_LABELS, Queue, may_move
from selfassess.referrals import services as referrals
from selfassess.referrals.queries import record_of
from selfassess.referrals.services import NEXT_STATUSES, ChangedMeanwhile, ReferralUpdate
from selfassess.values.referral import FINISHED, OPEN, EventKind, Status
from selfassess.values.request import CONCERNS, RequestKind

TELLS = frozenset({Status.DECLINED, Status.CLOSED})
"""Steps of which the person must hear, by phone where no message can go."""

_END_OF_DAY = time(17, 0)


class CannotMove(ValueError):
    """A request of this kind cannot go to that queue."""


class CannotJoin(ValueError):
    """These two requests cannot be joined."""


@dataclass(frozen=True, slots=True)
class Worker:
    """Who works on a request: the account, and the name that stands in the history."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, repr=False)
class WorkStep:
    """One step as a form sends it. `seen`: how many entries the page had shown. `status`: None keeps it."""

    seen: int
    kind: EventKind = EventKind.STEP
    status: Status | None = None
    note: str = ""
    told: str = ""
    outcome: str | None = None
    assigned_to: str | None = None


Change = Callable[[RequestWork], None]


def _nothing(_work: RequestWork) -> None:
    return


def take_step(
    settings: Settings, found: FoundRequest, step: WorkStep, worker: Worker, change: Change = _nothing
) -> None:
    """Record a step on a request and on those joined to it, tell the person, and commit.

    `change`: what else becomes of the work. Raises referrals.UpdateRefused, and ChangedMeanwhile where somebody
    else came first; then nothing is stored.
    """
    if _was_taken(settings, found, step, worker):
        return
    joined = queries.joined_with(found.row.id)
    try:
        _record(settings, found, step, worker)
        for other in joined:
            if _may_follow(other, step):
                _record(settings, other, replace(step, seen=len(other.row.events)), worker)
        change(found.work)
        _note(settings, found, step, worker)
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        raise ChangedMeanwhile from None
    except BaseException:
        db.session.rollback()
        raise


def _was_taken(settings: Settings, found: FoundRequest, step: WorkStep, worker: Worker) -> bool:
    """Return True where this worker took the same step from the same page already: a double press."""
    events = found.row.events
    if len(events) <= step.seen:
        return False
    stored = events[step.seen]
    wanted = (worker.name, step.kind.value, step.status.value if step.status else stored.status)
    if (stored.by, stored.kind, stored.status) != wanted:
        return False
    written = vault(settings).open(stored.id, stored.note)
    return (written["note"], written.get("told", "")) == (step.note.strip(), step.told.strip())


def _may_follow(other: FoundRequest, step: WorkStep) -> bool:
    present = Status(other.row.status)
    return step.status is None or step.status is present or step.status in NEXT_STATUSES[present]


def _record(settings: Settings, found: FoundRequest, step: WorkStep, worker: Worker) -> None:
    """Add the entry to one request, queue the message about it, and note who changed the work."""
    row, work = found.row, found.work
    update = ReferralUpdate(
        status=step.status or Status(row.status),
        by=worker.name,
        note=step.note,
        outcome=step.outcome,
        assigned_to=step.assigned_to,
        told=step.told,
    )
    referrals.add_step(settings, row, step.seen, update, step.kind)
    if step.status is not None or step.kind is EventKind.ASKED:
        tell_person(settings, found, step.kind, matters=step.status in TELLS or step.kind is EventKind.ASKED)
    if step.status is Status.ACCEPTED and row.respond_by is not None:
        promised = datetime.combine(row.respond_by, _END_OF_DAY, clock.LONDON)
        work.due_at = max(work.due_at, promised)
    work.asked_at = clock.now() if step.kind is EventKind.ASKED else work.asked_at
    if step.status in FINISHED:
        work.asked_at = None
    work.changed_by = worker.id


def tell_person(settings: Settings, found: FoundRequest, kind: EventKind, *, matters: bool) -> None:
    """Queue the message to the person; where none can go, somebody has to ring about what matters."""
    if RequestKind(found.row.kind) in CONCERNS:
        return
    request = record_of(settings, found.row).request
    message = step_message(settings, found.row.reference, request, kind)
    sent = False
    if message is not None:
        try:
            queue_email(db.session, settings, message, about=found.row.id)
            sent = True
        except EmailRefused:
            sent = False
    found.work.to_ring = matters and not sent


def ring_instead(referral_id: str) -> None:
    """Say that somebody has to ring, because a message did not arrive, in the caller's transaction."""
    work = db.session.get(RequestWork, referral_id)
    if work is not None:
        work.to_ring = True


def _note(settings: Settings, found: FoundRequest, step: WorkStep, worker: Worker) -> None:
    action = step.status.value if step.status else step.kind.value
    note(
        settings,
        worker.id,
        f"request.{action}",
        "request",
        found.row.id,
        outcome=step.outcome or "",
        to=found.work.assigned_to if step.kind is EventKind.ASSIGNED else "",
        queue=found.work.queue,
    )


def assign(settings: Settings, found: FoundRequest, seen: int, to: Worker | None, worker: Worker) -> None:
    """Give a request to somebody, or to nobody (None), and commit. Raises what `take_step` raises."""

    def change(work: RequestWork) -> None:
        work.assigned_to = to.id if to else ""

    name = to.name if to else ""
    step = WorkStep(seen, EventKind.ASSIGNED, note=name, assigned_to=name)
    take_step(settings, found, step, worker, change)


def move(
    settings: Settings, found: FoundRequest, seen: int, queue: Queue, priority: Priority, worker: Worker
) -> None:
    """Put a request into another queue, or give it another priority, and commit. The due time follows.

    Raises CannotMove, and what `take_step` raises.
    """
    old = Queue(found.work.queue)
    if queue is not old and not may_move(RequestKind(found.row.kind), old, queue):
        raise CannotMove(queue.value)
    due = due_after(settings, queue, priority, found.row.created_at)

    def change(work: RequestWork) -> None:
        if work.queue != queue.value:
            # Whoever had it may not see the new queue.
            work.assigned_to = ""
            for other in queries.joined_with(work.referral_id):
                other.work.queue = queue.value
        work.queue, work.priority, work.due_at = queue.value, priority.value, due

    step = WorkStep(seen, EventKind.MOVED, note=f"{QUEUE_LABELS[queue]}. {PRIORITY_LABELS[priority]}")
    take_step(settings, found, step, worker, change)


def join(settings: Settings, found: FoundRequest, seen: int, other: FoundRequest, worker: Worker) -> None:
    """Make a request the same as an earlier one, which from then on decides for both, and commit.

    Both references go on working. Raises CannotJoin, and what `take_step` raises.
    """
    same_kind = found.row.kind == other.row.kind and found.work.queue == other.work.queue
    if found.work.joined_to == other.row.id:
        return
    if found.row.id == other.row.id or not same_kind or other.work.joined_to or found.work.joined_to:
        raise CannotJoin(other.row.reference)
    present, target = Status(found.row.status), Status(other.row.status)
    if present not in OPEN or target not in OPEN:
        raise CannotJoin(other.row.reference)

    def change(work: RequestWork) -> None:
        work.joined_to = other.row.id
        for one in queries.joined_with(found.row.id):
            one.work.joined_to = other.row.id
        other.work.due_at = min(other.work.due_at, work.due_at)
        # An entry there too, so that two who join both ways at once cannot both succeed.
        beside = ReferralUpdate(
            target, worker.name, note=_("The same as %(other)s", other=found.row.reference)
        )
        referrals.add_step(settings, other.row, len(other.row.events), beside, EventKind.NOTED)
        other.work.changed_by = worker.id

    status = target if target in NEXT_STATUSES[present] else None
    step = WorkStep(seen, EventKind.JOINED, status, note=other.row.reference)
    take_step(settings, found, step, worker, change)


def part(settings: Settings, found: FoundRequest, seen: int, worker: Worker) -> None:
    """Undo a join: the request waits by itself again. Commits. Raises what `take_step` raises."""

    def change(work: RequestWork) -> None:
        work.joined_to = ""

    take_step(
        settings,
        found,
        WorkStep(seen, EventKind.NOTED, note=_("Not the same as another request")),
        worker,
        change,
    )


def restrict(settings: Settings, found: FoundRequest, seen: int, worker: Worker, *, restricted: bool) -> None:
    """Ask everybody for a reason before they read a request, or no more, and commit.

    Raises what `take_step` raises.
    """

    def change(work: RequestWork) -> None:
        work.is_restricted = restricted

    word = _("Restricted") if restricted else _("No longer restricted")
    take_step(settings, found, WorkStep(seen, EventKind.NOTED, note=word), worker, change)


def rang(settings: Settings, found: FoundRequest, seen: int, words: str, worker: Worker) -> None:
    """Note that somebody told the person by phone, and commit. Raises what `take_step` raises."""

    def change(work: RequestWork) -> None:
        work.to_ring = False

    take_step(settings, found, WorkStep(seen, EventKind.NOTED, note=words), worker, change)


def open_restricted(settings: Settings, found: FoundRequest, reason: str, worker: Worker) -> None:
    """Store why somebody reads a restricted request, and commit. It is open to them for a while."""
    opening = RestrictedOpening(id=clock.new_id(), referral_id=found.row.id, account_id=worker.id)
    opening.sealed = vault(settings).seal(opening.id, {"reason": reason.strip()})
    opening.opened_at = clock.now()
    db.session.add(opening)
    note(settings, worker.id, "request.opened", "request", found.row.id, opening=opening.id)
    db.session.commit()


def mark_seen(settings: Settings, account_id: str, moment: datetime) -> None:
    """Store that somebody has seen the news up to a moment that a page had shown, and commit.

    A moment that lies in the future counts as now; an older mark than the stored one changes nothing.
    """
    moment = min(moment, clock.now())
    mark = db.session.get(ShiftMark, account_id, populate_existing=True)
    if mark is None:
        db.session.add(ShiftMark(account_id=account_id, seen_at=moment))
    elif mark.seen_at < moment:
        mark.seen_at = moment
    try:
        note(settings, account_id, "inbox.seen", "account", account_id)
        db.session.commit()
    except IntegrityError:
        # A double press: the other one stored the mark.
        db.session.rollback()


def seal_again(settings: Settings) -> int:
    """Encrypt the reasons for opening restricted requests with the newest key, commit, and return how many."""
    cipher = vault(settings)
    openings = db.session.query(RestrictedOpening).all()
    for opening in openings:
        opening.sealed = cipher.sealed_again(opening.sealed)
    db.session.commit()
    return len(openings)
