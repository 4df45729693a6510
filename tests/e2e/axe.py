"""Run axe on a page with the rules of WCAG 2.2 AA.

`make test` looks once at one state of each kind; `make test-slow` at each state in every width and colour
scheme.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal
from zlib import crc32

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Page, ViewportSize

from tests.e2e.conftest import DESKTOP, PHONE, Visitor
from tests.e2e.steps import nothing_sideways

# Only the rule about media that play by themselves has something to load beforehand, and it loads no style sheet.
_LOADED: dict[str, Any] = {"assets": ["media"]}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ALL_RULES: dict[str, Any] = {
    "runOnly": {"type": "tag", "values": TAGS},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
    "preload": _LOADED,
}
COLOURS: dict[str, Any] = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
    "preload": _LOADED,
}
_RUN = "(options) => axe.run(options).then((found) => ({ violations: found.violations }))"
_LOOKS_NEW = "data-looks-new"
_MARK = """
(mark) => {
  for (const marked of document.querySelectorAll(`[${mark}]`)) marked.removeAttribute(mark);
  const numbers = new Map();
  const walk = (element, above) => {
    const style = getComputedStyle(element);
    const seen = [
      above, element.tagName, element.getAttribute("class"), style.color, style.backgroundColor, style.backgroundImage,
      style.opacity, style.fontSize, style.fontWeight, element.checkVisibility(),
      element.matches(":disabled, [aria-disabled=true]"),
      [...element.childNodes].some((each) => each.nodeType === Node.TEXT_NODE && each.data.trim()),
    ].join("|");
    if (!numbers.has(seen)) {
      numbers.set(seen, numbers.size);
      element.setAttribute(mark, "");
    }
    for (const child of element.children) walk(child, numbers.get(seen));
  };
  walk(document.body, "");
  axe.configure({ rules: [{ id: "color-contrast", selector: `[${mark}]` }] });
}
"""
"""Marks the first of all elements that look alike: same element, class, colours, size, and the same above them.

Contrast is then measured on these alone. It is most of what axe does: a list of cards has the same few colours in
each. What a page lays over another part of itself only at one place is seen in the slow tests.
"""

State = Callable[[Visitor], None]
"""Brings a new visitor to a page in one of its states. A state needs no other state before it."""


def at(path: str, status: int = 200) -> State:
    """Return the state that an address is enough for."""

    def go(visitor: Visitor) -> None:
        answer = visitor.page.goto(visitor.site.origin + path)
        assert answer
        assert answer.status == status

    return go


def violations(page: Page, options: dict[str, Any], *, alike_once: bool = False) -> str:
    """Return the report of axe on the page as it is; empty: no violations.

    With `alike_once` contrast is measured on one of the elements that look alike, until the page is left.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    if alike_once:
        page.evaluate(_MARK, _LOOKS_NEW)
    found = AxeResults(page.evaluate(_RUN, options))
    return found.generate_report() if found.violations_count else ""


@dataclass(frozen=True)
class Look:
    """One way to look at a page: how wide the screen is, which colour scheme, and which rules axe runs.

    `alike_once`: contrast is measured on one of the elements that look alike.
    """

    screen: str
    size: ViewportSize
    scheme: Literal["light", "dark"]
    rules: dict[str, Any]
    alike_once: bool = False


LOOKS = (
    Look("desktop", DESKTOP, "light", ALL_RULES),
    Look("phone", PHONE, "light", ALL_RULES),
    Look("desktop", DESKTOP, "dark", COLOURS),
    Look("phone", PHONE, "dark", COLOURS),
)
"""All widths and schemes.

In the dark scheme only the rules about colours run, because nothing else changes.
"""


def one_look(name: str) -> tuple[Look]:
    """Return one of the two looks with all rules, always the same for a state's name, so that each has half
    of the states. Elements that look alike are measured once."""
    return (replace(LOOKS[crc32(name.encode()) % 2], alike_once=True),)


def quick_states(states: Mapping[str, State]) -> list[str]:
    """Return the names of the states that `make test` looks at: one of each kind, the first.

    States are of one kind where their names are alike before a colon: "result: danger" and "result: carer"
    are the same page with other words.
    """
    found: dict[str, str] = {}
    for name in states:
        kind, colon, _words = name.partition(":")
        found.setdefault(kind + colon, name)
    return list(found.values())


def nothing_wrong(page: Page, looks: Sequence[Look] = LOOKS) -> None:
    """Fail with the report of axe where axe finds a fault in any of these looks, or something is wider than
    320 px."""
    found = []
    for look in looks:
        page.set_viewport_size(look.size)
        page.emulate_media(color_scheme=look.scheme)
        report = violations(page, look.rules, alike_once=look.alike_once)
        if report:
            found.append(f"{page.url} ({look.screen}, {look.scheme}): {report}")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 320, "height": 640})
    nothing_sideways(page)
    assert not found, "\n\n".join(found)
