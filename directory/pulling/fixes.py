"""What was put right during calls stays right while a feed still says the old value."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from directory.call_fixes.changes import CLOSED, NothingToFix, values_of, with_fix
from directory.call_fixes.services import UNDONE
from directory.models.call_fixes import CallFix
from directory.open_referral.feed import Feed
from directory.open_referral.schema.services import Service

_AT_ONCE = 500


def keep_fixes(session: Session, feed: Feed) -> int:
    """Make again, in the records of a feed, the fixes of calls that the feed does not know; return how many.

    A fix whose old value the feed no longer has is left: the feed was changed since, and counts. Closures are
    not made here, because an import keeps them.
    """
    fixes = _standing_fixes(session, [record.id for record in feed.services])
    made = 0
    for position, record in enumerate(feed.services):
        for fix in fixes.get(record.id, ()):
            fixed = _fixed(feed.services[position], fix)
            if fixed is not None:
                feed.services[position] = fixed
                made += 1
    return made


def _standing_fixes(session: Session, ids: Sequence[str]) -> dict[str, list[CallFix]]:
    found = defaultdict(list)
    for start in range(0, len(ids), _AT_ONCE):
        statement = select(CallFix).where(
            CallFix.service_id.in_(ids[start : start + _AT_ONCE]),
            CallFix.outcome != UNDONE,
            CallFix.what != CLOSED,
        )
        for fix in session.scalars(statement.order_by(CallFix.at, CallFix.id)):
            found[fix.service_id].append(fix)
    return found


def _fixed(record: Service, fix: CallFix) -> Service | None:
    """Return the record with a fix; None where the feed says something else by now, or the same."""
    if fix.after in values_of(record, fix.what) and fix.after:
        return None
    try:
        return with_fix(record, fix.what, fix.before, fix.after)
    except NothingToFix:
        return None
