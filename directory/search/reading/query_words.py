"""The words of a query: its postcode parted from them, their spelling corrected, and the towns among them.
Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from directory.search.reading.places import (
    FindPlace,
    Town,
    TownRules,
    names_of_persons,
    split_at_place,
    towns_of,
    typed_with_capital,
)
from directory.search.reading.plain_words import without_points
from directory.search.reading.sentences import Clause, Span, flat, joined, without_spans
from directory.search.reading.spelt import Correction, Spelling
from directory.search.results import Place
from directory.search.thesaurus import Thesaurus
from directory.search.tokenizer import tokenize


@dataclass(frozen=True)
class QueryWords:
    """The words of a query, and the places that they name. All words are folded."""

    text: str
    """The query with its abbreviations and short forms written out."""
    typed: tuple[str, ...]
    """All words, their spelling not corrected."""
    spelt: tuple[str, ...]
    """All words, their spelling corrected."""
    corrected: str
    """The words of `spelt` as one text; empty when nothing was corrected."""
    clauses: tuple[Clause, ...]
    """The corrected words, without the postcode, names of persons and words that only lead to a town."""
    postcode: Place | None
    """The place of the postcode among the words; None without one that is somewhere."""
    towns: tuple[Town, ...]
    """The towns that the clauses name, in their order."""

    @property
    def tokens(self) -> list[str]:
        """The words of the clauses."""
        return flat(self.clauses)


def words_of_query(
    thesaurus: Thesaurus,
    query: str,
    find_place: FindPlace,
    find_town: FindPlace | None,
    spelling: Spelling,
) -> QueryWords:
    """Return the words of a query in English. `find_town` is `find_place` where it is None."""
    named = find_town or find_place
    as_typed = without_points(query, thesaurus.known_words)
    text = spelling.written_out(as_typed)
    parts = split_at_place(text, find_place, find_town)
    where = tokenize(parts.where)
    before, after, said = joined(parts.before, parts.after)
    typed = [*flat(before), *where, *flat(after)]
    written = typed if text == as_typed else tokenize(as_typed)
    persons = list(names_of_persons(said, named, thesaurus.first_names))
    names = frozenset(said[span.clause].words[span.start] for span in persons)
    correction = Correction(spelling, names)
    spelt = [*correction.of(flat(before)), *where, *correction.of(flat(after))]
    corrected = [Clause(correction.of(clause.words)) for clause in without_spans(said, persons)]
    rules = TownRules(thesaurus.known_words, typed_with_capital(query))
    clauses = [clause for clause in _without_frames(corrected, named, rules) if clause.words]
    return QueryWords(
        text=text,
        typed=tuple(typed),
        spelt=tuple(spelt),
        corrected=" ".join(spelt) if spelt != written else "",
        clauses=tuple(clauses),
        postcode=parts.place,
        towns=tuple(towns_of(clauses, named, rules)),
    )


def _without_frames(clauses: Sequence[Clause], find_town: FindPlace, rules: TownRules) -> list[Clause]:
    """Return the clauses without words that only lead to a town, such as "top end of"."""
    frames: list[Span] = []
    for town in towns_of(clauses, find_town, rules):
        frames.append(Span(town.span.clause, town.frame.start, town.span.start))
        frames.append(Span(town.span.clause, town.span.end, town.frame.end))
    return without_spans(clauses, frames)
