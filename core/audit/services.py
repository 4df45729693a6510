"""Appending to the audit trail, in the caller's transaction."""

import re
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Table, insert, update
from sqlalchemy.orm import Session

from core import clock
from core.audit.chain import NO_HASH, ChainedEntry, Head, detail_text, entry_hash
from core.audit.models import AuditEntry, AuditHead
from core.crypt import vault
from core.db import db
from core.dialect import insert_new
from core.settings import Settings

PUBLIC, SYSTEM = "public", "system"
"""Actors that are no account: a visitor, and a job or a command."""

HEAD = "head"
HEAD_PLACE = "audit head"

MOST_DETAIL = 4000
"""The most characters of an entry's detail."""

_ADDRESS = re.compile(r"\S@\S")
_NO_SYNC = {"synchronize_session": False}


class PersonalDetail(ValueError):
    """The detail of an entry holds an e-mail address. Entries live for ever, so they name people by ids."""


def record(
    session: Session,
    settings: Settings,
    *,
    actor: str,
    action: str,
    subject_kind: str,
    subject_id: str,
    detail: Mapping[str, Any] | None = None,
) -> int:
    """Append an entry in the caller's transaction, and return its number.

    Until the transaction ends, others that record wait: so record last, just before the commit, and after an
    e-mail was queued, because two that take both locks in different orders would wait for each other.
    `action`: a fixed word such as "role.granted". `detail`: codes, counts and ids, no personal data.
    Raises PersonalDetail, and ValueError for a detail that is too long.
    """
    text = _checked(detail or {})
    session.flush()
    seq, prev_hash = _next(session, settings)
    entry = ChainedEntry(seq, clock.now(), actor, action, subject_kind, subject_id, text, prev_hash, hash="")
    entry = replace(entry, hash=entry_hash(entry))
    session.execute(insert(AuditEntry).values(asdict(entry)))
    values = {"hash": entry.hash, "sealed": sealed_head(settings, Head(seq, entry.hash))}
    session.execute(_update_head(values), execution_options=_NO_SYNC)
    return seq


def note(
    settings: Settings, actor: str, action: str, subject_kind: str, subject_id: str, **detail: str
) -> None:
    """Record in the transaction of `db.session`. Details that are empty are left out."""
    record(
        db.session,
        settings,
        actor=actor,
        action=action,
        subject_kind=subject_kind,
        subject_id=subject_id,
        detail=_given(detail),
    )


def note_view(settings: Settings, actor: str, subject_kind: str, subject_id: str = "", **detail: str) -> None:
    """Record that somebody looks at personal data, in a short transaction of its own, and commit.

    A page calls it before it shows anything, so that nothing is shown where the entry cannot be written.
    """
    with Session(db.engine) as session:
        record(
            session,
            settings,
            actor=actor,
            action=f"{subject_kind}.viewed",
            subject_kind=subject_kind,
            subject_id=subject_id,
            detail=_given(detail),
        )
        session.commit()


def sealed_head(settings: Settings, head: Head) -> bytes:
    """Return the end of the chain, encrypted with the site's key."""
    return vault(settings).seal(HEAD_PLACE, {"seq": head.seq, "hash": head.hash})


def opened_head(settings: Settings, sealed: bytes) -> Head:
    """Return the end of the chain. Raises Unreadable where no key opens it."""
    value = vault(settings).open(HEAD_PLACE, sealed)
    return Head(int(value["seq"]), str(value["hash"]))


def seal_head_again(session: Session, settings: Settings) -> int:
    """Encrypt the end of the chain with the newest key, commit, and return 1; 0 where there is no chain yet.

    The number is updated to itself first, so that no entry is appended meanwhile. Raises Unreadable.
    """
    held = _update_head({"seq": AuditHead.seq}).returning(AuditHead.sealed)
    found = session.execute(held, execution_options=_NO_SYNC).first()
    if found is not None:
        values = {"sealed": vault(settings).sealed_again(found[0])}
        session.execute(_update_head(values), execution_options=_NO_SYNC)
    session.commit()
    return int(found is not None)


def _given(detail: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in detail.items() if value}


def _checked(detail: Mapping[str, Any]) -> str:
    text = detail_text(detail)
    if _ADDRESS.search(text):
        raise PersonalDetail("the detail of an audit entry holds an e-mail address")
    if len(text) > MOST_DETAIL:
        raise ValueError(
            f"the detail of an audit entry has {len(text)} characters, and {MOST_DETAIL} at most"
        )
    return text


def _next(session: Session, settings: Settings) -> tuple[int, str]:
    """Take the next number, and return it with the hash of the entry before.

    The update comes first: it makes others wait on both databases, and on SQLite it begins the writer's
    transaction, which a read before it would prevent.
    """
    taken = _update_head({"seq": AuditHead.seq + 1}).returning(AuditHead.seq, AuditHead.hash)
    found = session.execute(taken, execution_options=_NO_SYNC).first()
    if found is None:
        table = AuditHead.__table__
        assert isinstance(table, Table)
        first = (HEAD, 0, NO_HASH, sealed_head(settings, Head()))
        insert_new(session.connection(), table, [[first]])
        found = session.execute(taken, execution_options=_NO_SYNC).one()
    return int(found[0]), str(found[1])


def _update_head(values: Mapping[str, Any]) -> Any:
    return update(AuditHead).where(AuditHead.name == HEAD).values(**values)
