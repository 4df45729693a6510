"""The needs for which people seek help, in two levels, read from content/needs.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from core.content import content_loader, read_yaml


@dataclass(frozen=True, slots=True)
class Need:
    """One need in words that people use. `id` never changes; `theme_id` names the theme above the need."""

    id: str
    label: str
    theme_id: str
    sensitive: bool = False
    """True when pages about the need show the quick exit button."""
    words_hidden: bool = False
    """True when a search that leads to the need answers at an address without its words, as in danger."""
    safety: bool = False
    """True when somebody may come to harm: the page says who to call and lists no services."""
    advice_first: str = ""
    """The id of the advice page that is shown before any list of services; empty when there is none."""
    tonight: bool = False
    """True when the need cannot wait for the morning: at night, what is open then comes first."""
    health_condition: bool = False
    """True when the need belongs to what somebody lives with, such as a stroke: a result puts it near its
    top.
    """
    professional_only: bool = False
    """True when only professionals refer people to services for the need: the public has no page about it."""
    lived_in: bool = False
    """True when people live at the places of its services, so that hours there are not opening times."""
    merged_into: str = ""
    """The id of the need that took this one's place; empty for a need of its own."""

    @property
    def is_ordinary(self) -> bool:
        """True for a need of the public in which nobody is in danger."""
        return not (self.sensitive or self.words_hidden or self.safety or self.professional_only)


_ATTRIBUTES = {field.name for field in fields(Need)} - {"id", "theme_id"}


@dataclass(frozen=True, slots=True)
class Theme:
    """A group of needs, as on the home page."""

    id: str
    label: str
    needs: tuple[Need, ...]

    @property
    def for_the_public(self) -> "Theme":
        """Return the theme without the needs to which only professionals refer people."""
        return replace(self, needs=tuple(need for need in self.needs if not need.professional_only))


@dataclass(frozen=True)
class NeedsTree:
    """All themes in their order, and each need by its id.

    `by_id` has the ids of merged needs too, each with the need that took its place.
    """

    themes: tuple[Theme, ...]
    by_id: dict[str, Need]

    @cached_property
    def needs(self) -> tuple[Need, ...]:
        """Return each need once."""
        return tuple(need for id, need in self.by_id.items() if need.id == id)

    def resolve(self, need_id: str) -> str:
        """Return the id of the need that took the place of a merged one; an id itself otherwise."""
        need = self.by_id.get(need_id)
        return need.id if need else need_id

    def theme(self, theme_id: str) -> Theme | None:
        """Return the theme with this id, or None."""
        return next((theme for theme in self.themes if theme.id == theme_id), None)

    def public_need(self, need_id: str) -> Need | None:
        """Return the need with this id; None when it is unknown or for professionals only."""
        need = self.by_id.get(need_id)
        return None if need is None or need.professional_only else need

    def label(self, need_id: str) -> str:
        """Return the label of a need; the id itself for an unknown one."""
        need = self.by_id.get(need_id)
        return need.label if need else need_id

    @cached_property
    def sensitive(self) -> frozenset[str]:
        """Return the ids of the sensitive needs."""
        return frozenset(need.id for need in self.by_id.values() if need.sensitive)

    @cached_property
    def lived_in(self) -> frozenset[str]:
        """Return the ids of the needs at whose places people live."""
        return frozenset(need.id for need in self.by_id.values() if need.lived_in)

    @cached_property
    def health_conditions(self) -> frozenset[str]:
        """Return the ids of the needs of people who live with one illness or condition."""
        return frozenset(need.id for need in self.by_id.values() if need.health_condition)

    @cached_property
    def safety(self) -> frozenset[str]:
        """Return the ids of the needs whose page says who to call."""
        return frozenset(need.id for need in self.by_id.values() if need.safety)


@content_loader
def load(content_dir: Path) -> NeedsTree:
    """Read all themes and needs from content/needs.yaml.

    Raises ValueError, naming the id, when an id is used twice, a need has an unknown attribute, or a merge
    leads nowhere.
    """
    themes: list[Theme] = []
    by_id: dict[str, Need] = {}
    for row in read_yaml(content_dir / "needs.yaml"):
        needs = tuple(_need(id, entry, row["id"]) for id, entry in row["needs"].items())
        for need in needs:
            if need.id in by_id:
                raise ValueError(f"needs.yaml: the id {need.id} is used twice; each need has one place")
            by_id[need.id] = need
        themes.append(Theme(row["id"], row["label"], tuple(need for need in needs if not need.merged_into)))
    return NeedsTree(tuple(themes), {id: _taken_over(need, by_id) for id, need in by_id.items()})


def _taken_over(need: Need, by_id: Mapping[str, Need]) -> Need:
    """Return the need that took the place of a merged one; a need itself otherwise."""
    steps = 0
    found = need
    while found.merged_into:
        steps += 1
        if found.merged_into not in by_id or steps > len(by_id):
            raise ValueError(f"needs.yaml: {need.id} is merged into {found.merged_into}, which is no need")
        found = by_id[found.merged_into]
    return found


def _need(id: str, entry: str | Mapping[str, Any], theme_id: str) -> Need:
    if isinstance(entry, str):
        return Need(id, entry, theme_id)
    unknown = ", ".join(sorted(entry.keys() - _ATTRIBUTES))
    if unknown or "label" not in entry:
        wrong = f"has unknown attributes: {unknown}" if unknown else "has no label"
        raise ValueError(f"needs.yaml: the need {id} {wrong}; use {', '.join(sorted(_ATTRIBUTES))}")
    return Need(id=id, theme_id=theme_id, **entry)
