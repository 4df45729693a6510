"""Moves searches that found nothing from their files into the table."""

from collections import Counter
from pathlib import Path

from core.db import db
from directory.models.search import SearchMiss
from directory.search import miss_files
from directory.search.miss_files import Miss


def move_misses(data_dir: Path) -> int:
    """Add the counts of all files to the table, one file a transaction.

    Commits. Returns the number of searches added.
    """
    with miss_files.moving(data_dir):
        return sum(_move(path) for path in miss_files.take(data_dir))


def _move(path: Path) -> int:
    counts = miss_files.read(path)
    _add(counts)
    db.session.commit()
    # Only after the commit, so that a run that breaks off loses nothing.
    path.unlink()
    return counts.total()


def _add(counts: Counter[Miss]) -> None:
    for miss, times in counts.items():
        row = db.session.get(SearchMiss, (miss.day, miss.words, miss.area))
        if row is None:
            db.session.add(SearchMiss(made_on=miss.day, words=miss.words, area=miss.area, times=times))
        else:
            row.times += times
