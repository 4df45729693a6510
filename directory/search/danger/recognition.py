"""The recognition of danger in typed words: phrases that are listed, and the trained model.

It decides nothing: a kind of danger puts telephone numbers above the results, and help of that kind first.
"""

from collections.abc import Sequence
from typing import NamedTuple

from directory.search.danger.model import DangerModel, danger_model
from directory.search.tokenizer import STOP_WORDS, PhraseMatcher, outside

EMERGENCY = "emergency"
DANGER_KINDS = ("crisis", "domestic-abuse", "abuse-neglect", "child-harm", EMERGENCY)

PHRASE_SLACK = 1
"""How many other words may lie between two words of a phrase."""

CERTAIN_PROBABILITY = 0.85
"""From this probability on, a danger that no listed phrase names keeps all other services out of the results.
"""

HIDING_PROBABILITY = 0.7
"""From this probability on, the words of a danger that no listed phrase names stand in no address."""

LEAST_PROBABILITY = 0.3
"""Below this probability of danger, a listed phrase inside a longer text is not believed: "lost my bus pass in
the refuge café" speaks of no danger."""


class PhraseDangers(NamedTuple):
    """The kinds of danger whose phrases a text holds, in the order of its words."""

    kinds: tuple[str, ...]
    whole: bool
    """True when the text says nothing beside them, as "womens refuge"."""


def phrase_dangers(
    dangers: PhraseMatcher[str], unless: PhraseMatcher[str], stems: Sequence[str]
) -> PhraseDangers:
    """Return what the listed phrases find in a text.

    A phrase of `unless`, such as "bereaved by suicide", masks the kind that it is not.
    """
    masks = list(unless.in_order(stems))
    kinds = []
    covered: set[int] = set()
    for match in dangers.in_order(stems, PHRASE_SLACK):
        start, length, kind = match
        if list(outside([match], [mask for mask in masks if mask[2] == kind])):
            kinds.append(kind)
            covered.update(range(start, start + length))
    whole = all(at in covered for at, one in enumerate(stems) if one not in STOP_WORDS)
    return PhraseDangers(tuple(dict.fromkeys(kinds)), bool(kinds) and whole)


def certainty(text: str, phrases: PhraseDangers, model: DangerModel | None = None) -> float:
    """Return how certain a danger is that was recognised: 1 where listed phrases name it, or its probability.

    Ordinary stories of carers and of feelings reach a probability below CERTAIN_PROBABILITY now and then.
    """
    return 1.0 if phrases.kinds else (model or danger_model()).danger(text)[0]


def recognised_dangers(
    text: str, phrases: PhraseDangers, model: DangerModel | None = None
) -> tuple[str, ...]:
    """Return the kinds of danger in a text, the one that is helped first in front; empty where there is none.

    The model names one kind. Phrases add theirs when they are all that was typed, or when the model does not
    find the text harmless.
    """
    model = model or danger_model()
    probability, kind = model.danger(text)
    named = (kind,) if probability >= model.least_probability(text) else ()
    believed = phrases.whole or probability >= LEAST_PROBABILITY
    return tuple(dict.fromkeys((*named, *(phrases.kinds if believed else ()))))
