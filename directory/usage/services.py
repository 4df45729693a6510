"""Moves counts from their files into the tables, and deletes old ones."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import CursorResult, delete, func, select

from core.db import db
from core.spooled_counts import move_counts
from directory.models.usage import ListingSearch, ListingUse
from directory.usage.counter import moving_uses, read_uses, take_uses
from directory.usage.kinds import LEAST_SHOWN, Used

USE_LIFE = timedelta(days=730)
WORDS_LIFE = timedelta(days=365)
RARE_WORDS_LIFE = timedelta(days=30)
"""Words that led to a listing fewer than five times in a year may tell of one person."""

_NO_SYNC = {"synchronize_session": False}


def move_uses(data_dir: Path) -> int:
    """Add the counts of all files to the tables, one file a transaction. Commits. Return how many uses."""
    with moving_uses(data_dir):
        return move_counts(take_uses(data_dir), read_uses, _add)


def _add(counts: Counter[Used]) -> None:
    _add_uses(counts)
    _add_words(counts)


def _add_uses(counts: Counter[Used]) -> None:
    whole: Counter[tuple[date, str, str]] = Counter()
    for used, times in counts.items():
        whole[used.day, used.service_id, used.what.value] += times
    for (day, service_id, what), times in whole.items():
        row = db.session.get(ListingUse, (day, service_id, what))
        if row is None:
            db.session.add(ListingUse(made_on=day, service_id=service_id, what=what, times=times))
        else:
            row.times += times


def _add_words(counts: Counter[Used]) -> None:
    for used, times in counts.items():
        if not used.words:
            continue
        row = db.session.get(ListingSearch, (used.day, used.service_id, used.words))
        if row is None:
            key = {"made_on": used.day, "service_id": used.service_id, "words": used.words}
            db.session.add(ListingSearch(**key, times=times))
        else:
            row.times += times


def expire_uses(today: date) -> int:
    """Delete counts after two years, words after one, and rare words after 30 days. Commit; return how many
    rows."""
    often = (
        select(ListingSearch.words)
        .where(ListingSearch.made_on > today - WORDS_LIFE)
        .group_by(ListingSearch.words)
        .having(func.sum(ListingSearch.times) >= LEAST_SHOWN)
    )
    rare = ListingSearch.made_on <= today - RARE_WORDS_LIFE, ListingSearch.words.not_in(often)
    deleted = 0
    for statement in (
        delete(ListingUse).where(ListingUse.made_on <= today - USE_LIFE),
        delete(ListingSearch).where(ListingSearch.made_on <= today - WORDS_LIFE),
        delete(ListingSearch).where(*rare),
    ):
        result = db.session.execute(statement, execution_options=_NO_SYNC)
        deleted += result.rowcount if isinstance(result, CursorResult) else 0
    db.session.commit()
    return deleted
