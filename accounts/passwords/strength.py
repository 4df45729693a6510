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
    """Return what stays of a text without known words, keyboard rows, repetitions, digits and signs.

    Longer words are taken out first, so that "football" does not leave "foot".
    """
    for word in sorted((word for word in known if word in text), key=len, reverse=True):
        text = text.replace(word, "")
    for row in _ROWS:
        for length in range(len(row), 3, -1):
            for start in range(len(row) - length + 1):
                text = text.replace(row[start : start + length], "")
    return _REPEATED.sub(r"\1", re.sub(r"[\W\d_]+", "", text))
