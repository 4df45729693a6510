"""The secretary of a lunch club on a phone: a change of time, and a new listing with everything in it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Arrive, Visitor
from tests.e2e.steps import drop_changes, nothing_sideways

CLUB = "Ings Lane Luncheon Club"


def at_the_desk(visitor: Visitor) -> Page:
    """Sign in as an owner of the lunch club, and open the page of the group."""
    name, value, group = visitor.site.session_of_everything()
    visitor.context.add_cookies([{"name": name, "value": value, "url": visitor.site.origin}])
    drop_changes(visitor.go(f"/group/{group}"))
    page = visitor.go(f"/group/{group}")
    expect(page.get_by_role("heading", level=1)).to_have_text(CLUB)
    return page


def fields_filled(page: Page) -> list[str]:
    """Return what the person fills in for a change of time: one box."""
    box = page.get_by_label("Write or paste the times")
    assert re.match("Thursdays, ", box.input_value()), "the times of now are in the box"
    box.fill("Thursdays, 12 noon to 2pm")
    return ["Write or paste the times"]


def test_a_change_of_time_takes_three_pages_and_one_field(
    arrive: Arrive, capsys: pytest.CaptureFixture[str]
) -> None:
    visitor = arrive(javascript=False)
    page = at_the_desk(visitor)
    pages = ["the group's page"]
    nothing_sideways(page)
    page.get_by_role("link", name="Change the times").first.click()
    pages.append("the times")
    fields = fields_filled(page)
    nothing_sideways(page)
    page.get_by_role("button", name="Save", exact=True).click()
    pages.append("what changed, in words and in a calendar")
    changes = page.locator(".desk-changes")
    expect(changes).to_contain_text("Thursdays, 12 noon to 2pm")
    expect(changes).to_contain_text("Thursday 26 November")
    nothing_sideways(page)
    page.get_by_role("link", name="See it as people will see it").click()
    expect(page.locator("main, .desk-preview").first).to_be_visible()
    nothing_sideways(page)
    page.get_by_role("link", name="Go back and change it, or send it").click()
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_role("status").first).to_contain_text("Sent")
    expect(page.locator("main")).to_contain_text("Waits for a moderator")
    with capsys.disabled():
        print(f"\nA change of time: {len(pages)} pages ({'; '.join(pages)}), {len(fields)} field filled in.")
    assert len(pages) <= 3
    assert len(fields) == 1


def test_a_new_listing_step_by_step_with_a_question_about_its_times(arrive: Arrive) -> None:
    visitor = arrive()
    page = at_the_desk(visitor)
    page.get_by_role("button", name="Add a listing").click()
    page.get_by_label("Name", exact=True).fill("Ings Lane tea dance")
    page.get_by_label("What it is, in one or two sentences").fill("Dancing and tea.")
    page.get_by_role("button", name="Save and go on").click()
    find = page.get_by_label("Find one")
    find.fill("groups")
    page.get_by_label("Coffee mornings and social groups").check()
    nothing_sideways(page)
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_label("At a place you go to").check()
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_label("Write or paste the times").fill("Fridays 11.30 - 1.30")
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_label("11.30am to 1.30pm", exact=True).check()
    nothing_sideways(page)
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_label("Another phone number (optional)").fill("01632 960306")
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ings Lane tea dance")
    expect(page.locator("main")).to_contain_text("Fridays, 11.30am to 1.30pm")
    expect(page.locator("main")).to_contain_text("Coffee mornings and social groups")
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_role("status").first).to_contain_text("Sent")
