"""Reading referrals.

A list holds what the columns say; what people said is opened for one referral at a time.
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
from selfassess.values.request import EventRecord, ReferralRecord, RequestKind, RequestValue, Status
from selfassess.values.saved import from_json


@dataclass(frozen=True, slots=True)
class ReferralLine:
    """A referral in a list: nothing in it that the person said."""

    reference: str
    kind: RequestKind
    status: Status
    assigned_to: str
    sent_at: datetime
    respond_by: date | None


def find(settings: Settings, reference: str) -> ReferralRecord | None:
    """The referral with this reference, as somebody typed it, with its history.

    Raises core.crypt.Unreadable, BadRecord.
    """
    wanted = (
        select(Referral)
        .where(Referral.reference == read_reference(reference))
        .options(selectinload(Referral.events))
    )
    found = db.session.scalar(wanted.execution_options(populate_existing=True))
    return _record(vault(settings), found) if found else None


def page(
    status: Status | None = None, kind: RequestKind | None = None, *, limit: int = 50, offset: int = 0
) -> list[ReferralLine]:
    """Referrals of a status and kind (None: any), those first that have waited longest."""
    wanted = select(Referral).order_by(Referral.created_at, Referral.id).limit(limit).offset(offset)
    if status:
        wanted = wanted.where(Referral.status == status)
    if kind:
        wanted = wanted.where(Referral.kind == kind)
    return [_line(referral) for referral in db.session.scalars(wanted)]


def counts() -> Mapping[Status, int]:
    """Return how many referrals have each status."""
    counted = db.session.execute(select(Referral.status, func.count()).group_by(Referral.status))
    found = {row[0]: row[1] for row in counted}
    return {status: found.get(status.value, 0) for status in Status}


def _line(row: Referral) -> ReferralLine:
    return ReferralLine(
        row.reference,
        RequestKind(row.kind),
        Status(row.status),
        row.assigned_to,
        row.created_at,
        row.respond_by,
    )


def _record(keeper: Vault, row: Referral) -> ReferralRecord:
    return ReferralRecord(
        reference=row.reference,
        sent_at=row.created_at,
        request=from_json(RequestValue, keeper.open(row.id, row.body)),
        status=Status(row.status),
        outcome=row.outcome,
        assigned_to=row.assigned_to,
        respond_by=row.respond_by,
        history=tuple(_event(keeper, event) for event in row.events),
    )


def _event(keeper: Vault, row: ReferralEvent) -> EventRecord:
    note = str(keeper.open(row.id, row.note)["note"])
    return EventRecord(row.number, Status(row.status), row.by, row.at, row.outcome, row.assigned_to, note)
