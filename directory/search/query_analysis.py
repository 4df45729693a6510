"""Query analysis: from typed words to needs, groups, faiths and languages, an age, conditions, dangers, a place
and words to look for.

Knows no web and no database: which places exist, and how words are spelt, is asked through callbacks. The parts
are in `directory.search.reading`.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, Protocol

from directory.search.danger.recognition import (
    CERTAIN_PROBABILITY,
    DANGER_KINDS,
    EMERGENCY,
    certainty,
    phrase_dangers,
    recognised_dangers,
)
from directory.search.engine import Clause as WordClause
from directory.search.need_model.likely import Meaning, is_clear_by_phrases
from directory.search.reading.believed import believed_needs
from directory.search.reading.exclusions import Exclusion, exclusions
from directory.search.reading.filters import FoundFilter, ReadFilter, conditions
from directory.search.reading.glossary import spoken_words
from directory.search.reading.languages import ENGLISH
from directory.search.reading.letters import words_of
from directory.search.reading.needs import STORY, nearby_needs, need_phrases, needs_of
from directory.search.reading.people import age_of, audiences_of, cultures_of
from directory.search.reading.places import (
    FindPlace,
    QueryParts,
    Town,
    TownRules,
    asked_town,
    names_of_persons,
    split_at_place,
    streets_of,
    towns_of,
    typed_with_capital,
)
from directory.search.reading.plain_words import without_points
from directory.search.reading.question import QuestionBack, question_of, with_answer
from directory.search.reading.sentences import (
    Clause,
    Span,
    clauses_of,
    flat,
    joined,
    outside_spans,
)
from directory.search.reading.word_clauses import word_clauses
from directory.search.results import Place
from directory.search.thesaurus import Thesaurus
from directory.search.tokenizer import STOP_WORDS, stem, tokenize
from directory.search.vectors.meaning import is_long

__all__ = ["NO_SPELLING", "QueryAnalysis", "QueryParts", "Spelling", "analyse_query", "split_at_place"]

_MOST_EXCLUDED_WORDS = 2
_LONGEST_NAME = 4
_THEME_OF_ACTIVITIES = "seeing-people"
_MEASURES = frozenset(
    map(stem, ("far", "big", "long", "loud", "hard", "fast", "posh", "sure", "dear", "strenuous", "busy"))
)
"""Words of "not too far", which shut nothing out by themselves."""
_COMPANY_OF_ONE = {"loneliness": 1.0}
_OTHER_COMPANY = {"social-groups": 1.0, "clubs-games": 0.7}
_BROAD = frozenset(
    {"exercise", "walking", "adult-learning", "finding-work", "childrens-activities", "youth-clubs"}
)


class Spelling(Protocol):
    """How words are spelt in the index."""

    def written_out(self, text: str) -> str:
        """Return a text with its short forms written out: "4 me" as "for me"."""
        ...

    def as_one(self, words: Sequence[str]) -> tuple[str, ...]:
        """Return folded words with two as one where only that is a word."""
        ...

    def correct(self, word: str) -> str:
        """Return the corrected word, or two words; the word itself when it is right."""
        ...

    def expand(self, word: str) -> Sequence[str]:
        """Return words that a word, which no listing has, may stand for."""
        ...


class _NoSpelling:
    """Takes every word as typed."""

    def written_out(self, text: str) -> str:
        return text

    def as_one(self, words: Sequence[str]) -> tuple[str, ...]:
        return tuple(words)

    def correct(self, word: str) -> str:
        return word

    def expand(self, word: str) -> Sequence[str]:
        return ()


NO_SPELLING: Spelling = _NoSpelling()


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
        """True when ordinary results follow below the banner: in an emergency, and when danger is not certain."""
        return self.dangers == (EMERGENCY,) or (
            bool(self.dangers) and self.danger_certainty < CERTAIN_PROBABILITY
        )

    @property
    def empty(self) -> bool:
        """True when nothing is left to look for."""
        return not (self.clauses or self.needs or self.audiences or self.cultures)


def _in_another_language(
    thesaurus: Thesaurus, code: str, query: str, find_place: FindPlace, find_town: FindPlace | None
) -> QueryAnalysis:
    """Return the analysis of a query in another language; an empty one where nothing of it is understood.

    The words that the glossary knows are searched in English. The needs are those of the glossary itself.
    """
    language = thesaurus.languages.get(code)
    typed = tuple(words_of(query))
    if language is None:
        return QueryAnalysis(query=query, typed=typed, language=code)
    words = spoken_words(query)
    dangers = {found.value for found in language.dangers.found_in(words)}
    said = [*_in_order(dangers), *(found.value for found in language.glossary.found_in(words))]
    meaning = thesaurus.concepts.meaning_of(said)
    found = analyse_query(thesaurus, meaning.english, find_place, find_town)
    needs = meaning.needs or found.needs
    if not needs:
        # Whom it is for says nothing without what is asked for.
        nothing = QueryAnalysis(query=query, typed=typed, language=code, dangers=_in_order(dangers))
        return replace(nothing, **_as_a_name(thesaurus, typed)) if language.script == "Latn" else nothing
    cultures = {language.culture: 1.0} if language.culture in thesaurus.cultures else {}
    spoken = ReadFilter("language", language.name)
    return replace(
        found,
        query=query,
        typed=typed,
        language=code,
        corrected="",
        needs=needs,
        nearby_needs=nearby_needs(thesaurus, needs),
        dangers=_in_order(dangers),
        cultures={**found.cultures, **cultures},
        place=_place_in(thesaurus, query, find_place, find_town),
        filters=(*meaning.filters, spoken),
        question_back=None,
    )


def _as_a_name(thesaurus: Thesaurus, typed: tuple[str, ...]) -> dict[str, Any]:
    """Return the words and clauses of a few words that may be a service's name, such as "Dobry Sąsiad"."""
    if len(typed) > _LONGEST_NAME:
        return {}
    stems = [stem(word) for word in typed]
    return {
        "tokens": typed,
        "stems": tuple(stems),
        "clauses": word_clauses(thesaurus, stems, frozenset(), frozenset(), {}),
    }


def _in_order(dangers: Collection[str]) -> tuple[str, ...]:
    """Return kinds of danger, the one that is helped first in front."""
    return tuple(kind for kind in DANGER_KINDS if kind in dangers)


def _place_in(
    thesaurus: Thesaurus, query: str, find_place: FindPlace, find_town: FindPlace | None
) -> Place | None:
    """Return the place that stands among the words of a query in any language."""
    place = split_at_place(query, find_place, find_town).place
    rules = TownRules(thesaurus.known_words, typed_with_capital(query))
    town = asked_town(towns_of(clauses_of(query), find_town or find_place, rules))
    return place or (town.place if town else None)


class _Conditions(NamedTuple):
    """The conditions of a query, the words that state them, and the words that are shut out.

    `filters` and `stated` begin with the same conditions; further filters come from words that are shut out.
    """

    filters: tuple[ReadFilter, ...]
    stated: tuple[Span, ...]
    shut_out: tuple[Span, ...]


def analyse_query(
    thesaurus: Thesaurus,
    query: str,
    find_place: FindPlace,
    find_town: FindPlace | None = None,
    *,
    spelling: Spelling = NO_SPELLING,
    meant: str = "",
    off: Collection[str] = (),
    meaning_of: Callable[[str], Meaning] | None = None,
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
    as_typed = without_points(query, thesaurus.known_words)
    plain = spelling.written_out(as_typed)
    named = find_town or find_place
    parts = split_at_place(plain, find_place, find_town)
    before, after, said = joined(parts.before, parts.after)
    typed = [*flat(before), *tokenize(parts.where), *flat(after)]
    written = typed if plain == as_typed else tokenize(as_typed)
    rules = TownRules(thesaurus.known_words, typed_with_capital(query))
    persons = list(names_of_persons(said, named, thesaurus.first_names))
    names = frozenset(said[span.clause].words[span.start] for span in persons)
    right = _Spelt(spelling, names)
    every_token = [*right.of(flat(before)), *tokenize(parts.where), *right.of(flat(after))]
    spelt = [Clause(right.of(words)) for (words,) in _without(said, persons)]
    clauses = [clause for clause in _without_frames(spelt, named, rules) if clause.words]
    tokens = flat(clauses)
    towns = towns_of(clauses, named, rules)
    stated = _conditions(thesaurus, clauses, towns)
    kept = _without(clauses, stated.shut_out)
    wanted_towns = [one for one in towns if not any(span.holds(*one.span) for span in stated.shut_out)]
    town = asked_town(wanted_towns) if parts.place is None else None
    kept_stems = [stem(token) for token in flat(kept)]
    content = [s for s in kept_stems if s not in STOP_WORDS] or kept_stems
    streets = list(streets_of(clauses, towns))
    asked_for = _without(clauses, [*stated.shut_out, *stated.stated, *streets])
    needs, need_stems = needs_of(thesaurus, asked_for)
    if not needs and any(one.facet == "language" for one in stated.filters):
        # "Support in Polish" asks for nothing but the language.
        needs, need_stems = needs_of(thesaurus, _without(clauses, stated.shut_out))
    phrase_needs = frozenset(needs)
    asked_words = flat(asked_for)
    meaning, no_need = None, 0.0
    if not needs and stated.shut_out and all(stem(word) in thesaurus.filler for word in asked_words):
        needs = _instead(thesaurus, clauses, stated)
    elif asked_words:
        # In a story, "I'm not stupid, I only want showing" shuts nothing out: the model reads all of it.
        read_words = tokens if len(tokens) >= STORY else asked_words
        if meaning_of and (is_long(query) or not is_clear_by_phrases(read_words, needs)):
            meaning = meaning_of(" ".join(read_words))
        needs, no_need = believed_needs(thesaurus, read_words, needs, meaning)
    said_age = age_of(clauses)
    by_age = () if said_age is None else (ReadFilter("age", str(said_age)),)
    age = None if any(one.id in off for one in by_age) else said_age
    audiences = audiences_of(thesaurus, kept_stems, age)
    question = question_of([stem(token) for token in tokens], needs, age)
    if meant and question and meant in question.answers:
        needs, audiences = with_answer(needs, audiences, meant)
        needs = {need: weight for need, weight in needs.items() if need in thesaurus.tree.by_id}
    condition_words = [
        word for span in stated.stated for word in clauses[span.clause].words[span.start : span.end]
    ]
    condition_stems = frozenset(map(stem, condition_words))
    place_words = [*(one.span for one in wanted_towns), *streets]
    town_stems = frozenset(
        stem(word) for span in place_words for word in clauses[span.clause].words[span.start : span.end]
    )
    is_place_alone = (
        bool(town) and not (needs or audiences) and town_stems.union(thesaurus.filler).issuperset(content)
    )
    danger_phrases = phrase_dangers(
        thesaurus.dangers, thesaurus.not_danger, [stem(token) for token in every_token]
    )
    dangers = recognised_dangers(plain, danger_phrases)
    return QueryAnalysis(
        query=query,
        typed=tuple(typed),
        tokens=tuple(tokens),
        condition_stems=condition_stems | (frozenset(map(stem, tokens)) - frozenset(kept_stems)),
        corrected=" ".join(every_token) if every_token != written else "",
        stems=tuple(content),
        clauses=()
        if is_place_alone
        else word_clauses(
            thesaurus,
            content,
            need_stems,
            town_stems,
            {stem(token): spelling.expand(token) for token in tokens},
            condition_stems,
        ),
        needs=needs,
        phrase_needs=phrase_needs,
        no_need=no_need,
        nearby_needs=nearby_needs(thesaurus, needs),
        audiences=audiences,
        cultures=cultures_of(thesaurus, kept_stems),
        dangers=dangers,
        danger_certainty=certainty(plain, danger_phrases) if dangers else 1.0,
        age=age,
        place=parts.place or (town.place if town else None),
        filters=(*stated.filters, *by_age),
        question_back=question,
        meaning=meaning,
    )


@dataclass(frozen=True)
class _Spelt:
    """The spelling of words, but for the names of persons, which are right as they are. Each word is looked up
    once."""

    spelling: Spelling
    names: frozenset[str]
    seen: dict[str, list[str]] = field(default_factory=dict)

    def of(self, words: Sequence[str]) -> tuple[str, ...]:
        """Return folded words with their spelling corrected."""
        together = self.spelling.as_one(words)
        for word in together:
            if word not in self.seen:
                self.seen[word] = [word] if word in self.names else self.spelling.correct(word).split()
        return tuple(right for word in together for right in self.seen[word])


def _without_frames(clauses: Sequence[Clause], find_town: FindPlace, rules: TownRules) -> list[Clause]:
    """Return the clauses without words that only lead to a town, such as "top end of"."""
    frames: list[Span] = []
    for town in towns_of(clauses, find_town, rules):
        frames.append(Span(town.span.clause, town.frame.start, town.span.start))
        frames.append(Span(town.span.clause, town.span.end, town.frame.end))
    return _without(clauses, frames)


def _without(clauses: Sequence[Clause], spans: Sequence[Span]) -> list[Clause]:
    return [Clause(tuple(outside_spans(at, clause.words, spans))) for at, clause in enumerate(clauses)]


def _instead(thesaurus: Thesaurus, clauses: Sequence[Clause], stated: _Conditions) -> dict[str, float]:
    """Return needs for a query that says only what is not wanted: those near the ones that it shuts out.

    "Anything but bingo" and "not a church group" ask for other company; "not a care home" for other ways to be
    looked after.
    """
    shut_out = [
        Clause(clauses[span.clause].words[span.start + 1 : span.end])
        for span in stated.shut_out
        if span not in stated.stated
    ]
    refused = {phrase.need: 1.0 for phrase in need_phrases(thesaurus, shut_out)}
    is_venue_refused = any(one.facet == "venue" for one in stated.filters)
    if any(one.id == "not.company.group" for one in stated.filters):
        return {need: weight for need, weight in _COMPANY_OF_ONE.items() if need in thesaurus.tree.by_id}
    is_word_refused = any(one.facet == "word" for one in stated.filters)
    if is_venue_refused or (is_word_refused and all(_is_activity(thesaurus, need) for need in refused)):
        return {need: weight for need, weight in _OTHER_COMPANY.items() if need in thesaurus.tree.by_id}
    negated = {one.value for one in stated.filters if one.facet == "need"}
    near = {need: weight for need, weight in nearby_needs(thesaurus, refused).items() if need not in negated}
    top = max(near.values(), default=1.0)
    return {need: near[need] / top for need in sorted(near, key=lambda need: -near[need])}


def _conditions(thesaurus: Thesaurus, clauses: Sequence[Clause], towns: Sequence[Town]) -> _Conditions:
    """Return the conditions of a query.

    What is shut out counts for nothing else: "not a care home" asks for no care home.
    """
    excluded = [one for one in exclusions(clauses) if not _is_part_of_a_need(thesaurus, clauses, one)]
    found = conditions(thesaurus.condition_phrases, clauses, excluded)
    filters = [one.filter for one in found]
    shut_out = []
    for one in excluded:
        more, is_shut_out = _shut_out(thesaurus, clauses, towns, found, one)
        filters += [each for each in more if each not in filters]
        if is_shut_out:
            shut_out.append(one.span)
    shut_out += [one.span for one in found if _is_negative(clauses, one.span)]
    return _Conditions(tuple(filters), tuple(one.span for one in found), tuple(shut_out))


def _is_negative(clauses: Sequence[Clause], span: Span) -> bool:
    """True for a condition that says itself what is not there: "no steps" asks for no steps."""
    return clauses[span.clause].words[span.start] in ("no", "not", "without", "dont")


def _is_part_of_a_need(thesaurus: Thesaurus, clauses: Sequence[Clause], one: Exclusion) -> bool:
    """True when a phrase for a need holds the "not" itself: "not sleeping" is what is wrong."""
    stems = [stem(word) for word in clauses[one.span.clause].words]
    cue = one.span.start
    return any(start <= cue < start + length for start, length, _ in thesaurus.need_asks.in_order(stems))


def _shut_out(
    thesaurus: Thesaurus,
    clauses: Sequence[Clause],
    towns: Sequence[Town],
    found: Sequence[FoundFilter],
    one: Exclusion,
) -> tuple[list[ReadFilter], bool]:
    """Return the conditions that an exclusion makes beside those of phrases, and whether it shuts its words
    out."""
    span = one.span
    words = clauses[span.clause].words
    has_condition = any(span.holds(*each.span) and each.span.start > span.start for each in found)
    places = [
        ReadFilter("place", " ".join(words[town.span.start : town.span.end]), negated=True)
        for town in towns
        if span.holds(*town.span)
    ]
    if places or has_condition:
        return places, True
    inside = Clause(words[span.start + one.cue : span.end])
    light = STOP_WORDS | thesaurus.filler | thesaurus.weak | _MEASURES
    telling = [word for word in inside.words if stem(word) not in light and len(word) > 2]
    phrases = need_phrases(thesaurus, [inside])
    is_activity = any(_is_activity(thesaurus, phrase.need) for phrase in phrases)
    if not one.sure and not (is_activity and telling):
        return [], False
    whole = [phrase for phrase in phrases if phrase.parts >= set(map(stem, telling))]
    if whole and not is_activity:
        need = max(whole, key=lambda phrase: len(phrase.parts)).need
        return [ReadFilter("need", need, negated=True)], True
    return [ReadFilter("word", word, negated=True) for word in telling[:_MOST_EXCLUDED_WORDS]], True


def _is_activity(thesaurus: Thesaurus, need: str) -> bool:
    """True for needs so broad that one activity shut out ("not football") leaves the others wanted."""
    return need in _BROAD or thesaurus.tree.by_id[need].theme_id == _THEME_OF_ACTIVITIES
