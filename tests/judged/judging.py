"""Judged searches, with the usual measures: success@3, and nDCG@10 with gain 2^grade - 1."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from core.content import read_yaml

FILE = Path(__file__).with_name("demo_queries.yaml")


@dataclass(frozen=True)
class Judged:
    """One query with its judgements: grades by service id, and services that must not be among the first
    three."""

    id: str
    query: str
    where: str = ""
    kind: str = ""
    staff: bool = False
    judged: Mapping[str, int] = field(default_factory=dict)
    must_not: Sequence[str] = ()
    must_not_first: Sequence[str] = ()

    @property
    def answerable(self) -> bool:
        """Whether the public can find a service with a good grade at all."""
        return not self.staff and any(grade >= 2 for grade in self.judged.values())


def load() -> list[Judged]:
    """Return all judged queries."""
    return [Judged(**{**row, "judged": row.get("judged") or {}}) for row in read_yaml(FILE)]


def success(query: Judged, slugs: Sequence[str], depth: int = 3) -> bool:
    """Whether a service with a high grade is among the first."""
    return any(query.judged.get(slug, 0) >= 2 for slug in slugs[:depth])


def ndcg(query: Judged, slugs: Sequence[str], depth: int = 10) -> float:
    """Return the normalised discounted cumulative gain, 0 to 1."""

    def gain(grades: Sequence[int]) -> float:
        return sum((2**grade - 1) / math.log2(i + 2) for i, grade in enumerate(grades[:depth]))

    best = gain(sorted(query.judged.values(), reverse=True))
    return gain([query.judged.get(slug, 0) for slug in slugs]) / best if best else 0.0


def broken_rules(query: Judged, slugs: Sequence[str]) -> list[str]:
    """Return the services that are placed where they must not be."""
    wrong = [slug for slug in slugs[:3] if slug in query.must_not]
    return wrong + [slug for slug in slugs[:1] if slug in query.must_not_first]
