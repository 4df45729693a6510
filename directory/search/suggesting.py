"""Suggestions while somebody types: needs, what other rooms suggest, towns, and services by name.

What is looked through is made once for a state of the listings and kept by the worker. A service that has left the public list since
is not suggested any more, even while an older state is still in use; a new one is suggested after a few seconds.
"""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from flask import current_app, url_for
from flask_babel import gettext as _

from core import clock
from core.settings import Settings
from directory import queries_find
from directory.search import lexicon as lexicons
from directory.search.beginnings import Beginnings, Numbers
from directory.search.facts import Facts
from directory.search.gazetteer import Gazetteer
from directory.search.lexicon import Lexicon
from directory.search.sources import Suggestion, other_suggestions
from directory.search.words import content_stems, words

SHORTEST, LONGEST = 2, 80
MOST = 9
_MOST_NEEDS, _MOST_PAGES, _MOST_TOWNS, _MOST_SERVICES = 3, 2, 2, 5
_SHORTEST_TOWN = 3
_MOST_PHRASES = 40
_KEPT_SECONDS = 5.0
_KEY = "suggester"
_making = threading.Lock()


@dataclass(frozen=True)
class Services:
    """The listings by the words of their names. `numbers`: the number in the facts of each text."""

    facts: Facts
    made_at: float
    numbers: Numbers
    names: Beginnings


@dataclass(frozen=True)
class Needs:
    """The thesaurus by the words of its phrases. `ids`: the need that each text leads to."""

    version: str
    ids: tuple[str, ...]
    phrases: Beginnings


def suggest(typed: str, where: str = "") -> list[Suggestion]:
    """At most nine suggestions for what was typed so far. `where`: the place in the field beside it, as typed."""
    text = " ".join(typed.split())[:LONGEST]
    tokens = words(text)
    if len(text) < SHORTEST or not tokens:
        return []
    settings: Settings = current_app.extensions["settings"]
    knowledge, snapshot = lexicons.load(settings.content_dir), queries_find.snapshot()
    found = [
        *islice(_needs(knowledge, text, tokens, where), _MOST_NEEDS),
        *islice(other_suggestions(current_app, text, _MOST_PAGES), _MOST_PAGES),
        *islice(_towns(queries_find.gazetteer(snapshot), text), _MOST_TOWNS),
    ]
    return [*found, *_services(snapshot.facts, tokens, max(_MOST_SERVICES, MOST - len(found)))][:MOST]


def _needs(lexicon: Lexicon, text: str, tokens: Sequence[str], where: str) -> Iterator[Suggestion]:
    known = _known_needs(lexicon)
    said = sorted(lexicon.need_asks.near(content_stems(text)), key=lambda hit: -len(hit[0]))
    begun = (known.ids[number] for number in known.phrases.find(tokens, _MOST_PHRASES))
    for need in dict.fromkeys([*(need for _stems, need, _phrase in said), *begun]):
        href = url_for("directory.find", need=need, where=where) if where else url_for("directory.need", need_id=need)
        yield Suggestion(lexicon.tree.label(need), _("Help with this"), href)


def _known_needs(lexicon: Lexicon) -> Needs:
    kept: Needs | None = current_app.extensions.get(f"{_KEY}_needs")
    if kept is None or kept.version != lexicon.version:
        rows = sorted({*lexicon.need_asks.entries(), *((need.label, id) for id, need in lexicon.tree.by_id.items())})
        kept = Needs(lexicon.version, tuple(need for _text, need in rows), Beginnings([text for text, _need in rows]))
        current_app.extensions[f"{_KEY}_needs"] = kept
    return kept


def _towns(gazetteer: Gazetteer, text: str) -> Iterator[Suggestion]:
    """'lunch club womb' leads to lunch clubs near Wombwell, 'womb' to everything near it; so does the first half of a postcode."""
    typed = text.split()
    if typed[-1].upper() in gazetteer.codes:
        yield _town(typed[-1].upper(), " ".join(typed[:-1]))
    for length in (2, 1):
        name, before = " ".join(words(" ".join(typed[-length:]))), " ".join(typed[:-length])
        if len(typed) < length or len(name) < _SHORTEST_TOWN:
            continue
        for folded, place in gazetteer.towns.items():
            if folded.startswith(name):
                yield _town(place.label, before)


def _town(label: str, before: str) -> Suggestion:
    href = url_for("directory.find", q=before or None, where=label)
    text = _("%(words)s near %(town)s", words=before, town=label) if before else _("All help near %(town)s", town=label)
    return Suggestion(text, _("Place"), href)


def _services(facts: Facts, tokens: Sequence[str], most: int) -> Iterator[Suggestion]:
    known = _known_services(facts)
    listed = facts.listed(clock.today())
    cards = [facts.cards[int(known.numbers[at])] for at in known.names.find(tokens, most, listed[known.numbers])]
    slugs = queries_find.slugs([card.service_id for card in cards])
    for card in cards:
        if card.service_id in slugs:
            yield Suggestion(card.name, card.organization, url_for("directory.service", slug=slugs[card.service_id]))


def _known_services(facts: Facts) -> Services:
    """The listings' names: of these facts, or of somewhat older ones while they are fresh or another thread makes the new."""
    kept: Services | None = current_app.extensions.get(_KEY)
    now = clock.now().timestamp()
    if kept and (kept.facts is facts or abs(now - kept.made_at) < _KEPT_SECONDS):
        return kept
    if not _making.acquire(blocking=kept is None):
        return kept or _made(facts, now)
    try:
        current_app.extensions[_KEY] = made = _made(facts, now)
        return made
    finally:
        _making.release()


def _made(facts: Facts, now: float) -> Services:
    numbers = np.array(sorted(facts.cards), np.int32)
    cards = (facts.cards[int(number)] for number in numbers)
    return Services(facts, now, numbers, Beginnings([" ".join((card.name, *card.others, card.organization)) for card in cards]))
