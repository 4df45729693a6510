"""Telling the case system that a person has taken a request back, which it has or may have."""

import json
from enum import Enum

from sqlalchemy import select

from core import clock
from core.crypt import vault
from core.db import db
from core.settings import Settings
from frontdoor.handover.formats import HandOverFormat
from frontdoor.handover.models import HandOver, HandOverState, Purpose
from frontdoor.handover.targets import Target, target_of
from frontdoor.handover.withdrawal_messages import Withdrawal, withdrawal_message
from selfassess.models import Referral
from selfassess.values.referral import EventKind, Status

_ARRIVED = (HandOverState.SENT, HandOverState.ACCEPTED, HandOverState.CONFLICT)
_ON_THE_WAY = (
    HandOverState.WAITING,
    HandOverState.CLAIMED,
    HandOverState.SENDING,
    HandOverState.MAY_BE_THERE,
)


class Told(Enum):
    """What is to be done about a withdrawal now."""

    SEND = "send"
    WAIT = "wait"
    """Nobody knows yet whether the request arrives."""
    NOT_NEEDED = "not needed"
    """The case system does not have the request, or has finished with it."""


def tell_of_withdrawal(settings: Settings, row: Referral, _kind: EventKind) -> None:
    """Queue a withdrawal for each hand-over of a request that was taken back, in the caller's transaction.

    There is one for each hand-over, however often the request is taken back.
    """
    if row.status != Status.WITHDRAWN.value:
        return
    found = db.session.scalars(select(HandOver).where(HandOver.referral_id == row.id)).all()
    told = {one.target for one in found if one.purpose == Purpose.WITHDRAWAL}
    for one in found:
        target = target_of(settings)
        known = target is not None and target.id == one.target
        if target is None or not known or one.target in told or what_to_do(one) is Told.NOT_NEEDED:
            continue
        withdrawal = HandOver(
            id=clock.new_id(),
            referral_id=row.id,
            target=one.target,
            purpose=Purpose.WITHDRAWAL.value,
            format=one.format,
            message_id=clock.new_id(),
            started_by="",
        )
        withdrawal.document = sealed_withdrawal(settings, target, withdrawal, one.message_id, row.reference)
        db.session.add(withdrawal)
    db.session.flush()


def what_to_do(request: HandOver) -> Told:
    """Return what is to be done about the withdrawal of a request that was handed over like this."""
    if request.status in _ARRIVED:
        return Told.SEND
    if request.status in _ON_THE_WAY or request.may_be_there:
        return Told.WAIT
    return Told.NOT_NEEDED


def request_of(withdrawal: HandOver) -> HandOver | None:
    """Return the hand-over of the request that a withdrawal is about; None where it is gone."""
    wanted = select(HandOver).where(
        HandOver.referral_id == withdrawal.referral_id,
        HandOver.target == withdrawal.target,
        HandOver.purpose == Purpose.REQUEST.value,
    )
    return db.session.scalar(wanted.execution_options(populate_existing=True))


def sealed_withdrawal(
    settings: Settings, target: Target, row: HandOver, in_reply_to: str, reference: str
) -> bytes:
    """Return the message of a withdrawal as it will be sent each time, sealed."""
    message = Withdrawal(
        id=row.message_id,
        in_reply_to=in_reply_to,
        reference=reference,
        made_at=clock.now(),
        sender=settings.council_name,
        source=settings.base_url or "http://localhost",
        destination=target.url,
    )
    form = HandOverFormat(row.format)
    text = json.dumps(withdrawal_message(form, message), ensure_ascii=False)
    return vault(settings).seal(f"{row.id} document", {"text": text, "format": form.value})
