"""Whether a password is long enough and not one of the commonest. Pure, but for reading the list.

Length counts, not kinds of characters (NCSC, Password administration for system owners). A password that is only
made of very common words, keyboard rows and numbers is refused, because those are tried first.
"""

import re
from enum import StrEnum
from pathlib import Path

from core.content import content_loader

LEAST, MOST = 12, 200
_LEAST_OWN = 4
"""Characters that must be left when everything common is taken out."""

_LOOK_ALIKES = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s"})
_ROWS = ("abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qazwsxedc")
_RUNS = tuple(
    row[start:end] for row in _ROWS for start in range(len(row)) for end in range(start + 4, len(row) + 1)
)
"""Four keys and more that lie in a row."""
_REPEATED = re.compile(r"(.{1,4}?)\1+")


class Weakness(StrEnum):
    """Why a password is refused."""

    SHORT = "short"
    LONG = "long"
    COMMON = "common"
    PERSONAL = "personal"


@content_loader
def common_words(content_dir: Path) -> frozenset[str]:
    """Return the commonest passwords and the words that they are made of, in lower case."""
    lines = (content_dir / "common_passwords.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip().lower() for line in lines if line.strip() and not line.startswith("#"))


def weakness(password: str, common: frozenset[str], personal: tuple[str, ...] = ()) -> Weakness | None:
    """Return why a password is refused; None for a good one.

    `personal`: name, e-mail address and the like, which somebody who knows the person would try.
    """
    if len(password) < LEAST:
        return Weakness.SHORT
    if len(password) > MOST:
        return Weakness.LONG
    text = password.lower()
    forms = (text, text.translate(_LOOK_ALIKES))
    if any(len(_left(form, common)) < _LEAST_OWN for form in forms):
        return Weakness.COMMON
    own = {part for word in personal for part in re.split(r"[^a-z]+", word.lower()) if len(part) > 1}
    if any(len(_left(form, common | own)) < _LEAST_OWN for form in forms):
        return Weakness.PERSONAL
    return None


def _left(text: str, known: frozenset[str]) -> str:
    """Return the letters that stay of a text without known words, keyboard rows and repetitions.

    As little as possible stays: "zxcvbn" and "maggie" are found in "zxcvbnmaggie", although "zxcvbnm" is known too.
    """
    pieces = [word for word in known if word and word in text]
    pieces += [run for run in _RUNS if run in text]
    least = [""]
    for end in range(1, len(text) + 1):
        letter = text[end - 1] if text[end - 1].isalpha() else ""
        ways = [least[end - 1] + letter]
        ways += [least[end - len(piece)] for piece in pieces if text.endswith(piece, 0, end)]
        least.append(min(ways, key=len))
    return _REPEATED.sub(r"\1", least[-1])
