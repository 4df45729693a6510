"""A volunteer lists a group on a phone without JavaScript; another is told while typing what is listed
already.
"""

import re

from playwright.sync_api import expect

from tests.e2e.conftest import Arrive, Site
from tests.e2e.steps import nothing_sideways


def test_a_volunteer_lists_a_group_without_javascript(site: Site, arrive: Arrive) -> None:
    visitor = arrive(javascript=False)
    page = visitor.go("/advice/for-organisations")
    page.get_by_role("link", name="List your group").first.click()
    typed = {
        "Name of the group": "Pit Lane Knitters",
        "Town or postcode": "S73 8CV",
        "What the group does": "We knit and talk on Tuesdays in the chapel.",
        "Your name": "Sam New",
        "Your email address": "sam@example.org",
        "What you do in the group": "Secretary",
    }
    for label, words in typed.items():
        page.get_by_role("textbox", name=label, exact=True).fill(words)
    nothing_sideways(page)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look at the email")
    visitor.go(re.findall(r"https?://[^/\s]+(/groups/confirm/\S+)", site.run("outbox"))[-1])
    page.get_by_role("button", name="Send my request").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("We have your request")
    nothing_sideways(page)


def test_what_is_listed_already_is_shown_while_typing_and_can_be_claimed(arrive: Arrive) -> None:
    visitor = arrive()
    page = visitor.go("/groups/register")
    page.get_by_role("textbox", name="Name of the group").press_sequentially("Larkhill dogs and walkers")
    expect(page.get_by_role("heading", name="Is it one of these?")).to_be_visible()
    page.get_by_role("link", name="Is this yours?").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Is this your group?")
    nothing_sideways(page)
