"""Spelling mended against the index's own words: what is not in any listing and not in the thesaurus is compared with what is."""

import threading
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from symspellpy import SymSpell, Verbosity

from directory.search.engine import TextDocument, TextView
from directory.search.words import stem, words

_SHORTEST = 4
_LONG = 7


class Speller:
    """Built from a view's vocabulary when it is first needed; then it learns the words of newer documents."""

    def __init__(self, view: TextView | None = None, extra: Sequence[str] = ()) -> None:
        self._view, self._learnt = view, list(extra)
        self._lock = threading.Lock()
        self._made: tuple[Any, frozenset[str]] | None = None

    def with_words(self, documents: Iterable[TextDocument]) -> "Speller":
        """This speller, having learnt the words of some documents."""
        fresh = [word for document in documents for word in document.surface.split()]
        with self._lock:
            self._learnt += fresh
            if self._made:
                self._made = (self._made[0], self._made[1] | _with_stems(fresh))
                for word in fresh:
                    self._made[0].create_dictionary_entry(word, 1)
        return self

    def mend(self, query: str, known: frozenset[str], keep: frozenset[str] = frozenset()) -> str:
        """The query with its unknown words mended, or '' when nothing needs it. `known` words are right as they are and are
        preferred as mendings; `keep` are words that nobody should touch, such as names of towns."""
        typed = words(query)
        mended = [self._word(word, known) if self._doubtful(word, known, keep) else word for word in typed]
        return " ".join(mended) if mended != typed else ""

    def _doubtful(self, word: str, known: frozenset[str], keep: frozenset[str]) -> bool:
        if len(word) < _SHORTEST or not word.isalpha() or word in known or word in keep:
            return False
        _, vocabulary = self._dictionary(known)
        return word not in vocabulary and stem(word) not in vocabulary

    def _word(self, word: str, known: frozenset[str]) -> str:
        symspell, vocabulary = self._dictionary(known)
        reach = 2 if len(word) >= _LONG else 1
        found = symspell.lookup(word, Verbosity.CLOSEST, max_edit_distance=reach, transfer_casing=False)
        if found:
            best: str = max(found, key=lambda s: (-s.distance, s.term[0] == word[0], s.term in known, s.count)).term
            return best
        return _split(word, vocabulary) or word

    def _dictionary(self, known: frozenset[str]) -> tuple[Any, frozenset[str]]:
        with self._lock:
            if self._made is None:
                counted: Mapping[str, int] = self._view.vocabulary() if self._view else {}
                self._made = _build({**dict.fromkeys(self._learnt, 1), **counted}, known)
            return self._made


def _build(counted: Mapping[str, int], known: frozenset[str]) -> tuple[Any, frozenset[str]]:
    symspell = SymSpell(max_dictionary_edit_distance=2, prefix_length=7)
    for word in known:
        if len(word) >= _SHORTEST and word.isalpha():
            symspell.create_dictionary_entry(word, 1)
    for word, count in counted.items():
        symspell.create_dictionary_entry(word, count)
    return symspell, _with_stems([*counted, *known])


def _with_stems(found: Sequence[str]) -> frozenset[str]:
    return frozenset(found) | frozenset(map(stem, found))


def _split(word: str, vocabulary: frozenset[str]) -> str:
    """Two known words that were written as one, such as 'mentalhealth'."""
    for at in range(3, len(word) - 2):
        if word[:at] in vocabulary and word[at:] in vocabulary:
            return f"{word[:at]} {word[at:]}"
    return ""
