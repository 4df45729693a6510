"""Words as people type them on a phone, written out: "N.H.S.", "over60s", "help 4 my mum 2 get out". Pure."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from directory.search.tokenizer import fold

_WITH_POINTS = re.compile(r"\b(?:[a-z]\.){2,}(?:[a-z]\b)?", re.IGNORECASE)
_APART = re.compile(r"\b(?:[a-z0-9] ){2,}[a-z0-9]\b", re.IGNORECASE)
_BEFORE_NUMBER = re.compile(r"\b(over|under|aged?)(\d{1,3}(?:['’]?s)?)\b", re.IGNORECASE)
_NEXT_WORD = re.compile(r"\s+([\w'’]+)")


@dataclass(frozen=True)
class Shorthand:
    """How words are shortened: `words` always, and `before` only in front of one of some words, as 4 in "4
    me".
    """

    words: Mapping[str, str] = field(default_factory=dict)
    before: Mapping[str, tuple[str, frozenset[str]]] = field(default_factory=dict)

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> "Shorthand":
        """Return the shorthand of content/thesaurus/shorthand.yaml."""
        return cls(
            {str(short): str(meant) for short, meant in (content.get("words") or {}).items()},
            {
                str(short): (str(entry["means"]), frozenset(map(str, entry["words"])))
                for short, entry in (content.get("before") or {}).items()
            },
        )

    def written_out(self, text: str) -> str:
        """Return a text with its shorthand written out. What is not shorthand stays as it is."""
        return self._pattern.sub(self._meant, text) if self.words or self.before else text

    @cached_property
    def _pattern(self) -> "re.Pattern[str]":
        """Every short form as a whole word; a point or spaces may stand between the words of one."""
        longest_first = sorted((*self.words, *self.before), key=len, reverse=True)
        forms = "|".join(r"[\s.]+".join(map(re.escape, short.split())) for short in longest_first)
        return re.compile(rf"(?<![\w&'’./-])(?:{forms})(?![\w&'’/-]|\.\w)", re.IGNORECASE)

    def _meant(self, match: "re.Match[str]") -> str:
        short = " ".join(fold(match.group(0)).replace(".", " ").split())
        if short in self.words:
            return self.words[short]
        means, words = self.before[short]
        following = _NEXT_WORD.match(match.string, match.end())
        return means if following and fold(following[1]) in words else match.group(0)


NO_SHORTHAND = Shorthand()


def without_points(text: str, known: Collection[str]) -> str:
    """Return a text with its abbreviations in one word: "N.H.S." as "NHS", "over60s" as "over 60s".

    `known`: folded words; letters that stand apart, as in "u 3 a", are one word where that is known.
    """
    text = _WITH_POINTS.sub(lambda match: match.group(0).replace(".", ""), text)
    text = _APART.sub(lambda match: _together(match.group(0), known), text)
    return _BEFORE_NUMBER.sub(r"\1 \2", text)


def _together(letters: str, known: Collection[str]) -> str:
    word = letters.replace(" ", "")
    return word if fold(word) in known else letters
