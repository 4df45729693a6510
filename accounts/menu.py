"""The links of the header that people of groups and staff see. Each package adds its own when it is registered."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app

from accounts.permissions import may_open

_EXTENSION = "signpost-account-menu"


@dataclass(frozen=True, slots=True)
class MenuLink:
    """A link to a page that needs no further values. It is shown to those who may open the page.

    `waiting`: how many things wait there for whoever is signed in; None where the link has no number.
    `seldom`: it stands under "More" on a wide screen.
    """

    endpoint: str
    label: Any
    waiting: Callable[[], int] | None = None
    seldom: bool = False


def add_menu_link(
    app: Flask, endpoint: str, label: Any, waiting: Callable[[], int] | None = None, *, seldom: bool = False
) -> None:
    """Add a link after those that are there. `label`: a lazily translated text. Others: see MenuLink."""
    app.extensions.setdefault(_EXTENSION, []).append(MenuLink(endpoint, label, waiting, seldom))


def menu_links() -> list[MenuLink]:
    """Return the links for whoever is signed in."""
    links: list[MenuLink] = current_app.extensions.get(_EXTENSION, [])
    return [link for link in links if may_open(link.endpoint)]
