"""Measures the finder of near-duplicates on the labelled pairs.

python -m bench.duplicates             precision and recall on both halves, at the threshold chosen on the first
python -m bench.duplicates choose      the threshold with the best F1 on the half to tune on
python -m bench.duplicates speed N     times the finder over N listings made from the same directories
"""

import sys
import time

from bench.duplicates.measure import MEASURE, TUNE, best_threshold, labelled_pairs, measured, scored
from bench.duplicates.records import is_there, listings
from directory.content_audit.duplicates import LIKELY, WORTH_A_LOOK, near_duplicates


def main(arguments: list[str]) -> None:
    """Do what the arguments say."""
    if not is_there():
        sys.exit("The directories of the sample are not at hand: see bench/duplicates/records.py.")
    match arguments:
        case []:
            _report()
        case ["choose"]:
            pairs = labelled_pairs(TUNE)
            best = best_threshold(scored(pairs, listings(wanted=_keys())))
            print(f"threshold {best.threshold:.2f}: precision {best.precision:.3f}, recall {best.recall:.3f}")
        case ["speed", number]:
            _speed(int(number))
        case _:
            sys.exit(__doc__)


def _keys() -> frozenset[str]:
    pairs = [pair for half in (TUNE, MEASURE) for pair in labelled_pairs(half)]
    return frozenset(key for pair in pairs for key in (pair.first, pair.second))


def _report() -> None:
    records = listings(wanted=_keys())
    for half in (TUNE, MEASURE):
        pairs = scored(labelled_pairs(half), records)
        for threshold in (WORTH_A_LOOK, LIKELY):
            one = measured(pairs, threshold)
            print(
                f"{half:8} n={len(pairs):3} threshold {threshold:.2f}: precision {one.precision:.3f}"
                f" ({one.right}/{one.found}), recall {one.recall:.3f} ({one.right}/{one.all_duplicates})"
            )


def _speed(number: int) -> None:
    some = list(listings().values())[:number]
    start = time.perf_counter()
    pairs = near_duplicates(some, WORTH_A_LOOK)
    print(f"{len(some)} listings: {len(pairs)} pairs in {time.perf_counter() - start:.1f} s")


if __name__ == "__main__":
    main(sys.argv[1:])
