"""Reading what a person may see of their request: where it stands, never what was said in it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from core.crypt import BadKeys, Unreadable, vault
from core.db import db
from core.settings import Settings
from selfassess.models import Referral, ReferralEvent
from selfassess.values.referral import OPEN, EventKind, Status
from selfassess.values.request import RequestKind


@dataclass(frozen=True, slots=True)
class TrackedEvent:
    """One entry of the history, without who did it and without notes."""

    kind: EventKind
    status: Status
    at: datetime


@dataclass(frozen=True, slots=True, repr=False)
class TrackedRequest:
    """A request as the person who sent it sees it. `reason`: why it was declined; otherwise empty."""

    reference: str
    kind: RequestKind
    status: Status
    respond_by: date | None
    events: tuple[TrackedEvent, ...]
    reason: str = ""

    @property
    def is_open(self) -> bool:
        """True where somebody waits for an answer."""
        return self.status in OPEN


def by_id(settings: Settings, referral_id: str) -> TrackedRequest | None:
    """Return a request by the id of its row; None where it was deleted meanwhile."""
    row = row_by_id(referral_id)
    if row is None:
        return None
    events = [TrackedEvent(EventKind(one.kind), Status(one.status), one.at) for one in row.events]
    reason = ""
    if row.status == Status.DECLINED.value:
        declined = [one for one in row.events if one.status == Status.DECLINED.value]
        reason = _note(settings, declined[-1]) if declined else ""
    return TrackedRequest(
        row.reference, RequestKind(row.kind), Status(row.status), row.respond_by, tuple(events), reason
    )


def _note(settings: Settings, event: ReferralEvent) -> str:
    """Return the note of an entry; empty where it cannot be read."""
    try:
        return str(vault(settings).open(event.id, event.note)["note"])
    except (BadKeys, Unreadable):
        return ""


def row_by_id(referral_id: str) -> Referral | None:
    """Return the row of a request that can be followed, with its history; None where there is none."""
    wanted = select(Referral).where(Referral.id == referral_id, Referral.pass_hash != "")
    found = wanted.options(selectinload(Referral.events)).execution_options(populate_existing=True)
    return db.session.scalar(found)


def ids_by_reference(reference: str) -> tuple[str, str] | None:
    """Return the id of a request with this reference and the hash of its words; None where there is none."""
    wanted = select(Referral.id, Referral.pass_hash).where(
        Referral.reference == reference, Referral.pass_hash != ""
    )
    found = db.session.execute(wanted).first()
    return (found[0], found[1]) if found else None
