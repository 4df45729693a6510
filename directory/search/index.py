"""What one worker holds of the index: the engine, the facts in memory, and a view of the words, in step with the outbox.

At each search two small numbers are compared (the newest outbox row, and what the engine has on disk). Only when one of them moved
is anything read. A snapshot is never changed: a request that began with one ends with it.
"""

import gc
import threading
from dataclasses import dataclass, replace
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from core.settings import Settings
from directory.search import index_queries
from directory.search.columns import Facts
from directory.search.engine import TextEngine, TextView
from directory.search.open_now import ConditionalOpenings
from directory.search.spelling import Speller
from directory.search.whoosh_engine import WhooshEngine

_KEY = "search_index"


@dataclass(frozen=True)
class Snapshot:
    """Facts and words that belong together."""

    facts: Facts
    view: TextView
    speller: Speller


class SearchIndex:
    """Shared by the threads of one worker."""

    def __init__(self, engine: TextEngine) -> None:
        self.engine, self.openings = engine, ConditionalOpenings()
        self._lock = threading.Lock()
        self._stamp: tuple[int, int, str] | None = None
        self._snapshot = Snapshot(Facts(), engine.view([]), Speller())

    def current(self, session: Session) -> Snapshot:
        """The newest snapshot: every change that was committed before this call is in it."""
        written = self.engine.written_upto()
        stamp = (index_queries.last_change(session), written, self.engine.version())
        if stamp == self._stamp:
            return self._snapshot
        with self._lock:
            if stamp != self._stamp:
                self._snapshot = self._renewed(session, stamp)
                self._stamp = stamp
            return self._snapshot

    def _renewed(self, session: Session, stamp: tuple[int, int, str]) -> Snapshot:
        upto, written, version = stamp
        older = self._snapshot
        rebuilt = self._stamp is None or self._stamp[2] != version
        facts = _facts(session, Facts() if rebuilt else older.facts, upto)
        pending = index_queries.changed_words(session, written, upto)
        view = self.engine.view(pending)
        return Snapshot(facts, view, Speller(view) if rebuilt else older.speller.with_words(pending))


def _facts(session: Session, older: Facts, upto: int) -> Facts:
    """The facts up to an outbox row. All that a first reading makes stays, so looking through it for what can go is time lost."""
    first = not older.size
    if first:
        gc.disable()
    try:
        facts = replace(older, upto=upto)
        for bodies in index_queries.changed_bodies(session, older.upto, upto):
            facts = facts.changed(bodies, upto)
    finally:
        if first:
            gc.enable()
            gc.freeze()
    return facts


def init_search(app: Flask, settings: Settings) -> None:
    """Give the application its index. Nothing is read before the first search."""
    app.extensions[_KEY] = SearchIndex(WhooshEngine(settings.index_dir))


def index_of(app: Any) -> SearchIndex:
    """The application's index."""
    index: SearchIndex = app.extensions[_KEY]
    return index


def engine_of(app: Any) -> TextEngine:
    """The application's engine."""
    return index_of(app).engine
