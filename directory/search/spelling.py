"""Spelling corrected against the words of the index and of the thesaurus. Knows no web and no database.

A word that no listing and no entry of the thesaurus has is compared with those that they have, by SymSpell.
"""

import re
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise, product
from typing import Any

from symspellpy import SymSpell, Verbosity

from directory.search.engine import TextDocument, TextView
from directory.search.joined_words import NOTHING_JOINED, JoinedWords, segmented
from directory.search.prefix_index import SortedWords
from directory.search.sounds import SoundIndex, slips, sounds_alike
from directory.search.tokenizer import stem

_ENGLISH_LIST = "frequency_dictionary_en_82_765.txt"
_MONTHS = frozenset({
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
})  # fmt: skip
_REPEATED = re.compile(r"(([a-z])\2{2,})")
"""The same letter three times or more: no English word has it."""
_ROWS_OF_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_NEIGHBOURS = frozenset(frozenset(pair) for row in _ROWS_OF_KEYS for pair in pairwise(row))
"""Letters beside one another on a British keyboard."""
_CONTRACTIONS = ("ll", "ve", "nt", "re")
_SHORTEST = 4
_LONG = 6
_MAX_EXPANSIONS = 6
_MAX_WITH_STEM = 200


@dataclass(frozen=True)
class _Dictionary:
    """SymSpell's dictionary, the words of the index and of the thesaurus by sound and as they are, the same with
    the stems of the thesaurus (`vocabulary`), and the index's own words in order."""

    symspell: Any
    sounds: SoundIndex
    words: frozenset[str]
    vocabulary: frozenset[str]
    index_words: SortedWords

    def has(self, word: str) -> bool:
        """True when the word is known, or another word of its stem.

        Words of one stem begin alike, so only those are stemmed: stemming a whole index takes seconds.
        """
        wanted = stem(word)
        if word in self.vocabulary or wanted in self.vocabulary:
            return True
        alike = self.index_words.beginning_with(wanted[:-1], _MAX_WITH_STEM)
        return any(stem(other) == wanted for other in alike)


class SpellChecker:
    """Built from a view's vocabulary when it is first needed; then it learns the words of newer documents."""

    def __init__(self, view: TextView | None = None) -> None:
        self._view = view
        self._learnt: set[str] = set()
        self._lock = threading.Lock()
        self._built: _Dictionary | None = None

    def with_words(self, documents: Iterable[TextDocument]) -> "SpellChecker":
        """Learn the words of some documents. Returns this spell checker."""
        fresh = {word for document in documents for word in document.surface.split()}
        with self._lock:
            if self._built is None:
                self._learnt |= fresh
                return self
            new = fresh - self._built.vocabulary
            if new:
                for word in new:
                    self._built.symspell.create_dictionary_entry(word, 1)
                self._built.sounds.add(new)
                self._built = _Dictionary(
                    self._built.symspell,
                    self._built.sounds,
                    self._built.words | new,
                    self._built.vocabulary | new,
                    self._built.index_words.with_words(new),
                )
        return self

    def correct(
        self,
        word: str,
        known: frozenset[str],
        keep: frozenset[str] = frozenset(),
        joined: JoinedWords = NOTHING_JOINED,
    ) -> str:
        """Return the corrected word; several words where they were written as one; the word itself when nothing
        is wrong.

        `known` words are right as they are and are preferred as corrections. `keep` are words that must not
        be changed, such as names of towns. `joined`: the phrases that people write as one word.
        """
        if _is_too_short(word) or word in keep or is_english(word):
            return word
        phrase = joined.apart(word)
        if phrase and not self.has_word(word, known):
            return phrase
        if word in known:
            return word
        if _REPEATED.search(word):
            return self._without_repeats(word, known, keep, joined)
        if word.endswith("in") and is_english(f"{word}g"):
            return f"{word}g"
        dictionary = self._dictionary(known)
        is_half_typed = bool(dictionary.index_words.beginning_with(word, 1))
        if is_half_typed or dictionary.has(word):
            return word
        candidates = _candidates(dictionary, word)
        # Two words written as one are likelier than two slips in one word: "warmspace" is no workspace.
        is_near = any(one.distance <= 1 for one in candidates)
        parts = "" if is_near else joined.like(word) or segmented(word, dictionary.words)
        if candidates and any(len(part) < _SHORTEST for part in parts.split()) and not joined.like(word):
            # Too little is left of such parts to believe them: "tra n later" for a translator.
            parts = ""
        if parts or not candidates:
            return parts or word

        def closeness(candidate: _Candidate) -> tuple[int, bool, bool, bool, tuple[int, int, str]]:
            term = candidate.term
            is_slip = _is_slip_of_a_finger(word, term)
            begins_so = is_slip or candidate.sounds_so or term[0] == word[0]
            return -candidate.distance, begins_so, term in known, is_slip, _commonness(candidate)

        best = max(candidates, key=closeness).term
        return _spelt_right(dictionary, best)

    def has_word(self, word: str, known: frozenset[str]) -> bool:
        """Return True for a word that a listing has, exactly as it stands."""
        return self._dictionary(known).index_words.beginning_with(word, 1)[:1] == [word]

    def _without_repeats(
        self, word: str, known: frozenset[str], keep: frozenset[str], joined: JoinedWords
    ) -> str:
        """Return a word with letters typed again and again once or twice: "sooo" as "so"; the word where neither
        is a word."""
        letters = [match.group(2) for match in _REPEATED.finditer(word)]
        template = _REPEATED.sub("{}", word)
        forms = [template.format(*kept) for kept in product(*((one, one * 2) for one in letters))]
        right = [one for one in forms if len(one) > 1 and (is_english(one) or one in known or one in keep)]
        if right:
            return max(right, key=lambda form: (form in known, english_words().get(form, 0)))
        mended = self.correct(forms[0], known, keep, joined)
        return mended if mended != forms[0] else word

    def expand(self, word: str, known: frozenset[str]) -> tuple[str, ...]:
        """Return words of the index that a word missing from it may stand for.

        Those that begin with the word come first: 'befri' stands for 'befriending'. Only without any, those
        it resembles.
        """
        if _is_too_short(word):
            return ()
        dictionary = self._dictionary(known)
        if dictionary.has(word):
            return ()
        longer = dictionary.index_words.beginning_with(word, _MAX_EXPANSIONS)
        if longer:
            return tuple(longer)
        if is_english(word):
            return ()
        similar = dictionary.symspell.lookup(
            word, Verbosity.CLOSEST, max_edit_distance=_max_edit_distance(word)
        )
        return tuple(one.term for one in sorted(similar, key=_commonness, reverse=True))[:_MAX_EXPANSIONS]

    def _dictionary(self, known: frozenset[str]) -> _Dictionary:
        with self._lock:
            if self._built is None:
                counted: Mapping[str, int] = self._view.vocabulary() if self._view else {}
                self._built = _build({**dict.fromkeys(self._learnt, 1), **counted}, known)
            return self._built


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A word that may be meant. `distance`: the slips in it, of which the right sound takes one off."""

    term: str
    distance: int
    count: int
    sounds_so: bool


def _candidates(dictionary: _Dictionary, word: str) -> list[_Candidate]:
    """Return the words that look like a word or sound like it; none where no word is near enough."""
    near = dictionary.symspell.lookup(
        word, Verbosity.CLOSEST, max_edit_distance=_max_edit_distance(word), transfer_casing=False
    )
    counts = {one.term: one.count for one in near}
    for term in dictionary.sounds.alike(word):
        counts.setdefault(term, dictionary.symspell.words.get(term, 1))
    found = []
    for term, count in counts.items():
        sounds_so = sounds_alike(word, term)
        found.append(_Candidate(term, slips(word, term) - sounds_so, count, sounds_so))
    return found


def _spelt_right(dictionary: _Dictionary, word: str) -> str:
    """Return the English word of the index that differs by one letter from a word that is in neither.

    The thesaurus lists common misspellings, such as 'demensia': a correction must not end at one.
    """
    if is_english(word) or dictionary.index_words.beginning_with(word, 1):
        return word
    nearest = [
        one
        for one in dictionary.symspell.lookup(word, Verbosity.ALL, max_edit_distance=1)
        if one.term[0] == word[0]
        and is_english(one.term)
        and dictionary.index_words.beginning_with(one.term, 1)
    ]
    return max(nearest, key=_commonness).term if nearest else word


def _commonness(suggestion: Any) -> tuple[int, int, str]:
    """Return how common a word is, here and in English, and the word itself.

    SymSpell lists words that are alike in no fixed order, and all processes must choose the same one.
    """
    return suggestion.count, english_words().get(suggestion.term, 0), suggestion.term


def _build(counted: Mapping[str, int], known: frozenset[str]) -> _Dictionary:
    symspell = SymSpell(max_dictionary_edit_distance=2, prefix_length=7)
    for word in known:
        if not _is_too_short(word):
            symspell.create_dictionary_entry(word, 1)
    for word, count in counted.items():
        symspell.create_dictionary_entry(word, count)
    words = frozenset(counted) | known
    sounds = SoundIndex(word for word in words if not _is_too_short(word))
    return _Dictionary(symspell, sounds, words, words | _with_stems([*known]), SortedWords(counted))


def _is_too_short(word: str) -> bool:
    """True for words that are never corrected: short ones, and those with digits."""
    return len(word) < _SHORTEST or not word.isalpha()


@cache
def english_words() -> Mapping[str, int]:
    """Return the words of symspellpy's frequency list of English, without apostrophes, and how often each is
    used."""
    text = resources.files("symspellpy").joinpath(_ENGLISH_LIST).read_text(encoding="utf-8-sig")
    rows = (line.split(" ") for line in text.splitlines())
    return {word.replace("'", ""): int(count) for word, count in rows}


def is_english(word: str) -> bool:
    """True for a word of general English, or a contraction such as "wholl": it is never changed."""
    words = english_words()
    if word in words or word in _MONTHS:
        return True
    return any(word.endswith(ending) and word[: -len(ending)] in words for ending in _CONTRACTIONS)


def _max_edit_distance(word: str) -> int:
    return 2 if len(word) >= _LONG else 1


def _with_stems(known: Sequence[str]) -> frozenset[str]:
    return frozenset(known) | frozenset(map(stem, known))


def _is_slip_of_a_finger(typed: str, meant: str) -> bool:
    """True where one key was missed for the one beside it."""
    if len(typed) != len(meant):
        return False
    wrong = [(a, b) for a, b in zip(typed, meant, strict=True) if a != b]
    return len(wrong) == 1 and frozenset(wrong[0]) in _NEIGHBOURS
