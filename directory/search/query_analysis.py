"""Query analysis: from typed words to needs, groups, faiths and languages, an age, conditions, dangers, a place
and words to look for.

Knows no web and no database: which places exist, and how words are spelt, is asked through callbacks. The steps
are in `directory.search.reading`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from directory.search.danger.recognition import (
    CERTAIN_PROBABILITY,
    EMERGENCY,
    certainty,
    phrase_dangers,
    recognised_dangers,
)
from directory.search.engine import Clause as WordClause
from directory.search.need_model.likely import Meaning
from directory.search.reading.asked_needs import AskedNeeds, MeaningOf, asked_needs
from directory.search.reading.filters import ReadFilter
from directory.search.reading.languages import ENGLISH
from directory.search.reading.letters import words_of
from directory.search.reading.needs import nearby_needs
from directory.search.reading.other_language import glossary_reading, place_in
from directory.search.reading.people import age_of, audiences_of, cultures_of
from directory.search.reading.places import FindPlace
from directory.search.reading.query_words import QueryWords, words_of_query
from directory.search.reading.question import QuestionBack, question_of, with_answer
from directory.search.reading.spelt import NO_SPELLING, Spelling
from directory.search.reading.stated import stated_conditions
from directory.search.reading.wanted import WantedWords, wanted_words
from directory.search.reading.word_clauses import word_clauses
from directory.search.results import Place
from directory.search.thesaurus import Thesaurus
from directory.search.tokenizer import stem

_LONGEST_NAME = 4


@dataclass(frozen=True)
class QueryAnalysis:
    """The meaning of a query. Needs, groups and cultures carry weights from 0 to 1."""

    query: str = ""
    """The words as they were typed."""
    typed: tuple[str, ...] = ()
    """All words as typed, folded."""
    tokens: tuple[str, ...] = ()
    """The words, spelling corrected, without a postcode that stood among them."""
    corrected: str = ""
    """The whole query with its spelling corrected; empty when nothing was corrected."""
    stems: tuple[str, ...] = ()
    condition_stems: frozenset[str] = frozenset()
    """Stems that were read as conditions or name what is not wanted: no result need explain them."""
    clauses: tuple[WordClause, ...] = ()
    needs: dict[str, float] = field(default_factory=dict)
    """Needs that the words ask for, the strongest first."""
    phrase_needs: frozenset[str] = frozenset()
    """Those of the needs that phrases of the thesaurus ask for. The others are only likely."""
    no_need: float = 0.0
    """The probability that the words ask for nothing that a directory such as this has."""
    possible_needs: Mapping[str, float] = field(default_factory=dict)
    """The probabilities of all needs that the words may ask for; empty where phrases alone were read."""
    nearby_needs: dict[str, float] = field(default_factory=dict)
    """Needs whose services also help somebody who has these."""
    audiences: dict[str, float] = field(default_factory=dict)
    cultures: dict[str, float] = field(default_factory=dict)
    dangers: tuple[str, ...] = ()
    """Kinds of danger, the one that is helped first in front."""
    danger_certainty: float = 1.0
    """How certain the danger is, from 0 to 1: below 1 the words may also speak of ordinary trouble."""
    age: int | None = None
    place: Place | None = None
    filters: tuple[ReadFilter, ...] = ()
    """Conditions read from the words, in their order: what fits them comes first."""
    language: str = "en"
    """The language of the words (BCP 47); 'und' where none is recognised."""
    question_back: QuestionBack | None = None
    """What the words leave open between two meanings; None where they are clear."""
    meaning: Meaning | None = field(default=None, compare=False, repr=False)
    """The meaning of the words by word vectors; None without vectors."""

    @property
    def rest(self) -> str:
        """The tokens as one text."""
        return " ".join(self.tokens)

    @property
    def ordinary_below(self) -> bool:
        """True when ordinary results follow below the banner: in an emergency, and when danger is not certain.

        Where the words ask for nothing else, help of that kind is shown alone, certain or not.
        """
        asks_for_more = bool(set(self.needs) - set(self.dangers))
        return self.dangers == (EMERGENCY,) or (
            bool(self.dangers) and asks_for_more and self.danger_certainty < CERTAIN_PROBABILITY
        )

    @property
    def empty(self) -> bool:
        """True when nothing is left to look for."""
        return not (self.clauses or self.needs or self.audiences or self.cultures)


def analyse_query(
    thesaurus: Thesaurus,
    query: str,
    find_place: FindPlace,
    find_town: FindPlace | None = None,
    *,
    spelling: Spelling = NO_SPELLING,
    meant: str = "",
    off: Collection[str] = (),
    meaning_of: MeaningOf | None = None,
) -> QueryAnalysis:
    """Return the analysis of a query. Every word counts for something unless it only holds a sentence
    together, or names what is not wanted.

    `find_place` looks a text up; `find_town` looks up folded words, and is `find_place` where it is left out.
    `meant`: the chosen answer to a question back. `off`: ids of conditions that were taken off.
    `meaning_of`: returns the meaning of a text, where there are word vectors.
    """
    language = thesaurus.languages.language_of(query)
    if language != ENGLISH:
        return _in_another_language(thesaurus, language, query, find_place, find_town)
    words = words_of_query(thesaurus, query, find_place, find_town, spelling)
    stated = stated_conditions(thesaurus, words.clauses, words.towns)
    wanted = wanted_words(words, stated)
    asked = asked_needs(thesaurus, words, stated, wanted, meaning_of)
    asker = _asker(thesaurus, words, wanted, asked, off=off, meant=meant)
    dangers, danger_certainty = _dangers(thesaurus, words)
    needs = asker.needs or {kind: 1.0 for kind in dangers if kind in thesaurus.tree.by_id}
    return QueryAnalysis(
        query=query,
        typed=words.typed,
        tokens=tuple(words.tokens),
        condition_stems=wanted.condition_stems | wanted.unwanted_stems,
        corrected=words.corrected,
        stems=tuple(wanted.content),
        clauses=_word_clauses(thesaurus, words, wanted, asked, asker, spelling),
        needs=needs,
        phrase_needs=asked.by_phrases,
        no_need=asked.no_need,
        possible_needs=asked.shares,
        nearby_needs=nearby_needs(thesaurus, needs),
        audiences=asker.audiences,
        cultures=cultures_of(thesaurus, wanted.kept_stems),
        dangers=dangers,
        danger_certainty=danger_certainty,
        age=asker.age,
        place=wanted.place,
        filters=(*stated.filters, *asker.filters),
        question_back=asker.question,
        meaning=asked.meaning,
    )


@dataclass(frozen=True)
class _Asker:
    """The people whom a query speaks of, and what it leaves open about them.

    `filters`: the condition of the age. `needs` and `audiences` are those of the query with the chosen answer to
    the question.
    """

    age: int | None
    filters: tuple[ReadFilter, ...]
    question: QuestionBack | None
    needs: dict[str, float]
    audiences: dict[str, float]


def _asker(
    thesaurus: Thesaurus,
    words: QueryWords,
    wanted: WantedWords,
    asked: AskedNeeds,
    *,
    off: Collection[str],
    meant: str,
) -> _Asker:
    """Return whom a query speaks of. `off` and `meant` are those of `analyse_query`."""
    said_age = age_of(words.clauses)
    filters = () if said_age is None else (ReadFilter("age", str(said_age)),)
    age = None if any(one.id in off for one in filters) else said_age
    needs, audiences = asked.needs, audiences_of(thesaurus, wanted.kept_stems, age)
    question = question_of([stem(token) for token in words.tokens], needs, age)
    if meant and question and meant in question.answers:
        needs, audiences = with_answer(needs, audiences, meant)
        needs = {need: weight for need, weight in needs.items() if need in thesaurus.tree.by_id}
    return _Asker(age, filters, question, needs, audiences)


def _word_clauses(
    thesaurus: Thesaurus,
    words: QueryWords,
    wanted: WantedWords,
    asked: AskedNeeds,
    asker: _Asker,
    spelling: Spelling,
) -> tuple[WordClause, ...]:
    """Return the words to look for; none where the query names a town alone."""
    content = wanted.content
    has_subject = bool(asker.needs or asker.audiences)
    if wanted.town and not has_subject and wanted.place_stems.union(thesaurus.filler).issuperset(content):
        return ()
    expansions = {stem(token): spelling.expand(token) for token in words.tokens}
    return word_clauses(
        thesaurus, content, asked.stems, wanted.place_stems, expansions, wanted.condition_stems
    )


def _dangers(thesaurus: Thesaurus, words: QueryWords) -> tuple[tuple[str, ...], float]:
    """Return the kinds of danger that the words speak of, and how certain that is; 1 where they speak of
    none.
    """
    by_phrases = phrase_dangers(thesaurus.dangers, thesaurus.not_danger, [stem(word) for word in words.spelt])
    dangers = recognised_dangers(words.text, by_phrases)
    return dangers, certainty(words.text, by_phrases) if dangers else 1.0


def _in_another_language(
    thesaurus: Thesaurus, code: str, query: str, find_place: FindPlace, find_town: FindPlace | None
) -> QueryAnalysis:
    """Return the analysis of a query in another language; an empty one where nothing of it is understood.

    The words that the glossary knows are searched in English. The needs are those of the glossary itself.
    """
    nothing = QueryAnalysis(query=query, typed=tuple(words_of(query)), language=code)
    language = thesaurus.languages.get(code)
    if language is None:
        return nothing
    said = glossary_reading(thesaurus, language, query)
    found = analyse_query(thesaurus, said.english, find_place, find_town)
    needs = said.needs or found.needs
    if not needs:
        # Whom it is for says nothing without what is asked for.
        nothing = replace(nothing, dangers=said.dangers)
        return _as_a_name(thesaurus, nothing) if language.script == "Latn" else nothing
    return replace(
        found,
        query=query,
        typed=nothing.typed,
        language=code,
        corrected="",
        needs=needs,
        nearby_needs=nearby_needs(thesaurus, needs),
        dangers=said.dangers,
        cultures={**found.cultures, **said.cultures},
        place=place_in(thesaurus, query, find_place, find_town),
        filters=said.filters,
        question_back=None,
    )


def _as_a_name(thesaurus: Thesaurus, analysis: QueryAnalysis) -> QueryAnalysis:
    """Return the analysis with its words to look for, where they are few enough for a service's name, such as
    "Dobry Sąsiad"."""
    typed = analysis.typed
    if len(typed) > _LONGEST_NAME:
        return analysis
    stems = tuple(stem(word) for word in typed)
    clauses = word_clauses(thesaurus, stems, frozenset(), frozenset(), {})
    return replace(analysis, tokens=typed, stems=stems, clauses=clauses)
