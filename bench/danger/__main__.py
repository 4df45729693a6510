"""Trains and measures the recognition of danger.

python -m bench.danger train                 writes the weights again
python -m bench.danger measure               trains on the half to tune on, and measures on the other half
python -m bench.danger measure FILE          measures the shipped weights on the texts in a file
python -m bench.danger speed                 times the shipped weights on the half set aside
python -m bench.danger collect               writes the file of ordinary texts again
"""

import json
import sys
from pathlib import Path

from bench.danger.measure import measured, report
from bench.danger.ordinary import collect
from bench.danger.speed import speed
from bench.danger.texts import LabelledText, halves
from bench.danger.train import RECORD, digest, save, trained_on_everything, trained_on_half
from bench.linear.record import write_record
from directory.search.danger.model import HARMLESS, WEIGHTS, danger_model


def main(arguments: list[str]) -> None:
    """Do what the arguments say."""
    match arguments:
        case ["collect"]:
            collect()
        case ["train"]:
            save(trained_on_everything(), WEIGHTS)
            write_record(RECORD, digest(), WEIGHTS)
        case ["measure"]:
            model, (_tune, aside) = trained_on_half(), halves()
            print(report(measured(model.kind, aside)))
            print("Of these, in plain words:")
            print(report(measured(model.kind, [one for one in aside if one.plain])))
        case ["speed"]:
            print(speed(danger_model(), halves()[1]))
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
