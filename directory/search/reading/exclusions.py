"""What a query says it does not want: "not in a church", "anything but bingo", "rather than a gym".

Not every "not" shuts something out. "Mum is not eating" and "no money" say what is wrong, and ask for help with it.
"""

from collections.abc import Sequence
from typing import NamedTuple

from directory.search.reading.sentences import Clause, Span
from directory.search.tokenizer import tokenize

_ALWAYS = tuple(
    tuple(text.split())
    for text in (
        "anything but", "anywhere but", "any day but", "any day except", "except", "except for", "apart from",
        "other than", "rather than", "instead of", "dont want", "do not want", "doesnt want", "didnt want",
        "does not want", "wont want", "dont like", "doesnt like", "do not like", "does not like", "dont fancy",
        "doesnt fancy", "not keen on", "not into", "not interested in", "not bothered about", "not a fan of",
        "hate", "hates", "cant stand", "wont go to", "will not go to", "wont go in", "refuses to go to", "nothing to do with",
        "isnt", "arent", "wouldnt want", "cant do", "cannot do", "cant make", "cannot make", "without having to",
    )
)  # fmt: skip
"""Words after which what follows is not wanted, the longest first where several begin alike."""
_AFTER_THAT_ALONE = frozenset({"isnt", "arent"})
"""These shut out only in "that isnt" and "which arent": "mum isnt eating" is what is wrong."""
_LACKS = frozenset({"no", "without", "nothing", "non", "never", "nowt"})
"""These shut out only what can be shut out, such as a church; "no money" is a lack."""
_BEGINS_A_THING = frozenset({"a", "an", "the", "in", "at", "near", "by"})
"""Words after a "not" that begins a query, where it names a thing: "not a church group", but "not sleeping".
"""
_PLACES_OR_TIMES = frozenset({"on", "in", "at", "a", "an", "near", "of"})
_AUXILIARIES = frozenset(
    tokenize(
        """
        am is are was were im hes shes its theyre were youre be been do does did can could will would should
        has have had may might must i he she they we you it mum dad
        """
    )
)
_RELATIVES = frozenset({"that", "thats", "which", "whos", "who"})
_ENDS = frozenset(
    tokenize(
        """
        but just only want wants need needs would looking prefer prefers instead i we she he they because
        cos so who with thanks please
        """
    )
)
_FEELINGS = frozenset(
    "be feel lose end die fall live go leave bother wake worry cope get any anymore help a_burden to".split()  # noqa: SIM905
)
"""After "dont want to": "be lonely" and "lose my home" are what somebody fears, and asks help with."""
_MOST_WORDS = 6
_THROUGH = frozenset(
    tokenize(
        """
        a an the in at near about run held by of for on too any more
        """
    )
)


class Exclusion(NamedTuple):
    """Words that are not wanted. `sure`: shut out whatever they are; otherwise only what can be shut out."""

    span: Span
    sure: bool
    cue: int
    """The number of words of the cue at the start of the span."""


def exclusions(clauses: Sequence[Clause]) -> list[Exclusion]:
    """Return what the clauses shut out, in their order."""
    found = []
    for number, clause in enumerate(clauses):
        at = 0
        while at < len(clause.words):
            one = _exclusion_at(clauses, number, at)
            if one:
                found.append(one)
            at = one.span.end if one else at + 1
    return found


def _exclusion_at(clauses: Sequence[Clause], number: int, at: int) -> Exclusion | None:
    words = clauses[number].words
    cue = _always(words, at)
    if cue and not _is_a_fear(words, at + cue):
        return _exclusion(number, words, at, cue, sure=True)
    if words[at] == "not" and _is_contrast(clauses, number, at):
        return _exclusion(number, words, at, 1, sure=True)
    if _lacks(words, at) or _begins_with_not(words, at):
        return _exclusion(number, words, at, 1, sure=False)
    return None


def _always(words: Sequence[str], at: int) -> int:
    """Return the number of words of the longest cue that begins here; 0 when none does."""
    lengths = [len(cue) for cue in _ALWAYS if tuple(words[at : at + len(cue)]) == cue]
    if words[at] in _AFTER_THAT_ALONE and (at == 0 or words[at - 1] not in _RELATIVES):
        return 0
    return max(lengths, default=0)


def _is_a_fear(words: Sequence[str], after: int) -> bool:
    """True for 'dont want to be ...': what follows is a trouble, not a thing that is offered."""
    return after + 1 < len(words) and words[after] == "to" and words[after + 1] in _FEELINGS - {"go"}


def _lacks(words: Sequence[str], at: int) -> bool:
    """True for a word of a lack. After a "never" that is no place or time, what follows is told: "never learned
    to read"."""
    if words[at] == "never":
        return at + 1 < len(words) and words[at + 1] in _PLACES_OR_TIMES
    return words[at] in _LACKS


def _begins_with_not(words: Sequence[str], at: int) -> bool:
    """True for a "not" at the start that names a thing, which may be one that can be shut out."""
    return at == 0 and words[0] == "not" and len(words) > 1 and words[1] in _BEGINS_A_THING


def _is_contrast(clauses: Sequence[Clause], number: int, at: int) -> bool:
    """True for a "not" that stands against something named before: 'walking, not running'."""
    words = clauses[number].words
    if at == 0:
        return number > 0
    before = words[at - 1]
    if before in _AUXILIARIES:
        return at > 1 and words[at - 2] in _RELATIVES
    return True


def _exclusion(number: int, words: Sequence[str], at: int, cue: int, *, sure: bool) -> Exclusion | None:
    end = at + cue
    while end < len(words) and end - at - cue < _MOST_WORDS and words[end] not in _ENDS | _LACKS:
        # "Not a church group on Sundays" asks for Sundays; "not on Sundays" shuts them out.
        if words[end] == "on" and _names_a_thing(words[at + cue : end]):
            break
        end += 1
    if end == at + cue:
        return None
    return Exclusion(Span(number, at, end), sure, cue)


def _names_a_thing(words: Sequence[str]) -> bool:
    """True where the words already say what is not wanted, and do more than lead to it."""
    return not _THROUGH.issuperset(words)
