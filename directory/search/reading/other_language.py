"""What a query in another language than English says, by the glossary of that language. Pure."""

from dataclasses import dataclass

from directory.search.danger.recognition import DANGER_KINDS
from directory.search.reading.filters import ReadFilter
from directory.search.reading.glossary import spoken_words
from directory.search.reading.languages import Language
from directory.search.reading.places import (
    FindPlace,
    TownRules,
    asked_town,
    split_at_place,
    towns_of,
    typed_with_capital,
)
from directory.search.reading.sentences import clauses_of
from directory.search.results import Place
from directory.search.thesaurus import Thesaurus


@dataclass(frozen=True)
class GlossaryReading:
    """What the words say that the glossary knows."""

    english: str
    """The words in English; empty where none is known."""
    needs: dict[str, float]
    """The needs that they ask for, the strongest first."""
    cultures: dict[str, float]
    """The culture of those who speak the language, where the thesaurus has it."""
    filters: tuple[ReadFilter, ...]
    """The conditions that they state, and at last the language itself."""
    dangers: tuple[str, ...]
    """Kinds of danger, the one that is helped first in front."""


def glossary_reading(thesaurus: Thesaurus, language: Language, query: str) -> GlossaryReading:
    """Return what a query in a language says."""
    words = spoken_words(query)
    dangers = {found.value for found in language.dangers.found_in(words)}
    in_order = tuple(kind for kind in DANGER_KINDS if kind in dangers)
    said = [*in_order, *(found.value for found in language.glossary.found_in(words))]
    meaning = thesaurus.concepts.meaning_of(said)
    return GlossaryReading(
        english=meaning.english,
        needs=meaning.needs,
        cultures={language.culture: 1.0} if language.culture in thesaurus.cultures else {},
        filters=(*meaning.filters, ReadFilter("language", language.name)),
        dangers=in_order,
    )


def place_in(
    thesaurus: Thesaurus, query: str, find_place: FindPlace, find_town: FindPlace | None
) -> Place | None:
    """Return the place that stands among the words of a query in any language; None without one."""
    place = split_at_place(query, find_place, find_town).place
    rules = TownRules(thesaurus.known_words, typed_with_capital(query))
    town = asked_town(towns_of(clauses_of(query), find_town or find_place, rules))
    return place or (town.place if town else None)
