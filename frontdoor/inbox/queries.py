"""Reading the inbox. Every function takes the queues that the reader sees, and shows nothing of the others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased, defer, selectinload

from accounts.models import Account, RoleGrant
from accounts.sessions.queries import ACTIVE
from core import clock
from core.db import db
from frontdoor.inbox.models import RequestWork, RestrictedOpening, ShiftMark
from frontdoor.inbox.priorities import Priority
from frontdoor.inbox.queues import Queue, roles_of
from selfassess.models import Referral, ReferralEvent
from selfassess.saving.references import read_reference
from selfassess.values.referral import OPEN, EventKind, Status
from selfassess.values.request import RequestKind

SAME_WITHIN = timedelta(days=30)
"""Two requests of one person for the same thing within this time may be the same."""

OPENED_FOR = timedelta(minutes=30)
"""How long a restricted request stays open to somebody who gave a reason."""


@dataclass(frozen=True, slots=True)
class InboxRow:
    """A request in the list, without anything that was said.

    `waiting`: how often the person said that they are still waiting. `may_be_same`: another open request may
    be of the same person. `news`: why it is new since the reader's last visit: "arrived", "changed", "late"
    or "withdrawn"; empty for none.
    """

    reference: str
    kind: RequestKind
    queue: Queue
    priority: Priority
    status: Status
    sent_at: datetime
    due_at: datetime
    assigned_to: str
    is_restricted: bool
    asked_at: datetime | None
    to_ring: bool
    waiting: int
    may_be_same: bool
    news: str


@dataclass(frozen=True, slots=True)
class News:
    """How many requests are new to somebody since a moment."""

    arrived: int = 0
    changed: int = 0
    late: int = 0
    withdrawn: int = 0

    @property
    def total(self) -> int:
        """How many in all."""
        return self.arrived + self.changed + self.late + self.withdrawn


@dataclass(frozen=True, slots=True)
class InboxReader:
    """Who reads the list: the account, the queues it sees, and when it last said that it has seen the news."""

    account_id: str
    queues: tuple[Queue, ...]
    seen_at: datetime | None


STATES = (
    "open",
    "mine",
    "nobodys",
    "late",
    "news",
    "asked",
    "ring",
    *(status.value for status in Status),
)
"""What the list can be narrowed to."""


def reader(account_id: str, queues: tuple[Queue, ...]) -> InboxReader:
    """Return a reader with the mark of the account."""
    mark = db.session.scalar(select(ShiftMark.seen_at).where(ShiftMark.account_id == account_id))
    return InboxReader(account_id, queues, mark)


def page_of_requests(
    who: InboxReader, queue: Queue | None, state: str, *, page: int, per_page: int
) -> tuple[list[InboxRow], int]:
    """Return one page of requests, those due first at the top, and how many there are in all."""
    now = clock.now()
    queues = (queue,) if queue in who.queues else who.queues
    wanted = and_(_in_queues(queues), *_narrowed(who, state, now))
    total = db.session.scalar(select(func.count()).select_from(RequestWork).where(wanted)) or 0
    rows = (
        select(Referral, RequestWork, _news(who, now))
        .join(RequestWork, _BELONGS)
        .where(wanted)
        .order_by(RequestWork.due_at, RequestWork.sent_at, RequestWork.referral_id)
        .options(defer(Referral.body))
        .limit(per_page)
        .offset((page - 1) * per_page)
    )
    found = db.session.execute(rows).all()
    # Worked out for the rows of the page alone: for thousands of rows it would take seconds.
    ids = [one[0].id for one in found]
    waiting, same = _waiting(ids), _with_same(ids)
    return [_row(row, work, waiting.get(row.id, 0), row.id in same, news) for row, work, news in found], total


_BELONGS = RequestWork.referral_id == Referral.id


def _in_queues(queues: Sequence[Queue]) -> ColumnElement[bool]:
    return RequestWork.queue.in_([queue.value for queue in queues])


def _narrowed(who: InboxReader, state: str, now: datetime) -> list[ColumnElement[bool]]:
    """Return the conditions of a state of STATES; those of "open" for anything else."""
    if state in {status.value for status in Status}:
        return [RequestWork.status == state]
    if state == "news":
        return [_lately(who, now), _news(who, now) != ""]
    more: Mapping[str, ColumnElement[bool]] = {
        "mine": RequestWork.assigned_to == who.account_id,
        "nobodys": RequestWork.assigned_to == "",
        "late": RequestWork.due_at < now,
        "asked": RequestWork.asked_at.is_not(None),
    }
    if state == "ring":
        return [RequestWork.to_ring.is_(True), RequestWork.joined_to == ""]
    return [RequestWork.is_waiting.is_(True), *([more[state]] if state in more else [])]


def _waiting(ids: Sequence[str]) -> Mapping[str, int]:
    """Return how often the person said that they are still waiting, by the id of the request."""
    said = ReferralEvent.kind == EventKind.STILL_WAITING.value
    counted = db.session.execute(
        select(ReferralEvent.referral_id, func.count())
        .where(ReferralEvent.referral_id.in_(ids), said)
        .group_by(ReferralEvent.referral_id)
    )
    return {row[0]: row[1] for row in counted}


def _news(who: InboxReader, now: datetime) -> ColumnElement[str]:
    """Return why a request is new to somebody, as an expression."""
    since, waits = who.seen_at or now, RequestWork.is_waiting.is_(True)
    not_mine = RequestWork.changed_by != who.account_id
    changed = and_(RequestWork.changed_at > since, not_mine, RequestWork.joined_to == "")
    return case(
        (and_(RequestWork.status == Status.WITHDRAWN.value, RequestWork.changed_at > since), "withdrawn"),
        (and_(waits, RequestWork.sent_at > since), "arrived"),
        (changed, "changed"),
        (and_(waits, RequestWork.due_at > since, RequestWork.due_at <= now), "late"),
        else_="",
    )


def _lately(who: InboxReader, now: datetime) -> ColumnElement[bool]:
    """Return a condition for every request that can be new to somebody. The indexes answer it."""
    since = who.seen_at or now
    due = and_(RequestWork.is_waiting.is_(True), RequestWork.due_at > since, RequestWork.due_at <= now)
    return or_(RequestWork.changed_at > since, RequestWork.sent_at > since, due)


def _with_same(ids: Sequence[str]) -> set[str]:
    """Return those of these requests that another open one may be the same as."""
    other, other_work = aliased(Referral), aliased(RequestWork)
    lately = clock.now() - SAME_WITHIN
    alike = exists().where(
        other_work.referral_id == other.id,
        other.created_at > lately,
        *_may_be_same(Referral, RequestWork, other, other_work),
    )
    wanted = select(Referral.id).join(RequestWork, _BELONGS)
    return set(db.session.scalars(wanted.where(Referral.id.in_(ids), Referral.created_at > lately, alike)))


def _may_be_same(mine: Any, work: Any, other: Any, other_work: Any) -> list[ColumnElement[bool]]:
    """Return the conditions under which two requests may be the same. Both must be in one queue."""
    hashes = ("phone_lookup", "email_lookup", "person_lookup")
    alike = [
        and_(getattr(work, name) != "", getattr(work, name) == getattr(other_work, name)) for name in hashes
    ]
    return [
        other.id != mine.id,
        other.kind == mine.kind,
        other_work.queue == work.queue,
        other_work.joined_to == "",
        work.joined_to == "",
        other_work.is_restricted == work.is_restricted,
        other.status.in_([status.value for status in OPEN]),
        mine.status.in_([status.value for status in OPEN]),
        or_(*alike),
    ]


def _row(row: Referral, work: RequestWork, waiting: int, may_be_same: bool, news: str) -> InboxRow:
    return InboxRow(
        reference=row.reference,
        kind=RequestKind(row.kind),
        queue=Queue(work.queue),
        priority=Priority(work.priority),
        status=Status(row.status),
        sent_at=row.created_at,
        due_at=work.due_at,
        assigned_to=work.assigned_to,
        is_restricted=work.is_restricted,
        asked_at=work.asked_at,
        to_ring=work.to_ring,
        waiting=waiting,
        may_be_same=bool(may_be_same),
        news=news,
    )


def news_of(who: InboxReader) -> News:
    """Return how many requests are new to somebody, with one statement; none before the first visit."""
    if who.seen_at is None:
        return News()
    now = clock.now()
    why = _news(who, now).label("why")
    rows = select(why).where(_in_queues(who.queues), _lately(who, now)).subquery()
    counted = db.session.execute(
        select(rows.c.why, func.count()).where(rows.c.why != "").group_by(rows.c.why)
    )
    return News(**{row[0]: row[1] for row in counted})


def open_counts(queues: tuple[Queue, ...]) -> dict[Queue, int]:
    """Return how many open requests wait in each of these queues."""
    counted = db.session.execute(_open_of(queues).add_columns(RequestWork.queue).group_by(RequestWork.queue))
    count_of = {row[1]: row[0] for row in counted}
    return {queue: count_of.get(queue.value, 0) for queue in queues}


def open_count(queues: tuple[Queue, ...]) -> int:
    """Return how many open requests wait in these queues together."""
    return db.session.scalar(_open_of(queues)) or 0


def _open_of(queues: tuple[Queue, ...]) -> Select[Any]:
    return (
        select(func.count())
        .select_from(RequestWork)
        .where(_in_queues(queues), RequestWork.is_waiting.is_(True))
    )


@dataclass(frozen=True, slots=True)
class FoundRequest:
    """One request: its row with the history, and the work on it."""

    row: Referral
    work: RequestWork


def request_in(queues: tuple[Queue, ...], reference: str) -> FoundRequest | None:
    """Return the request with a typed reference; None where these queues have none."""
    wanted = (
        select(Referral, RequestWork)
        .join(RequestWork, _BELONGS)
        .where(Referral.reference == read_reference(reference), _in_queues(queues))
        .options(selectinload(Referral.events))
        .execution_options(populate_existing=True)
    )
    found = db.session.execute(wanted).first()
    return FoundRequest(found[0], found[1]) if found else None


def joined_with(referral_id: str) -> list[FoundRequest]:
    """Return the requests that were joined to this one, the oldest first."""
    wanted = (
        select(Referral, RequestWork)
        .join(RequestWork, _BELONGS)
        .where(RequestWork.joined_to == referral_id)
        .options(selectinload(Referral.events))
        .order_by(Referral.created_at, Referral.id)
        .execution_options(populate_existing=True)
    )
    return [FoundRequest(row, work) for row, work in db.session.execute(wanted)]


def reference_of(referral_id: str) -> str:
    """Return the reference of a request; empty where it is gone."""
    return db.session.scalar(select(Referral.reference).where(Referral.id == referral_id)) or ""


def maybe_same(found: FoundRequest) -> list[tuple[str, datetime]]:
    """Return reference and time of open requests that may be the same as this one, the oldest first."""
    mine, work = aliased(Referral), aliased(RequestWork)
    within = (found.row.created_at - SAME_WITHIN, found.row.created_at + SAME_WITHIN)
    wanted = (
        select(Referral.reference, Referral.created_at)
        .join(RequestWork, _BELONGS)
        .join(work, work.referral_id == found.row.id)
        .join(mine, mine.id == work.referral_id)
        .where(*_may_be_same(mine, work, Referral, RequestWork), Referral.created_at.between(*within))
        .order_by(Referral.created_at, Referral.id)
    )
    return [(row[0], row[1]) for row in db.session.execute(wanted)]


def is_opened(referral_id: str, account_id: str) -> bool:
    """Return whether somebody gave a reason lately for reading a restricted request."""
    wanted = select(RestrictedOpening.id).where(
        RestrictedOpening.referral_id == referral_id,
        RestrictedOpening.account_id == account_id,
        RestrictedOpening.opened_at > clock.now() - OPENED_FOR,
    )
    return db.session.scalar(wanted.limit(1)) is not None


def workers_of(queue: Queue) -> list[tuple[str, str]]:
    """Return id and name of the active accounts that work on a queue, by name."""
    roles = [role.value for role in roles_of(queue)]
    wanted = (
        select(Account.id, Account.name)
        .where(Account.state == ACTIVE, Account.grants.any(RoleGrant.role.in_(roles)))
        .order_by(Account.name, Account.id)
    )
    return [(row[0], row[1]) for row in db.session.execute(wanted)]
