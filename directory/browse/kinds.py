"""The kinds of sessions on the page "What's on", read from content/whats_on.yaml."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from core.content import content_loader, read_yaml
from directory.taxonomy import needs

_FOR_ONE_PERSON = frozenset({"home", "phone"})
"""What is also given at home or by phone is an appointment, not an event."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of session. `needs`: the ids of the needs whose services hold such sessions."""

    id: str
    label: str
    needs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Kinds:
    """All kinds, in their order. `opening_hours`: needs whose services have opening hours, not sessions."""

    all: tuple[Kind, ...]
    opening_hours: frozenset[str]

    def of(self, needs: Collection[str], delivery: Collection[str]) -> frozenset[str]:
        """Return the ids of the kinds of a service's sessions; none for a service that holds no events."""
        if self.opening_hours.intersection(needs) or _FOR_ONE_PERSON.intersection(delivery):
            return frozenset()
        return frozenset(kind.id for kind in self.all if kind.needs.intersection(needs))

    def by_id(self, kind_id: str) -> Kind | None:
        """Return the kind with this id, or None."""
        return next((kind for kind in self.all if kind.id == kind_id), None)


@content_loader
def load(content_dir: Path) -> Kinds:
    """Read the kinds.

    Raises ValueError, naming the id, for an unknown need.
    """
    content = read_yaml(content_dir / "whats_on.yaml")
    known = needs.load(content_dir).by_id
    kinds = tuple(Kind(row["id"], row["label"], frozenset(row["needs"])) for row in content["kinds"])
    opening_hours = frozenset(content["opening_hours"])
    for need in sorted(opening_hours.union(*(kind.needs for kind in kinds))):
        if need not in known:
            raise ValueError(f"whats_on.yaml: there is no need with the id {need}; mend the id")
    return Kinds(kinds, opening_hours)
