"""Reading hand-overs. Lists have codes and references alone."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from core.crypt import Unreadable, vault
from core.db import db
from core.settings import Settings
from frontdoor.handover.models import FOR_PEOPLE, HandOver, HandOverAnswer, HandOverState, Purpose
from frontdoor.inbox.models import RequestWork
from frontdoor.inbox.queues import Queue
from selfassess.models import Referral
from selfassess.values.request import RequestKind

STOPPED = (HandOverState.NEEDS_ADMINISTRATOR, HandOverState.DEAD)
"""States that end for all at once, when the address, the key or the case system is put right."""


@dataclass(frozen=True, slots=True)
class HandOverLine:
    """A hand-over in a list."""

    id: str
    reference: str
    kind: RequestKind
    state: HandOverState
    last_code: str
    attempts: int
    created_at: datetime
    version: int
    tells_withdrawal: bool
    """The message says that the person took the request back."""
    is_restricted: bool
    """A reason is asked on the page of the request before anything else is shown."""


def of_referral(referral_id: str) -> list[HandOver]:
    """Return the hand-overs of a request, the oldest first."""
    wanted = select(HandOver).where(HandOver.referral_id == referral_id)
    return list(db.session.scalars(wanted.order_by(HandOver.created_at, HandOver.id)))


def of_group_referral(group_referral_id: str) -> list[HandOver]:
    """Return the message backs of a referral to a group, the oldest first."""
    wanted = select(HandOver).where(HandOver.group_referral_id == group_referral_id)
    return list(db.session.scalars(wanted.order_by(HandOver.created_at, HandOver.id)))


def waiting_for_people(
    *, page: int, per_page: int, queues: tuple[Queue, ...]
) -> tuple[list[HandOverLine], int]:
    """Return one page of the hand-overs that a person has to look at, the oldest first, and how many there are.

    `queues`: those whose requests the person may see.
    """
    wanted = (
        select(HandOver, Referral.reference, Referral.kind, RequestWork.is_restricted)
        .join(Referral, Referral.id == HandOver.referral_id)
        .join(RequestWork, RequestWork.referral_id == Referral.id)
        .where(HandOver.status.in_(FOR_PEOPLE), RequestWork.queue.in_(queues))
    )
    total = db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    rows = db.session.execute(
        wanted.order_by(HandOver.created_at, HandOver.id).limit(per_page).offset((page - 1) * per_page)
    )
    return [_line(*row) for row in rows], total


def _line(row: HandOver, reference: str, kind: str, is_restricted: bool) -> HandOverLine:
    return HandOverLine(
        row.id,
        reference,
        RequestKind(kind),
        HandOverState(row.status),
        row.last_code,
        row.attempts,
        row.created_at,
        row.version,
        row.purpose == Purpose.WITHDRAWAL,
        is_restricted,
    )


@dataclass(frozen=True, slots=True)
class StoppedForOneReason:
    """How many hand-overs have stopped in one state, with one last answer of the case system."""

    state: HandOverState
    code: str
    count: int


def stopped() -> list[StoppedForOneReason]:
    """Return how many hand-overs wait because the case system let none in, by reason, the most first."""
    count = func.count().label("count")
    wanted = (
        select(HandOver.status, HandOver.last_code, count)
        .where(HandOver.status.in_(STOPPED))
        .group_by(HandOver.status, HandOver.last_code)
        .order_by(count.desc(), HandOver.status, HandOver.last_code)
    )
    return [StoppedForOneReason(HandOverState(row[0]), row[1], row[2]) for row in db.session.execute(wanted)]


def state_counts() -> dict[str, int]:
    """Return how many hand-overs have each state."""
    counted = db.session.execute(select(HandOver.status, func.count()).group_by(HandOver.status))
    return {row[0]: row[1] for row in counted}


def remark_of(settings: Settings, row: HandOver) -> str:
    """Return what the case system said last; empty where it said nothing, or where it cannot be read."""
    if row.remark is None:
        return ""
    try:
        return str(vault(settings).open(f"{row.id} remark", row.remark)["text"])
    except Unreadable:
        return ""


@dataclass(frozen=True, slots=True, repr=False)
class LastAnswer:
    """What somebody at the case system decided last."""

    decision: str
    at: datetime
    decided_by: str
    reason: str


def last_answer(settings: Settings, hand_over_id: str) -> LastAnswer | None:
    """Return the answer that counts; None where the case system has not answered, or it cannot be read."""
    wanted = select(HandOverAnswer).where(
        HandOverAnswer.hand_over_id == hand_over_id, HandOverAnswer.is_applied.is_(True)
    )
    last = (HandOverAnswer.sequence.desc(), HandOverAnswer.at.desc(), HandOverAnswer.message_id.desc())
    found = db.session.scalar(wanted.order_by(*last).limit(1))
    if found is None:
        return None
    try:
        words = vault(settings).open(found.id, found.words)
    except Unreadable:
        return None
    return LastAnswer(found.decision, found.at, str(words["decided_by"]), str(words["reason"]))
