"""Spelling corrected against the words of the index and of the thesaurus. Knows no web and no database.

A word that no listing and no entry of the thesaurus has is compared with those that they have, by SymSpell.
"""

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from symspellpy import SymSpell, Verbosity

from directory.search.engine import TextDocument, TextView
from directory.search.prefix_index import SortedWords
from directory.search.tokenizer import stem

_ENGLISH_LIST = "frequency_dictionary_en_82_765.txt"
_MONTHS = frozenset({
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
})  # fmt: skip
_CONTRACTIONS = ("ll", "ve", "nt", "re")
_SHORTEST = 4
_LONG = 6
_MAX_EXPANSIONS = 6
_MAX_WITH_STEM = 200


@dataclass(frozen=True)
class _Dictionary:
    """SymSpell's dictionary, all known words with the stems of the thesaurus, and the index's own words in
    order."""

    symspell: Any
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
                self._built = _Dictionary(
                    self._built.symspell,
                    self._built.vocabulary | new,
                    self._built.index_words.with_words(new),
                )
        return self

    def correct(self, word: str, known: frozenset[str], keep: frozenset[str] = frozenset()) -> str:
        """Return the corrected word; two words where they were written as one; the word itself when nothing
        is wrong.

        `known` words are right as they are and are preferred as corrections. `keep` are words that must not
        be changed, such as names of towns.
        """
        if _is_too_short(word) or word in known or word in keep or is_english(word):
            return word
        if word.endswith("in") and is_english(f"{word}g"):
            return f"{word}g"
        dictionary = self._dictionary(known)
        is_half_typed = bool(dictionary.index_words.beginning_with(word, 1))
        if is_half_typed or dictionary.has(word):
            return word
        suggestions = dictionary.symspell.lookup(
            word, Verbosity.CLOSEST, max_edit_distance=_max_edit_distance(word), transfer_casing=False
        )
        if not suggestions:
            return _split(word, dictionary.vocabulary) or word

        def closeness(suggestion: Any) -> tuple[int, bool, bool, int]:
            term = suggestion.term
            return -suggestion.distance, term[0] == word[0], term in known, suggestion.count

        best: str = max(suggestions, key=closeness).term
        return _spelt_right(dictionary, best)

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
        return tuple(suggestion.term for suggestion in similar)[:_MAX_EXPANSIONS]

    def _dictionary(self, known: frozenset[str]) -> _Dictionary:
        with self._lock:
            if self._built is None:
                counted: Mapping[str, int] = self._view.vocabulary() if self._view else {}
                self._built = _build({**dict.fromkeys(self._learnt, 1), **counted}, known)
            return self._built


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
    return max(nearest, key=lambda one: one.count).term if nearest else word


def _build(counted: Mapping[str, int], known: frozenset[str]) -> _Dictionary:
    symspell = SymSpell(max_dictionary_edit_distance=2, prefix_length=7)
    for word in known:
        if not _is_too_short(word):
            symspell.create_dictionary_entry(word, 1)
    for word, count in counted.items():
        symspell.create_dictionary_entry(word, count)
    return _Dictionary(symspell, frozenset(counted) | _with_stems([*known]), SortedWords(counted))


def _is_too_short(word: str) -> bool:
    """True for words that are never corrected: short ones, and those with digits."""
    return len(word) < _SHORTEST or not word.isalpha()


@cache
def english_words() -> frozenset[str]:
    """Return the words of symspellpy's frequency list of English, without apostrophes."""
    text = resources.files("symspellpy").joinpath(_ENGLISH_LIST).read_text(encoding="utf-8-sig")
    return frozenset(line.split(" ")[0].replace("'", "") for line in text.splitlines())


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


def _split(word: str, vocabulary: frozenset[str]) -> str:
    """Return two known words that were written as one, such as 'mentalhealth'; '' when there are none."""
    for at in range(3, len(word) - 2):
        if word[:at] in vocabulary and word[at:] in vocabulary:
            return f"{word[:at]} {word[at:]}"
    return ""
