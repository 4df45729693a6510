"""The needs people bring, in two levels, read from content/needs.yaml."""

from dataclasses import dataclass
from pathlib import Path

from core.content import content_loader, read_yaml


@dataclass(frozen=True, slots=True)
class Need:
    """One need in people's words. `id` is stable; `theme_id` names the group above it."""

    id: str
    label: str
    theme_id: str


@dataclass(frozen=True, slots=True)
class Theme:
    """A group of needs, as on the home page."""

    id: str
    label: str
    needs: tuple[Need, ...]


@dataclass(frozen=True)
class NeedsTree:
    """All themes in their order, and each need by its id."""

    themes: tuple[Theme, ...]
    by_id: dict[str, Need]

    def theme(self, theme_id: str) -> Theme | None:
        """The theme with this id, or None."""
        return next((theme for theme in self.themes if theme.id == theme_id), None)

    def label(self, need_id: str) -> str:
        """What people call a need; the id itself for an unknown one."""
        need = self.by_id.get(need_id)
        return need.label if need else need_id


@content_loader
def load(content_dir: Path) -> NeedsTree:
    """Read the tree. Raises ValueError, naming the id, when one is used twice."""
    rows = read_yaml(content_dir / "needs.yaml")
    themes, by_id = [], {}
    for row in rows:
        needs = tuple(Need(id, label, row["id"]) for id, label in row["needs"].items())
        for need in needs:
            if need.id in by_id:
                raise ValueError(f"needs.yaml: the id {need.id} is used twice; each need has one place")
            by_id[need.id] = need
        themes.append(Theme(row["id"], row["label"], needs))
    return NeedsTree(tuple(themes), by_id)
