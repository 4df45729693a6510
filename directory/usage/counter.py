"""Counts what people do with listings: in memory first, then in files, which a job moves into the database."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from flask import Flask, current_app, request

from core import clock, spool
from core.counting import BufferedCounts
from core.text import clean
from directory.usage.kinds import Use, Used

_EXTENSION = "signpost-usage"
_WORDS = "signpost-usage-words"
_NAME = "uses"
_MOST_BYTES = 20_000_000
_MOST_WORDS = 200
_MOST_TIMES = 1_000_000
_ROBOTS = ("bot", "crawl", "spider", "slurp", "monitor", "curl", "python", "headlesschrome/")


class UsageCounts(BufferedCounts[Used]):
    """What was done with listings since the last flush of this worker."""

    named = "uses of listings"

    def __init__(self, data_dir: Path) -> None:
        super().__init__()
        self.data_dir = data_dir

    @property
    def most(self) -> int:
        return 20_000

    @property
    def can_write(self) -> bool:
        return self.data_dir.is_dir()

    def write(self, counts: Mapping[Used, int]) -> None:
        rows = (
            (
                used.day,
                {
                    "day": used.day.isoformat(),
                    "service": used.service_id,
                    "what": used.what.value,
                    "words": used.words,
                    "times": times,
                },
            )
            for used, times in counts.items()
        )
        spool.append(self.data_dir / "spool", _NAME, rows, _MOST_BYTES)


def init_usage(app: Flask, data_dir: Path, words_behind: Callable[[str], str | None]) -> None:
    """Give the application its counts.

    `words_behind`: returns the words of the search that a query string asks for, without persons; None where
    it asks for no search.
    """
    app.extensions[_EXTENSION] = UsageCounts(data_dir)
    app.extensions[_WORDS] = words_behind


def usage_counts() -> UsageCounts:
    """Return the counts of the current application."""
    counts: UsageCounts = current_app.extensions[_EXTENSION]
    return counts


def count_use(what: Use, service_ids: Iterable[str], words: str = "") -> None:
    """Count that a person did something with listings. Robots and pages that are loaded ahead do not count."""
    if _is_no_person():
        return
    for service_id in service_ids:
        usage_counts().count(Used(clock.today(), service_id, what, words[:_MOST_WORDS]))


def count_view(service_id: str, back: str, *, sensitive: bool) -> None:
    """Count that the page of a listing was opened, and by which search; no words where it is sensitive.

    `back`: the query string of the search; empty where none led here.
    """
    count_use(Use.VIEW, [service_id])
    words = current_app.extensions[_WORDS](back) if back else None
    if words is not None:
        count_use(Use.SEARCH, [service_id], "" if sensitive else words)


def _is_no_person() -> bool:
    agent = request.headers.get("User-Agent", "").lower()
    ahead = "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
    return ahead or request.method == "HEAD" or any(word in agent for word in _ROBOTS)


def read_uses(path: Path) -> Counter[Used]:
    """Return what a file counts."""
    counts: Counter[Used] = Counter()
    for used, times in spool.read(path, _read_row):
        counts[used] += times
    return counts


def _read_row(row: Any) -> tuple[Used, int]:
    words = clean(str(row.get("words", "")))[:_MOST_WORDS]
    day, service_id = date.fromisoformat(row["day"]), clean(str(row["service"]))[:36]
    return Used(day, service_id, Use(row["what"]), words), min(max(1, int(row["times"])), _MOST_TIMES)


def moving_uses(data_dir: Path) -> Any:
    """Hold the lock for moving files into the tables."""
    return spool.moving(data_dir / "spool", _NAME)


def take_uses(data_dir: Path) -> list[Path]:
    """Return the files that nobody writes to any more."""
    return spool.take(data_dir / "spool", _NAME)
