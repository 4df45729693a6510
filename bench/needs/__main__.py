"""Trains and measures the model of needs.

python -m bench.needs train      writes the weights again
python -m bench.needs measure    trains on one half of the situations, and measures on the half set aside
python -m bench.needs combine    trains on one half, and fits on the other how much each opinion counts
python -m bench.needs collect    writes the file of the thesaurus' phrases again
"""

import sys

from bench.linear.record import write_record
from bench.needs.combine import fitted_weights, opinions
from bench.needs.corpus import TrainingText, collect, training_texts
from bench.needs.measure import report
from bench.needs.train import RECORD, digest, save, trained_on_everything, trained_on_half
from directory.search.need_model.model import WEIGHTS, NeedModel


def main(arguments: list[str]) -> None:
    """Do what the arguments say."""
    match arguments:
        case ["collect"]:
            collect()
        case ["train"]:
            save(trained_on_everything(), WEIGHTS)
            write_record(RECORD, digest(), WEIGHTS)
        case ["measure"]:
            print(report(trained_on_half(), _aside()))
        case ["combine"]:
            print(_combined(trained_on_half()))
        case _:
            sys.exit(__doc__)


def _aside() -> list[TrainingText]:
    return [one for one in training_texts() if one.aside]


def _combined(model: NeedModel) -> str:
    english = _aside()
    return "\n".join(
        [
            f"with vectors        {fitted_weights(opinions(model, english, vectors=True))}",
            f"without vectors     {fitted_weights(opinions(model, english, vectors=False))}",
        ]
    )


if __name__ == "__main__":
    main(sys.argv[1:])
