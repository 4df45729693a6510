"""Suggestions while somebody types: needs, what other rooms suggest, towns, and services by name.

What is looked through is made once and kept by the worker; after a change only what changed is made anew. Every suggestion is checked
against the list of the moment, so that what has left it is not suggested any more.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from flask import current_app, url_for
from flask_babel import gettext as _

from core import clock
from core.settings import Settings
from directory.search import queries
from directory.search import thesaurus as lexicons
from directory.search.columns import Bools, Facts, Names
from directory.search.gazetteer import Gazetteer
from directory.search.prefix_index import Beginnings, Numbers
from directory.search.providers import Suggestion, other_suggestions
from directory.search.thesaurus import Lexicon
from directory.search.tokenizer import fold, stems, words

SHORTEST, LONGEST = 2, 80
MOST = 9
_MOST_NEEDS, _MOST_PAGES, _MOST_TOWNS = 3, 2, 2
_SHORTEST_TOWN = 3
_MOST_PHRASES = 40
_MOST_CHANGED = 500
_KEY = "suggester"


@dataclass(frozen=True)
class NamesOf:
    """Some listings by the words of their names and of who runs them. `numbers`: the number in the facts of each text."""

    numbers: Numbers
    names: Beginnings

    @classmethod
    def some(cls, facts: Facts, numbers: Sequence[int]) -> "NamesOf":
        """Those of the given numbers."""
        cards = [facts.cards[number] for number in numbers]
        texts = [" ".join((card.name, *card.others, card.organization)) for card in cards]
        return cls(np.array(numbers, np.int32), Beginnings(texts))

    def find(self, tokens: Sequence[str], allowed: Bools, slips: bool) -> list[int]:
        """Numbers of those that are found and allowed, best first. `allowed`: a mask over the facts."""
        return [
            int(self.numbers[at]) for at in self.names.find(tokens, MOST, allowed[self.numbers], slips=slips)
        ]


@dataclass(frozen=True)
class Services:
    """All listings by name at one state of the facts: those as they were when `base` was current, and the ones that changed since."""

    facts: Facts
    base: Mapping[int, Names]
    older: NamesOf
    newer: NamesOf


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
    knowledge, snapshot = lexicons.load(settings.content_dir), queries.snapshot()
    services = list(_services(snapshot.facts, tokens, slips=False))
    needs = list(_needs(knowledge, text, tokens, where, slips=not services))
    found = [
        *needs[:_MOST_NEEDS],
        *islice(other_suggestions(current_app, text, _MOST_PAGES), _MOST_PAGES),
        *islice(_towns(queries.gazetteer(snapshot), text), _MOST_TOWNS),
    ]
    return [*found, *(services or _services(snapshot.facts, tokens, slips=True))][:MOST]


def _needs(
    lexicon: Lexicon, text: str, tokens: Sequence[str], where: str, *, slips: bool
) -> Iterator[Suggestion]:
    known = _known_needs(lexicon)
    said = sorted(lexicon.need_asks.near(stems(text)), key=lambda hit: -len(hit[0]))
    begun = (known.ids[number] for number in known.phrases.find(tokens, _MOST_PHRASES, slips=slips))
    for need in dict.fromkeys([*(need for _stems, need, _phrase in said), *begun]):
        href = (
            url_for("directory.find", need=need, where=where)
            if where
            else url_for("directory.need", need_id=need)
        )
        yield Suggestion(lexicon.tree.label(need), _("Help with this"), href)


def _known_needs(lexicon: Lexicon) -> Needs:
    kept: Needs | None = current_app.extensions.get(f"{_KEY}_needs")
    if kept is None or kept.version != lexicon.version:
        rows = sorted(
            {*lexicon.need_asks.entries(), *((need.label, id) for id, need in lexicon.tree.by_id.items())}
        )
        kept = Needs(
            lexicon.version, tuple(need for _text, need in rows), Beginnings([text for text, _need in rows])
        )
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
    text = (
        _("%(words)s near %(town)s", words=before, town=label)
        if before
        else _("All help near %(town)s", town=label)
    )
    return Suggestion(text, _("Place"), href)


def _services(facts: Facts, tokens: Sequence[str], *, slips: bool) -> Iterator[Suggestion]:
    known, listed, typed = _known_services(facts), facts.listed(clock.today()), " ".join(tokens)
    unchanged = listed.copy()
    unchanged[known.newer.numbers] = False
    found = [*known.older.find(tokens, unchanged, slips), *known.newer.find(tokens, listed, slips)]
    cards = [facts.cards[number] for number in found]
    cards.sort(key=lambda card: (not fold(card.name).startswith(typed), len(card.name)))
    slugs = queries.slugs([card.service_id for card in cards[:MOST]])
    for card in cards[:MOST]:
        if card.service_id in slugs:
            yield Suggestion(
                card.name, card.organization, url_for("directory.service", slug=slugs[card.service_id])
            )


def _known_services(facts: Facts) -> Services:
    """The listings' names. After a change only those that changed are looked through anew; after many, all are."""
    kept: Services | None = current_app.extensions.get(_KEY)
    if kept and kept.facts is facts:
        return kept
    changed = [n for n, card in facts.cards.items() if kept.base.get(n) is not card] if kept else []
    if kept is None or len(changed) > _MOST_CHANGED:
        made = Services(facts, facts.cards, NamesOf.some(facts, sorted(facts.cards)), NamesOf.some(facts, []))
    else:
        made = Services(facts, kept.base, kept.older, NamesOf.some(facts, changed))
    current_app.extensions[_KEY] = made
    return made
