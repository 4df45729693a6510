"""Making references and pass phrases, and reading them as people type them. Pure except for the word list.

A reference has no vowels, so that it spells no word, and no characters that are mistaken for each other.
A pass phrase is three words of content/word_list.yaml. No two words of the list differ by one letter only, so
that one typing error can be corrected without making a phrase easier to guess.
"""

import hashlib
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
# Characters that people read, hear or type in place of those of a reference.
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
    """Return a random reference in two halves, such as `K7M-4RT`.

    `length`: number of characters without the dash, at most 12.
    """
    letters = "".join(LETTERS[digit] for digit in _digits(len(LETTERS), length))
    return f"{letters[: length // 2]}-{letters[length // 2 :]}"


def read_reference(typed: str) -> str:
    """Return a typed reference in its usual form, such as `K7M-4RT`; empty where the text can be none.

    Case, spaces and dashes do not matter.
    """
    letters = typed[:MOST_TYPED].upper().translate(_MISREAD)
    if len(letters) not in (SAVED_LENGTH, REFERRAL_LENGTH) or set(letters) - set(LETTERS):
        return ""
    return f"{letters[: len(letters) // 2]}-{letters[len(letters) // 2 :]}"


@content_loader
def word_list(content_dir: Path) -> tuple[str, ...]:
    """Return the words that pass phrases are made of. Raises ValueError where the file is no list of words."""
    words = read_yaml(content_dir / "word_list.yaml")
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise ValueError(
            "word_list.yaml is not a list of words; "
            "put words that YAML takes for something else, such as yes, in quotes"
        )
    return tuple(words)


def new_words(words: Sequence[str]) -> str:
    """Return three different random words, such as `puddle candle robin`."""
    return _drawn(words, _random())


def words_of(secret: str, words: Sequence[str]) -> str:
    """Return the three words that belong to a secret, such as the key of a form: the same each time."""
    digest = hashlib.sha256(f"three words {secret}".encode()).digest()
    return _drawn(words, int.from_bytes(digest) & _RANDOM_BITS)


def _drawn(words: Sequence[str], random_number: int) -> str:
    """Return three different words that a random number chooses."""
    remaining, chosen = list(words), []
    for _word in range(WORDS):
        random_number, position = divmod(random_number, len(remaining))
        chosen.append(remaining.pop(position))
    return " ".join(chosen)


def read_words(typed: str, words: Sequence[str]) -> str:
    """Return the typed words in lower case with one space between them.

    A wrong letter is corrected where one word alone fits. A fourth word is returned too, so that it does not
    match.
    """
    known_words = frozenset(words)
    typed_words = re.findall(r"[a-z]+", typed[:MOST_TYPED].lower())[: WORDS + 1]
    return " ".join(word if word in known_words else _nearest(word, words) for word in typed_words)


def new_token() -> str:
    """Return a token for a link: 64 hexadecimal digits with 244 random bits."""
    return f"{UUID(clock.new_id()).hex}{UUID(clock.new_id()).hex}"


def _nearest(word: str, words: Sequence[str]) -> str:
    """Return the only word within one edit (optimal string alignment) of a typed one; else the typed word."""
    near = [known for known in words if OSA.distance(known, word, score_cutoff=1) <= 1]
    return near[0] if len(near) == 1 else word


def _random() -> int:
    """Return 62 random bits: the last bits of a UUID of version 4, after the fixed ones."""
    return UUID(clock.new_id()).int & _RANDOM_BITS


def _digits(base: int, count: int) -> list[int]:
    """Return random digits of a base."""
    number, digits = _random(), []
    for _position in range(count):
        number, digit = divmod(number, base)
        digits.append(digit)
    return digits
