"""Searches that found nothing, without who asked: counted in memory, for the report on missing words and
missing help.

A request only counts. A moment later a timer writes the counts to a file of the month, and a command moves
the files into the table. Words that look like an address, a number of a person or a whole postcode are masked
before they are counted.
"""

import atexit
import logging
import re
import threading
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from core import clock
from core.text import clean
from directory.search import miss_files
from directory.search.gazetteer import outward
from directory.search.miss_files import Miss
from directory.search.results import SearchResults
from directory.search.tokenizer import fold

log = logging.getLogger("signpost.search")

MAX_CHARACTERS = 200
MAX_COUNTED = 5_000
"""Distinct misses in memory.

Further ones are not counted until the next flush: a machine that searches shall not fill it.
"""
FLUSH_AFTER_SECONDS = 30.0

_EMAIL = re.compile(r"\S+@\S+")
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_POSTCODE = re.compile(r"\b([a-z]{1,2}\d[a-z\d]?)[\s.-]*\d[a-z]\s?[a-z]\b", re.IGNORECASE)
_DIGITS = re.compile(r"\+?\d(?:[\s./()-]{0,2}\d){4,}")
_MASKED = re.compile(r"\[[a-z]+\]")


def without_persons(text: str) -> str:
    """Return the words in small letters, with e-mail addresses, links and long numbers masked and
    postcodes cut in half."""
    text = _EMAIL.sub("[email]", _LINK.sub("[link]", clean(text)))
    text = _POSTCODE.sub(lambda match: match[1], text)
    text = _DIGITS.sub("[number]", text)
    return " ".join(fold(text).split())[:MAX_CHARACTERS]


def miss_of(results: SearchResults, today: date) -> Miss | None:
    """Return the miss when a search's words matched nothing, or nothing that really fits.

    None when they did, or when nothing but masks is left of them.
    """
    request = results.request
    if request.facets or request.page > 1 or (results.total and not results.nearest_only):
        return None
    text = countable_words(request.query)
    area = outward(results.place.code) if results.place and results.place.code else ""
    return Miss(text, area[:10], today) if text else None


def countable_words(query: str) -> str:
    """Return a query's words without persons; empty when nothing but masks is left of them."""
    text = without_persons(query)
    return text if _MASKED.sub("", text).strip() else ""


@dataclass
class MissLog:
    """The misses that one worker has counted since its last flush. Threads may share it.

    The counts of the last half minute are lost when a worker is killed; a worker that ends in order writes
    them.
    """

    data_dir: Path
    stem: str = miss_files.MISSES

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[Miss] = Counter()
        self._timer: threading.Timer | None = None
        self._flushes_at_exit = False

    def record(self, results: SearchResults) -> None:
        """Count a search that found nothing. Writes no file, and never fails."""
        miss = miss_of(results, clock.today())
        if miss is not None:
            self.count(miss)

    def count(self, miss: Miss) -> None:
        """Count one search. Writes no file, and never fails."""
        with self._lock:
            if miss in self._counts or len(self._counts) < MAX_COUNTED:
                self._counts[miss] += 1
            if self._timer is None:
                self._timer = threading.Timer(FLUSH_AFTER_SECONDS, self.flush)
                self._timer.daemon = True
                self._timer.start()
            if not self._flushes_at_exit:
                # Not when the object is made: a parent process would register it for workers that it forks
                # later.
                atexit.register(self.flush)
                self._flushes_at_exit = True

    def flush(self) -> None:
        """Append the counts to the files.

        What cannot be written is logged, and tried again at the next flush.
        """
        with self._lock:
            counts, self._counts = self._counts, Counter()
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
        if not counts or not self.data_dir.is_dir():
            return
        try:
            miss_files.append(counts, self.data_dir, self.stem)
        except OSError:
            log.exception("%s searches that found nothing could not be written", counts.total())
            with self._lock:
                self._counts += counts
