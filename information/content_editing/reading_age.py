"""The reading age of a text, by the automated readability index. Pure."""

import re

_PLACEHOLDER, _LINK = re.compile(r"\{\{.*?\}\}"), re.compile(r"\[([^\]]*)\]\([^)]*\)")
_LEADING = re.compile(r"^[#>\-*\d. ]+")
_SENTENCE = re.compile(r"[.!?:]+(?:\s|$)")
AIM = 11
"""The highest reading age that the site aims at."""
_YOUNGEST = 5


def reading_age(text: str) -> int:
    """Return the age in years at which most children can read a Markdown text; 5 at least, and for no words.

    A US school grade, as the index has it, is the age less five years.
    """
    sentences = [words for line in text.splitlines() for words in _sentences(line)]
    words = [word for sentence in sentences for word in sentence]
    if not words:
        return _YOUNGEST
    letters = sum(sum(map(str.isalnum, word)) for word in words)
    grade = 4.71 * letters / len(words) + 0.5 * len(words) / len(sentences) - 21.43
    return max(_YOUNGEST, round(grade + 5))


def _sentences(line: str) -> list[list[str]]:
    plain = _LINK.sub(r"\1", _PLACEHOLDER.sub("council", line)).replace("*", "")
    parts = _SENTENCE.split(_LEADING.sub("", plain.strip()))
    return [part.split() for part in parts if part.split()]
