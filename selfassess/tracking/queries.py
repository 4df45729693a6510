"""Reading what a person may see of their request: where it stands, never what was said in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from core.crypt import BadKeys, Unreadable, vault
from core.db import db
from core.outbox.queries import SentMessage, messages_about
from core.settings import Settings
from selfassess.models import Referral, ReferralEvent
from selfassess.values.referral import OPEN, EventKind, Status
from selfassess.values.request import RequestKind

SHOWN = frozenset(
    {EventKind.STEP, EventKind.STILL_WAITING, EventKind.ASKED, EventKind.ANSWERED, EventKind.JOINED}
)
"""The entries that the person sees. Notes, assignments and moves are the team's own."""


@dataclass(frozen=True, slots=True)
class TrackedEvent:
    """One entry of the history, without who did it and without notes."""

    kind: EventKind
    status: Status
    at: datetime


@dataclass(frozen=True, slots=True, repr=False)
class TrackedRequest:
    """A request as the person who sent it sees it.

    `reason` and `instead`: why it was declined and what happens instead; otherwise empty. `question`: what
    the team asks the person and has no answer to yet. `told`: what the team wrote when it closed the request.
    """

    reference: str
    kind: RequestKind
    status: Status
    respond_by: date | None
    events: tuple[TrackedEvent, ...]
    reason: str = ""
    instead: str = ""
    question: str = ""
    question_number: int = 0
    told: str = ""

    @property
    def is_open(self) -> bool:
        """True where somebody waits for an answer."""
        return self.status in OPEN


def by_id(settings: Settings, referral_id: str) -> TrackedRequest | None:
    """Return a request by the id of its row; None where it was deleted meanwhile."""
    row = row_by_id(referral_id)
    if row is None:
        return None
    shown = [one for one in row.events if EventKind(one.kind) in SHOWN]
    events = [TrackedEvent(EventKind(one.kind), Status(one.status), one.at) for one in shown]
    status = Status(row.status)
    declined = _last_words(settings, row, Status.DECLINED) if status is Status.DECLINED else {}
    closed = _last_words(settings, row, Status.CLOSED) if status is Status.CLOSED else {}
    question = open_question(row) if status in OPEN else None
    return TrackedRequest(
        row.reference,
        RequestKind(row.kind),
        status,
        row.respond_by,
        tuple(events),
        reason=declined.get("note", ""),
        instead=declined.get("told", ""),
        question=_words(settings, question).get("note", "") if question else "",
        question_number=question.number if question else 0,
        told=closed.get("told", ""),
    )


def messages_to_person(referral_id: str) -> list[SentMessage]:
    """Return the messages that went to the person about their request in the last 30 days, without their words."""
    return messages_about(db.session, referral_id)


def open_question(row: Referral) -> ReferralEvent | None:
    """Return the entry with what the team asked last; None where the person answered, or nothing was asked."""
    asked = [one for one in row.events if one.kind in (EventKind.ASKED, EventKind.ANSWERED)]
    return asked[-1] if asked and asked[-1].kind == EventKind.ASKED else None


def _last_words(settings: Settings, row: Referral, status: Status) -> Mapping[str, str]:
    """Return what was written with the last step to a status."""
    steps = [
        one for one in row.events if one.status == status and one.kind in (EventKind.STEP, EventKind.JOINED)
    ]
    return _words(settings, steps[-1]) if steps else {}


def _words(settings: Settings, event: ReferralEvent) -> Mapping[str, str]:
    """Return what was written with an entry, by name; nothing where it cannot be read."""
    try:
        return {name: str(text) for name, text in vault(settings).open(event.id, event.note).items()}
    except (BadKeys, Unreadable):
        return {}


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
