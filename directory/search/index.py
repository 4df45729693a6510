"""The index that one worker holds: the engine, the columns in memory, and a view of the words, in step with
the outbox.

At each search two small numbers are compared: the newest outbox row, and the row up to which the engine has
written. Only when one of them moved is anything read. A snapshot never changes: a request that began with one
ends with it.
"""

import gc
import logging
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from core.stores import StoreUnavailable
from directory.search import index_queries
from directory.search.columns import IndexColumns
from directory.search.engine import (
    Clause,
    EngineDamagedError,
    Scores,
    TextDocument,
    TextEngine,
    TextView,
)
from directory.search.open_now import ConditionalHours
from directory.search.spelling import SpellChecker

log = logging.getLogger("signpost.search")

_MANY_PENDING = 100
_MOST_PENDING = 20_000


@dataclass(frozen=True)
class Snapshot:
    """Columns, words and spelling that belong together."""

    columns: IndexColumns
    view: TextView
    spelling: SpellChecker


@dataclass(frozen=True)
class _Stamp:
    """The state of the index: the newest outbox row, the row up to which the engine has written, and the
    engine's build."""

    upto: int
    written: int
    version: str


class _GuardedView:
    """A view that reports damage which shows only when postings are read."""

    def __init__(self, view: TextView, report: Callable[[], StoreUnavailable]) -> None:
        self._view, self._report = view, report

    def scores(self, clauses: Sequence[Clause]) -> Scores:
        """Return scores by number."""
        try:
            return self._view.scores(clauses)
        except EngineDamagedError as error:
            raise self._report() from error

    def frequency(self, stem: str) -> int:
        """Return the number of listings in which the stem occurs."""
        try:
            return self._view.frequency(stem)
        except EngineDamagedError as error:
            raise self._report() from error

    def vocabulary(self) -> Mapping[str, int]:
        """Return the words as written, each with the number of listings in which it occurs."""
        try:
            return self._view.vocabulary()
        except EngineDamagedError as error:
            raise self._report() from error


class SearchIndex:
    """The index of one worker, shared by its threads.

    While the index on disk is damaged or missing, the words come from the database, as far as they are few
    enough for that; `mend` is called to have the index built again.
    """

    def __init__(self, engine: TextEngine, mend: Callable[[], object] | None = None) -> None:
        self.engine = engine
        self.conditional_hours = ConditionalHours()
        self._mend = mend or (lambda: None)
        self._lock = threading.Lock()
        self._stamp: _Stamp | None = None
        self._snapshot: Snapshot | None = None

    def current(self, session: Session) -> Snapshot:
        """Return the newest snapshot. Every change that was committed before this call is in it.

        Raises StoreUnavailable where the index is damaged or missing and the listings are many.
        """
        try:
            return self._current(session)
        except EngineDamagedError as error:
            self._damaged(error)
        try:
            return self._current(session)
        except EngineDamagedError as error:
            raise StoreUnavailable("the search index is damaged") from error

    def mend_if_damaged(self) -> bool:
        """Return True where the index on disk is damaged; it is then built again."""
        if not self.engine.is_damaged():
            return False
        self._damaged()
        return True

    def behind(self, session: Session) -> int:
        """Return the number of changes that are not in the index on disk yet."""
        upto = index_queries.last_change(session)
        return index_queries.count_changes(session, self.engine.written_upto(), upto)

    def _damaged(self, error: EngineDamagedError | None = None) -> StoreUnavailable:
        log.error("the search index is damaged and will be built again", exc_info=error)
        self.engine.pass_over_damage()
        self._mend()
        return StoreUnavailable("the search index is damaged")

    def _current(self, session: Session) -> Snapshot:
        # Read first: what the engine writes after this line is laid over the view once more, which does no
        # harm.
        written = self.engine.written_upto()
        stamp = _Stamp(index_queries.last_change(session), written, self.engine.version())
        snapshot = self._snapshot
        if snapshot is not None and stamp == self._stamp:
            return snapshot
        with self._lock:
            if self._snapshot is None or stamp != self._stamp:
                self._snapshot = self._renewed(session, stamp)
                self._stamp = stamp
            return self._snapshot

    def _renewed(self, session: Session, stamp: _Stamp) -> Snapshot:
        older = self._snapshot
        is_new_build = older is None or self._stamp is None or self._stamp.version != stamp.version
        pending = self._pending(session, stamp)
        columns = _columns(
            session, IndexColumns() if is_new_build or older is None else older.columns, stamp.upto
        )
        view = _GuardedView(self.engine.view(pending), self._damaged)
        spelling = SpellChecker(view) if is_new_build or older is None else older.spelling.with_words(pending)
        return Snapshot(columns, view, spelling)

    def _pending(self, session: Session, stamp: _Stamp) -> list[TextDocument]:
        """Return the documents that are not in the index on disk yet.

        Many mean that the index is missing or was not written for long. Raises StoreUnavailable where they
        are too many to lay over the index in time for a page.
        """
        count = index_queries.count_changes(session, stamp.written, stamp.upto)
        if count > _MANY_PENDING:
            self._mend()
        if count > _MOST_PENDING:
            raise StoreUnavailable("the search index is behind and has to be built again")
        return index_queries.changed_words(session, stamp.written, stamp.upto)


def _columns(session: Session, older: IndexColumns, upto: int) -> IndexColumns:
    """Return the columns with every change up to an outbox row."""
    if not older.size:
        with _without_garbage_collection():
            return _changed_columns(session, older, upto)
    return _changed_columns(session, older, upto)


def _changed_columns(session: Session, older: IndexColumns, upto: int) -> IndexColumns:
    columns = replace(older, upto=upto)
    for bodies in index_queries.changed_bodies(session, older.upto, upto):
        columns = columns.changed(bodies, upto)
    return columns


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """Read a whole index without looking for garbage, then exempt what is left from later collections.

    Both act on the process, which is why they are used for the first reading alone: everything it makes lives
    as long as the worker. Measured with 100,000 listings: reading takes 3.8 s of processor time instead of
    5.8 s, and each later full collection 0 ms instead of 220 ms, a pause in the middle of somebody's request.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
        gc.freeze()


def index_of(app: Any) -> SearchIndex:
    """Return the application's index."""
    index: SearchIndex = app.extensions["search_index"]
    return index


def engine_of(app: Any) -> TextEngine:
    """Return the application's engine."""
    return index_of(app).engine
