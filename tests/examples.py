"""How much `make test` tries of what has many cases; `make test-slow` tries all of them."""

import os
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import pytest
from _pytest.mark import ParameterSet

THOROUGH = "TESTS_THOROUGH"
"""The environment variable with which scripts/run_tests.py asks for all examples."""
Test = TypeVar("Test", bound=Callable[..., object])
_SHARE = 5
_FEWEST = 10


def examples(thorough: int) -> int:
    """Return how many examples a property test tries in this run; `thorough` is the number of a slow run."""
    if os.environ.get(THOROUGH):
        return thorough
    return min(thorough, max(_FEWEST, thorough // _SHARE))


def sampled(cases: Iterable[Any], every: int) -> list[Any]:
    """Return the cases of a parametrized test, of which `make test` runs each `every`-th, the first among them.

    The others are for `make test-slow`, there on both databases. A case that is marked slow already stays so,
    and is not counted.
    """
    found, number = [], 0
    for case in cases:
        one = (
            case
            if isinstance(case, ParameterSet)
            else pytest.param(*(case if isinstance(case, tuple) else [case]))
        )
        if not any(mark.name == "slow" for mark in map(_mark, one.marks)):
            left_out, number = number % every > 0, number + 1
            if left_out:
                marks = *one.marks, pytest.mark.slow, pytest.mark.both_databases
                one = pytest.param(*one.values, marks=marks, id=one.id)
        found.append(one)
    return found


def slow_on_both(test: Test) -> Test:
    """Return a test that `make test` leaves out, marked so that `make test-slow` runs it on both databases."""
    marked: Test = pytest.mark.slow(pytest.mark.both_databases(test))
    return marked


def _mark(mark: Any) -> pytest.Mark:
    found: pytest.Mark = getattr(mark, "mark", mark)
    return found
