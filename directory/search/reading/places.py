"""The place that stands among the words of a query: a postcode, or the name of a town.

A town's name is not always the place of the person who asks: Barnsley Road, my friend Royston, a lift to Barnsley.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from directory.search.place_text import ONLY_STREETS, STREETS
from directory.search.reading.sentences import Clause, Span
from directory.search.results import Place
from directory.search.tokenizer import stem, tokenize

_POSTCODE = re.compile(r"\b([a-z]{1,2}\d[a-z\d]?)(?:[\s.-]*(\d)([a-z]\s?[a-z])|\s+(\d))?\b", re.IGNORECASE)
_NEARNESS = frozenset({"near", "nr", "around", "by", "in", "at", "close"})
_PARTS_OF_TOWNS = tuple(
    tuple(text.split())
    for text in (
        "top end of", "bottom end of", "far end of", "other end of", "other side of", "far side of", "this side of",
        "top of", "bottom of", "middle of", "centre of", "center of", "town centre of", "outskirts of", "edge of",
        "back of", "just outside", "just off", "not far from", "close to", "next to", "over in", "up in", "down in",
        "in the", "near the", "around the",
    )
)  # fmt: skip
"""Words that lead to a town and ask for nothing: "top end of Wombwell" is about no end of life."""
_AFTER_TOWNS = (
    ("town", "centre"),
    ("town", "center"),
    ("area",),
    ("way",),
    ("side",),
    ("direction",),
    ("village",),
)
_SURELY_NEAR = frozenset({"near", "nr", "around", "from", "outside", "round"})
"""Words before a name that make it a town's, whatever else it means."""
_LIVES = frozenset(
    {"live", "lives", "living", "lived", "based", "stay", "staying", "group", "groups", "club", "clubs"}
)
_PERSONS = frozenset(
    """
    mr mrs ms miss dr friend neighbour neighbor son daughter husband wife partner mum mam mom dad mother father nan
    nana gran granny grandma grandad brother sister uncle aunt auntie cousin nephew niece grandson granddaughter
    client patient caller called named lad lass boy girl
    """.split()  # noqa: SIM905
)
"""Words right before a name that make it a person's: my friend Royston."""
_OF_A_PERSON = frozenset(
    """
    is has was needs wants cant cannot wont will keeps gets feels had hasnt isnt doesnt lives struggles said says fell
    loves likes
    """.split()  # noqa: SIM905
)
"""Words right after a name that begins a clause, and make it a person's: Royston is lonely."""
_TRAVEL = frozenset(
    """
    lift lifts bus buses train trains taxi taxis transport travel travelling get getting go going drive driven journey
    tram minibus car ride rides trip trips moving move run take taking taken
    """.split()  # noqa: SIM905
)
"""Words before "to" that make a town the end of a journey."""
_BEFORE_STREETS = frozenset({"on", "at", "off", "near", "down", "along"})
_MOST_TOWN_WORDS = 3
_SHORTEST_TOWN = 4

FindPlace = Callable[[str], Place | None]


class QueryParts(NamedTuple):
    """A query cut at the postcode within it. Without one, all of it is `before`.

    `where` is the postcode with the word that leads to it and the town beside it: 'near Wombwell S73' of 'lunch
    near Wombwell S73 today'.
    """

    before: str
    where: str = ""
    after: str = ""
    place: Place | None = None


class Town(NamedTuple):
    """A town that the words name, and where its name stands.

    `frame`: its name with the words that only lead to it, as "top end of". `is_destination`: the end of a journey
    and not where somebody is.
    """

    place: Place
    span: Span
    stems: frozenset[str]
    frame: Span
    is_start: bool = False
    is_destination: bool = False


@dataclass(frozen=True, slots=True)
class TownRules:
    """What decides whether a name in the words is a town's.

    `words`: folded words that mean something else as well, such as bath or hope. `capital`: the folded words that
    were typed with a capital letter.
    """

    words: Collection[str] = frozenset()
    capital: Collection[str] = frozenset()


NO_RULES = TownRules()


def split_at_place(query: str, find_place: FindPlace, find_town: FindPlace | None = None) -> QueryParts:
    """Return the query cut at its first postcode that is somewhere. A code that is nowhere stays a word.

    `find_town` finds the towns beside the postcode, which say the same place once more; None leaves them.
    """
    for match in _POSTCODE.finditer(query):
        place = find_place(match.group(0))
        if place is None:
            continue
        start, end = match.span()
        if find_town:
            start, end = _with_towns_before(query, start, find_town), _with_towns_after(query, end, find_town)
        before = query[:start].rstrip()
        last_word = before.rsplit(" ", 1)[-1]
        if last_word.lower() in _NEARNESS:
            before = before[: -len(last_word)].removesuffix(" ")
        return QueryParts(before, query[len(before) : end], query[end:], place)
    return QueryParts(query)


def _with_towns_before(query: str, start: int, find_town: FindPlace) -> int:
    """Return where the towns begin that stand right before a position; the position where none does."""
    words = list(re.finditer(r"[\w'’-]+", query[:start]))
    at = start
    while words:
        counts = range(min(_MOST_TOWN_WORDS, len(words)), 0, -1)
        here = next((n for n in counts if _names_town(query[words[-n].start() : at], find_town)), 0)
        if not here:
            break
        at = words[-here].start()
        del words[-here:]
    return at


def _with_towns_after(query: str, end: int, find_town: FindPlace) -> int:
    """Return where the towns end that stand right after a position; the position where none does."""
    words = list(re.finditer(r"[\w'’-]+", query[end:]))
    at = end
    while words:
        counts = range(min(_MOST_TOWN_WORDS, len(words)), 0, -1)
        here = next((n for n in counts if _names_town(query[at : end + words[n - 1].end()], find_town)), 0)
        if not here:
            break
        at = end + words[here - 1].end()
        del words[:here]
    return at


def _names_town(text: str, find_town: FindPlace) -> bool:
    name = " ".join(tokenize(text))
    return len(name) >= _SHORTEST_TOWN and find_town(name) is not None


def towns_of(clauses: Sequence[Clause], find_town: FindPlace, rules: TownRules = NO_RULES) -> list[Town]:
    """Return the towns that the words name, in their order; of overlapping names, the longest.

    Names of streets and of persons are none, nor is a post town after the town before it: "Wombwell, Barnsley".
    """
    found: list[Town] = []
    for number, clause in enumerate(clauses):
        start = 0
        while start < len(clause.words):
            town = _town_at(number, clause.words, start, find_town)
            is_meant = town is not None and _is_meant(clause.words, town.span, rules)
            if town and is_meant and not (found and _follows(clauses, found[-1].span, town.span)):
                found.append(town)
            start = town.span.end if town else start + 1
    return found


def _town_at(number: int, words: Sequence[str], start: int, find_town: FindPlace) -> Town | None:
    for length in range(min(_MOST_TOWN_WORDS, len(words) - start), 0, -1):
        run = words[start : start + length]
        name = " ".join(run)
        place = find_town(name) if len(name) >= _SHORTEST_TOWN else None
        if place:
            span = Span(number, start, start + length)
            before = words[:start]
            to = before[-1:] == ("to",) and not _TRAVEL.isdisjoint(before[-6:])
            return Town(
                place,
                span,
                frozenset(map(stem, run)),
                _frame(words, span),
                is_start=before[-1:] == ("from",),
                is_destination=to,
            )
    return None


def _frame(words: Sequence[str], span: Span) -> Span:
    """Return the span of a town with the words around it that only say where in it."""
    before = tuple(words[: span.start])
    leading = max((len(part) for part in _PARTS_OF_TOWNS if before[-len(part) :] == part), default=0)
    after = tuple(words[span.end :])
    trailing = max((len(part) for part in _AFTER_TOWNS if after[: len(part)] == part), default=0)
    return Span(span.clause, span.start - leading, span.end + trailing)


def _is_meant(words: Sequence[str], span: Span, rules: TownRules) -> bool:
    """True where a town's name means the town: no street, no person, no word that means something else."""
    before, after = words[: span.start], words[span.end : span.end + 1]
    last = before[-1] if before else ""
    is_person = last in _PERSONS or (not before and not _OF_A_PERSON.isdisjoint(after))
    if is_person or not STREETS.isdisjoint(after):
        return False
    name = words[span.start : span.end]
    if len(name) > 1 or name[0] not in rules.words or last in _SURELY_NEAR:
        return True
    is_lived_in = name[0] in rules.capital or not _LIVES.isdisjoint(before[-2:-1])
    return last in ("in", "at") and is_lived_in


def _follows(clauses: Sequence[Clause], first: Span, second: Span) -> bool:
    """True where nothing but punctuation is between two towns."""
    if first.clause == second.clause:
        return first.end == second.start
    is_last = first.end == len(clauses[first.clause].words)
    return second.clause == first.clause + 1 and is_last and second.start == 0


def names_of_persons(
    clauses: Sequence[Clause], find_town: FindPlace, first_names: Collection[str]
) -> Iterator[Span]:
    """Yield where a name of a person stands that is also a town's or a first name: "my friend Royston"."""
    for number, clause in enumerate(clauses):
        for at, word in enumerate(clause.words):
            is_name = word in first_names or (len(word) >= _SHORTEST_TOWN and find_town(word) is not None)
            if not is_name:
                continue
            follows = at and clause.words[at - 1] in _PERSONS
            leads = not at and not _OF_A_PERSON.isdisjoint(clause.words[1:2])
            if follows or leads:
                yield Span(number, at, at + 1)


def streets_of(clauses: Sequence[Clause], towns: Sequence[Town]) -> Iterator[Span]:
    """Yield where an address names a street: "on Summer Lane", "12 High Street", "Mill Lane, Wombwell".

    A street's name asks for nothing: Summer Lane is no season, and High Street no height.
    """
    for number, clause in enumerate(clauses):
        words = clause.words
        for end in range(2, len(words) + 1):
            if words[end - 1] not in ONLY_STREETS:
                continue
            start = max(0, end - _MOST_TOWN_WORDS)
            leads = [
                at for at in range(start, end - 1) if words[at] in _BEFORE_STREETS or words[at].isdigit()
            ]
            span = Span(number, leads[-1] + 1 if leads else end - 2, end)
            if span.end - span.start > 1 and (
                leads or any(_follows(clauses, span, town.span) for town in towns)
            ):
                yield span


def asked_town(towns: Sequence[Town]) -> Town | None:
    """Return the town meant; None without towns, and where all are only ends of journeys.

    A journey's start is meant; else the name with the most words, the last of such.
    """
    where = [town for town in towns if not town.is_destination]
    starts = [town for town in where if town.is_start]
    longest = max((town.span.end - town.span.start for town in where), default=0)
    return next(
        iter(starts),
        next((town for town in reversed(where) if town.span.end - town.span.start == longest), None),
    )


def typed_with_capital(query: str) -> frozenset[str]:
    """Return the folded words that were typed with a capital letter; none where all of them were."""
    words = re.findall(r"[^\W\d_][\w'’]*", query)
    capital = [word for word in words if word[0].isupper()]
    if len(capital) == len(words) and len(words) > 1:
        return frozenset()
    return frozenset(token for word in capital for token in tokenize(word))
