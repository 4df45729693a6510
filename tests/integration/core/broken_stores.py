"""Stores that fail or hang, for tests, and a record of the threads that ask a store for something."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError

_watching: list[tuple[Path, list[str]]] = []


def _audit(name: str, arguments: tuple[Any, ...]) -> None:
    """Note files of a data folder that are opened, connections and lookups, by their thread (PEP 578)."""
    if not _watching or name not in ("open", "sqlite3.connect", "socket.connect", "os.listdir", "os.remove"):
        return
    for folder, found in _watching:
        first = str(arguments[-1] if name == "socket.connect" else arguments[0])
        if str(folder) in first or name == "socket.connect":
            found.append(f"{threading.current_thread().name}: {name} {first}")


@cache
def _begin_to_audit() -> None:
    """Hear of all audit events from now on: a hook cannot be taken away, and slows what is done down."""
    sys.addaudithook(_audit)


@contextmanager
def asked_by_this_thread(data_dir: Path) -> Iterator[list[str]]:
    """Yield a list of what the calling thread asks of a store inside: statements, files, connections."""
    _begin_to_audit()
    found: list[str] = []
    here = threading.current_thread().name

    def statement(_connection: Any, _cursor: Any, sql: str, *_rest: Any) -> None:
        found.append(f"{threading.current_thread().name}: statement {sql[:60]}")

    event.listen(Engine, "before_cursor_execute", statement)
    entry = (data_dir.resolve(), found)
    _watching.append(entry)
    mine: list[str] = []
    try:
        yield mine
    finally:
        _watching.remove(entry)
        event.remove(Engine, "before_cursor_execute", statement)
        mine.extend(line for line in found if line.startswith(f"{here}:"))


def failing(*_arguments: Any, **_values: Any) -> Any:
    """Fail as a database that is gone does."""
    raise OperationalError("select 1", {}, Exception("the database is gone"))


class Hanging:
    """Waits in place of an answer until `release` is called."""

    def __init__(self) -> None:
        self._released = threading.Event()

    def __call__(self, *_arguments: Any, **_values: Any) -> Any:
        self._released.wait(60)
        failing()

    def release(self) -> None:
        self._released.set()
