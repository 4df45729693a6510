"""The woman whose partner watches her phone: she searches in her own words, sees numbers, reads, leaves, and presses Back.

Also where the first number of each crisis page and interrupt stands on a small phone.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.assess_steps import begin
from tests.e2e.conftest import Arrive, Visitor
from tests.e2e.steps import go_back

SMALL_PHONE = {"width": 390, "height": 700}
CRISIS_PAGES = ("/advice/d", "/advice/a", "/advice/m", "/advice/c", "/urgent-help")
BANNERS = ("/find?help=d", "/find?help=a", "/find?help=m", "/find?help=c", "/find?q=my+house+is+on+fire")


def _searches_and_reads(visitor: Visitor) -> Page:
    page = visitor.go("/")
    page.get_by_label("What’s worrying you?").fill("my partner watches my phone and hits me")
    page.get_by_role("button", name="Find help").click()
    page.wait_for_url("**/find?help=d")
    expect(page.locator(".distress").get_by_role("link", name="0808 2000 247")).to_be_visible()
    assert page.title().startswith("Help – ")
    page.locator(".distress").get_by_role("link", name="How to get help").click()
    page.wait_for_url("**/advice/d")
    assert page.title().startswith("Help – ")
    return page


def _leaves_and_goes_back(visitor: Visitor, page: Page, times: int) -> None:
    page.get_by_role("link", name="Exit this page").click()
    page.wait_for_url(visitor.site.elsewhere)
    for _ in range(times):
        go_back(page)
        page.wait_for_url(re.compile(re.escape(visitor.site.elsewhere) + "(#top)?$"))


def test_after_an_exit_back_never_leads_to_our_pages(arrive_remembering: Arrive) -> None:
    """With JavaScript two pages of ours are left in the list; then it is empty, and her own visit works
    again.
    """
    visitor = arrive_remembering()
    asked: list[str] = []
    visitor.page.on("request", lambda request: asked.append(request.url))
    page = _searches_and_reads(visitor)
    _leaves_and_goes_back(visitor, page, 2)
    assert not any("partner" in address for address in asked)
    page.goto(visitor.site.origin + "/advice/d")
    expect(page.get_by_role("link", name="Exit this page")).to_be_visible()
    visitor.go("/")
    go_back(page)
    expect(page).to_have_url(re.compile("/advice/d$"))


@pytest.mark.slow
def test_after_an_exit_without_javascript_back_never_leads_to_our_pages(arrive_remembering: Arrive) -> None:
    visitor = arrive_remembering(javascript=False)
    _leaves_and_goes_back(visitor, _searches_and_reads(visitor), 3)


def test_the_first_number_is_on_the_first_screen_of_a_small_phone(arrive: Arrive) -> None:
    """Below the header and the line of danger, above the exit bar; the same for interrupts."""
    visitor = arrive()
    page = visitor.page
    page.set_viewport_size(SMALL_PHONE)
    for path in (*CRISIS_PAGES, *BANNERS):
        visitor.go(path)
        _first_number_is_seen(page, path)
    begin(visitor.go("/check/quick-check"))
    for _ in range(4):
        if page.locator("input[value=danger]").count():
            break
        page.get_by_role("radio").first.check()
        page.get_by_role("button", name="Continue").click()
    page.locator("input[value=danger]").check()
    page.get_by_role("button", name="Continue").click()
    expect(page.locator(".stop")).to_be_visible()
    _first_number_is_seen(page, "interrupt")


def _first_number_is_seen(page: Page, where: str) -> None:
    number = page.locator(".distress__lines a[href^='tel:']").first.bounding_box()
    bar = page.locator(".exit-bar")
    box = bar.bounding_box() if bar.count() else None
    assert number
    assert number["y"] + number["height"] <= (box["y"] if box else SMALL_PHONE["height"]), where
