"""Phrases: words for a person about themselves, and for one who answers for somebody else."""

import re
from dataclasses import dataclass

_PERSONAL = re.compile(r"\b(you|your|yours|yourself|i|i'm|i've|i'd|i'll|my|me|myself|mine)\b", re.IGNORECASE)
_MARK = re.compile(r"\{([^{}]*)\}")
MARKS = {
    "who",
    "Who",
    "who's",
    "Who's",
    "areas",
    "topics",
    "upper",
    "lower",
    "capital",
    "income",
    "kept",
    "margin",
    "nursing",
    "over_upper",
    "over_lower",
    "free_up_to",
}


@dataclass(frozen=True)
class Voice:
    """Whom words are about: the reader (None), or `who`, as in "your mother"."""

    who: str | None = None


@dataclass(frozen=True)
class Phrase:
    """Words for a person about themselves (`you`) and for one who answers on somebody's behalf (`other`)."""

    you: str
    other: str

    @property
    def marks(self) -> frozenset[str]:
        """The names in curly brackets, which have to be filled."""
        return frozenset(_MARK.findall(self.you)) | frozenset(_MARK.findall(self.other))

    def in_voice(self, voice: Voice, **marks: str) -> str:
        """Return the words in a voice. {who} becomes "your mother", {who's} "your mother's", {Who} "Your
        mother".

        A mark that nothing fills stays as it is.
        """
        text = self.you if voice.who is None else self.other
        who = voice.who or "you"
        own = "your" if voice.who is None else f"{who}'s"
        filled = {"who": who, "Who": _capital(who), "who's": own, "Who's": _capital(own), **marks}
        return _MARK.sub(lambda mark: filled.get(mark[1], mark[0]), text)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def is_personal(text: str) -> bool:
    """Return whether words speak of or to the reader, so that they cannot serve for somebody else as well."""
    return bool(_PERSONAL.search(text))


def unknown_marks(text: str) -> set[str]:
    """Return the names in curly brackets that nothing fills."""
    return set(_MARK.findall(text)) - MARKS
