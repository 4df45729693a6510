"""Moves counts from the files of `core.spool` into tables."""

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from core.db import db

Counted = TypeVar("Counted")


def move_counts(
    paths: Iterable[Path],
    read: Callable[[Path], Counter[Counted]],
    add: Callable[[Counter[Counted]], None],
) -> int:
    """Add the counts of each file in a transaction of its own, commit, and return the number counted.

    A file is deleted only after the commit, so that a run that breaks off loses nothing.
    """
    total = 0
    for path in paths:
        counts = read(path)
        add(counts)
        db.session.commit()
        path.unlink()
        total += counts.total()
    return total
