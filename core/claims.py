"""Rows that one worker at a time takes, works on, and may hand to somebody outside.

Several workers may run at once. A claim is one UPDATE, which is atomic on SQLite. On PostgreSQL its subquery
locks the row with SKIP LOCKED, so that two workers neither wait for nor take the same row. (SQLAlchemy leaves
the lock out for SQLite.)
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from core import clock

_NO_SYNC = {"synchronize_session": False}


@dataclass(frozen=True, slots=True)
class ClaimQueue:
    """The rows of a model with the columns `id`, `status`, `next_attempt_at`, `claim` and `claimed_until`.

    `waiting`, `claimed`, `leaving`: the values of `status` of a row that is due, of one that a worker has, and
    of one that is being handed over.
    """

    model: Any
    waiting: str
    claimed: str
    leaving: str

    def take(self, session: Session, life: timedelta) -> tuple[str, str] | None:
        """Claim the row that is due first, and commit. Return its id and the claim's id; None without one."""
        now, claim_id, model = clock.now(), clock.new_id(), self.model
        due = (
            select(model.id)
            .where(model.status == self.waiting, model.next_attempt_at <= now)
            .order_by(model.next_attempt_at, model.id)
            .limit(1)
            .with_for_update(skip_locked=True)
            .cte("due")
        )
        taken = session.execute(
            update(model)
            .where(model.id.in_(select(due.c.id)), model.status == self.waiting)
            .values(status=self.claimed, claim=claim_id, claimed_until=now + life)
            .returning(model.id),
            execution_options=_NO_SYNC,
        )
        row_id = taken.scalars().first()
        session.commit()
        return (row_id, claim_id) if row_id else None

    def settle_abandoned(self, session: Session, may_have_left: Mapping[str, Any]) -> None:
        """Let rows wait again that a worker claimed and never handed over, and commit.

        `may_have_left`: the values of rows whose worker ended while it handed them over.
        """
        over = self.model.claimed_until <= clock.now()
        for status, values in (
            (self.claimed, {"status": self.waiting}),
            (self.leaving, dict(may_have_left)),
        ):
            session.execute(
                update(self.model).where(self.model.status == status, over).values(claim="", **values),
                execution_options=_NO_SYNC,
            )
        session.commit()

    def change(self, session: Session, row_id: str, claim_id: str, **values: Any) -> bool:
        """Change a row that this worker still holds, and commit. Return False where the claim is lost."""
        changed = self.changed(session, row_id, claim_id, **values)
        session.commit()
        return changed

    def changed(self, session: Session, row_id: str, claim_id: str, **values: Any) -> bool:
        """Do the same in the caller's transaction."""
        held = (
            self.model.id == row_id,
            self.model.claim == claim_id,
            self.model.status.in_((self.claimed, self.leaving)),
        )
        changed = session.execute(
            update(self.model).where(*held).values(**values), execution_options=_NO_SYNC
        )
        return isinstance(changed, CursorResult) and changed.rowcount == 1


def with_jitter(wait: timedelta) -> timedelta:
    """Return a wait that is up to a fifth longer or shorter, so that many do not try again at one moment."""
    return wait * random.uniform(0.8, 1.2)
