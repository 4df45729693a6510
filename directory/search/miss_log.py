"""Searches that found nothing, without who asked: counted in memory, for the report on missing words and
missing help.

A request only counts. A moment later a timer writes the counts to a file of the month, and a command moves
the files into the table. Words that look like an address, a number of a person or a whole postcode are masked
before they are counted.
"""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from core import clock
from core.counting import BufferedCounts
from core.text import clean
from directory.search import miss_files
from directory.search.gazetteer import outward
from directory.search.miss_files import Miss
from directory.search.results import SearchResults
from directory.search.tokenizer import fold

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


class MissLog(BufferedCounts[Miss]):
    """The misses that one worker has counted since its last flush."""

    named = "searches that found nothing"

    def __init__(self, data_dir: Path, stem: str = miss_files.MISSES) -> None:
        """`stem`: how the names of the files begin."""
        super().__init__()
        self.data_dir = data_dir
        self.stem = stem

    @property
    def flush_after(self) -> float:
        return FLUSH_AFTER_SECONDS

    @property
    def most(self) -> int:
        return MAX_COUNTED

    @property
    def can_write(self) -> bool:
        return self.data_dir.is_dir()

    def write(self, counts: Mapping[Miss, int]) -> None:
        miss_files.append(counts, self.data_dir, self.stem)

    def record(self, results: SearchResults) -> None:
        """Count a search that found nothing. Writes no file, and never fails."""
        miss = miss_of(results, clock.today())
        if miss is not None:
            self.count(miss)
