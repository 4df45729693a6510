"""How searches ended, counted without who asked: for the worklist of content editors.

Nothing was found; nothing that really fits; the spelling was mended; results were shown; one of them was opened.
Only counts are kept, as those of `miss_log`, and of words about danger not even these.
"""

from collections.abc import Iterator
from datetime import date

from flask import current_app

from core import clock
from directory.search.back_link import search_behind
from directory.search.miss_files import Miss
from directory.search.miss_log import MissLog, countable_words
from directory.search.results import SearchResults

OUTCOMES = "outcomes"
"""How the names of the files begin, and the name of the log among the application's extensions."""
NOTHING, NEAREST, CORRECTED, SHOWN, OPENED = "nothing", "nearest", "corrected", "shown", "opened"


def outcome_log() -> MissLog:
    """Return the log of the current application."""
    log: MissLog = current_app.extensions[OUTCOMES]
    return log


def outcomes_of(results: SearchResults, today: date) -> Iterator[Miss]:
    """Yield the ways in which a search ended; none for danger, filters and further pages."""
    request = results.request
    words = countable_words(request.query)
    if not words or results.dangers or request.facets or request.page > 1:
        return
    if results.corrected:
        yield Miss(words, "", today, CORRECTED)
    if not results.total or results.fallback:
        yield Miss(words, "", today, NOTHING)
    elif results.nearest_only:
        yield Miss(words, "", today, NEAREST)
    else:
        yield Miss(words, "", today, SHOWN)


def record_outcomes(results: SearchResults) -> None:
    """Count how a search ended. Writes no file, and never fails."""
    for miss in outcomes_of(results, clock.today()):
        outcome_log().count(miss)


def record_opened(back: str) -> None:
    """Count that a result of a search was opened. `back`: the query string of the results, of which only the
    first page without filters counts.
    """
    asked = search_behind(back)
    words = countable_words(asked.query) if asked and not asked.facets and asked.page == 1 else ""
    if words:
        outcome_log().count(Miss(words, "", clock.today(), OPENED))
