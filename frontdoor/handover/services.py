"""Writing hand-overs: their beginning, and what people decide about them."""

import json
from enum import StrEnum

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from core import clock
from core.audit.services import note
from core.crypt import vault
from core.db import db
from core.settings import Settings
from frontdoor.handover.formats import HandOverFormat, MessageId, document, formats_of
from frontdoor.handover.models import FOR_PEOPLE, HandOver, HandOverAnswer, HandOverState, Purpose
from frontdoor.handover.targets import Target
from selfassess.models import Referral
from selfassess.values.referral import ReferralRecord

_NO_SYNC = {"synchronize_session": False}


class CannotHandOver(ValueError):
    """The case system takes no requests in the form of this one."""


class HandOverChanged(Exception):
    """Somebody else, or the sender, has changed the hand-over since its page was shown."""


class HandOverDecision(StrEnum):
    """What a person decides about a hand-over that does not go on by itself."""

    AGAIN = "again"
    """Send it again. Whoever says so has made sure that the case system does not have it."""
    THERE = "there"
    """The case system has it."""
    BY_HAND = "by_hand"
    """It has been passed on in another way."""


def can_send(target: Target, record: ReferralRecord) -> bool:
    """Return True where a request may have the form that the case system takes."""
    return target.format in formats_of(record)


def start(
    settings: Settings, target: Target, referral: Referral, record: ReferralRecord, *, actor: str
) -> HandOver:
    """Begin to hand a request over, commit, and return the hand-over: the one that there is, where there is one.

    Raises CannotHandOver.
    """
    if not can_send(target, record):
        raise CannotHandOver(target.format.value)
    found = _of(referral.id, target)
    if found is not None:
        return found
    row = HandOver(
        id=clock.new_id(),
        referral_id=referral.id,
        target=target.id,
        format=target.format.value,
        message_id=clock.new_id(),
        started_by=actor,
    )
    row.document = sealed_document(settings, target, row.id, row.message_id, record)
    db.session.add(row)
    try:
        note(settings, actor, "hand_over.started", "hand_over", row.id, target=target.id)
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        return _of(referral.id, target) or _gone(row)
    return row


def _of(referral_id: str, target: Target) -> HandOver | None:
    wanted = select(HandOver).where(HandOver.referral_id == referral_id, HandOver.target == target.id)
    return db.session.scalar(wanted.where(HandOver.purpose == Purpose.REQUEST.value))


def _gone(row: HandOver) -> HandOver:
    raise LookupError(f"the request of hand-over {row.id} was deleted")


def sealed_document(
    settings: Settings, target: Target, row_id: str, message_id: str, record: ReferralRecord
) -> bytes:
    """Return the message as it will be sent each time, sealed."""
    message = MessageId(message_id, clock.now(), target.url)
    text = json.dumps(document(settings, target.format, message, record), ensure_ascii=False)
    return vault(settings).seal(f"{row_id} document", {"text": text, "format": target.format.value})


def opened_document(settings: Settings, row: HandOver) -> tuple[HandOverFormat, bytes]:
    """Return a message and its form. Raises Unreadable, and LookupError where it was emptied."""
    if row.document is None:
        raise LookupError("the message was emptied")
    value = vault(settings).open(f"{row.id} document", row.document)
    return HandOverFormat(value["format"]), str(value["text"]).encode()


def decide(
    settings: Settings,
    target: Target | None,
    hand_over: HandOver,
    record: ReferralRecord | None,
    decision: HandOverDecision,
    *,
    version: int,
    reference: str = "",
    actor: str,
) -> None:
    """Do what a person decides, and commit. `reference`: that of the case system, where it has the request.

    `record`: the request; None for a message back.
    Raises HandOverChanged, and CannotHandOver where there is no case system any more.
    """
    before = HandOverState(hand_over.status)
    values: dict[str, object] = {"version": version + 1, "remark": None}
    if decision is HandOverDecision.AGAIN:
        values |= values_again(settings, target, hand_over, record)
    elif decision is HandOverDecision.THERE:
        values |= {
            "status": HandOverState.SENT,
            "external_reference": reference,
            "arrived_at": clock.now(),
            "may_be_there": False,
            "document": None,
        }
    else:
        values |= {"status": HandOverState.BY_HAND, "document": None}
    changed = db.session.execute(
        update(HandOver)
        .where(
            HandOver.id == hand_over.id,
            HandOver.version == version,
            HandOver.status.in_(FOR_PEOPLE),
        )
        .values(**values),
        execution_options=_NO_SYNC,
    )
    if not changed.rowcount:  # type: ignore[attr-defined]
        db.session.rollback()
        raise HandOverChanged(hand_over.id)
    note(
        settings,
        actor,
        "hand_over.decided",
        "hand_over",
        hand_over.id,
        decision=decision.value,
        before=before.value,
    )
    db.session.commit()
    db.session.refresh(hand_over)


def values_again(
    settings: Settings, target: Target | None, row: HandOver, record: ReferralRecord | None
) -> dict[str, object]:
    """Return the values of a hand-over that is sent again.

    A message that the case system refused gets a new id and what the request says now: with the old id the
    case system would give the old answer. One that may be there keeps its id, and so does a message back, because
    there is one for each answer (`record` is None).
    """
    if target is None or (record is not None and not can_send(target, record)):
        raise CannotHandOver(row.format)
    values: dict[str, object] = {
        "status": HandOverState.WAITING,
        "attempts": 0,
        "claim": "",
        "next_attempt_at": clock.now(),
    }
    if row.status == HandOverState.MAY_BE_THERE:
        # The person has looked in the case system.
        return values | {"may_be_there": False}
    if row.may_be_there:
        settled = (row.left_at or clock.now()) + target.settles_in
        return values | {"next_attempt_at": max(clock.now(), settled)}
    message_id = clock.new_id()
    if row.purpose == Purpose.WITHDRAWAL or record is None:
        # The same message: nothing in it can be mended here.
        return values
    document = sealed_document(settings, target, row.id, message_id, record)
    return values | {"message_id": message_id, "document": document, "format": target.format.value}


def seal_again(settings: Settings) -> int:
    """Encrypt messages, remarks and answers with the newest key, commit, and return how many hand-overs.

    Raises Unreadable.
    """
    cipher = vault(settings)
    rows = db.session.scalars(select(HandOver)).all()
    for row in rows:
        row.document = cipher.sealed_again(row.document) if row.document else None
        row.remark = cipher.sealed_again(row.remark) if row.remark else None
    for answer in db.session.scalars(select(HandOverAnswer)):
        answer.words = cipher.sealed_again(answer.words)
    db.session.commit()
    return len(rows)
