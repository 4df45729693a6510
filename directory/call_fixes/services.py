"""Putting one fact right during a call, and what a moderator does about it. Each function commits."""

from sqlalchemy import CursorResult, update

from core import clock
from core.audit.services import record as record_audit
from core.db import db
from core.dialect import in_order
from core.settings import Settings
from directory.call_fixes.changes import PHONE, NothingToFix, with_fix
from directory.call_fixes.queries import made_today
from directory.editing.records import record_of, stored_version
from directory.editing.services import StaleEdit, publish
from directory.models.call_fixes import CallFix

MOST_A_DAY = 10
"""So many fixes one person makes in a day; more are a change for a moderator."""

RIGHT, UNDONE = "right", "undone"

__all__ = ["MOST_A_DAY", "RIGHT", "UNDONE", "NothingToFix", "StaleEdit", "TooManyFixes", "fix", "look_at"]


class TooManyFixes(Exception):
    """The person made as many fixes today as one may."""


def fix(
    settings: Settings, service_id: str, version: int, change: tuple[str, str, str], why: str, *, actor: str
) -> None:
    """Change one fact, which is public at once, and put it on the moderators' list.

    `version`: of the listing as the page showed it. `change`: the kind, and the value before and after. Raises
    TooManyFixes, NothingToFix, StaleEdit, and LookupError for a listing that is not there.
    """
    in_order(db.session, f"fixes of {actor}")
    if made_today(actor) >= MOST_A_DAY:
        raise TooManyFixes
    what, before, after = change
    record = record_of(service_id)
    if record is None:
        raise LookupError("there is no such service")
    changed = with_fix(record, what, before, after)
    row = CallFix(
        service_id=service_id,
        what=what,
        before=before,
        after=after,
        why=why,
        actor=actor,
        at=clock.now(),
    )
    db.session.add(row)
    try:
        publish(settings, changed, base_version=version, actor=actor, origin="handler")
    except StaleEdit:
        db.session.rollback()
        raise


def look_at(settings: Settings, row: CallFix, outcome: str, *, actor: str) -> bool:
    """Say that a fix is right, or put the value from before back. Return False where somebody else was quicker.

    Raises NothingToFix and StaleEdit where the listing has changed since, so that nothing can be put back.
    """
    fix_id, service_id, change = row.id, row.service_id, (row.what, row.after, row.before)
    taken = (
        update(CallFix)
        .where(CallFix.id == fix_id, CallFix.outcome == "")
        .values(outcome=outcome, looked_at=clock.now())
    )
    result = db.session.execute(taken, execution_options={"synchronize_session": False})
    if not isinstance(result, CursorResult) or result.rowcount != 1:
        db.session.rollback()
        return False
    if outcome == UNDONE:
        try:
            _put_back(settings, service_id, change, actor)
        except (NothingToFix, StaleEdit):
            db.session.rollback()
            raise
    record_audit(
        db.session,
        settings,
        actor=actor,
        action=f"call_fix.{outcome}",
        subject_kind="call_fix",
        subject_id=fix_id,
        detail={"service": service_id, "what": change[0]},
    )
    db.session.commit()
    return True


def _put_back(settings: Settings, service_id: str, change: tuple[str, str, str], actor: str) -> None:
    version = stored_version(service_id)
    record = record_of(service_id)
    if record is None or (change[0] == PHONE and not change[1]):
        raise NothingToFix
    publish(settings, with_fix(record, *change), base_version=version, actor=actor, origin="moderator")
