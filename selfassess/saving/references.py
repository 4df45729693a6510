"""References and pass phrases: made, and read as people type them. Pure but for the word list.

A reference has no letters or digits that are mistaken for each other when they are read out or written by
hand, and no vowels, so that it spells nothing. A pass phrase is three words of content/word_list.yaml, no two
of which differ by one letter only, so that one slip of a finger can be put right without making anything
easier to guess.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from rapidfuzz.distance import OSA

from core import clock
from core.content import content_loader, read_yaml

LETTERS = "CFHJKMPRTWXY23456789"
SAVED_LENGTH = 6
REFERRAL_LENGTH = 8
WORDS = 3
MOST_TYPED = 100
_RANDOM_BITS = (1 << 62) - 1
# What eyes, ears and thumbs make of the characters that we use.
_MISREAD = str.maketrans(
    {
        "0": "",
        "-": "",
        "–": "",
        " ": "",
        ".": "",
        "/": "",
        "Z": "2",
        "S": "5",
        "G": "6",
        "B": "8",
        "Q": "9",
        "V": "W",
    }
)


def new_reference(length: int = SAVED_LENGTH) -> str:
    """A reference in two halves, such as `K7M-4RT`, from a random id.

    `length`: how many characters, at most 12.
    """
    letters = "".join(LETTERS[digit] for digit in _digits(len(LETTERS), length))
    return f"{letters[: length // 2]}-{letters[length // 2 :]}"


def read_reference(typed: str) -> str:
    """The reference that was typed, in the form we give it: case, spaces and dashes do not matter.

    Empty: it cannot be one.
    """
    letters = typed[:MOST_TYPED].upper().translate(_MISREAD)
    if len(letters) not in (SAVED_LENGTH, REFERRAL_LENGTH) or set(letters) - set(LETTERS):
        return ""
    return f"{letters[: len(letters) // 2]}-{letters[len(letters) // 2 :]}"


@content_loader
def word_list(content_dir: Path) -> tuple[str, ...]:
    """The words that pass phrases are made of. Raises ValueError where the file is not a list of words."""
    words = read_yaml(content_dir / "word_list.yaml")
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise ValueError(
            "word_list.yaml is not a list of words; put words that YAML takes for something else, such as yes, in quotes"
        )
    return tuple(words)


def new_words(words: Sequence[str]) -> str:
    """Three different words in a row, such as `puddle candle robin`, from a random id."""
    left, chosen = list(words), []
    bits = _random()
    for _word in range(WORDS):
        bits, place = divmod(bits, len(left))
        chosen.append(left.pop(place))
    return " ".join(chosen)


def read_words(typed: str, words: Sequence[str]) -> str:
    """The words that were typed: case, commas and dashes do not matter, and a slip of one letter is put
    right where one word alone fits."""
    known = frozenset(words)
    found = re.findall(r"[a-z]+", typed[:MOST_TYPED].lower())
    return " ".join(word if word in known else _nearest(word, words) for word in found[: WORDS + 1])


def new_token() -> str:
    """A token for a link: 64 characters that nobody can guess (244 random bits)."""
    return f"{UUID(clock.new_id()).hex}{UUID(clock.new_id()).hex}"


def _nearest(word: str, words: Sequence[str]) -> str:
    near = [one for one in words if OSA.distance(one, word, score_cutoff=1) <= 1]
    return near[0] if len(near) == 1 else word


def _random() -> int:
    """62 random bits: those of a random id that its form does not fix."""
    return UUID(clock.new_id()).int & _RANDOM_BITS


def _digits(base: int, count: int) -> list[int]:
    number, digits = _random(), []
    for _position in range(count):
        number, digit = divmod(number, base)
        digits.append(digit)
    return digits
