"""The search: one function for the page, the command line, suggestions and every list of services that stands beside words."""

from dataclasses import dataclass, replace

import numpy as np
from flask import current_app

from core import clock
from core.db import db
from core.settings import Settings
from directory.schedules.stored import year
from directory.search import facets, gazetteer_queries, ranking, reach, reasons, thesaurus
from directory.search.columns import Bools, Floats
from directory.search.gazetteer import Gazetteer
from directory.search.index import Snapshot, index_of
from directory.search.open_now import open_now
from directory.search.query_analysis import Understanding, understand
from directory.search.request import SearchRequest
from directory.search.results import Found, Hit, Place

_MOST_FALLBACK = 6


@dataclass(frozen=True)
class _Setting:
    """What one search works with."""

    settings: Settings
    lexicon: thesaurus.Lexicon
    snapshot: Snapshot
    gazetteer: Gazetteer

    def place(self, text: str) -> Place | None:
        return self.gazetteer.find(text, lambda code: gazetteer_queries.postcode_point(db.session, code))


def _setting() -> _Setting:
    settings: Settings = current_app.extensions["settings"]
    snapshot = index_of(current_app).current(db.session)
    knowledge = thesaurus.load(settings.content_dir)
    return _Setting(
        settings, knowledge, snapshot, gazetteer_queries.load_gazetteer(db.session, snapshot.facts)
    )


def search(request: SearchRequest) -> Found:
    """Find services. Ranks by meaning and words, keeps what reaches the asker, filters, counts and pages. Reads, never writes."""
    with_ = _setting()
    place, problem = _where(with_, request.where)
    meant, corrected = _meaning(with_, request)
    place = place or meant.place
    found = _ranked(with_, request, meant, place)
    if not found.total and not meant.empty and not found.request.facets:
        found = _nearest_things(with_, request, meant, place) or found
    return replace(
        found,
        place=place,
        place_problem=problem,
        corrected=corrected,
        distress=meant.distress,
        needs=tuple(_by_weight(meant)),
    )


def _where(with_: _Setting, text: str) -> tuple[Place | None, str]:
    if not text:
        return None, ""
    place = with_.place(text)
    return (
        place,
        ""
        if place
        else f"We do not know the place “{text}”. Check the spelling, or try a town or the first half of a postcode.",
    )


def _meaning(with_: _Setting, request: SearchRequest) -> tuple[Understanding, str]:
    query, corrected = request.query, ""
    if query and not request.exact:
        corrected = with_.snapshot.speller.mend(query, with_.lexicon.known_words, with_.gazetteer.town_words)
    known = with_.lexicon.known_words

    def others(word: str) -> tuple[str, ...]:
        return () if request.exact else with_.snapshot.speller.others(word, known)

    return understand(with_.lexicon, corrected or query, with_.place, others), corrected


def _by_weight(meant: Understanding) -> list[str]:
    return sorted(meant.needs, key=lambda need: -meant.needs[need])


def _ranked(with_: _Setting, request: SearchRequest, meant: Understanding, place: Place | None) -> Found:
    facts, today = with_.snapshot.facts, clock.today()
    distances = facts.sites.distances(facts.size, place.latitude, place.longitude) if place else None
    candidates = facts.listed(today)
    if place is not None and distances is not None:
        covers = reach.area_mask(facts, with_.gazetteer, place, with_.settings.council_area)
        candidates &= reach.reachable(facts, covers, distances)
    if meant.empty:
        ranked = None
        found = candidates
    else:
        scores = with_.snapshot.view.scores(meant.clauses)
        ranked = ranking.rank(facts, with_.lexicon, meant, scores, candidates, distances, today)
        found = ranked.scores > 0
        if meant.distress:
            found &= ranked.meets_needs
    return _page(with_, request, meant, ranked, found, distances)


def _page(
    with_: _Setting,
    request: SearchRequest,
    meant: Understanding,
    ranked: ranking.Ranked | None,
    found: Bools,
    distances: Floats | None,
) -> Found:
    facts = with_.snapshot.facts
    is_open = open_now(facts, index_of(current_app).openings, clock.now(), year(with_.settings.content_dir))
    filterable = facets.Filterable(facts, is_open, distances)
    request = facets.sensible(filterable, with_.lexicon, request)
    kept, others = facets.filtered(filterable, request, found)
    numbers = np.flatnonzero(kept)
    order = _order(with_, request, numbers, ranked, distances)
    start = (request.page - 1) * request.per_page
    shown = [int(number) for number in order[start : start + request.per_page]]
    hits = tuple(_hit(with_, meant, ranked, number, distances) for number in shown)
    return Found(
        request=request,
        hits=hits,
        total=len(numbers),
        facets=facets.facets(filterable, with_.lexicon, request, others),
        pins=_pins(with_, shown),
        fallback=bool(len(numbers)) and ranked is not None and ranked.far_off,
    )


def _order(
    with_: _Setting,
    request: SearchRequest,
    numbers: np.ndarray,
    ranked: ranking.Ranked | None,
    distances: Floats | None,
) -> np.ndarray:
    """The numbers in the asked order, down to the last one that the page shows. Ties go by name: the order is the same each time."""
    facts = with_.snapshot.facts
    keys: dict[str, np.ndarray] = {"checked": -facts.assured[numbers]}
    if distances is not None:
        keys["near"] = distances[numbers]
    if ranked is not None:
        keys["best"] = -ranked.scores[numbers]
    elif distances is not None:
        keys["best"] = keys["near"]
    main = keys.get(request.sort, np.zeros(len(numbers)))
    shown = request.page * request.per_page
    if shown < len(numbers):
        needed = main <= np.partition(main, shown - 1)[shown - 1]
        numbers, main = numbers[needed], main[needed]
    names = (
        np.array([facts.cards[int(n)].name.casefold() for n in numbers], dtype=object)
        if len(numbers) < 20_000
        else numbers
    )
    by_name = np.argsort(names, kind="stable")
    ordered: np.ndarray = numbers[by_name[np.argsort(main[by_name], kind="stable")]]
    return ordered


def _hit(
    with_: _Setting,
    meant: Understanding,
    ranked: ranking.Ranked | None,
    number: int,
    distances: Floats | None,
) -> Hit:
    facts = with_.snapshot.facts
    distance = float(distances[number]) if distances is not None else float("inf")
    reached = reach.how(facts, number, distance) if distances is not None else ""
    return Hit(
        number=number,
        service_id=facts.cards[number].service_id,
        name=facts.cards[number].name,
        organization=facts.cards[number].organization,
        score=round(float(ranked.scores[number]), 4) if ranked is not None else 0.0,
        distance_m=round(distance) if np.isfinite(distance) else None,
        reached=reached,
        reasons=reasons.reasons(facts, with_.lexicon, meant, ranked, number, reached),
    )


def _pins(with_: _Setting, shown: list[int]) -> tuple[tuple[str, float, float], ...]:
    facts = with_.snapshot.facts
    rows = np.flatnonzero(np.isin(facts.sites.numbers, shown))
    return tuple(
        (
            facts.cards[int(facts.sites.numbers[r])].service_id,
            float(facts.sites.latitudes[r]),
            float(facts.sites.longitudes[r]),
        )
        for r in rows
    )


def _nearest_things(
    with_: _Setting, request: SearchRequest, meant: Understanding, place: Place | None
) -> Found | None:
    """What is nearest when nothing matched: services for related needs, then those for the theme."""
    themes = {with_.lexicon.tree.by_id[need].theme_id for need in meant.needs}
    wider = {
        need.id: 0.5 for theme in with_.lexicon.tree.themes if theme.id in themes for need in theme.needs
    }
    needs = {**wider, **meant.nearby_needs} or {"advice": 1.0, "community-spaces": 0.4}
    loose = Understanding(needs=needs)
    found = _ranked(with_, replace(request, per_page=_MOST_FALLBACK, page=1), loose, place)
    return replace(found, request=request, total=len(found.hits), fallback=True) if found.hits else None
