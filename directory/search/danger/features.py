"""A text as n-grams of words, letters and classes of words, the same in training and in use.

N-grams of words carry the meaning ("hurt me", "hurt my knee"). N-grams of letters inside a word find it again
when it is misspelt or in dialect ("frightend", "frit"). Classes of words carry over to words that no text of
the training put together: "fella" is a partner, and "batters" is violence.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import combinations
from pathlib import Path

from directory.search.linear.features import runs_of_letters

_LETTER_LENGTHS = (2, 3, 4, 5)
_WORD_LENGTHS = (1, 2, 3)
_MIXED_LENGTHS = (2, 3, 4)
_CLASS_GAPS = (1, 2, 3, 4)
_CLASSES = Path(__file__).with_name("word_classes.txt")
_COMMON_CLASSES = frozenset({"self", "he", "she", "they", "want", "not", "now", "home"})
"""Classes that say little by standing somewhere in a text."""
_KEPT_AS_WORDS = frozenset({"self", "he", "she", "want", "not"})
"""Classes whose words differ too much to stand for one another: "can" and "where", "my" and "we"."""


def word_ngrams(words: list[str]) -> Iterator[str]:
    """Yield runs of one to three words, the ends of the text marked, and pairs with one word between them."""
    bounded = ["<", *words, ">"]
    for length in _WORD_LENGTHS:
        for start in range(len(bounded) - length + 1):
            yield "w" + " ".join(bounded[start : start + length])
    # Pairs with a gap (skip-grams): "hit my face" and "hit his face" share one.
    for first, last in zip(bounded, bounded[2:], strict=False):
        yield f"s{first} {last}"


def letter_ngrams(words: list[str]) -> Iterator[str]:
    """Yield runs of two to five letters inside each word, its ends marked by spaces."""
    for word in words:
        for run in runs_of_letters(word, _LETTER_LENGTHS):
            yield "c" + run


@cache
def word_classes() -> Mapping[str, tuple[str, ...]]:
    """Return the classes of each word that has any, in the order of their file."""
    found: dict[str, list[str]] = {}
    for line in _CLASSES.read_text(encoding="utf-8").splitlines():
        name, separator, words = line.partition(": ")
        if separator and not line.startswith("#"):
            for word in words.split():
                found.setdefault(word, []).append(name)
    return {word: tuple(classes) for word, classes in found.items()}


def class_ngrams(words: list[str]) -> Iterator[str]:
    """Yield the classes of the words, those that follow one another within four, and those that stand
    anywhere together. Words without a class are passed over."""
    found = word_classes()
    tags = [found[word] for word in words if word in found]
    for classes in tags:
        for name in classes:
            yield f"1{name}"
    for gap in _CLASS_GAPS:
        mark = "2" if gap == 1 else "3"
        for first, last in zip(tags, tags[gap:], strict=False):
            for one in first:
                for other in last:
                    yield f"{mark}{one} {other}"
    for first, middle, last in zip(tags, tags[1:], tags[2:], strict=False):
        yield f"4{first[0]} {middle[0]} {last[0]}"
    telling = sorted({name for classes in tags for name in classes} - _COMMON_CLASSES)
    for one, other in combinations(telling, 2):
        yield f"5{one} {other}"


def mixed_ngrams(words: list[str]) -> Iterator[str]:
    """Yield runs of two to four words, and pairs with a gap, with classes in place of the words that have
    one.
    """
    found = word_classes()
    mixed = ["<"]
    for word in words:
        name = found[word][0] if word in found else word
        mixed.append(word if name in _KEPT_AS_WORDS else name)
    mixed.append(">")
    for length in _MIXED_LENGTHS:
        for start in range(len(mixed) - length + 1):
            yield "m" + " ".join(mixed[start : start + length])
    for first, last in zip(mixed, mixed[2:], strict=False):
        yield f"n{first} {last}"


BLOCKS = ((word_ngrams, 1.0), (letter_ngrams, 1.0), (class_ngrams, 0.7), (mixed_ngrams, 0.7))
"""The groups of features, each with the length that it is scaled to by itself, so that the many letters do not
outweigh the words."""
