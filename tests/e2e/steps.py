"""Steps on the site, as a visitor takes them in the browser, and what the visitor can check."""

import re
from typing import TYPE_CHECKING

from playwright.sync_api import Error, Locator, Page, expect

if TYPE_CHECKING:
    from tests.e2e.conftest import Visitor

COUNCIL = "01632 960100"


def search(visitor: "Visitor", words: str, where: str = "") -> Page:
    """Search from the home page, and return the results page."""
    page = visitor.go("/")
    page.get_by_label("What’s worrying you?").fill(words)
    page.get_by_label("Where?").fill(where)
    page.get_by_role("button", name="Find help").click()
    page.wait_for_url(re.compile(r"/find\?"))
    return page


def search_again(page: Page, words: str, where: str | None = None) -> None:
    """Search for other words from the results page."""
    box = page.locator(".find-change")
    if box.get_attribute("open") is None:
        box.locator("summary").click()
    field = box.get_by_label("What do you need?")
    field.fill(words)
    # Leaving the field closes the suggestions, which would otherwise cover the button.
    field.press("Tab")
    if where is not None:
        box.get_by_label("Where?").fill(where)
    box.get_by_role("button", name="Find help").click()
    page.wait_for_url(lambda url: "+".join(words.split()[:2]) in url)


def names_of(page: Page) -> list[str]:
    """Return the names on the cards of a page, in order."""
    return [name.strip() for name in page.locator(".card__name a").all_inner_texts()]


def card(page: Page, name: str) -> Locator:
    """Return the card of one service."""
    return page.locator(".card").filter(has=page.get_by_role("link", name=name, exact=True))


def open_listing(page: Page, name: str) -> None:
    """Open the listing of a service by its name."""
    page.get_by_role("link", name=name, exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def save(page: Page, name: str) -> None:
    """Save a service, and check that the button says so."""
    page.get_by_role("button", name=f"Save {name} to my plan", exact=True).first.click()
    expect(
        page.get_by_role("button", name=re.compile(f"^Saved ?: take {re.escape(name)} off my plan$")).first
    ).to_be_visible()


def saved_names(page: Page) -> list[str]:
    """Return the names on the list that the page shows."""
    return [name.strip() for name in page.locator(".saved__name").all_inner_texts()]


def can_ring(page: Page, number: str) -> None:
    """Check that the number is a visible telephone link."""
    expect(page.locator(f'main a[href="tel:{number.replace(" ", "")}"]').first).to_be_visible()


def tick(visitor: "Visitor", group: str, value: str) -> None:
    """Tick one box; without JavaScript the button must be pressed as well."""
    page = visitor.page
    filters = page.locator(".filters")
    if not filters.locator(".filters__form").is_visible():
        filters.locator(".filters__summary").click()
    part = filters.locator(".filters__group").filter(has=page.locator("summary", has_text=group)).first
    if part.get_attribute("open") is None:
        part.locator("summary").first.click()
    box = part.get_by_role("checkbox", name=re.compile(f"^{value}"))
    if not box.is_visible():
        part.locator(".filters__more summary").click()
    box.check()
    if not visitor.javascript:
        filters.get_by_role("button", name="Apply filters").click()
    expect(page.locator(".find__applied")).to_contain_text(value)


def go_back(page: Page) -> None:
    """Press the browser's Back.

    Chromium may still be changing from one page to the next, and then has no history to ask for.
    """
    for _ in range(50):
        try:
            page.go_back(wait_until="commit")
        except Error as error:
            if "Not attached to an active page" not in error.message:
                raise
            page.wait_for_timeout(100)
        else:
            return
    raise AssertionError("Chromium does not come to rest, so nobody can go back")


def nothing_sideways(page: Page) -> None:
    """Check that the page is not wider than the window."""
    wide, room = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    if wide > room:
        raise AssertionError(f"{page.url} is {wide} px wide in {room} px: {page.evaluate(_WIDE)}")


_WIDE = """
[...document.querySelectorAll("body *")].filter((each) => each.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .slice(-5).map((each) => each.outerHTML.slice(0, 120))
"""


def larger_text(page: Page) -> None:
    """Set the text to 200%, as the browser's setting for larger text does."""
    page.evaluate("document.documentElement.style.fontSize = '200%'")


# The keyboard


def focused(page: Page, wanted: str, most: int = 60) -> None:
    """Press Tab until the wanted element has the focus, and check that the focus is visible at every stop."""
    page.wait_for_load_state()
    for _ in range(most):
        page.keyboard.press("Tab")
        name = page.evaluate("document.activeElement.outerHTML.slice(0, 160)")
        assert _shows_before_long(page), f"the focus does not show on {name}"
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"{most} presses of Tab do not lead to {wanted}")


def _shows_before_long(page: Page) -> bool:
    """Return True as soon as the focus is visible. A page that has just loaded may still be scrolling."""
    for _ in range(20):
        if page.evaluate(_FOCUS_SHOWS):
            return True
        page.wait_for_timeout(50)
    return False


# A radio button or a box to tick is seen by what its label draws before the words; the element itself is
# transparent.
_FOCUS_SHOWS = """
(() => {
  const focus = document.activeElement, box = focus.getBoundingClientRect();
  const seen = getComputedStyle(focus).opacity === "0" ? getComputedStyle(focus.labels[0], "::before") : getComputedStyle(focus);
  const marked = (seen.outlineStyle !== "none" && parseFloat(seen.outlineWidth) >= 2) || seen.boxShadow !== "none";
  return marked && box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight;
})()
"""


def work_out_costs(page: Page, savings: str = "80,000") -> None:
    """Fill in the cost guide for an owner who lives alone and thinks of a care home, and send it."""
    page.get_by_label("A care home, for good").check()
    page.get_by_role("textbox", name="Savings").fill(savings)
    page.get_by_role("textbox", name="Income a week").fill("240")
    page.get_by_label("State Pension age or over").check()
    page.get_by_label("Yes", exact=True).check()
    page.get_by_label("Nobody else").check()
    page.get_by_role("button", name="Work it out").click()


def drop_changes(page: Page) -> None:
    """At the desk of a group: drop what another test changed in the first listing and left open."""
    times = page.get_by_role("link", name="Change the times").first.get_attribute("href") or ""
    page.goto(times.removesuffix("/when"))
    drop = page.get_by_role("button", name="Drop these changes")
    if drop.count():
        drop.click()
        expect(page.get_by_role("status").first).to_contain_text("Your changes are dropped.")
