"""Reading referrals.

A list has the unencrypted columns only. The words of a person are decrypted for one referral at a time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from core.crypt import Vault, vault
from core.db import db
from core.settings import Settings
from selfassess.models import Referral, ReferralEvent
from selfassess.saving.references import read_reference
from selfassess.values.referral import EventKind, EventRecord, ReferralRecord, Status
from selfassess.values.request import RequestKind, RequestValue
from selfassess.values.saved import from_json


@dataclass(frozen=True, slots=True)
class ReferralSummary:
    """A referral in a list, without anything that the person said."""

    reference: str
    kind: RequestKind
    status: Status
    assigned_to: str
    sent_at: datetime
    respond_by: date | None
    waiting: int = 0
    """How often the person said that they are still waiting."""


def find(settings: Settings, reference: str) -> ReferralRecord | None:
    """Return the referral with a typed reference, with its history; None where there is none.

    Raises core.crypt.Unreadable where the referral cannot be decrypted, BadRecord where its content is not
    understood, and core.crypt.BadKeys where the site has no key.
    """
    wanted = (
        select(Referral)
        .where(Referral.reference == read_reference(reference))
        .options(selectinload(Referral.events))
    )
    found = db.session.scalar(wanted.execution_options(populate_existing=True))
    return record_of(settings, found) if found else None


def record_of(settings: Settings, row: Referral) -> ReferralRecord:
    """Return a referral with everything that was said. Raises what `find` raises."""
    return _record(vault(settings), row)


def request_in(settings: Settings, row: Referral) -> RequestValue:
    """Return what was sent, without the history. Raises what `find` raises."""
    return from_json(RequestValue, vault(settings).open(row.id, row.body))


def id_of(reference: str) -> str:
    """Return the id of the referral with this reference; empty where there is none."""
    return db.session.scalar(select(Referral.id).where(Referral.reference == reference)) or ""


def summaries(
    status: Status | None = None, kind: RequestKind | None = None, *, limit: int = 50, offset: int = 0
) -> list[ReferralSummary]:
    """Return summaries of the referrals of a status and kind (None: any), the oldest first."""
    waiting = (
        select(func.count())
        .where(ReferralEvent.referral_id == Referral.id, ReferralEvent.kind == EventKind.STILL_WAITING.value)
        .scalar_subquery()
    )
    wanted = select(Referral, waiting).order_by(Referral.created_at, Referral.id).limit(limit).offset(offset)
    if status:
        wanted = wanted.where(Referral.status == status)
    if kind:
        wanted = wanted.where(Referral.kind == kind)
    return [_summary(referral, count) for referral, count in db.session.execute(wanted)]


def counts() -> Mapping[Status, int]:
    """Return how many referrals have each status."""
    counted = db.session.execute(select(Referral.status, func.count()).group_by(Referral.status))
    count_of = {row[0]: row[1] for row in counted}
    return {status: count_of.get(status.value, 0) for status in Status}


def _summary(row: Referral, waiting: int) -> ReferralSummary:
    return ReferralSummary(
        row.reference,
        RequestKind(row.kind),
        Status(row.status),
        row.assigned_to,
        row.created_at,
        row.respond_by,
        waiting,
    )


def _record(cipher: Vault, row: Referral) -> ReferralRecord:
    return ReferralRecord(
        reference=row.reference,
        sent_at=row.created_at,
        request=from_json(RequestValue, cipher.open(row.id, row.body)),
        status=Status(row.status),
        outcome=row.outcome,
        assigned_to=row.assigned_to,
        respond_by=row.respond_by,
        history=tuple(_event(cipher, event) for event in row.events),
    )


def _event(cipher: Vault, row: ReferralEvent) -> EventRecord:
    written = cipher.open(row.id, row.note)
    return EventRecord(
        row.number,
        Status(row.status),
        row.by,
        row.at,
        row.outcome,
        row.assigned_to,
        str(written["note"]),
        EventKind(row.kind),
        str(written.get("told", "")),
    )
