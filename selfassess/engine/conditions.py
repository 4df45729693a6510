"""Conditions: when a question is asked. A small language with `all`, `any`, `not`, and "this answer is one of
these".

A condition is evaluated on pairs of (key, value). A key is the id of a question, or a fact such as
`signal.caring` (facts have a dot). A question that is not on the path or not answered has no pairs. A
question that was skipped has `not_sure`.
"""

from collections.abc import Collection
from dataclasses import dataclass

Pair = tuple[str, str]


@dataclass(frozen=True)
class Is:
    """The answer to a question, or the value of a fact, is (or includes) one of these."""

    key: str
    values: frozenset[str]


@dataclass(frozen=True)
class All:
    """Every part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True)
class Not:
    """The part does not hold."""

    part: "Condition"


Condition = Is | All | AnyOf | Not


def holds(condition: Condition | None, pairs: Collection[Pair]) -> bool:
    """Return whether a condition holds for pairs of answers and facts. True where there is no condition."""
    match condition:
        case None:
            return True
        case Is(key, values):
            return any((key, value) in pairs for value in values)
        case All(parts):
            return all(holds(part, pairs) for part in parts)
        case AnyOf(parts):
            return any(holds(part, pairs) for part in parts)
        case Not(part):
            return not holds(part, pairs)


def reads(condition: Condition | None) -> frozenset[Pair]:
    """Return the pairs that a condition reads. No other pair can change whether the condition holds."""
    match condition:
        case None:
            return frozenset()
        case Is(key, values):
            return frozenset((key, value) for value in values)
        case All(parts) | AnyOf(parts):
            return frozenset[Pair]().union(*(reads(part) for part in parts))
        case Not(part):
            return reads(part)
