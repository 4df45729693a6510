"""Spam that shows by the form of a text, in whatever language: links, other scripts, words again and again. Pure."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from core.messages import N_

LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"']+", re.IGNORECASE)
FEWEST_WORDS_A_LINK = 8
"""A text with three links or more has at least so many words for each of them."""
_MANY_LINKS = 3
_OTHER_SCRIPT = re.compile(r"[^\W\d_\u0000-\u024f\u1e00-\u1eff]")
"""A letter that is not Latin."""
_MOST_OTHER_LETTERS = 12
"""More letters of another script beside a link are unusual. Without a link they are a translation."""
_SAME_SIGN = re.compile(r"([^\W\d_]|[!?$*])\1{9,}")
_PHRASE = 3
_MOST_REPEATS = 5
_MOST_SHARE = 0.4


@dataclass(frozen=True, slots=True)
class HoldReason:
    """Why a change is held, marked for translation, and the words in the record that are the reason."""

    why: str
    found: str


def reasons_by_form(text: str) -> Iterator[HoldReason]:
    """Yield why the form of one text is a reason to hold it."""
    links = LINK.findall(text)
    words = LINK.sub(" ", text).casefold().split()
    if len(links) >= _MANY_LINKS and len(words) < FEWEST_WORDS_A_LINK * len(links):
        yield HoldReason(N_("It has many web addresses and few words"), ", ".join(links)[:200])
    others = _OTHER_SCRIPT.findall(text)
    if links and len(others) > _MOST_OTHER_LETTERS:
        yield HoldReason(N_("It has a web address in a text with other letters than ours"), links[0][:80])
    repeated = _repeated(words)
    if repeated:
        yield HoldReason(N_("It says the same words again and again"), repeated[:80])
    run = _SAME_SIGN.search(text)
    if run:
        yield HoldReason(N_("It has the same sign again and again"), run[0][:80])


def _repeated(words: list[str]) -> str:
    """Return the phrase that makes up much of a text and comes again and again; empty where there is none."""
    phrases = Counter(" ".join(words[at : at + _PHRASE]) for at in range(len(words) - _PHRASE + 1))
    phrase, times = max(phrases.items(), key=lambda each: each[1], default=("", 0))
    is_much = times * _PHRASE >= _MOST_SHARE * len(words)
    return phrase if times >= _MOST_REPEATS and is_much else ""
