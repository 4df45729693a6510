"""Counts that wait to be moved into the database: files of JSON lines, one for each month, in a folder.

Several processes append at the same time. One process at a time takes the files and moves them.
"""

import fcntl
import json
import logging
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from core import clock

log = logging.getLogger("signpost.spool")

Line = TypeVar("Line")
_TAKEN = ".taken"


def append(folder: Path, name: str, rows: Iterable[tuple[date, Mapping[str, Any]]], most_bytes: int) -> None:
    """Append one line for each row to the file of its month, as long as that file is not full.

    Raises OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _locked(folder / f"{name}.lock"):
        for day, row in rows:
            line = json.dumps(row, ensure_ascii=False) + "\n"
            _append_line(folder / f"{name}-{day:%Y-%m}.jsonl", line, most_bytes)


def _append_line(path: Path, line: str, most_bytes: int) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        if os.fstat(handle).st_size < most_bytes:
            os.write(handle, line.encode())
    finally:
        os.close(handle)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def moving(folder: Path, name: str) -> Iterator[None]:
    """Hold the lock for moving files into the database, so that two processes do not count a file twice."""
    folder.mkdir(parents=True, exist_ok=True)
    with _locked(folder / f"{name}-moving.lock"):
        yield


def take(folder: Path, name: str) -> list[Path]:
    """Rename the files to names that nobody writes to any more.

    Returns them, with those of an earlier, broken-off run.
    """
    if not folder.exists():
        return []
    with _locked(folder / f"{name}.lock"):
        for number, path in enumerate(sorted(folder.glob(f"{name}-*.jsonl"))):
            path.rename(folder / f"{path.stem}-{clock.now():%Y%m%dT%H%M%S%f}-{number}{_TAKEN}")
    return sorted(folder.glob(f"{name}-*{_TAKEN}"))


def read(path: Path, read_row: Callable[[Any], Line]) -> Iterator[Line]:
    """Yield what `read_row` makes of each line. Lines that cannot be read are left out and logged, without
    their words.
    """
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        try:
            yield read_row(json.loads(line))
        except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
            log.warning("%s, line %s cannot be read: %s", path.name, number, type(error).__name__)
