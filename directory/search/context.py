"""The search context: everything that the searches of one request work with, read once and handed along."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property, partial

from flask import Flask, current_app

from core import clock
from core.db import db
from core.health import CheckFailed, add_check
from core.settings import Settings
from directory.schedules.stored import year
from directory.search.columns import Bools, Floats, IndexColumns
from directory.search.gazetteer import Gazetteer
from directory.search.gazetteer_queries import GazetteerCache, postcode_point
from directory.search.index import SearchIndex, Snapshot, index_of
from directory.search.index_repair import IndexRepair
from directory.search.miss_log import MissLog
from directory.search.need_model.likely import Meaning
from directory.search.open_now import answering_now, minutes_until_open, open_now
from directory.search.outcome_log import OUTCOMES
from directory.search.results import Place
from directory.search.suggestion_index import SuggestionIndex
from directory.search.thesaurus import Thesaurus, load_thesaurus
from directory.search.vectors.meaning import meaning_of
from directory.search.vectors.table import word_vectors
from directory.search.whoosh_engine import WhooshEngine
from directory.teams.answers import answer, teams_of

_GAZETTEERS, _SUGGESTIONS, _MISSES = "search_gazetteers", "search_suggestions", "search_misses"


@dataclass(frozen=True)
class SearchContext:
    """One snapshot of the index with the places, the thesaurus and the settings that belong to it.

    A request opens one context and passes it to each of its searches, so that all of them see the same
    listings.
    """

    settings: Settings
    thesaurus: Thesaurus
    snapshot: Snapshot
    gazetteer: Gazetteer
    index: SearchIndex
    suggestions: SuggestionIndex

    @property
    def columns(self) -> IndexColumns:
        """The columns of the snapshot."""
        return self.snapshot.columns

    @cached_property
    def open_now(self) -> Bools:
        """A mask of the services that are open at this moment, computed once for all searches of the
        context."""
        calendar = year(self.settings.content_dir)
        return open_now(self.columns, self.index.conditional_hours, clock.now(), calendar)

    @cached_property
    def helps_now(self) -> Bools:
        """A mask of the services that are open at this moment, or that answer a telephone line of their own."""
        calendar = year(self.settings.content_dir)
        return self.open_now | answering_now(self.columns, clock.now(), calendar)

    @cached_property
    def minutes_until_open(self) -> Floats:
        """The minutes until each service next opens, as far as that is known."""
        calendar = year(self.settings.content_dir)
        return minutes_until_open(self.columns, self.index.conditional_hours, clock.now(), calendar)

    @cached_property
    def resting(self) -> frozenset[int]:
        """The numbers of the services that are out of season today."""
        calendar = year(self.settings.content_dir)
        return self.index.conditional_hours.resting_on(self.columns, clock.now(), calendar)

    @cached_property
    def closed_for_the_night(self) -> bool:
        """True while the council's adult social care does not answer: at night, at weekends, on holidays."""
        team = teams_of(self.settings).adult
        return not answer(team, clock.now(), year(self.settings.content_dir)).is_open

    def tonight(self, needs: Iterable[str]) -> tuple[str, ...]:
        """Return those of the needs that cannot wait for the morning; none while the council is open."""
        if not self.closed_for_the_night:
            return ()
        by_id = self.thesaurus.tree.by_id
        return tuple(need for need in needs if need in by_id and by_id[need].tonight)

    @cached_property
    def meaning_of(self) -> Callable[[str], Meaning] | None:
        """What returns the meaning of a text by word vectors; None without a table of them."""
        table = word_vectors(self.settings)
        return partial(meaning_of, table, self.thesaurus) if table else None

    def of_workers(self) -> "SearchContext":
        """Return the same context for somebody who may also find what is for workers alone."""
        return replace(self, snapshot=replace(self.snapshot, columns=self.columns.of_workers))

    def find_place(self, text: str) -> Place | None:
        """Return the place that a postcode, a sector, an outward code or a town's name means; None when
        unknown."""
        return self.gazetteer.find(text, self._postcode_point)

    def find_town(self, name: str) -> Place | None:
        """Return the place of a name that is already folded, such as 'great houghton'; None when unknown."""
        return self.gazetteer.find_folded(name, self._postcode_point)

    def _postcode_point(self, code: str) -> tuple[float, float] | None:
        return postcode_point(db.session, code)


def init_search(app: Flask, settings: Settings) -> None:
    """Give the application its search index and the indexes beside it.

    Nothing is read before the first search.
    """
    repair = app.extensions["index_repair"] = IndexRepair(app)
    app.extensions["search_index"] = SearchIndex(WhooshEngine(settings.index_dir), repair.start)
    add_check(app, "search index", _check_index)
    app.extensions[_GAZETTEERS] = GazetteerCache()
    app.extensions[_SUGGESTIONS] = SuggestionIndex()
    app.extensions[_MISSES] = MissLog(settings.data_dir)
    app.extensions[OUTCOMES] = MissLog(settings.data_dir, OUTCOMES)


def _check_index() -> dict[str, int]:
    """Return how many changes are not in the index on disk yet. Raises CheckFailed for a damaged index."""
    index = index_of(current_app)
    if index.mend_if_damaged():
        raise CheckFailed("damaged; it is being built again")
    return {"changes not written": index.behind(db.session)}


def miss_log() -> MissLog:
    """Return the log of searches that found nothing, of the current application."""
    log: MissLog = current_app.extensions[_MISSES]
    return log


def open_context() -> SearchContext:
    """Return the context of the current application: the newest snapshot, and the gazetteer made for that
    snapshot."""
    settings: Settings = current_app.extensions["settings"]
    gazetteers: GazetteerCache = current_app.extensions[_GAZETTEERS]
    index = index_of(current_app)
    snapshot = index.current(db.session)
    return SearchContext(
        settings=settings,
        thesaurus=load_thesaurus(settings.content_dir),
        snapshot=snapshot,
        gazetteer=gazetteers.gazetteer_for(db.session, snapshot.columns),
        index=index,
        suggestions=current_app.extensions[_SUGGESTIONS],
    )
