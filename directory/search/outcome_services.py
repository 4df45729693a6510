"""Writes the counts of how searches ended, and what was decided about them."""

import hashlib
from collections import Counter
from datetime import date
from pathlib import Path

from sqlalchemy import CursorResult, delete, func, select

from core import clock
from core.audit.services import record
from core.db import db
from core.settings import Settings
from core.spooled_counts import move_counts
from directory.models.search import SearchCount, SearchDecision
from directory.search import miss_files
from directory.search.miss_files import Miss
from directory.search.miss_services import MISS_LIFE, RARE_LIFE, RARE_TIMES
from directory.search.outcome_log import OUTCOMES


def code_of(words: str) -> str:
    """Return a short code for words, so that they need not stand in an address."""
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def move_outcomes(data_dir: Path) -> int:
    """Add the counts of all files to the table, one file a transaction.

    Commits. Returns the number counted.
    """
    with miss_files.moving(data_dir, OUTCOMES):
        return move_counts(miss_files.take(data_dir, OUTCOMES), miss_files.read, _add)


def _add(counts: Counter[Miss]) -> None:
    for miss, times in counts.items():
        row = db.session.get(SearchCount, (miss.day, miss.kind, miss.words))
        if row is None:
            code = code_of(miss.words)
            db.session.add(
                SearchCount(made_on=miss.day, kind=miss.kind, words=miss.words, code=code, times=times)
            )
        else:
            row.times += times


def expire_outcomes(today: date) -> int:
    """Delete what is older than a year, and rare words after 30 days, as of misses.

    Commit; return how many rows.
    """
    kept_since = today - MISS_LIFE
    often = (
        select(SearchCount.words)
        .where(SearchCount.made_on > kept_since)
        .group_by(SearchCount.words)
        .having(func.sum(SearchCount.times) >= RARE_TIMES)
    )
    rare = SearchCount.made_on <= today - RARE_LIFE, SearchCount.words.not_in(often)
    counted = select(SearchCount.words)
    deleted = 0
    for table, condition in (
        (SearchCount, (SearchCount.made_on <= kept_since,)),
        (SearchCount, rare),
        (SearchDecision, (SearchDecision.words.not_in(counted),)),
    ):
        result = db.session.execute(
            delete(table).where(*condition), execution_options={"synchronize_session": False}
        )
        deleted += result.rowcount if isinstance(result, CursorResult) else 0
    db.session.commit()
    return deleted


def decide(settings: Settings, words: str, reason: str, *, actor: str) -> None:
    """Store why nothing is to be done about a search; an empty reason puts it back on the worklist.

    Commits.
    """
    found = db.session.get(SearchDecision, words)
    if not reason:
        if found is None:
            return
        db.session.delete(found)
    else:
        found = found or SearchDecision(words=words)
        found.reason, found.decided_by, found.decided_at = reason, actor, clock.now()
        db.session.add(found)
    record(
        db.session,
        settings,
        actor=actor,
        action="search.decided" if reason else "search.reopened",
        subject_kind="search",
        subject_id=code_of(words),
        detail={"reason": reason} if reason else None,
    )
    db.session.commit()
