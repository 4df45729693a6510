"""What the words of other languages mean: English words to search for, needs, and conditions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from directory.search.reading.filters import ReadFilter

_KEPT_ABOVE = 0.3
_FIRST, _LATER = 1.0, 0.85
"""What is said first weighs a little more than what comes after it."""


class Together(NamedTuple):
    """Concepts that stand in one text, and the needs that they then ask for."""

    concepts: frozenset[str]
    needs: Mapping[str, float]


class Meaning(NamedTuple):
    """What some words of another language ask for: in English, as needs (the strongest first), and as
    conditions."""

    english: str
    needs: dict[str, float]
    filters: tuple[ReadFilter, ...]


@dataclass(frozen=True)
class Concepts:
    """The concepts of content/thesaurus/concepts.yaml by their ids."""

    english: Mapping[str, str]
    needs: Mapping[str, Mapping[str, float]]
    filters: Mapping[str, ReadFilter]
    together: Sequence[Together]

    @classmethod
    def of(cls, content: Mapping[str, Any], needs: Mapping[str, str]) -> "Concepts":
        """Return the concepts of the file.

        `needs`: the needs that exist, each with itself or what took its place; what a site lacks is left out.
        """
        rows: Mapping[str, Mapping[str, Any]] = content.get("concepts") or {}

        def asked(id: str, row: Mapping[str, Any]) -> dict[str, float]:
            named = row.get("needs", {id: row.get("weight", 1.0)})
            return {needs[need]: float(weight) for need, weight in named.items() if need in needs}

        return cls(
            english={id: str(row.get("english") or "") for id, row in rows.items()},
            needs={id: asked(id, row) for id, row in rows.items()},
            filters={id: _condition(str(row["filter"])) for id, row in rows.items() if "filter" in row},
            together=[
                Together(
                    frozenset(row["all"]),
                    {needs[need]: float(weight) for need, weight in row["needs"].items() if need in needs},
                )
                for row in content.get("together") or ()
            ],
        )

    def meaning_of(self, said: Iterable[str]) -> Meaning:
        """Return what concepts mean that were said in this order."""
        ids = list(dict.fromkeys(id for id in said if id in self.english))
        weights: dict[str, float] = {}
        for id in ids:
            for need, weight in self.needs[id].items():
                share = weight * (_LATER if weights else _FIRST)
                weights[need] = max(weights.get(need, 0.0), share)
        for rule in self.together:
            if rule.concepts <= set(ids):
                weights |= rule.needs
        top = max(weights.values(), default=1.0)
        strongest_first = sorted(weights, key=lambda need: -weights[need])
        return Meaning(
            english=", ".join(self.english[id] for id in ids if self.english[id]),
            needs={
                need: weights[need] / top for need in strongest_first if weights[need] / top > _KEPT_ABOVE
            },
            filters=tuple(self.filters[id] for id in ids if id in self.filters),
        )


def _condition(text: str) -> ReadFilter:
    facet, _dot, value = text.partition(".")
    return ReadFilter(facet, value)
