"""The words of a query that name what is wanted, apart from conditions and places. Pure."""

from dataclasses import dataclass

from directory.search.reading.places import Town, asked_town, streets_of
from directory.search.reading.query_words import QueryWords
from directory.search.reading.sentences import Clause, Span, flat, without_spans, words_within
from directory.search.reading.stated import StatedConditions
from directory.search.results import Place
from directory.search.tokenizer import STOP_WORDS, stem


@dataclass(frozen=True)
class WantedWords:
    """The words of a query without what it shuts out, and what they name."""

    kept: tuple[Clause, ...]
    """The clauses without the words that are shut out."""
    asked_for: tuple[Clause, ...]
    """The kept clauses without the words of conditions and of streets."""
    town: Town | None
    """The town that is asked for; None without one, and beside a postcode."""
    place: Place | None
    """Where help is asked for: the place of the postcode or of the town; None without either."""
    place_stems: frozenset[str]
    """Stems of the towns and streets that are not shut out."""
    condition_stems: frozenset[str]
    """Stems of the words that state conditions."""
    unwanted_stems: frozenset[str]
    """Stems of the words that are shut out, where they are not said otherwise as well."""

    @property
    def kept_stems(self) -> list[str]:
        """The stems of the kept words."""
        return [stem(word) for word in flat(self.kept)]

    @property
    def content(self) -> list[str]:
        """The stems of the kept words that carry meaning; of all kept words where none does."""
        return [s for s in self.kept_stems if s not in STOP_WORDS] or self.kept_stems


def wanted_words(words: QueryWords, stated: StatedConditions) -> WantedWords:
    """Return the words that name what is wanted."""
    clauses = words.clauses
    kept = without_spans(clauses, stated.shut_out)
    towns = [one for one in words.towns if not _is_within(one.span, stated.shut_out)]
    town = asked_town(towns) if words.postcode is None else None
    streets = list(streets_of(clauses, words.towns))
    places = [*(one.span for one in towns), *streets]
    return WantedWords(
        kept=tuple(kept),
        asked_for=tuple(without_spans(clauses, [*stated.shut_out, *stated.stated, *streets])),
        town=town,
        place=words.postcode or (town.place if town else None),
        place_stems=frozenset(map(stem, words_within(clauses, places))),
        condition_stems=frozenset(map(stem, words_within(clauses, stated.stated))),
        unwanted_stems=frozenset(map(stem, words.tokens)) - frozenset(map(stem, flat(kept))),
    )


def _is_within(span: Span, others: tuple[Span, ...]) -> bool:
    return any(other.holds(*span) for other in others)
