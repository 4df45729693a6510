"""The tables of the audit trail. No code changes or deletes an entry: the session refuses both."""

from datetime import datetime
from typing import Any

from sqlalchemy import LargeBinary, String, Text, event
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, UtcDateTime


class AuditEntry(Base):
    """One thing that was done.

    `actor`: the id of an account, or "public" or "system". `subject_kind` and `subject_id` say to what it was
    done. `detail`: JSON of codes, counts and ids, never of personal data. `hash` covers all other columns,
    `prev_hash` is the hash of the entry before.
    """

    __tablename__ = "audit_entry"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    actor: Mapped[str] = mapped_column(String(36), index=True)
    action: Mapped[str] = mapped_column(String(60), index=True)
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[str] = mapped_column(String(120), index=True)
    detail: Mapped[str] = mapped_column(Text)
    prev_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class AuditHead(Base):
    """The end of the chain, in one row: number and hash of the newest entry.

    `sealed` holds both once more, encrypted, so that nobody without the site's key can move the end.
    Writers update this row first, which lets one transaction after another append.
    """

    __tablename__ = "audit_head"

    name: Mapped[str] = mapped_column(String(10), primary_key=True)
    seq: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class EntryIsFinal(Exception):
    """Something tried to change or delete an entry of the audit trail."""


@event.listens_for(AuditEntry, "before_update")
@event.listens_for(AuditEntry, "before_delete")
def _refuse(_mapper: Any, _connection: Any, entry: AuditEntry) -> None:
    raise EntryIsFinal(f"entry {entry.seq} of the audit trail cannot be changed or deleted")
