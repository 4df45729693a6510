"""Reading the audit trail: all of it to verify it, and pages of it to look at."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from core.audit.chain import ChainedEntry, Head, breaks
from core.audit.models import AuditEntry, AuditHead
from core.audit.services import HEAD, opened_head
from core.crypt import Unreadable
from core.settings import Settings

_BATCH = 1000


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which entries to show; an empty value filters nothing."""

    actor: str = ""
    action: str = ""
    subject: str = ""
    since: datetime | None = None
    before: datetime | None = None

    def applied(self, statement: Select[Any]) -> Select[Any]:
        """Return the statement with the conditions of this filter."""
        if self.actor:
            statement = statement.where(AuditEntry.actor == self.actor)
        if self.action:
            statement = statement.where(AuditEntry.action == self.action)
        if self.subject:
            statement = statement.where(AuditEntry.subject_id == self.subject)
        if self.since:
            statement = statement.where(AuditEntry.at >= self.since)
        if self.before:
            statement = statement.where(AuditEntry.at < self.before)
        return statement


@dataclass(frozen=True, slots=True)
class Verified:
    """The result of a check: how many entries there are, the end that was found, and what is wrong."""

    entries: int
    head: Head
    faults: tuple[str, ...]


def page_of_entries(
    session: Session, wanted: AuditFilter, *, page: int, per_page: int
) -> tuple[Sequence[AuditEntry], int]:
    """Return one page of entries, the newest first, and how many there are in all."""
    chosen = wanted.applied(select(AuditEntry))
    total = session.scalar(select(func.count()).select_from(chosen.subquery())) or 0
    rows = chosen.order_by(AuditEntry.seq.desc()).limit(per_page).offset((page - 1) * per_page)
    return session.scalars(rows).all(), total


def actions(session: Session) -> list[str]:
    """Return the actions that occur, sorted."""
    return sorted(session.scalars(select(AuditEntry.action).distinct()))


def verify(session: Session, settings: Settings, noted: Sequence[Head] = ()) -> Verified:
    """Check the whole chain against its own hashes, the sealed end, and ends that were noted earlier.

    The end is read first: an entry that is appended meanwhile lies behind it and is left out.
    """
    head, faults = _stored_head(session, settings)
    newest = Head()
    count = 0

    def counted() -> Iterator[ChainedEntry]:
        nonlocal newest, count
        for entry in _entries(session, head.seq):
            newest, count = Head(entry.seq, entry.hash), count + 1
            yield entry

    faults.extend(breaks(counted(), head, noted))
    return Verified(count, newest, tuple(faults))


def _stored_head(session: Session, settings: Settings) -> tuple[Head, list[str]]:
    """Return the sealed end of the chain, and what is wrong with it."""
    first, last = session.execute(select(func.min(AuditEntry.seq), func.max(AuditEntry.seq))).one()
    # Read after the last number, so that what is appended meanwhile is no fault.
    row = session.get(AuditHead, HEAD, populate_existing=True)
    if row is None:
        return (Head(), []) if last is None else (Head(last), ["the end of the trail is not stored"])
    try:
        head = opened_head(settings, row.sealed)
    except Unreadable:
        return Head(row.seq, row.hash), ["the end of the trail was changed: no key opens it"]
    faults = []
    if head != Head(row.seq, row.hash):
        faults.append("the end of the trail was changed")
    if last is not None and (first < 1 or last > head.seq):
        faults.append("there are entries before the first or after the last of the trail")
    return head, faults


def _entries(session: Session, upto: int) -> Iterator[ChainedEntry]:
    columns = [getattr(AuditEntry, name) for name in ChainedEntry.__dataclass_fields__]
    after = 0
    while True:
        wanted = select(*columns).where(AuditEntry.seq > after, AuditEntry.seq <= upto)
        rows = session.execute(wanted.order_by(AuditEntry.seq).limit(_BATCH)).all()
        yield from (ChainedEntry(*row) for row in rows)
        if len(rows) < _BATCH:
            return
        after = rows[-1][0]
