"""A page as axe sees it with the rules of WCAG 2.2 AA: light and dark, phone and desktop.

At both widths all rules run; in the dark scheme those about colours run again, because nothing else changes. At 320 px nothing may stick
out of the page.
"""

from collections.abc import Callable
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Page

from tests.e2e.conftest import DESKTOP, PHONE, Visitor
from tests.e2e.steps import nothing_sideways

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ALL_RULES: dict[str, Any] = {
    "runOnly": {"type": "tag", "values": TAGS},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
COLOURS: dict[str, Any] = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}
_RUN = "(options) => axe.run(options).then((found) => ({ violations: found.violations }))"

State = Callable[[Visitor], None]
"""Brings a visitor to a page in one of its states."""


def at(path: str, status: int = 200) -> State:
    """A state that an address is enough for."""

    def go(visitor: Visitor) -> None:
        answer = visitor.page.goto(visitor.site.origin + path)
        assert answer
        assert answer.status == status

    return go


def violations(page: Page, options: dict[str, Any]) -> str:
    """What axe finds on the page as it is, in words; empty: nothing."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = AxeResults(page.evaluate(_RUN, options))
    return found.generate_report() if found.violations_count else ""


def nothing_wrong(page: Page) -> None:
    """Axe finds nothing at any width, in any scheme; nothing sticks out."""
    found = _looked_at(page)
    page.set_viewport_size({"width": 320, "height": 640})
    nothing_sideways(page)
    assert not found, "\n\n".join(found)


def _looked_at(page: Page) -> list[str]:
    found = []
    for screen, size in (("desktop", DESKTOP), ("phone", PHONE)):
        page.set_viewport_size(size)
        for scheme, options in (("light", ALL_RULES), ("dark", COLOURS)):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            report = violations(page, options)
            found += [f"{page.url} ({screen}, {scheme}): {report}"] if report else []
    page.emulate_media(color_scheme="light")
    return found
