"""Receiving answers of a case system: each counts once, and the last one by its own order holds."""

from enum import StrEnum

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import selectinload

from core import clock
from core.audit.services import SYSTEM, note
from core.crypt import vault
from core.db import db
from core.settings import Settings
from frontdoor.handover.answers import STATUS_OF, CaseSystemDecision, Decided
from frontdoor.handover.models import HandOver, HandOverAnswer, HandOverState, Purpose
from frontdoor.inbox.models import RequestWork
from frontdoor.inbox.queries import FoundRequest
from frontdoor.inbox.services import TELLS, tell_person
from selfassess.models import MOST_NAME, Referral
from selfassess.referrals.services import NEXT_STATUSES, ReferralUpdate, add_step
from selfassess.values.referral import EventKind, Status

_MOST_RACES = 5
_NO_SYNC = {"synchronize_session": False}
_STATE_OF = {
    Decided.ACCEPTED: HandOverState.ACCEPTED,
    Decided.DECLINED: HandOverState.REFUSED,
    Decided.CLOSED: HandOverState.CLOSED,
}


class Received(StrEnum):
    """What became of an answer."""

    APPLIED = "applied"
    KNOWN = "known"
    """It had come before."""
    LATE = "late"
    """A later one had come before. It is stored, and changes nothing."""
    CONFLICT = "conflict"
    """The person has taken the request back. A person compares."""


class UnknownMessage(LookupError):
    """No message with this id was sent to this case system."""


def receive(settings: Settings, target: str, answer: CaseSystemDecision) -> Received:
    """Store an answer, change the request as it says, and commit. Raises UnknownMessage."""
    for _attempt in range(_MOST_RACES):
        try:
            received = _received(settings, target, answer)
            db.session.commit()
        except IntegrityError:
            # Somebody here recorded a step at the same moment.
            db.session.rollback()
        else:
            return received
    raise RuntimeError("an answer of the case system could not be stored")


def _received(settings: Settings, target: str, answer: CaseSystemDecision) -> Received:
    row = _held(target, answer.in_reply_to)
    known = db.session.execute(select(HandOverAnswer).where(HandOverAnswer.hand_over_id == row.id)).scalars()
    orders = {}
    for one in known:
        if one.message_id == answer.message_id:
            return Received.KNOWN
        if one.is_applied:
            orders[one.id] = (one.sequence, one.at, one.message_id)
    is_last = all(answer.order > order for order in orders.values())
    received = _apply(settings, row, answer) if is_last else Received.LATE
    db.session.add(_stored(settings, row, answer, is_applied=is_last))
    note(
        settings,
        SYSTEM,
        "hand_over.answered",
        "hand_over",
        row.id,
        decision=answer.decision.value,
        received=received.value,
    )
    return received


def _held(target: str, message_id: str) -> HandOver:
    """Return the hand-over of a message, held until the transaction ends. Raises UnknownMessage."""
    wanted = (
        HandOver.target == target,
        HandOver.message_id == message_id,
        HandOver.purpose == Purpose.REQUEST.value,
    )
    held = db.session.execute(
        update(HandOver).where(*wanted).values(target=HandOver.target).returning(HandOver.id),
        execution_options=_NO_SYNC,
    ).scalar()
    if held is None:
        db.session.rollback()
        raise UnknownMessage
    return db.session.get_one(HandOver, held, populate_existing=True)


def _stored(
    settings: Settings, row: HandOver, answer: CaseSystemDecision, *, is_applied: bool
) -> HandOverAnswer:
    stored = HandOverAnswer(
        id=clock.new_id(),
        hand_over_id=row.id,
        message_id=answer.message_id,
        sequence=answer.sequence,
        at=answer.at,
        decision=answer.decision.value,
        is_applied=is_applied,
    )
    words = {"decided_by": answer.decided_by, "reason": answer.reason}
    stored.words = vault(settings).seal(stored.id, words)
    return stored


def _apply(settings: Settings, row: HandOver, answer: CaseSystemDecision) -> Received:
    """Let an answer count: for the hand-over, which has arrived by then, and for the request."""
    referral = db.session.scalar(
        select(Referral)
        .where(Referral.id == row.referral_id)
        .options(selectinload(Referral.events))
        .execution_options(populate_existing=True)
    )
    assert referral is not None, "a hand-over is deleted with its request"
    row.may_be_there, row.document, row.remark, row.claim = False, None, None, ""
    row.arrived_at = row.arrived_at or clock.now()
    row.external_reference = answer.reference or row.external_reference
    row.version += 1
    path = _path(Status(referral.status), STATUS_OF[answer.decision])
    if not path:
        row.status, row.last_code = HandOverState.CONFLICT, "withdrawn here"
        return Received.CONFLICT
    row.status, row.last_code = _STATE_OF[answer.decision], answer.decision.value
    for status in path:
        _step(settings, referral, status, answer)
    work = db.session.get(RequestWork, referral.id)
    if work is not None:
        tell_person(settings, FoundRequest(referral, work), EventKind.STEP, matters=path[-1] in TELLS)
    return Received.APPLIED


def _path(present: Status, wanted: Status) -> list[Status]:
    """Return the steps to a status: one, two where the request has to be opened again, none where it was taken
    back.
    """
    if present is Status.WITHDRAWN:
        return []
    if present is wanted or wanted in NEXT_STATUSES[present]:
        return [wanted]
    return [Status.NEW, wanted]


def _step(settings: Settings, referral: Referral, status: Status, answer: CaseSystemDecision) -> None:
    by = (
        f"{answer.decided_by} ({settings.case_system_name})"
        if settings.case_system_name
        else answer.decided_by
    )
    is_last = status is STATUS_OF[answer.decision]
    step = ReferralUpdate(
        status,
        by=by[:MOST_NAME],
        note=answer.reason if is_last else "",
        outcome=(answer.outcome or None) if is_last else None,
    )
    add_step(settings, referral, len(referral.events), step)
