"""Text to words and stems, and phrases found in them. Knows no web and no database."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from threading import Lock
from typing import Generic, TypeVar

import snowballstemmer

T = TypeVar("T")

_WORD = re.compile(r"[a-z0-9]+")
_APOSTROPHES = str.maketrans("", "", "'’‘ʼ`")
_STEMMER = snowballstemmer.stemmer("english")
# The stemmer keeps the word in itself while it works: two threads at once would get parts of each other's words, or an IndexError.
_STEMMING = Lock()

# Stems that the English stemmer draws together or apart against what people here mean.
_KEPT = {
    "caring": "care", "carer": "carer", "carers": "carer", "cares": "care", "cared": "care", "sing": "sing", "singing": "sing",
    "singers": "sing", "choirs": "choir", "elderly": "elder", "elders": "elder", "universal": "universalcredit", "university": "university",
    "news": "news", "ms": "ms", "aids": "aid", "does": "do", "needs": "need", "physio": "physiotherapi", "physios": "physiotherapi",
    "dying": "die", "died": "die", "dies": "die", "lonely": "lonely", "loneliness": "lonely", "lonliness": "lonely",
    "homeless": "homeless", "homelessness": "homeless", "swimming": "swim", "counsellor": "counsel", "counsellors": "counsel",
    "counselor": "counsel", "council": "council", "councils": "council", "carehome": "care", "foodbank": "foodbank", "foodbanks": "foodbank",
    **dict.fromkeys(("myself", "himself", "herself", "themselves", "themself", "yourself", "ourselves"), "self"),
    "organisation": "organis", "organization": "organis", "addict": "addict", "addiction": "addict", "addictions": "addict",
}  # fmt: skip

# Words that only hold a phrase together. They are no part of a phrase, here or in a listing.
GLUE = frozenset(
    "a an the of for and or to in on at with by from as is are be your you our we their its this that these into my i s".split()  # noqa: SIM905
)


def fold(text: str) -> str:
    """Lower case, without accents and apostrophes: "Café's" becomes "cafes"."""
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return text.lower().translate(_APOSTROPHES)


def words(text: str) -> list[str]:
    """The words of a text, folded, in their order."""
    return _WORD.findall(fold(text))


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The stem of one folded word. Short words and numbers stay as they are."""
    if word in _KEPT:
        return _KEPT[word]
    if len(word) <= 3 or word[0].isdigit():
        return word
    with _STEMMING:
        stemmed: str = _STEMMER.stemWord(word)
    return stemmed


def stems(text: str) -> list[str]:
    """The stems of a text's words, in their order."""
    return [stem(word) for word in words(text)]


@lru_cache(maxsize=100_000)
def phrase(text: str) -> tuple[str, ...]:
    """A phrase as it is looked for: stems without the words that only hold it together.

    Of a phrase of several words at least two must be left ("in work" is not "work"); otherwise the whole stands, and is found only
    where the glue was kept.
    """
    whole = tuple(stems(text))
    bare = tuple(s for s in whole if s not in GLUE)
    return bare if len(bare) > 1 or len(whole) == 1 else whole


def content_stems(text: str) -> list[str]:
    """The stems of a text without the glue, as phrases are matched against."""
    return [s for s in stems(text) if s not in GLUE]


class PhraseBook(Generic[T]):
    """Phrases, each leading to values; finds those that occur in a text, in time proportional to the text."""

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], T]]] = defaultdict(list)
        self._loose: dict[str, list[tuple[frozenset[str], T, str]]] = defaultdict(list)
        for text, value in entries:
            parts = phrase(text)
            if parts:
                self._by_first[parts[0]].append((parts, value))
                self._loose[max(parts, key=len)].append((frozenset(parts), value, text))

    def entries(self) -> Iterator[tuple[str, T]]:
        """Every phrase as it was written, with its value."""
        for rows in self._loose.values():
            yield from ((text, value) for _, value, text in rows)

    def in_order(self, text_stems: Sequence[str]) -> Iterator[tuple[int, int, T]]:
        """Each phrase that stands in the stems in its order: (start, length, value)."""
        for start, first in enumerate(text_stems):
            for parts, value in self._by_first.get(first, ()):
                if tuple(text_stems[start : start + len(parts)]) == parts:
                    yield start, len(parts), value

    def near(self, text_stems: Sequence[str], slack: int = 3) -> Iterator[tuple[frozenset[str], T, str]]:
        """Each phrase all of whose stems stand close together, in any order: (stems, value, the phrase as written)."""
        there = set(text_stems)
        for anchor in there:
            for parts, value, text in self._loose.get(anchor, ()):
                if parts <= there and (len(parts) == 1 or _close(text_stems, parts, slack)):
                    yield parts, value, text


def _close(text_stems: Sequence[str], parts: frozenset[str], slack: int) -> bool:
    width = len(parts) + slack
    return any(parts <= set(text_stems[i : i + width]) for i in range(max(1, len(text_stems) - len(parts) + 1)))
