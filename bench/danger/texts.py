"""Reads the texts in bench/danger/labelled: invented, labelled, about 19,000 in some 1,550 situations.

Half of the texts are harmless, most of them near-misses.

A situation is one story told by many people, such as "older widower has put everything in order". The texts
are split by situation, because two texts of one situation are alike: `aside.txt` names the half that is set
aside for measuring and never tuned on.

The kinds are crisis, domestic-abuse, abuse-neglect, child-harm, emergency, and none: docs/danger-model.md
defines them. The texts came in five sets, written one after the other and each looking for what the sets
before it lacked. The first four are hard on purpose: many of their texts only hint. The fifth is in plain
words. A measurement on them says little of other writers: measure on other texts too.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from directory.search.danger.model import HARMLESS
from directory.search.danger.recognition import DANGER_KINDS

FOLDER = Path(__file__).with_name("labelled")
_FIRST_PLAIN = {False: 801, True: 1201}
"""The first number of a situation of the fifth set: of a danger, and of harmless texts."""


@dataclass(frozen=True, slots=True)
class LabelledText:
    """One text, the situation it comes from, its kind, and who writes: person, other, child or
    professional."""

    situation: str
    text: str
    kind: str
    source: str

    @property
    def plain(self) -> bool:
        """True for a text of the fifth set, in plain words as most people type."""
        number = self.situation.rpartition("-")[2]
        return number.isdecimal() and int(number) >= _FIRST_PLAIN[self.kind == HARMLESS]


def labelled_texts() -> list[LabelledText]:
    """Return all texts, by kind and in the order of their files."""
    return [
        LabelledText(**json.loads(line))
        for kind in (*DANGER_KINDS, HARMLESS)
        for line in (FOLDER / f"{kind}.jsonl").read_text(encoding="utf-8").splitlines()
    ]


def situations_aside() -> frozenset[str]:
    """Return the situations that are set aside for measuring."""
    return frozenset((FOLDER / "aside.txt").read_text(encoding="utf-8").split())


def halves() -> tuple[list[LabelledText], list[LabelledText]]:
    """Return the texts to tune on, and those that are set aside."""
    aside = situations_aside()
    texts = labelled_texts()
    return [one for one in texts if one.situation not in aside], [
        one for one in texts if one.situation in aside
    ]
