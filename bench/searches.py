"""Time searches of every kind in three ways by turns: ours, ours with FTS5 as the engine, and FTS5 alone."""

import random
import shutil
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from flask import Flask

from bench.fts5_engine import Fts5Engine
from bench.generate import Site
from bench.measure import milliseconds, time_by_function
from bench.queries import Query
from core.db import db
from core.settings import ROOT
from directory.search import index_queries
from directory.search import suggestions as search_suggestions
from directory.search.index import SearchIndex, index_of
from directory.search.service import search
from directory.search.thesaurus import load_thesaurus
from directory.search.tokenizer import content_stems

OURS, ON_FTS5, FTS5_ALONE = "ours", "ours on FTS5", "FTS5 alone"


@dataclass
class SearchTimes:
    """Milliseconds by way and kind. `first`: the first search of a worker, before it has read the words."""

    again: dict[str, dict[str, list[float]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )
    first: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    most_found: int = 0


def fts5_beside(site: Site, ours: Flask, folder: Path) -> tuple[Flask, Fts5Engine, float]:
    """The same application with FTS5 as its engine, that engine, and the seconds that its index took.

    Both applications share the columns.
    """
    app = site.app()
    shutil.rmtree(folder, ignore_errors=True)
    engine = Fts5Engine(folder)
    app.extensions["search_index"] = SearchIndex(engine)
    with app.app_context(), engine.writing():
        upto, version = index_queries.last_change(db.session), load_thesaurus(ROOT / "content").version
        took = milliseconds(lambda: engine.rebuild(index_queries.all_words(db.session), upto, version))
    with ours.app_context():
        columns = index_of(ours).current(db.session).columns
    beside = index_of(app)
    with app.app_context():
        snapshot = beside.current(db.session)
    beside._snapshot = replace(snapshot, columns=columns)
    return app, engine, took / 1000


def names_of(app: Flask) -> list[str]:
    """Return the names of the listings, in the order of their numbers."""
    with app.app_context():
        cards = index_of(app).current(db.session).columns.names
    return [cards[number].name for number in sorted(cards)]


def _one(app: Flask, query: Query, times: SearchTimes | None = None) -> float:
    with app.test_request_context("/"):
        took = milliseconds(lambda: search(query.request))
        if times is not None:
            times.most_found = max(times.most_found, search(query.request).total)
        return took


def run(app: Flask, beside: Flask, engine: Fts5Engine, queries: Sequence[Query], rounds: int) -> SearchTimes:
    """Search for everything once to measure the first time, then `rounds` times, with the three ways in
    random order."""
    times = SearchTimes()
    for query in queries:
        times.first[query.kind].append(_one(app, query, times))
        _one(beside, query)
    rng = random.Random(0)
    for _ in range(rounds):
        for query in queries:
            ways: list[tuple[str, Callable[[], float]]] = [
                (OURS, partial(_one, app, query)),
                (ON_FTS5, partial(_one, beside, query)),
                (FTS5_ALONE, partial(_alone, engine, query)),
            ]
            rng.shuffle(ways)
            _time(times, query.kind, ways)
    return times


def _time(times: SearchTimes, kind: str, ways: list[tuple[str, Callable[[], float]]]) -> None:
    for name, way in ways:
        took = way()
        if took:
            times.again[name][kind].append(took)


def _alone(engine: Fts5Engine, query: Query) -> float:
    stems = content_stems(query.request.query)
    return milliseconds(lambda: engine.top(stems)) if stems else 0.0


def suggestions(app: Flask, typed: Sequence[str]) -> list[float]:
    """Return the milliseconds of each suggestion, after one that fills the caches."""
    with app.test_request_context("/"):
        search_suggestions.suggest("help")
    found = []
    for text in typed:
        with app.test_request_context("/"):
            found.append(milliseconds(lambda text=text: search_suggestions.suggest(text)))  # type: ignore[misc]
    return found


def where_time_goes(app: Flask, queries: Sequence[Query], kind: str) -> list[tuple[str, float]]:
    """Return our functions with the most time in one search of a kind, in milliseconds under a profiler."""
    mine = [query for query in queries if query.kind == kind]

    def work() -> None:
        for query in mine:
            with ExitStack() as stack:
                stack.enter_context(app.test_request_context("/"))
                search(query.request)

    return time_by_function(work, len(mine))
