"""Trains and measures the recognition of danger.

python -m bench.danger train                 writes the weights again
python -m bench.danger measure               trains on the half to tune on, and measures on the other half
python -m bench.danger measure FILE          measures the shipped weights on the texts in a file
"""

import json
import sys
from pathlib import Path

from bench.danger.measure import measured, report
from bench.danger.ordinary import ordinary_texts
from bench.danger.texts import LabelledText, halves
from bench.danger.train import save, trained
from directory.search.danger.model import HARMLESS, WEIGHTS, danger_model

THRESHOLD = 0.6


def main(arguments: list[str]) -> None:
    """Do what the arguments say."""
    tune, aside = halves()
    match arguments:
        case ["train"]:
            save(trained([*tune, *aside, *ordinary_texts()], THRESHOLD), WEIGHTS)
        case ["measure"]:
            print(report(measured(trained([*tune, *ordinary_texts()], THRESHOLD).kind, aside)))
        case ["measure", file]:
            print(report(measured(danger_model().kind, _texts(Path(file)))))
        case _:
            sys.exit(__doc__)


def _texts(path: Path) -> list[LabelledText]:
    """Return the texts in a file of JSON Lines with text and kind."""
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [LabelledText("", row["text"], row.get("kind") or HARMLESS, "") for row in rows]


if __name__ == "__main__":
    main(sys.argv[1:])
