"""Moves searches that found nothing from their files into the table."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import CursorResult, delete, func, select

from core.db import db
from core.spooled_counts import move_counts
from directory.models.search import SearchMiss
from directory.search import miss_files
from directory.search.miss_files import Miss

MISS_LIFE = timedelta(days=365)
RARE_LIFE = timedelta(days=30)
RARE_TIMES = 3
"""Words that were searched fewer times than this in the last year may tell of one person: a name, a street.
"""


def expire_misses(today: date) -> int:
    """Delete what is older than a year, and rare words after 30 days. Commit; return how many rows."""
    kept_since = today - MISS_LIFE
    often = (
        select(SearchMiss.words)
        .where(SearchMiss.made_on > kept_since)
        .group_by(SearchMiss.words)
        .having(func.sum(SearchMiss.times) >= RARE_TIMES)
    )
    rare = SearchMiss.made_on <= today - RARE_LIFE, SearchMiss.words.not_in(often)
    deleted = 0
    for condition in ((SearchMiss.made_on <= kept_since,), rare):
        result = db.session.execute(
            delete(SearchMiss).where(*condition), execution_options={"synchronize_session": False}
        )
        deleted += result.rowcount if isinstance(result, CursorResult) else 0
    db.session.commit()
    return deleted


def move_misses(data_dir: Path) -> int:
    """Add the counts of all files to the table, one file a transaction.

    Commits. Returns the number of searches added.
    """
    with miss_files.moving(data_dir):
        return move_counts(miss_files.take(data_dir), miss_files.read, _add)


def _add(counts: Counter[Miss]) -> None:
    for miss, times in counts.items():
        row = db.session.get(SearchMiss, (miss.day, miss.words, miss.area))
        if row is None:
            db.session.add(SearchMiss(made_on=miss.day, words=miss.words, area=miss.area, times=times))
        else:
            row.times += times
