"""The needs that a query asks for: by phrases, by the trained model, and by what is shut out. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from directory.search.need_model.likely import Meaning, is_clear_by_phrases
from directory.search.reading.believed import believed_needs
from directory.search.reading.needs import STORY, nearby_needs, need_phrases, needs_of
from directory.search.reading.query_words import QueryWords
from directory.search.reading.sentences import Clause, flat
from directory.search.reading.stated import StatedConditions, is_activity
from directory.search.reading.wanted import WantedWords
from directory.search.thesaurus import Thesaurus
from directory.search.tokenizer import stem
from directory.search.vectors.meaning import is_long

_COMPANY_OF_ONE = {"loneliness": 1.0}
_OTHER_COMPANY = {"social-groups": 1.0, "clubs-games": 0.7}

MeaningOf = Callable[[str], Meaning]
"""Returns the meaning of a text by word vectors."""


@dataclass(frozen=True)
class AskedNeeds:
    """The needs that a query asks for, with weights from 0 to 1, the strongest first."""

    needs: dict[str, float]
    by_phrases: frozenset[str] = frozenset()
    """Those that phrases of the thesaurus ask for."""
    stems: frozenset[str] = frozenset()
    """The stems of these phrases."""
    no_need: float = 0.0
    """The probability that the words ask for nothing that a directory such as this has."""
    shares: Mapping[str, float] = field(default_factory=dict)
    """The probabilities of all needs that the words may ask for, where the model was asked."""
    meaning: Meaning | None = field(default=None, repr=False)
    """The meaning of the words by word vectors; None where it was not asked for."""


def asked_needs(
    thesaurus: Thesaurus,
    words: QueryWords,
    stated: StatedConditions,
    wanted: WantedWords,
    meaning_of: MeaningOf | None,
) -> AskedNeeds:
    """Return the needs of a query. `meaning_of` is None without word vectors."""
    phrases, stems = needs_of(thesaurus, wanted.asked_for)
    if not phrases and any(one.facet == "language" for one in stated.filters):
        # "Support in Polish" asks for nothing but the language.
        phrases, stems = needs_of(thesaurus, wanted.kept)
    asked_words = flat(wanted.asked_for)
    if not phrases and stated.shut_out and all(stem(word) in thesaurus.filler for word in asked_words):
        return AskedNeeds(_needs_instead(thesaurus, words.clauses, stated), stems=stems)
    if not asked_words:
        return AskedNeeds(phrases, frozenset(phrases), stems)
    # In a story, "I'm not stupid, I only want showing" shuts nothing out: the model reads all of it.
    read_words = words.tokens if len(words.tokens) >= STORY else asked_words
    meaning = None
    if meaning_of and (is_long(words.text) or not is_clear_by_phrases(read_words, phrases)):
        meaning = meaning_of(" ".join(read_words))
    likely = believed_needs(thesaurus, read_words, phrases, meaning)
    return AskedNeeds(likely.needs, frozenset(phrases), stems, likely.no_need, likely.shares, meaning)


def _needs_instead(
    thesaurus: Thesaurus, clauses: Sequence[Clause], stated: StatedConditions
) -> dict[str, float]:
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
        return _that_exist(thesaurus, _COMPANY_OF_ONE)
    is_word_refused = any(one.facet == "word" for one in stated.filters)
    if is_venue_refused or (is_word_refused and all(is_activity(thesaurus, need) for need in refused)):
        return _that_exist(thesaurus, _OTHER_COMPANY)
    negated = {one.value for one in stated.filters if one.facet == "need"}
    near = {need: weight for need, weight in nearby_needs(thesaurus, refused).items() if need not in negated}
    top = max(near.values(), default=1.0)
    return {need: near[need] / top for need in sorted(near, key=lambda need: -near[need])}


def _that_exist(thesaurus: Thesaurus, needs: Mapping[str, float]) -> dict[str, float]:
    """Return those of the needs that this site has."""
    return {need: weight for need, weight in needs.items() if need in thesaurus.tree.by_id}
