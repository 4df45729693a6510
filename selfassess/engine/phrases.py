"""Words people read, about themselves or about somebody else."""

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
    "upper",
    "lower",
    "capital",
    "income",
    "kept",
    "margin",
    "free_up_to",
}


@dataclass(frozen=True)
class Voice:
    """Whom the words are about: the reader, or `who`, as in "your mother"."""

    who: str | None = None


@dataclass(frozen=True)
class Phrase:
    """Words for a person about themselves (`you`) and for one who answers on somebody's behalf (`other`)."""

    you: str
    other: str

    @property
    def marks(self) -> frozenset[str]:
        """What has to be filled in."""
        return frozenset(_MARK.findall(self.you)) | frozenset(_MARK.findall(self.other))

    def in_voice(self, voice: Voice, **marks: str) -> str:
        """The words in a voice. {who} becomes "your mother", {who's} "your mother's"; a capital letter begins a sentence."""
        text = self.you if voice.who is None else self.other
        who = voice.who or "you"
        own = "your" if voice.who is None else f"{who}'s"
        filled = {"who": who, "Who": _capital(who), "who's": own, "Who's": _capital(own), **marks}
        return _MARK.sub(lambda mark: filled.get(mark[1], mark[0]), text)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def is_personal(text: str) -> bool:
    """Whether words speak of or to the reader, so that they cannot serve for somebody else as they stand."""
    return bool(_PERSONAL.search(text))


def unknown_marks(text: str) -> set[str]:
    """The marks in curly brackets that nothing fills."""
    return set(_MARK.findall(text)) - MARKS


def joined(parts: list[str]) -> str:
    """One, two and three, as people say it."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"
