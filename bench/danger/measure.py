"""Measures the recognition of danger on labelled texts."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from bench.danger.texts import LabelledText
from directory.search.danger.model import HARMLESS
from directory.search.danger.recognition import DANGER_KINDS


@dataclass
class Measure:
    """How many texts of each kind there are, how many are warned of, and how many with the right kind."""

    texts: Counter[str] = field(default_factory=Counter)
    warned: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)

    @property
    def found(self) -> float:
        """The share of dangers that are warned of."""
        return self._share(self.warned)

    @property
    def right_kind(self) -> float:
        """The share of dangers that are warned of with the right kind."""
        return self._share(self.right)

    @property
    def false(self) -> float:
        """The share of harmless texts that are warned of."""
        return self.warned[HARMLESS] / max(1, self.texts[HARMLESS])

    def _share(self, counts: Counter[str]) -> float:
        return sum(counts[kind] for kind in DANGER_KINDS) / max(
            1, sum(self.texts[kind] for kind in DANGER_KINDS)
        )


def measured(kind_of: Callable[[str], str | None], texts: Iterable[LabelledText]) -> Measure:
    """Return what a recogniser, from a text to its kind or None, does with the texts."""
    measure = Measure()
    for one in texts:
        said = kind_of(one.text)
        measure.texts[one.kind] += 1
        measure.warned[one.kind] += said is not None
        measure.right[one.kind] += said == one.kind
    return measure


def report(measure: Measure) -> str:
    """Return the measure as lines for people."""
    lines = [
        f"{kind:16}{measure.texts[kind]:6}  found {measure.warned[kind] / max(1, measure.texts[kind]):.3f}"
        f"  right kind {measure.right[kind] / max(1, measure.texts[kind]):.3f}"
        for kind in DANGER_KINDS
    ]
    lines.append(f"dangers: found {measure.found:.3f}, right kind {measure.right_kind:.3f}")
    lines.append(f"harmless, {measure.texts[HARMLESS]}: warned {measure.false:.3f}")
    return "\n".join(lines)
