"""Ending a contact by keyboard, people who agree to be known, and axe on every state of these pages."""

from playwright.sync_api import Page, expect

from tests.e2e.axe import nothing_wrong, one_look
from tests.e2e.conftest import Arrive, Visitor
from tests.e2e.steps import nothing_sideways


def begin(visitor: Visitor) -> str:
    """Sign in somebody with every role, begin a contact, and return the path of its screen."""
    name, value, _group = visitor.site.session_of_everything()
    visitor.context.add_cookies([{"name": name, "value": value, "url": visitor.site.origin}])
    page = visitor.go("/calls")
    page.locator("form[action='/calls'] button[type=submit]").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Contact ")
    return page.url.removeprefix(visitor.site.origin).partition("?")[0]


def looked_at(page: Page, name: str) -> None:
    nothing_wrong(page, one_look(name))
    nothing_sideways(page)


def test_a_contact_ends_by_keyboard_with_three_keys(arrive: Arrive) -> None:
    visitor = arrive(desktop=True)
    path = begin(visitor)
    page = visitor.page
    page.get_by_role("link", name="End contact").focus()
    for key in ("Enter", "Space", "Enter"):
        if key == "Space":
            expect(page.locator("#outcome")).to_be_focused()
        page.keyboard.press(key)
    expect(page.get_by_role("status").first).to_contain_text("what came of it is stored")
    visitor.go(f"{path}/end")
    expect(page.get_by_role("heading", level=1)).to_contain_text("has ended")
    looked_at(page, "ended")


def test_a_phone_without_javascript_ends_a_contact_and_loses_nothing(arrive: Arrive) -> None:
    visitor = arrive(javascript=False)
    path = begin(visitor)
    page = visitor.go(f"{path}/end")
    page.get_by_label("What about? (optional)").fill("Waited for an hour")
    page.get_by_label("What could we not find?").select_option("falls")
    page.get_by_role("button", name="End contact").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose what came of the contact")
    page.get_by_label("Told about services").check()
    page.locator("#unmet_why").select_option("full")
    nothing_sideways(page)
    page.get_by_role("button", name="End contact").click()
    expect(page.get_by_role("status").first).to_contain_text("what came of it is stored")


def test_somebody_agrees_to_be_known_and_axe_finds_nothing_on_any_page(arrive: Arrive) -> None:
    visitor = arrive(desktop=True)
    path = begin(visitor)
    page = visitor.go(f"{path}/person")
    page.get_by_role("button", name="They agree: store it").click()
    expect(page.get_by_role("alert")).to_contain_text("Write their name")
    looked_at(page, "agreeing, with errors")
    page.get_by_label("I read this out, and they agree").check()
    page.get_by_label("Name", exact=True).fill("Margaret Hoyle")
    page.get_by_text("What they need, so that they can follow").click()
    page.get_by_label("Large print").check()
    page.get_by_role("button", name="They agree: store it").click()
    expect(page.get_by_role("note")).to_contain_text("Large print")
    looked_at(page, "known")
    page.get_by_role("link", name="All their contacts").click()
    looked_at(page, "person")
    person = page.url.removeprefix(visitor.site.origin).partition("?")[0]
    visitor.go(f"{person}/edit")
    looked_at(page, "edit")
    visitor.go(person)
    page.get_by_role("button", name="Restrict this record").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This record is restricted")
    expect(page.locator("main")).not_to_contain_text("Margaret")
    looked_at(page, "restricted")
    visitor.go(f"{path}/end")
    page.get_by_role("button", name="End contact").click()
    looked_at(page, "ending, with errors")
    for place, name in (("/people", "people"), ("/calls/counts", "counts")):
        visitor.go(place)
        looked_at(page, name)
