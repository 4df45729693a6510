"""Files of searches that found nothing, one for each month.

A line holds the words, the outward code, the day and a count.
"""

import fcntl
import json
import logging
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from core import clock
from core.text import clean

log = logging.getLogger("signpost.search")

MAX_BYTES = 5_000_000
"""The most that a month's file may hold."""
_MAX_WORDS, _MAX_AREA = 200, 10
_MOST_TIMES = 1_000_000
_FOLDER = "spool"
MISSES = "searches"
_MOST_KIND = 20
_APPEND_LOCK, _MOVE_LOCK = "searches.lock", "moving.lock"
_TAKEN = ".taken"


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
    folder = data_dir / _FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with _locked(folder / _APPEND_LOCK):
        for miss, times in counts.items():
            row = {"words": miss.words, "area": miss.area, "day": miss.day.isoformat(), "times": times}
            row |= {"kind": miss.kind} if miss.kind else {}
            _append_line(
                folder / f"{stem}-{miss.day:%Y-%m}.jsonl", json.dumps(row, ensure_ascii=False) + "\n"
            )


def _append_line(path: Path, line: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        if os.fstat(handle).st_size < MAX_BYTES:
            os.write(handle, line.encode())
    finally:
        os.close(handle)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def moving(data_dir: Path) -> Iterator[None]:
    """Hold the lock for moving files into the table, so that two commands at once do not count a file
    twice."""
    folder = data_dir / _FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with _locked(folder / _MOVE_LOCK):
        yield


def take(data_dir: Path, stem: str = MISSES) -> list[Path]:
    """Rename the files to names that nobody writes to any more.

    Returns them, with those of an earlier, broken-off run.
    """
    folder = data_dir / _FOLDER
    if not folder.exists():
        return []
    with _locked(folder / _APPEND_LOCK):
        for number, path in enumerate(sorted(folder.glob(f"{stem}-*.jsonl"))):
            path.rename(folder / f"{path.stem}-{clock.now():%Y%m%dT%H%M%S%f}-{number}{_TAKEN}")
    return sorted(folder.glob(f"{stem}-*{_TAKEN}"))


def read(path: Path) -> Counter[Miss]:
    """Return the count of each miss in a file.

    Lines that cannot be read are left out and logged, without their words.
    """
    counts: Counter[Miss] = Counter()
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        try:
            miss, times = _read_line(line)
        except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
            log.warning("%s, line %s cannot be read: %s", path.name, number, type(error).__name__)
            continue
        counts[miss] += times
    return counts


def _read_line(line: str) -> tuple[Miss, int]:
    """Return the miss of one line and its count.

    Lines of older versions have no count and stand for one search.
    """
    row = json.loads(line)
    words, area = clean(str(row["words"]))[:_MAX_WORDS], clean(str(row["area"]))[:_MAX_AREA]
    times = min(max(1, int(row.get("times", 1))), _MOST_TIMES)
    kind = clean(str(row.get("kind", "")))[:_MOST_KIND]
    return Miss(words, area, date.fromisoformat(row["day"]), kind), times
