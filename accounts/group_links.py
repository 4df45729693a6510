"""The links on the first page of a group that other packages add when they are registered."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app

_EXTENSION = "signpost-group-links"


@dataclass(frozen=True, slots=True)
class GroupLink:
    """A link to a page of one group. `waiting`: how many things there wait for the group."""

    endpoint: str
    label: Any
    waiting: int = 0


def add_group_link(app: Flask, endpoint: str, label: Any, count: Callable[[str], int]) -> None:
    """Add a link after those that are there. The page takes `organization_id` alone.

    `label`: a lazily translated text. `count`: says for a group's id how many things wait; one statement.
    """
    app.extensions.setdefault(_EXTENSION, []).append((endpoint, label, count))


def group_links(organization_id: str) -> list[GroupLink]:
    """Return the links of a group, with what waits for it."""
    links: list[tuple[str, Any, Callable[[str], int]]] = current_app.extensions.get(_EXTENSION, [])
    return [GroupLink(endpoint, label, count(organization_id)) for endpoint, label, count in links]
