"""How many examples a property test tries: few in `make test`, all in `make test-slow`."""

import os

THOROUGH = "TESTS_THOROUGH"
"""The environment variable with which scripts/run_tests.py asks for all examples."""
_SHARE = 5
_FEWEST = 10


def examples(thorough: int) -> int:
    """Return how many examples a property test tries in this run; `thorough` is the number of a slow run."""
    if os.environ.get(THOROUGH):
        return thorough
    return min(thorough, max(_FEWEST, thorough // _SHARE))
