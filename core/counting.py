"""Counting in memory, so that a request that only reads writes nothing: a timer writes the counts later."""

import atexit
import logging
import threading
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Hashable, Mapping
from typing import Generic, TypeVar

log = logging.getLogger("signpost.counting")

Counted = TypeVar("Counted", bound=Hashable)


class BufferedCounts(ABC, Generic[Counted]):
    """What one worker has counted since its last flush. Threads may share it.

    The counts of the last half minute are lost when a worker is killed; a worker that ends in order writes
    them. A subclass says where they go.
    """

    named = "counts"
    """What is counted, for the log."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[Counted] = Counter()
        self._timer: threading.Timer | None = None
        self._flushes_at_exit = False

    @property
    def flush_after(self) -> float:
        """Seconds from the first count to the flush."""
        return 30.0

    @property
    def most(self) -> int:
        """The most distinct things in memory, so that a machine that asks does not fill it."""
        return 5_000

    @abstractmethod
    def write(self, counts: Mapping[Counted, int]) -> None:
        """Write counts where they are kept. Raises OSError."""

    @property
    def can_write(self) -> bool:
        """Whether there is a place for the counts at all; where there is none, they are dropped."""
        return True

    def count(self, what: Counted) -> None:
        """Count one thing. Writes nothing, and never fails."""
        with self._lock:
            if what in self._counts or len(self._counts) < self.most:
                self._counts[what] += 1
            if self._timer is None:
                self._timer = threading.Timer(self.flush_after, self.flush)
                self._timer.daemon = True
                self._timer.start()
            if not self._flushes_at_exit:
                # Not when the object is made: a parent process would register it for workers that it forks
                # later.
                atexit.register(self.flush)
                self._flushes_at_exit = True

    def flush(self) -> None:
        """Write the counts. What cannot be written is logged, and tried again at the next flush."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
        if not counts or not self.can_write:
            return
        try:
            self.write(counts)
        except OSError:
            log.exception("%s %s could not be written", counts.total(), self.named)
            with self._lock:
                self._counts += counts
