"""Steps of a handler in a call: signing in, and a hand on the keyboard that counts its presses."""

from collections.abc import Callable
from time import monotonic

from flask import Flask
from playwright.sync_api import Page, expect

from accounts.roles import Role
from core.db import db
from frontdoor.contacts.queries import sheet_of
from tests.accounts import account_with_roles, session_cookie
from tests.e2e.conftest import Visitor


def sign_in_handler(visitor: Visitor) -> None:
    """Sign in as a handler of one's own."""

    def cookie(app: Flask) -> tuple[str, str]:
        return session_cookie(app, account_with_roles(app, "calls@example.org", Role.CALL_HANDLER))

    name, value = visitor.site.within(cookie)
    visitor.context.add_cookies([{"name": name, "value": value, "url": visitor.site.origin}])


def call_began(page: Page) -> Page:
    """Return the page when it shows the call screen and its scripts run."""
    expect(page.get_by_role("heading", level=1)).to_contain_text("Contact")
    page.wait_for_load_state("load")
    return page


def take_call(visitor: Visitor) -> Page:
    """Sign in as a handler of one's own, and begin a contact."""
    sign_in_handler(visitor)
    page = visitor.go("/calls")
    page.get_by_role("button", name="Phone call").click()
    return call_began(page)


def contact_id_of(page: Page) -> str:
    """Return the id of the contact whose screen is open."""
    return page.url.split("/calls/")[1].partition("/")[0].partition("?")[0].partition("#")[0]


def written(visitor: Visitor) -> dict[str, str]:
    """Return what the database has of the contact that is open."""
    contact_id = contact_id_of(visitor.page)

    def read(app: Flask) -> dict[str, str]:
        with app.app_context():
            found = sheet_of(app.extensions["settings"], contact_id)
            db.session.rollback()
            return {name: one.text for name, one in found.items()}

    return visitor.site.within(read)


class Hand:
    """Presses keys and counts them; words are typed beside. `presses`: beside typing words."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.presses = 0
        self.began = monotonic()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.presses += 1

    def write(self, words: str) -> None:
        self.page.keyboard.type(words)

    def reach(self, wanted: str, key: str = "Tab", most: int = 40) -> None:
        """Press a key until the wanted element has the focus."""
        for _ in range(most):
            self.press(key)
            if self.page.evaluate("(wanted) => document.activeElement.matches(wanted)", wanted):
                return
        raise AssertionError(f"{most} presses of {key} do not lead to {wanted} on {self.page.url}")

    def skip_to(self, wanted: str) -> None:
        """On a page that has just opened: follow the link to its main part, and go on to the wanted element."""
        self.reach(".govuk-skip-link")
        self.press("Enter")
        self.reach(wanted)

    def opens(self, heading: str, *keys: str) -> None:
        """Press keys after which a page with this heading opens."""
        self.press(*keys)
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(heading)
        self.page.wait_for_load_state("load")

    def report(self, say: Callable[[str], None], who: str) -> None:
        """Tell how long it took, and how many keys."""
        say(f"{who}: {monotonic() - self.began:.1f} s, {self.presses} key presses beside typing words")
