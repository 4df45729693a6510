"""Searches that found nothing, kept without who asked, for the report that tells what words and what help are missing.

A GET must not write to the database, so each is one line in a file of the month; a command moves the lines into the table. A line holds
the words, the outward code and the day. Words that look like an address, a number of a person or a whole postcode are masked first.
"""

import fcntl
import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from core import clock
from directory.search.gazetteer import outward
from directory.search.results import SearchResults
from directory.search.tokenizer import fold

MOST_CHARACTERS = 200
MOST_BYTES = 5_000_000
"""A month's file takes no more than this: whoever searches by machine shall not fill the disk."""

_FOLDER, _LOCK, _MOVING, _TAKEN = "spool", "searches.lock", "moving.lock", ".taken"
_EMAIL = re.compile(r"\S+@\S+")
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_POSTCODE = re.compile(r"\b([a-z]{1,2}\d[a-z\d]?)\s*\d[a-z]{2}\b", re.IGNORECASE)
_DIGITS = re.compile(r"\+?\d(?:[\s./()-]{0,2}\d){4,}")
_MASKED = re.compile(r"\[[a-z]+\]")


@dataclass(frozen=True, slots=True)
class Miss:
    """Words that found nothing, where (an outward code or nothing), and on which day."""

    words: str
    area: str
    day: date


def without_persons(text: str) -> str:
    """The words in small letters, with e-mail addresses, links and long numbers masked and postcodes cut to their first half."""
    text = _EMAIL.sub("[email]", _LINK.sub("[link]", text))
    text = _POSTCODE.sub(lambda match: match[1], text)
    text = _DIGITS.sub("[number]", text)
    return " ".join(fold(text).split())[:MOST_CHARACTERS]


def miss_of(found: SearchResults, today: date) -> Miss | None:
    """What is worth keeping of a search: its words found nothing by themselves. None when they did, or nothing but masks is left."""
    asked = found.request
    if asked.facets or asked.page > 1 or (found.total and not found.fallback):
        return None
    text = without_persons(asked.query)
    area = outward(found.place.code) if found.place and found.place.code else ""
    return Miss(text, area[:10], today) if _MASKED.sub("", text).strip() else None


def keep(found: SearchResults, data_dir: Path) -> None:
    """Write down a search that found nothing. Never fails: a full disk must not take the results page with it."""
    miss = miss_of(found, clock.today())
    if miss is None:
        return
    line = json.dumps(
        {"words": miss.words, "area": miss.area, "day": miss.day.isoformat()}, ensure_ascii=False
    )
    try:
        _append(data_dir / _FOLDER / f"searches-{miss.day:%Y-%m}.jsonl", line + "\n")
    except OSError:
        return


def _append(path: Path, line: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with _locked(path.parent):
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            if os.fstat(handle).st_size < MOST_BYTES:
                os.write(handle, line.encode())
        finally:
            os.close(handle)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    with (folder / _LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def moving(data_dir: Path) -> Iterator[None]:
    """Held while files are moved into the table, so that two commands at once do not count a file twice."""
    folder = data_dir / _FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / _MOVING).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def take(data_dir: Path) -> list[Path]:
    """Set the files aside under names that nobody writes to any more; those that an earlier, broken-off run set aside come too."""
    folder = data_dir / _FOLDER
    if not folder.exists():
        return []
    with _locked(folder):
        for number, path in enumerate(sorted(folder.glob("searches-*.jsonl"))):
            path.rename(folder / f"{path.stem}-{clock.now():%Y%m%dT%H%M%S%f}-{number}{_TAKEN}")
    return sorted(folder.glob(f"searches-*{_TAKEN}"))


def read(path: Path) -> Counter[Miss]:
    """How often each stands in a file. A line that cannot be read is left out."""
    found: Counter[Miss] = Counter()
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            row = json.loads(line)
            miss = Miss(
                str(row["words"])[:MOST_CHARACTERS], str(row["area"])[:10], date.fromisoformat(row["day"])
            )
        except (ValueError, KeyError, TypeError):
            continue
        found[miss] += 1
    return found
