"""Queries in other languages: which language it is, and the English words that it is searched as."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

ENGLISH, UNKNOWN = "en", "und"
_SCRIPTS = (
    ("pa", "\u0a00-\u0a7f"), ("gu", "\u0a80-\u0aff"), ("hi", "\u0900-\u097f"), ("bn", "\u0980-\u09ff"),
    ("ti", "\u1200-\u137f"), ("zh", "\u3400-\u9fff"), ("ar", "\u0600-\u06ff"), ("ru", "\u0400-\u04ff"),
)  # fmt: skip
"""The language of each script that stands for most of its writers."""
_LETTERS = (("ckb", "ەێۆڵڕ"), ("ur", "ٹڈڑںےہ"), ("fa", "پچژگ\u200c"), ("uk", "іїєґ"))
"""Letters that one language of a script has and the others lack, in the order in which they decide."""
_SHARED = {"ckb": "ar", "ur": "ar", "fa": "ar", "uk": "ru"}
_BETWEEN_WORDS = re.compile(r"[\s,.!?;:،。，؟।፣]+")
_UKRAINIAN = frozenset({"шукаю", "мами", "дуже", "треба", "потрібна", "чоловік", "та", "де", "з", "хто"})
"""Words that Russian writes otherwise, for a text without letters of its own."""
_LATIN = re.compile(r"[a-z]")
_LEAST_COMMON_WORDS = 2
_LEAST_SHARE = 0.25
_ENGLISH = frozenset(
    ["the", "and", "is", "my", "i", "to", "for", "of", "a", "in", "not", "with", "im", "need", "help", "want", "on", "who", "are"]
)  # fmt: skip


@dataclass(frozen=True)
class Language:
    """One language: its culture in the thesaurus ('' without one), frequent words, the line about an
    interpreter, and English words by the beginnings of words."""

    culture: str
    common: frozenset[str]
    line: str
    words: Mapping[str, Sequence[str]]

    def in_english(self, text: str) -> str:
        """Return the English words for what is understood of a text; empty when nothing is."""
        folded = f" {' '.join(_BETWEEN_WORDS.split(text.lower()))}"
        found = [
            english
            for english, beginnings in self.words.items()
            if any(
                f" {one}" in folded or (not one.isascii() and not _has_spaces(one) and one in folded)
                for one in beginnings
            )
        ]
        return ", ".join(found)


def _has_spaces(beginning: str) -> bool:
    """True for scripts that part words by spaces: Chinese does not."""
    return not "\u3400" <= beginning[0] <= "\u9fff"


def languages_of(content: Mapping[str, Any]) -> dict[str, Language]:
    """Return the languages of content/thesaurus/languages.yaml by their BCP 47 codes."""
    return {
        code: Language(
            str(entry.get("culture", "")),
            frozenset(entry.get("common") or ()),
            str(entry["line"]),
            entry["words"],
        )
        for code, entry in content.items()
    }


def language_of(text: str, known: Mapping[str, Language]) -> str:
    """Return the language of a text (BCP 47): by its script, or by frequent words. English where it is open;
    'und' for a script that is not known."""
    lower = text.lower()
    letters = [letter for letter in lower if letter.isalpha()]
    if (letters and not _LATIN.search(lower)) or _foreign_share(letters) > 1 - _LEAST_SHARE:
        return _by_script(lower) if letters else ENGLISH
    words = re.findall(r"[^\W\d_]+", lower)
    best, most = ENGLISH, 0
    for code, language in known.items():
        # A frequent word with a letter that English lacks is as telling as two without.
        hits = sum(1 if word.isascii() else _LEAST_COMMON_WORDS for word in language.common & set(words))
        if hits > most:
            best, most = code, hits
    is_english = sum(1 for word in words if word in _ENGLISH) >= most
    return ENGLISH if most < _LEAST_COMMON_WORDS or is_english or most < _LEAST_SHARE * len(words) else best


def _foreign_share(letters: Sequence[str]) -> float:
    """Return the share of letters that are not Latin, 0 to 1."""
    return sum(1 for letter in letters if letter > "\u036f" and not "\u1e00" <= letter <= "\u1eff") / max(
        1, len(letters)
    )


def _by_script(lower: str) -> str:
    if not _UKRAINIAN.isdisjoint(_BETWEEN_WORDS.split(lower)):
        return "uk"
    script = next((code for code, span in _SCRIPTS if re.search(f"[{span}]", lower)), UNKNOWN)
    return next(
        (
            code
            for code, own in _LETTERS
            if _SHARED[code] == script and any(letter in lower for letter in own)
        ),
        script,
    )
