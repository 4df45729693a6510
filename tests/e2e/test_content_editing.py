"""A content editor adds the words of a search that found nothing, and residents find the listing."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Arrive, Visitor
from tests.e2e.steps import nothing_sideways

WORDS = "flurbly zxqwvs"


def resident_finds(arrive: Arrive) -> Visitor:
    visitor = arrive()
    box = visitor.go("/").get_by_role("combobox")
    box.fill(WORDS)
    box.press("Enter")
    visitor.page.wait_for_url("**/find?**")
    return visitor


@pytest.mark.slow
def test_an_editor_adds_missing_words_on_a_phone_without_javascript(arrive: Arrive) -> None:
    before = resident_finds(arrive).page
    expect(before.locator("main")).not_to_contain_text("Steady Feet balance and strength classes")
    editor = arrive(javascript=False)
    name, value, _group = editor.site.session_of_everything()
    editor.context.add_cookies([{"name": name, "value": value, "url": editor.site.origin}])
    page = editor.go("/content")
    page.get_by_role("link", name="Words for needs").click()
    page.get_by_role("textbox", name="Find").fill("Falls and balance")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="Falls and balance", exact=True).click()
    asks = page.get_by_role("textbox", name="How people ask for it")
    asks.fill(f"{asks.input_value()}\n{WORDS}")
    page.get_by_role("textbox", name="Try a search").fill(WORDS)
    page.get_by_role("button", name="Show me first").click()
    tried = page.locator(".content-tried .content-columns > div")
    expect(tried.first).to_contain_text("Nothing that really fits")
    expect(tried.last).to_contain_text("Steady Feet balance and strength classes")
    nothing_sideways(page)
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("status").first).to_contain_text("Your change is live")
    after = resident_finds(arrive).page
    expect(after.locator("main")).to_contain_text("Steady Feet balance and strength classes")
    page.get_by_role("link", name="History").click()
    page.get_by_role("button", name="Go back to how the site brought it").click()
    expect(page.get_by_role("status").first).to_contain_text("That version counts again")
