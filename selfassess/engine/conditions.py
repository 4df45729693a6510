"""When a question is asked: a small language over answers and facts. `all`, `any`, `not`, and "this answer is one of these".

A condition is judged against pairs of (key, value). A key is a question's id, or a fact such as `signal.caring` (facts have a dot).
A question that is not on the path, or not answered yet, has no pairs. One that was skipped has `not_sure`.
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
    """Whether a condition holds for what was said. No condition always holds."""
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
    """The pairs that a condition looks for: nothing else can change it."""
    match condition:
        case None:
            return frozenset()
        case Is(key, values):
            return frozenset((key, value) for value in values)
        case All(parts) | AnyOf(parts):
            return frozenset[Pair]().union(*(reads(part) for part in parts))
        case Not(part):
            return reads(part)
