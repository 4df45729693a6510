"""The place that somebody typed beside the words: ours, another council's, or one that is not known.

People type more than a town: "Wombwell, Barnsley", "top end of Wombwell", "12 High Street S73 8MC". What is exact
goes before what is inside the text, our own places go before others, and a slip in the spelling comes last.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from directory.councils.answer import CouncilAnswer
from directory.councils.library import folded, load_councils
from directory.councils.place_text import postcode_within
from directory.councils.queries import council_of
from directory.search.context import SearchContext
from directory.search.place_text import STREETS, is_here, postcode_forms, without_frame
from directory.search.reading.places import towns_of
from directory.search.reading.sentences import clauses_of
from directory.search.results import Place
from directory.search.tokenizer import tokenize

_CODE_WITHIN = re.compile(
    r"\b[A-Z]{1,2}[0-9][A-Z0-9]?(?:[\s.-]*[0-9OIL][A-Z]\s?[A-Z]|\s+[0-9])?\b", re.IGNORECASE
)
_MOST_TOWN_WORDS = 3
_SHORTEST_MISSPELT, _LONG = 5, 7


@dataclass(frozen=True, slots=True)
class AskedPlace:
    """What a typed place means. All are empty where nothing was typed, and where our whole area is meant.

    `unknown`: the text, where it names no place that we know. `mended`: the text, where only a place with another
    spelling was found.
    """

    place: Place | None = None
    elsewhere: CouncilAnswer | None = None
    unknown: str = ""
    mended: str = ""


def asked_place(context: SearchContext, where: str) -> AskedPlace:
    """Return the place that was typed. Reads the database."""
    if not where:
        return AskedPlace()
    for found in _readings(context, where):
        if found is not None:
            return found
    return AskedPlace(unknown=where)


def _readings(context: SearchContext, where: str) -> Iterator[AskedPlace | None]:
    """Yield what the text may mean, the surest reading first."""
    yield _ours(context, context.find_place(where))
    yield from (_of_council(context, form) for form in (where, *postcode_forms(where)))
    if is_here(tokenize(where)):
        yield AskedPlace(unknown=where)
    for match in _CODE_WITHIN.finditer(where):
        yield _ours(context, context.find_place(match.group(0)))
    towns = towns_of(clauses_of(where), context.find_town)
    yield _ours(context, towns[0].place if towns else None)
    code = postcode_within(where)
    yield _of_council(context, code.label) if code else None
    names = [*dict.fromkeys((" ".join(without_frame(tokenize(where))), *_runs(tokenize(where))))]
    known = load_councils(context.settings.content_dir).towns
    yield from (_of_council(context, name) for name in names if name in known or name == names[0])
    for name in names:
        mended = _ours(context, context.gazetteer.town_like(name.split()))
        yield AskedPlace(mended.place, mended.elsewhere, mended=where) if mended else None
    for name in names:
        like = _like(folded(name), [*known])
        elsewhere = _of_council(context, like) if like else None
        yield AskedPlace(elsewhere=elsewhere.elsewhere, mended=where) if elsewhere else None


def _ours(context: SearchContext, place: Place | None) -> AskedPlace | None:
    """Return a place of our index, with whose area it is in; None for None.

    A place of our own gazetteer is ours, unless the settings say by which code we know our area.
    """
    if place is None:
        return None
    if context.gazetteer.is_own(place) and not context.settings.council_code:
        return AskedPlace(place)
    answer = council_of(place.code or place.label)
    return AskedPlace(place, answer if answer.is_elsewhere else None)


def _of_council(context: SearchContext, name: str) -> AskedPlace | None:
    """Return what the councils know of a name: a place elsewhere, or our whole area; None where they do not
    know it.
    """
    answer = council_of(name)
    if answer.is_elsewhere:
        return AskedPlace(context.find_place(name), answer)
    return AskedPlace(context.find_place(name)) if answer.is_ours else None


def _runs(words: Sequence[str]) -> Iterator[str]:
    """Yield the words one to three at a time, the longest first, without streets."""
    for length in range(min(_MOST_TOWN_WORDS, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            after = words[start + length : start + length + 1]
            if not STREETS.intersection(after):
                yield " ".join(words[start : start + length])


def _like(name: str, known: Sequence[str]) -> str:
    """Return the only known name that differs by a letter, or two in a long name; empty without one."""
    if len(name) < _SHORTEST_MISSPELT or not name.replace(" ", "").isalpha():
        return ""
    furthest = 2 if len(name) >= _LONG else 1
    extracted = process.extract(name, known, scorer=OSA.distance, score_cutoff=furthest, limit=None)
    near = [(other, distance) for other, distance, _at in extracted if other[0] == name[0]]
    nearest = min((distance for _other, distance in near), default=0)
    best = [other for other, distance in near if distance == nearest]
    return best[0] if len(best) == 1 else ""
