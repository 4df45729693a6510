"""Spelling mended against the index's own words: what is not in any listing and not in the thesaurus is compared with what is."""

import threading
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from itertools import takewhile
from typing import Any

from symspellpy import SymSpell, Verbosity

from directory.search.engine import TextDocument, TextView
from directory.search.tokenizer import stem, words

_SHORTEST = 4
_LONG = 6
_MOST_BEGUN = 6
_MOST_ALIKE = 200

Dictionary = tuple[Any, frozenset[str], list[str]]
"""SymSpell's dictionary, all known words and stems, and the index's own words in order."""


class Speller:
    """Built from a view's vocabulary when it is first needed; then it learns the words of newer documents."""

    def __init__(self, view: TextView | None = None, extra: Sequence[str] = ()) -> None:
        self._view, self._learnt = view, set(extra)
        self._lock = threading.Lock()
        self._made: Dictionary | None = None

    def with_words(self, documents: Iterable[TextDocument]) -> "Speller":
        """This speller, having learnt the words of some documents."""
        fresh = [word for document in documents for word in document.surface.split()]
        with self._lock:
            if self._made is None:
                self._learnt |= set(fresh)
                return self
            symspell, vocabulary, ordered = self._made
            if new := set(fresh) - vocabulary:
                for word in new:
                    symspell.create_dictionary_entry(word, 1)
                self._made = (symspell, vocabulary | new, sorted([*ordered, *new]))
        return self

    def mend(self, query: str, known: frozenset[str], keep: frozenset[str] = frozenset()) -> str:
        """The query with its unknown words mended, or '' when nothing needs it. `known` words are right as they are and are
        preferred as mendings; `keep` are words that nobody should touch, such as names of towns."""
        typed = words(query)
        mended = [self._word(word, known) if self._doubtful(word, known, keep) else word for word in typed]
        return " ".join(mended) if mended != typed else ""

    def others(self, word: str, known: frozenset[str]) -> tuple[str, ...]:
        """Words of the index that a word which it does not have may stand for: those it begins, or else those it resembles."""
        if len(word) < _SHORTEST or not word.isalpha():
            return ()
        symspell, vocabulary, ordered = self._dictionary(known)
        if _there(word, vocabulary, ordered):
            return ()
        start = bisect_left(ordered, word)
        begun = tuple(other for other in ordered[start : start + _MOST_BEGUN] if other.startswith(word))
        return (
            begun
            or tuple(
                found.term
                for found in symspell.lookup(word, Verbosity.CLOSEST, max_edit_distance=_reach(word))
            )[:_MOST_BEGUN]
        )

    def _doubtful(self, word: str, known: frozenset[str], keep: frozenset[str]) -> bool:
        if len(word) < _SHORTEST or not word.isalpha() or word in known or word in keep:
            return False
        _, vocabulary, ordered = self._dictionary(known)
        begun = bisect_left(ordered, word)
        half_typed = begun < len(ordered) and ordered[begun].startswith(word)
        return not half_typed and not _there(word, vocabulary, ordered)

    def _word(self, word: str, known: frozenset[str]) -> str:
        symspell, vocabulary, _ = self._dictionary(known)
        found = symspell.lookup(
            word, Verbosity.CLOSEST, max_edit_distance=_reach(word), transfer_casing=False
        )
        if found:
            best: str = max(
                found, key=lambda s: (-s.distance, s.term[0] == word[0], s.term in known, s.count)
            ).term
            return best
        return _split(word, vocabulary) or word

    def _dictionary(self, known: frozenset[str]) -> Dictionary:
        with self._lock:
            if self._made is None:
                counted: Mapping[str, int] = self._view.vocabulary() if self._view else {}
                self._made = _build({**dict.fromkeys(self._learnt, 1), **counted}, known)
            return self._made


def _build(counted: Mapping[str, int], known: frozenset[str]) -> Dictionary:
    symspell = SymSpell(max_dictionary_edit_distance=2, prefix_length=7)
    for word in known:
        if len(word) >= _SHORTEST and word.isalpha():
            symspell.create_dictionary_entry(word, 1)
    for word, count in counted.items():
        symspell.create_dictionary_entry(word, count)
    return symspell, frozenset(counted) | _with_stems([*known]), sorted(counted)


def _there(word: str, vocabulary: frozenset[str], ordered: Sequence[str]) -> bool:
    """Whether the word is known, or another word of its stem. Words of one stem begin alike: stemming all of an index takes seconds."""
    wanted = stem(word)
    if word in vocabulary or wanted in vocabulary:
        return True
    beginning = wanted[:-1]
    start = bisect_left(ordered, beginning)
    alike = takewhile(lambda other: other.startswith(beginning), ordered[start : start + _MOST_ALIKE])
    return any(stem(other) == wanted for other in alike)


def _reach(word: str) -> int:
    return 2 if len(word) >= _LONG else 1


def _with_stems(found: Sequence[str]) -> frozenset[str]:
    return frozenset(found) | frozenset(map(stem, found))


def _split(word: str, vocabulary: frozenset[str]) -> str:
    """Two known words that were written as one, such as 'mentalhealth'."""
    for at in range(3, len(word) - 2):
        if word[:at] in vocabulary and word[at:] in vocabulary:
            return f"{word[:at]} {word[at:]}"
    return ""
