"""Telling the case system what a group answered, through the queue of hand-overs."""

import json
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.sql.elements import ColumnElement

from accounts.organizations import organization_names
from accounts.queries import names_of
from core import clock, web
from core.crypt import vault
from core.db import db
from core.settings import Settings
from frontdoor.group_referrals import queries
from frontdoor.group_referrals.message_back import BackFrom, message_back, message_id
from frontdoor.group_referrals.models import GroupReferral
from frontdoor.handover.formats import HandOverFormat
from frontdoor.handover.models import FOR_PEOPLE, HandOver, Purpose
from frontdoor.handover.targets import target_of


def answer_message(settings: Settings, row: GroupReferral) -> dict[str, Any]:
    """Return what a group answered last as a PRSB message back. Raises Unreadable."""
    names = names_of([row.made_by, row.decided_by])
    back = BackFrom(
        group=organization_names([row.organization_id])[row.organization_id].name,
        decided_by=names.get(row.decided_by, ""),
        to=names.get(row.made_by, ""),
        council=settings.council_name,
        made_at=clock.now(),
    )
    return message_back(row, queries.shared_with(settings, row), queries.answer_of(settings, row), back)


def queue_answer(settings: Settings, row: GroupReferral, *, actor: str) -> None:
    """Queue the answer for the case system, where it takes such, in the caller's transaction.

    The row must have its new version: each has one message, however often it is queued.
    """
    target = target_of(settings)
    if target is None or not settings.case_system_group_answers:
        return
    number = message_id(row)
    if db.session.scalar(select(HandOver.id).where(HandOver.message_id == number)) is not None:
        return
    form = HandOverFormat.PRSB_MESSAGE_BACK.value
    message = HandOver(
        id=clock.new_id(),
        group_referral_id=row.id,
        target=target.id,
        purpose=Purpose.MESSAGE_BACK.value,
        format=form,
        message_id=number,
        started_by=actor,
    )
    text = json.dumps(answer_message(settings, row), ensure_ascii=False)
    message.document = vault(settings).seal(f"{message.id} document", {"text": text, "format": form})
    db.session.add(message)
    db.session.flush()


def stopped_count() -> int:
    """Return how many referrals have an answer that waits for a person to get into the case system."""
    wanted = select(func.count(func.distinct(HandOver.group_referral_id))).where(_stopped())
    return db.session.scalar(wanted) or 0


def to_decide_count() -> int:
    """Return how many referrals wait for a call handler: those that came back, and those with such an answer."""
    stopped = stopped_count() if web.settings().case_system_group_answers else 0
    return queries.came_back_count() + stopped


def stopped_answers(most: int) -> list[GroupReferral]:
    """Return the referrals of which that is so, the oldest first."""
    those = select(HandOver.group_referral_id).where(_stopped())
    wanted = select(GroupReferral).where(GroupReferral.id.in_(those))
    return list(db.session.scalars(wanted.order_by(GroupReferral.made_at, GroupReferral.id).limit(most)))


def _stopped() -> ColumnElement[bool]:
    return (HandOver.purpose == Purpose.MESSAGE_BACK.value) & HandOver.status.in_(FOR_PEOPLE)


def forget_messages(of: ColumnElement[bool]) -> None:
    """Delete the messages with words about referrals that fulfil a condition, in the caller's transaction."""
    those = select(GroupReferral.id).where(of)
    gone = delete(HandOver).where(HandOver.group_referral_id.in_(those), HandOver.document.is_not(None))
    db.session.execute(gone, execution_options={"synchronize_session": False})
