"""Tokenizer, stemmer and phrase matcher: text to words and stems, and the phrases found in them. Pure."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from threading import Lock
from typing import Generic, TypeVar

import snowballstemmer

T = TypeVar("T")
Parts = tuple[str, ...]

_WORD = re.compile(r"[a-z0-9]+")
_APOSTROPHES = str.maketrans("", "", "'’‘ʼ`")
LATIN_LETTERS = {
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th",
    "ſ": "s", "ŋ": "n", "ə": "e",
}  # fmt: skip
"""Letters that no decomposition of Unicode turns into the letters that people type for them."""
_LETTERS = str.maketrans(LATIN_LETTERS)
_STEMMER = snowballstemmer.stemmer("english")
# The stemmer holds the word in its own state while it works: two threads at once would get parts of each
# other's words, or an IndexError.
_STEMMING = Lock()

# Words that the English stemmer joins or parts wrongly for this directory: 'universal' and 'university'
# share its stem.
_OWN_STEMS = {
    "caring": "care", "carer": "carer", "carers": "carer", "cares": "care", "cared": "care", "sing": "sing", "singing": "sing",
    "singers": "sing", "choirs": "choir", "elderly": "elder", "elders": "elder", "universal": "universalcredit", "university": "university",
    "news": "news", "ms": "ms", "aids": "aid", "does": "do", "needs": "need", "physio": "physiotherapi", "physios": "physiotherapi",
    "died": "die", "dies": "die", "lonely": "lonely", "loneliness": "lonely", "lonliness": "lonely",
    "homeless": "homeless", "homelessness": "homeless", "swimming": "swim", "counsellor": "counsel", "counsellors": "counsel",
    "counselor": "counsel", "council": "council", "councils": "council", "parking": "parking", "dying": "dying", "personal": "personal", "housing": "housing", "gardener": "gardener", "gardeners": "gardener",
    "mindfulness": "mindfulness", "boxing": "boxing", "business": "business", "businesses": "business", "animal": "animal", "animals": "animal",
    "consultant": "consultant", "consultants": "consultant", "foodbank": "foodbank", "foodbanks": "foodbank",
    **dict.fromkeys(("myself", "himself", "herself", "themselves", "themself", "yourself", "ourselves"), "self"),
    "organisation": "organis", "organization": "organis", "addict": "addict", "addiction": "addict", "addictions": "addict",
}  # fmt: skip

# Words that only hold a sentence together. They are no part of a phrase, in a query or in a listing.
STOP_WORDS = frozenset(
    "a an the of for and or to in on at with by from as is are be your you our we their its this that these into my i s".split()  # noqa: SIM905
)


def fold(text: str) -> str:
    """Return the text in lower case, without accents and apostrophes: "Café's" becomes "cafes", "Łódź" "lodz".

    The sign "&" is the word "and".
    """
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
        text = text.lower().translate(_LETTERS)
    return text.lower().translate(_APOSTROPHES).replace("&", " and ")


def tokenize(text: str) -> list[str]:
    """Return the words of a text, folded, in their order."""
    return _WORD.findall(fold(text))


@lru_cache(maxsize=100_000)
def phrase_words(text: str) -> tuple[str, ...]:
    """Return the words of a phrase of the thesaurus: all phrases are read again after each edit."""
    return tuple(tokenize(text))


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Return the stem of one folded word. Short words and numbers are their own stems."""
    if word in _OWN_STEMS:
        return _OWN_STEMS[word]
    if word[0].isdigit():
        return word.removesuffix("s")
    if len(word) <= 3:
        return word
    with _STEMMING:
        stemmed: str = _STEMMER.stemWord(word)
    return stemmed


@lru_cache(maxsize=20_000)
def folded(name: str) -> str:
    """Return a name as it is compared: its tokens with a space between them. Names come again and again."""
    return " ".join(tokenize(name))


def stems(text: str) -> list[str]:
    """Return the stems of a text's words, in their order."""
    return [stem(word) for word in tokenize(text)]


@lru_cache(maxsize=100_000)
def phrase(text: str) -> tuple[str, ...]:
    """Return a phrase as it is matched: its stems without the stop words.

    At least two stems of several words must be left ("in work" is not "work"). Otherwise all of them are
    returned, and the phrase is found only with its stop words.
    """
    whole = tuple(stems(text))
    bare = tuple(s for s in whole if s not in STOP_WORDS)
    return bare if len(bare) > 1 or len(whole) == 1 else whole


def without_stop_words(tokens: Sequence[str]) -> list[str]:
    """Return the stems of tokens without the stop words, as phrases are matched against."""
    return [s for s in map(stem, tokens) if s not in STOP_WORDS]


def content_stems(text: str) -> list[str]:
    """Return the stems of a text without the stop words."""
    return without_stop_words(tokenize(text))


class _Branch(Generic[T]):
    """Phrases with one first stem, by their second: most break off there, which was most of an import's time."""

    def __init__(self) -> None:
        self.rows: list[tuple[Parts, T]] = []
        self._single: list[tuple[Parts, T]] = []
        self._seconds: set[str] = set()
        self._before: dict[str, list[tuple[Parts, T]]] = {}

    def add(self, parts: Parts, value: T) -> None:
        """Add a phrase. All are added before the first look."""
        self.rows.append((parts, value))
        if len(parts) > 1:
            self._seconds.add(parts[1])
        else:
            self._single.append((parts, value))

    def before(self, second: str) -> list[tuple[Parts, T]]:
        """Return the phrases of one stem, and those that have this second stem, as they were added."""
        if second not in self._seconds:
            return self._single
        rows = self._before.get(second)
        if rows is None:
            rows = [row for row in self.rows if len(row[0]) == 1 or row[0][1] == second]
            self._before[second] = rows
        return rows


class PhraseMatcher(Generic[T]):
    """Phrases, each with a value; finds those that occur in a text's stems, in time proportional to the text.

    Stop words of the text are skipped, except for phrases that would be a single word without their own.
    """

    def __init__(self, entries: Iterable[tuple[str, T]], whole: Collection[str] = ()) -> None:
        """`entries`: phrases with their values.

        `whole`: phrases that are matched with their stop words in any case.
        """
        self._bare: dict[str, _Branch[T]] = defaultdict(_Branch)
        self._glued: dict[str, _Branch[T]] = defaultdict(_Branch)
        self._loose: dict[str, list[tuple[frozenset[str], T, str]]] = defaultdict(list)
        for text, value in entries:
            parts = tuple(stems(text)) if text in whole else phrase(text)
            if parts:
                by_first = self._bare if STOP_WORDS.isdisjoint(parts) else self._glued
                by_first[parts[0]].add(parts, value)
                self._loose[max(parts, key=len)].append((frozenset(parts), value, text))

    def entries(self) -> Iterator[tuple[str, T]]:
        """Yield every phrase as it was written, with its value."""
        for rows in self._loose.values():
            yield from ((text, value) for _, value, text in rows)

    def in_order(self, text_stems: Sequence[str], slack: int = 0) -> Iterator[tuple[int, int, T]]:
        """Yield each phrase whose stems follow one another in the text: (start, length, value).

        At most `slack` other words may lie between two stems of a phrase.
        """
        for start, length, _parts, value in self._in_order(text_stems, slack):
            yield start, length, value

    def parts_in_order(self, text_stems: Sequence[str], slack: int = 0) -> Iterator[tuple[frozenset[str], T]]:
        """Yield the stems and the value of each phrase whose stems follow one another in the text, as
        `in_order` finds it."""
        for _start, _length, parts, value in self._in_order(text_stems, slack):
            yield frozenset(parts), value

    def _in_order(self, text_stems: Sequence[str], slack: int) -> Iterator[tuple[int, int, Parts, T]]:
        bare = [at for at, s in enumerate(text_stems) if s not in STOP_WORDS]
        everywhere = range(len(text_stems))
        for places, by_first in ((bare, self._bare), (everywhere, self._glued)):
            if not by_first:
                continue
            words = [text_stems[at] for at in places]
            for start, word in enumerate(words):
                branch = by_first.get(word)
                if branch is None:
                    continue
                following = words[start + 1] if start + 1 < len(words) else ""
                rows = branch.rows if slack else branch.before(following)
                at = places[start]
                for parts, value in rows:
                    last = _last(words, start, parts, slack)
                    if last is not None:
                        yield at, places[last] - at + 1, parts, value

    def near(self, text_stems: Sequence[str], slack: int = 3) -> Iterator[tuple[frozenset[str], T, str]]:
        """Yield each phrase all of whose stems lie close together, in any order: (stems, value, the phrase
        as written)."""
        bare = [s for s in text_stems if s not in STOP_WORDS]
        there = set(text_stems)
        for anchor in dict.fromkeys(text_stems):
            for parts, value, text in self._loose.get(anchor, ()):
                if parts <= there and (
                    len(parts) == 1
                    or _close(bare if STOP_WORDS.isdisjoint(parts) else text_stems, parts, slack)
                ):
                    yield parts, value, text


@lru_cache(maxsize=40)
def matcher(entries: tuple[tuple[str, T], ...], whole: frozenset[str] = frozenset()) -> PhraseMatcher[T]:
    """Return a matcher of phrases. One with the same phrases is used again: an edit of one file of the thesaurus
    makes only the matchers of that file anew.
    """
    return PhraseMatcher(entries, whole)


def _last(words: Sequence[str], start: int, parts: Parts, slack: int) -> int | None:
    """Return the index of the last stem of a phrase that begins at `words[start]`; None when the phrase
    breaks off."""
    if len(parts) == 1:
        return start
    if not slack:
        end = start + len(parts)
        return end - 1 if len(parts) == 2 or tuple(words[start:end]) == parts else None
    here = start
    for part in parts[1:]:
        here = next((i for i in range(here + 1, min(here + 2 + slack, len(words))) if words[i] == part), -1)
        if here < 0:
            return None
    return here


def _close(text_stems: Sequence[str], parts: frozenset[str], slack: int) -> bool:
    width = len(parts) + slack
    return any(
        parts <= set(text_stems[i : i + width]) for i in range(max(1, len(text_stems) - len(parts) + 1))
    )


def outside(
    found: Iterable[tuple[int, int, T]], masks: Iterable[tuple[int, int, object]]
) -> Iterator[tuple[int, int, T]]:
    """Yield the matches that do not lie inside one of the masks."""
    spans = [(start, start + length) for start, length, _ in masks]
    return (
        hit for hit in found if not any(start <= hit[0] and hit[0] + hit[1] <= end for start, end in spans)
    )
