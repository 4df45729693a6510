"""Timing, percentiles, SQL statements and profiles."""

import cProfile
import pstats
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import event

from core import clock
from core.db import db
from core.settings import ROOT

_NOW = datetime(2026, 11, 23, 10, 0, tzinfo=clock.LONDON)


def stand_on_monday() -> None:
    """Start the clock at the Monday that the listings were made for, so that every run has the same open and
    stale listings."""
    started = time.monotonic()
    clock.set_clock(lambda: _NOW + timedelta(seconds=time.monotonic() - started))


class Stopwatch:
    """The clock of all measurements: wall time, or processor time on a shared machine."""

    read: Callable[[], float] = time.perf_counter


def by_processor() -> None:
    """Measure the processor time of this thread from now on."""
    Stopwatch.read = time.thread_time


def milliseconds(work: Callable[[], object]) -> float:
    """Return the milliseconds that some work takes."""
    started = Stopwatch.read()
    work()
    return (Stopwatch.read() - started) * 1000


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which a share (0 to 1) of the values lies."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(share * len(ranked)))]


def p50(values: Sequence[float]) -> float:
    """Return the median."""
    return percentile(values, 0.5)


def p95(values: Sequence[float]) -> float:
    """Return the 95th percentile."""
    return percentile(values, 0.95)


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """Yield a list that collects the SQL statements which the application sends inside the block."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def time_by_function(work: Callable[[], object], times: int, most: int = 8) -> list[tuple[str, float]]:
    """Return our functions with the most time for one of `times` pieces of work, in milliseconds.

    Time in code of other packages counts for our function that called it.
    """
    profile = cProfile.Profile()
    profile.runcall(work)
    own: dict[str, float] = defaultdict(float)
    stats = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    shares = _Shares(stats)
    for function, (_cc, _nc, total, _ct, _callers) in stats.items():
        for ours, share in shares.of(function).items():
            own[ours] += total * share
    ranked = sorted(own.items(), key=lambda pair: -pair[1])
    return [(name, 1000 * seconds / times) for name, seconds in ranked[:most]]


Function = tuple[str, int, str]


class _Shares:
    """The functions of ours that the time of any function belongs to, with the share of each."""

    def __init__(
        self,
        stats: dict[Function, tuple[int, int, float, float, dict[Function, tuple[int, int, float, float]]]],
    ) -> None:
        self._stats = stats
        self._known: dict[Function, dict[str, float]] = {}

    def of(self, function: Function, depth: int = 0) -> dict[str, float]:
        name = _ours(function)
        if name:
            return {name: 1.0}
        if function in self._known or depth > 40:
            return self._known.get(function, {"elsewhere": 1.0})
        self._known[function] = {"elsewhere": 1.0}  # ends circles
        callers = self._stats[function][4] if function in self._stats else {}
        total = sum(row[3] for row in callers.values())
        shares: dict[str, float] = defaultdict(float)
        for caller, row in callers.items():
            for ours, share in self.of(caller, depth + 1).items():
                shares[ours] += share * (row[3] / total if total else 1 / len(callers))
        self._known[function] = dict(shares) or {"elsewhere": 1.0}
        return self._known[function]


def _ours(function: Function) -> str:
    path = Path(function[0])
    if not path.is_relative_to(ROOT) or ".venv" in path.parts or "bench" in path.parts:
        return ""
    return f"{path.relative_to(ROOT).with_suffix('')}:{function[2]}"
