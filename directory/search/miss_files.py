"""Files of searches that found nothing, one for each month.

A line holds the words, the outward code, the day and a count.
"""

from collections import Counter
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from core import spool
from core.text import clean

MAX_BYTES = 5_000_000
"""The most that a month's file may hold."""
_MAX_WORDS, _MAX_AREA = 200, 10
_MOST_TIMES = 1_000_000
FOLDER = "spool"
MISSES = "searches"
_MOST_KIND = 20


@dataclass(frozen=True, slots=True)
class Miss:
    """Words that found nothing, where (an outward code or nothing), and on which day.

    `kind`: for the log of how searches ended, in which way (`directory.search.outcome_log`); otherwise empty.
    """

    words: str
    area: str
    day: date
    kind: str = ""


def append(counts: Mapping[Miss, int], data_dir: Path, stem: str = MISSES) -> None:
    """Append one line for each miss to the file of its month, as long as that file is not full.

    `stem`: how the names of the files begin.

    Raises OSError.
    """
    rows = (
        (
            miss.day,
            {"words": miss.words, "area": miss.area, "day": miss.day.isoformat(), "times": times}
            | ({"kind": miss.kind} if miss.kind else {}),
        )
        for miss, times in counts.items()
    )
    spool.append(data_dir / FOLDER, stem, rows, MAX_BYTES)


def moving(data_dir: Path, stem: str = MISSES) -> AbstractContextManager[None]:
    """Hold the lock for moving files into the table, so that two commands at once do not count a file
    twice."""
    return spool.moving(data_dir / FOLDER, stem)


def take(data_dir: Path, stem: str = MISSES) -> list[Path]:
    """Rename the files to names that nobody writes to any more.

    Returns them, with those of an earlier, broken-off run.
    """
    return spool.take(data_dir / FOLDER, stem)


def read(path: Path) -> Counter[Miss]:
    """Return the count of each miss in a file.

    Lines that cannot be read are left out and logged, without their words.
    """
    counts: Counter[Miss] = Counter()
    for miss, times in spool.read(path, _read_row):
        counts[miss] += times
    return counts


def _read_row(row: Any) -> tuple[Miss, int]:
    """Return the miss of one line and its count.

    Lines of older versions have no count and stand for one search.
    """
    words, area = clean(str(row["words"]))[:_MAX_WORDS], clean(str(row["area"]))[:_MAX_AREA]
    times = min(max(1, int(row.get("times", 1))), _MOST_TIMES)
    kind = clean(str(row.get("kind", "")))[:_MOST_KIND]
    return Miss(words, area, date.fromisoformat(row["day"]), kind), times
