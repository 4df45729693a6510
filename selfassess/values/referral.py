"""A referral: a request that was sent, and what became of it. See values.request."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from pydantic import with_config as configured

from selfassess.values.documented import DOCUMENTED
from selfassess.values.request import RequestValue


class Status(StrEnum):
    """Where a referral stands. It begins as new; a person decides what it becomes."""

    NEW = "new"
    LOOKED_AT = "looked_at"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


OPEN = frozenset({Status.NEW, Status.LOOKED_AT, Status.ACCEPTED})
"""Somebody waits for an answer."""


FINISHED = frozenset({Status.DECLINED, Status.CLOSED, Status.WITHDRAWN})


class EventKind(StrEnum):
    """What an entry in a referral's history is: a step of the work, or something that the person did."""

    STEP = "step"
    STILL_WAITING = "still_waiting"
    ASKED = "asked"
    """The team asked the person for more; the question is the note."""
    ANSWERED = "answered"
    """The person answered on the site; the answer is the note."""
    NOTED = "noted"
    """A note for the team alone."""
    ASSIGNED = "assigned"
    MOVED = "moved"
    """It went to another queue, or got another priority."""
    JOINED = "joined"
    """It was joined with another request of the same person, and has its outcome."""


@configured(DOCUMENTED)
@dataclass(frozen=True, slots=True, repr=False)
class EventRecord:
    """One step in a referral's history."""

    number: int
    """Counted from 1, which is the sending."""
    status: Status
    by: str
    """The name of who did it; empty: the person who sent it."""
    at: datetime
    outcome: str = ""
    assigned_to: str = ""
    note: str = ""
    kind: EventKind = EventKind.STEP
    told: str = ""
    """What the person reads beside it: where it was declined, what happens instead; else what came of it."""


@configured(DOCUMENTED)
@dataclass(frozen=True, slots=True, repr=False)
class ReferralRecord:
    """A referral: what was asked for, and what became of it."""

    reference: str
    """The reference on the person's receipt, as `K7MX-4RTP`."""
    sent_at: datetime
    request: RequestValue
    status: Status = Status.NEW
    outcome: str = ""
    """What came of it, as a code; empty until there is one."""
    assigned_to: str = ""
    respond_by: date | None = None
    """The day by which the person was told they would hear."""
    history: tuple[EventRecord, ...] = ()
    """The oldest first."""
