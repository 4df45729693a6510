"""Suggestions while somebody types: needs, pages of other packages, towns, and services by name.

Every suggested service is checked against the columns of the moment, so that a listing that was taken down is
not suggested.
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import Any

from flask import current_app, url_for
from flask_babel import gettext as _
from rapidfuzz import fuzz, process

from core import clock
from directory.search import queries
from directory.search.columns import ListingNames
from directory.search.context import SearchContext, open_context
from directory.search.gazetteer import Gazetteer
from directory.search.providers import Suggestion, provided_suggestions
from directory.search.tokenizer import fold, folded, stem, tokenize
from directory.urgent.lines import LETTERS

SHORTEST, LONGEST = 2, 80
MOST = 9
_MAX_NEEDS, _MAX_PAGES, _MAX_TOWNS = 3, 2, 2
_SHORTEST_TOWN = 3
_MAX_PHRASES = 40
_MOST_WORDS = 6
_SHORTEST_NAME, _ALIKE, _MOST_COMPARED = 6, 85, 20_000

TypedWords = Sequence[tuple[str, Sequence[str]]]
"""The words between the spaces as typed, each with its tokens: ('Drop-in', ['drop', 'in'])."""


def suggest(typed: str, where: str = "", context: SearchContext | None = None) -> list[Suggestion]:
    """Return at most nine suggestions for what was typed so far.

    `where`: the place in the field beside it, as typed.
    """
    text = " ".join(typed.split())[:LONGEST]
    typed_words = [(word, tokenize(word)) for word in text.split()]
    tokens = [token for _word, word_tokens in typed_words for token in word_tokens]
    if len(text) < SHORTEST or not tokens:
        return []
    context = context or open_context()
    services = list(_services(context, tokens, slips=False))
    needs = _needs(context, tokens, where, slips=not services)
    suggestions = [
        *islice(needs, _MAX_NEEDS),
        *islice(provided_suggestions(current_app, tokens, _MAX_PAGES), _MAX_PAGES),
        *islice(_towns(context.gazetteer, typed_words), _MAX_TOWNS),
    ]
    # Misspelt names come last of all, and only where no name is spelt as typed.
    suggestions += services or _services(context, tokens, slips=True)
    return suggestions[:MOST]


def near_misses(
    tokens: Sequence[str], shown: Collection[str], context: SearchContext, *, with_needs: bool
) -> list[Suggestion]:
    """Return at most four needs and services that folded words may have meant, where little or nothing was found.

    `shown`: names of services that stand on the page already. `with_needs`: no need was understood, so that the
    nearest are offered.
    """
    if not 0 < len(tokens) <= _MOST_WORDS:
        return []
    needs = list(islice(_needs(context, tokens, "", slips=True), _MAX_NEEDS - 1)) if with_needs else []
    return [*needs, *_named_alike(context, " ".join(tokens), shown)]


def _named_alike(context: SearchContext, typed: str, shown: Collection[str]) -> list[Suggestion]:
    """Return at most two services a part of whose name resembles folded words. Comparing takes too long in a very
    large directory, where none is returned."""
    columns = context.columns
    if len(typed) < _SHORTEST_NAME or columns.size > _MOST_COMPARED:
        return []
    listed = columns.listed(clock.today())
    names = {number: folded(one.name) for number, one in columns.names.items() if listed[number]}
    alike = process.extract(typed, names, scorer=fuzz.partial_ratio, score_cutoff=_ALIKE, limit=MOST)
    found = [columns.names[number] for _name, _score, number in alike]
    found = [one for one in found if one.name not in shown][: _MAX_NEEDS - 1]
    slugs = queries.slugs([one.service_id for one in found])
    return [
        Suggestion(one.name, one.organization, url_for("directory.service", slug=slugs[one.service_id]))
        for one in found
        if one.service_id in slugs
    ]


def _needs(context: SearchContext, tokens: Sequence[str], where: str, *, slips: bool) -> Iterator[Suggestion]:
    """Yield the needs whose whole phrases were typed, the longest phrase first, then those whose phrases
    begin so."""
    thesaurus = context.thesaurus
    known = context.suggestions.need_phrases(thesaurus)
    whole = sorted(thesaurus.need_asks.near([stem(token) for token in tokens]), key=lambda hit: -len(hit[0]))
    begun = [known.ids[number] for number in known.phrases.find(tokens, _MAX_PHRASES, slips=slips)]
    for need in dict.fromkeys([*(need for _stems, need, _phrase in whole), *begun]):
        page = url_for("directory.need", need_id=need)
        name, value = ("help", LETTERS[need]) if need in LETTERS else ("need", need)
        near: dict[str, Any] = {name: value, "where": where}
        href = url_for("directory.find", **near) if where else page
        yield Suggestion(thesaurus.tree.label(need), _("Help with this"), href)


def _towns(gazetteer: Gazetteer, typed_words: TypedWords) -> Iterator[Suggestion]:
    """Yield towns that the last one or two words begin, with the words before them.

    'lunch club womb' leads to lunch clubs near Wombwell, 'womb' to everything near it; so does the first half
    of a postcode.
    """
    words = [word for word, _tokens in typed_words]
    code = words[-1].upper()
    if code in gazetteer.codes:
        yield _town(code, " ".join(words[:-1]))
    for length in (2, 1):
        last = typed_words[-length:]
        name = " ".join(token for _word, tokens in last for token in tokens)
        if len(words) < length or len(name) < _SHORTEST_TOWN:
            continue
        for town, place in gazetteer.towns.items():
            if town.startswith(name):
                yield _town(place.label, " ".join(words[:-length]))


def _town(label: str, before: str) -> Suggestion:
    href = url_for("directory.find", q=before or None, where=label)
    if not before:
        return Suggestion(_("All help near %(town)s", town=label), _("Place"), href)
    return Suggestion(_("%(words)s near %(town)s", words=before, town=label), _("Place"), href)


def _services(context: SearchContext, tokens: Sequence[str], *, slips: bool) -> Iterator[Suggestion]:
    columns = context.columns
    known = context.suggestions.service_names(columns)
    listed = columns.listed(clock.today())
    unchanged = listed.copy()
    unchanged[known.newer.numbers] = False
    found = known.older.find(tokens, MOST, unchanged, slips=slips)
    found += known.newer.find(tokens, MOST, listed, slips=slips)
    typed = " ".join(tokens)

    def closeness(names: ListingNames) -> tuple[bool, int]:
        return not fold(names.name).startswith(typed), len(names.name)

    best = sorted((columns.names[number] for number in found), key=closeness)[:MOST]
    slugs = queries.slugs([names.service_id for names in best])
    for names in best:
        if names.service_id in slugs:
            href = url_for("directory.service", slug=slugs[names.service_id])
            yield Suggestion(names.name, names.organization, href)
