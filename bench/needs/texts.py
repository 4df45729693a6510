"""Reads the texts in bench/needs/labelled: invented, each labelled with the needs it speaks of.

A situation is one predicament told several times: a story, a short search, somebody near, a hint. The texts
are split by situation, because two texts of one situation are alike: about half of the situations are set
aside for measuring and never trained on.
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).with_name("labelled")


@dataclass(frozen=True, slots=True)
class NeedText:
    """One text, the situation it comes from, and its needs by their ids in content/needs.yaml, best first.

    `needs` is empty for a text that no need fits.
    """

    situation: str
    text: str
    needs: tuple[str, ...]

    @property
    def aside(self) -> bool:
        """True for a text that is set aside for measuring."""
        return is_aside(self.situation)


def is_aside(situation: str) -> bool:
    """Return whether a situation is set aside: by a hash of its id, so that nobody chooses."""
    return hashlib.sha256(situation.encode()).digest()[0] % 2 == 0


def need_texts(pattern: str = "*.jsonl") -> list[NeedText]:
    """Return the texts of the files that match `pattern`, by file name and in the order of each file."""
    lines = [
        line
        for path in sorted(FOLDER.glob(pattern))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    rows = map(json.loads, lines)
    return [NeedText(row["situation"], row["text"], tuple(row["needs"])) for row in rows]
