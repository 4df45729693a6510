"""A handler on the telephone: by keyboard alone, with a browser that dies, after a sign-out, and without JavaScript."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.call_steps import Hand, take_call, written
from tests.e2e.conftest import Arrive
from tests.e2e.steps import nothing_sideways

MOST_PRESSES = 17
"""For finding and ticking; with the message to the caller a call takes 25 at most, beside typing words."""


def test_person_12_by_keyboard_alone(arrive: Arrive, capsys: pytest.CaptureFixture[str]) -> None:
    """From "befriending, S73, Polish-speaking" to three ticked services."""
    page = take_call(arrive(desktop=True))
    hand, count = Hand(page), page.locator(".call-results__count")
    hand.press("s")
    hand.write("befriending, Polish-speaking")
    hand.press("Tab")
    hand.write("S73")
    expect(count).to_contain_text("near S73")
    hand.press("Escape", "1", "2", "3")
    expect(page.locator("[data-ticked]")).to_have_count(3)
    expect(page.locator("[data-ticked]").filter(has_text="Polish").first).to_be_visible()
    with capsys.disabled():
        print(f"\nperson 12: {hand.presses} key presses beside typing words, to three ticked services")
    assert hand.presses <= MOST_PRESSES
    # Filters and results by one key each; digits write inside a text field.
    hand.press("f")
    expect(page.get_by_role("checkbox", name=re.compile("Free"))).to_be_checked()
    hand.press("n", "n", "u")
    expect(page.locator("#result-1")).to_be_focused()
    hand.press("t")
    hand.press("c")
    hand.write("123 sd")
    expect(page.locator("#matters")).to_have_value("123 sd")
    hand.press("Escape", "d")
    expect(page.locator("[data-call-danger]")).to_have_attribute("open", "")
    hand.press("?")
    page.get_by_role("checkbox", name="Use shortcuts").uncheck()
    page.locator(".call").focus()
    hand.press("s")
    expect(page.locator("#q")).not_to_be_focused()
    nothing_sideways(page)


def test_what_was_typed_survives_a_killed_browser(arrive: Arrive, browser: Browser) -> None:
    visitor = arrive(desktop=True)
    page = take_call(visitor)
    page.locator("#said").press_sequentially("She fell on the stairs")
    expect(page.locator("[data-shown]")).to_have_text("Saved")
    url = page.url
    page.close(run_before_unload=False)
    again = visitor.context.new_page()
    again.goto(url)
    expect(again.locator("#said")).to_have_value("She fell on the stairs")
    # A page that is left in the middle of a word sends it on.
    again.locator("#said").press("Control+End")
    again.locator("#said").press_sequentially(", twice")
    again.goto(f"{visitor.site.origin}/calls")
    again.goto(url)
    expect(again.locator("#said")).to_have_value("She fell on the stairs, twice")
    again.close()


def test_an_outage_never_looks_like_nothing_found_and_loses_nothing(arrive: Arrive) -> None:
    visitor = arrive(desktop=True)
    page = take_call(visitor)
    page.locator("#q").fill("befriending")
    expect(page.locator(".call-results__count")).to_contain_text("results")
    page.context.set_offline(True)
    page.locator("#q").fill("befriending at home")
    expect(page.locator("[data-call-trouble]")).to_be_visible()
    page.locator("#matters").fill("My dog")
    expect(page.locator("[data-shown]")).to_contain_text("Not saved")
    page.context.set_offline(False)
    expect(page.locator("[data-shown]")).to_have_text("Saved")
    assert written(visitor)["matters"] == "My dog"
    visitor.complaints.clear()


def test_a_text_waits_for_who_signs_in_again(arrive: Arrive) -> None:
    visitor = arrive(desktop=True)
    page = take_call(visitor)
    cookies = page.context.cookies()
    account = [one for one in cookies if "account" in one["name"]]
    page.context.clear_cookies(name=re.compile("account"))
    page.locator("#matters").fill("My dog")
    expect(page.locator("[data-shown]")).to_contain_text("you are signed out")
    expect(page.get_by_role("link", name="Sign in (opens in a new tab)")).to_be_visible()
    page.context.add_cookies(account)  # type: ignore[arg-type]
    expect(page.locator("[data-shown]")).to_have_text("Saved")
    assert written(visitor)["matters"] == "My dog"
    visitor.complaints.clear()


def test_of_two_who_write_in_one_box_one_text_is_chosen(arrive: Arrive) -> None:
    visitor = arrive(desktop=True)
    page = take_call(visitor)
    other = visitor.context.new_page()
    other.goto(page.url)
    page.locator("#said").fill("She fell")
    expect(page.locator("[data-shown]")).to_have_text("Saved")
    other.locator("#said").fill("He fell")
    expect(other.locator("#beside-said")).to_contain_text("She fell")
    other.get_by_role("button", name="Use this").click()
    expect(other.locator("#said")).to_have_value("She fell")
    other.locator("#said").fill("She fell twice")
    expect(other.locator("[data-shown]")).to_have_text("Saved")
    other.close()


def test_a_call_on_a_phone_without_javascript(arrive: Arrive) -> None:
    page = take_call(arrive(javascript=False))
    page.get_by_label("What do they need?").fill("befriending")
    page.get_by_label("Town or postcode").fill("S73")
    page.get_by_role("button", name="Search").click()
    expect(page.locator(".call-results__count")).to_contain_text("near S73")
    page.get_by_role("button", name=re.compile("^Tick:? ?:")).first.click()
    expect(page.locator("[data-ticked]")).to_have_count(1)
    page.get_by_label("What was said").fill("She is alone")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("status").first).to_have_text("Saved.")
    expect(page.get_by_label("What was said")).to_have_value("She is alone")
    nothing_sideways(page)
