"""The results page in a browser: filters at once or by the button, the map, suggestions; with and without
JavaScript."""

import re

from playwright.sync_api import expect

from tests.e2e.conftest import Arrive, Visitor
from tests.e2e.steps import go_back, names_of


def test_a_tick_filters_at_once_keeps_its_place_and_back_takes_it_away(arrive: Arrive) -> None:
    page = arrive(desktop=True).go("/find?q=lunch+club&where=S73")
    before = names_of(page)
    free = page.get_by_role("checkbox", name=re.compile("^Free "))
    free.focus()
    page.keyboard.press("Space")
    page.wait_for_url(re.compile("cost=free"))
    expect(page.locator(".applied")).to_have_text("Take off Free")
    expect(page.locator("#f-cost-free")).to_be_focused()
    expect(page.locator("[data-results-status]")).to_contain_text("may help with")
    assert names_of(page) != before
    go_back(page)
    expect(page.locator(".applied")).to_have_count(0)
    assert names_of(page) == before
    expect(free).not_to_be_checked()


def test_what_filters_put_on_the_page_can_be_saved(arrive: Arrive) -> None:
    page = arrive(desktop=True).go("/find?q=lunch+club&where=S73")
    page.locator("#f-cost-fixed").check()
    expect(page.locator(".applied")).to_have_count(1)
    page.get_by_role("button", name=re.compile("^Save ")).first.click()
    expect(page.locator("[data-my-list]")).to_contain_text("1")
    assert "#" not in page.url


def test_filters_on_a_phone_work_by_their_button_too(phone: Visitor) -> None:
    page = phone.go("/find?q=lunch+club&where=S73")
    expect(page.locator("#f-cost-free")).to_be_hidden()
    page.locator(".filters__summary").click()
    page.get_by_text("Free ", exact=False).locator("visible=true").first.wait_for()
    page.locator("#f-cost-free").check()
    page.get_by_role("button", name="Show results" if phone.javascript else "Apply filters").click()
    page.wait_for_url(re.compile("cost=free"))
    expect(page.locator(".applied")).to_contain_text("Free")
    expect(page.locator(".filters__summary .count")).to_contain_text("1")


def test_the_order_can_be_changed(phone: Visitor) -> None:
    page = phone.go("/find?q=lunch+club&where=S73")
    page.get_by_label("Sort").select_option("name")
    if not phone.javascript:
        page.get_by_role("button", name="Sort the results").click()
    page.wait_for_url(re.compile("sort=name"))
    expect(page.locator(".card__name a").first).to_be_visible()
    names = names_of(page)
    assert names == sorted(names, key=str.casefold)


def test_the_map_is_a_list_with_a_note_without_javascript(phone: Visitor) -> None:
    page = phone.go("/find?q=lunch+club&where=S73")
    page.get_by_role("navigation", name="List or map").get_by_role("link", name="Map").click()
    page.wait_for_url(re.compile("view=map"))
    expect(page.locator("[data-map-note]")).to_have_count(0 if phone.javascript else 1)
    expect(
        page.locator(".pin b").first if phone.javascript else page.locator("[data-map-note]")
    ).to_be_visible()
    assert len(names_of(page)) == 20


def test_a_pin_leads_to_its_card_by_keyboard(arrive: Arrive) -> None:
    page = arrive(desktop=True).go("/find?q=lunch+club&where=S73&view=map")
    page.locator(".pin").first.focus()
    page.keyboard.press("Enter")
    link = page.locator(".leaflet-popup a[href^='#card-']").first
    expect(link).to_be_focused()
    name = re.sub(r"^\d+\. ", "", link.inner_text())
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name=name, exact=True)).to_be_focused()


def test_suggestions_are_a_combobox(arrive: Arrive) -> None:
    page = arrive(desktop=True).go("/")
    box = page.get_by_role("combobox")
    box.press_sequentially("lunch c")
    expect(page.get_by_role("option").first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".search-box [role=status]")).to_contain_text("suggestions")
    box.press("ArrowDown")
    expect(page.get_by_role("option", selected=True)).to_have_text(re.compile("^Lunch clubs"))
    box.press("ArrowUp")
    expect(page.get_by_role("option", selected=True)).to_have_count(0)
    box.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("lunch c")
    box.press("ArrowDown")
    expect(page.get_by_role("option").first).to_be_visible()
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url(re.compile("/needs/lunch-clubs"))


def test_enter_without_a_choice_searches_for_what_was_typed(phone: Visitor) -> None:
    page = phone.go("/")
    box = page.locator("#q")
    box.press_sequentially("lunch club")
    box.press("Enter")
    page.wait_for_url(re.compile(r"/find\?q=lunch\+club"))
