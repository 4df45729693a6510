"""Moves kept searches from their files into the table."""

from collections import Counter
from pathlib import Path

from core.db import db
from directory.models.search import SearchMiss
from directory.search import miss_log
from directory.search.miss_log import Miss


def move_kept(data_dir: Path) -> int:
    """Add what the files hold to the table, one file a transaction. Commits. Returns how many searches came in."""
    with miss_log.moving(data_dir):
        return sum(_move(path) for path in miss_log.take(data_dir))


def _move(path: Path) -> int:
    found = miss_log.read(path)
    _add(found)
    db.session.commit()
    # Only now, so that a run that breaks off loses nothing.
    path.unlink()
    return found.total()


def _add(found: Counter[Miss]) -> None:
    for miss, times in found.items():
        row = db.session.get(SearchMiss, (miss.day, miss.words, miss.area))
        if row is None:
            db.session.add(SearchMiss(made_on=miss.day, words=miss.words, area=miss.area, times=times))
        else:
            row.times += times
