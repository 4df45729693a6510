"""The results page in a browser: filters at once or by the button, the map, suggestions; with and without
JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import SCREENS, Arrive, Visitor
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
    expect(page.locator(".site-tools [data-my-list]")).to_contain_text("1")
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


def test_a_pin_leads_to_its_card_by_keyboard(arrive: Arrive) -> None:
    page = arrive(desktop=True).go("/find?q=lunch+club&where=S73&view=map")
    page.locator(".pin").first.focus()
    page.keyboard.press("Enter")
    link = page.locator(".leaflet-popup a[href^='#card-']").first
    expect(link).to_be_focused()
    name = re.sub(r"^\d+\. ", "", link.inner_text())
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name=name, exact=True)).to_be_focused()


@pytest.mark.parametrize("desktop", [True, pytest.param(False, marks=pytest.mark.slow)], ids=SCREENS)
def test_suggestions_are_a_combobox(arrive: Arrive, desktop: bool) -> None:
    """Chosen by the keyboard, with the attributes of the ARIA combobox pattern."""
    visitor = arrive(desktop=desktop)
    page = visitor.go("/")
    box = page.get_by_role("combobox", name=re.compile("What’s worrying you"))
    options = page.get_by_role("listbox", name="Suggestions").get_by_role("option")
    box.press_sequentially("lunch c")
    expect(options.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".search-box [role=status]")).to_contain_text("suggestions")
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", str(options.first.get_attribute("id")))
    expect(page.get_by_role("option", selected=True)).to_have_text(re.compile("^Lunch clubs"))
    box.press("ArrowUp")
    expect(page.get_by_role("option", selected=True)).to_have_count(0)
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile(".*"))
    box.press("Escape")
    expect(options.first).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("lunch c")
    box.press("ArrowDown")
    expect(options.first).to_be_visible()
    box.press("ArrowDown")
    assert options.first.get_attribute("data-href") == "/needs/lunch-clubs"
    box.press("Enter")
    page.wait_for_url(visitor.site.origin + "/needs/lunch-clubs")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_enter_without_a_choice_searches_for_what_was_typed(phone: Visitor) -> None:
    page = phone.go("/")
    box = page.locator("#q")
    box.press_sequentially("lunch club")
    if phone.javascript:
        expect(page.get_by_role("option").first).to_be_visible()
        for part in (page.get_by_label("Where?"), page.get_by_role("button", name="Find help")):
            part.click(trial=True, timeout=3_000)
    box.press("Enter")
    page.wait_for_url(re.compile(r"/find\?q=lunch\+club"))


def _edge(page: Page, selector: str, edge: str) -> float:
    """Return the "top" or "bottom" of the first element on the page, in px of the window."""
    return float(page.locator(selector).first.evaluate(f"element => element.getBoundingClientRect().{edge}"))


def test_a_phone_shows_the_first_result_and_call_999_without_scrolling(phone: Visitor) -> None:
    """The header and the line about danger have 110 px, and the list begins within 380 px."""
    page = phone.go("/find?q=I+keep+falling&where=S73")
    assert _edge(page, ".danger-line", "bottom") <= 110
    assert _edge(page, ".find__list .first-step, .find__list .card", "top") <= 380
    page.locator(".site-menu summary").click()
    expect(page.locator(".site-menu nav")).to_be_visible()
    call = page.get_by_role("link", name="Call 999").first
    call.click(trial=True)
    expect(call).to_be_in_viewport()


@pytest.mark.slow
def test_pins_part_as_the_map_comes_closer(arrive: Arrive) -> None:
    """Far away one pin stands for many places; no place is lost at any scale, and no two pins overlap."""
    page = arrive(desktop=True).go("/find?q=lunch+club&where=Wombwell&view=map")
    pins = page.locator(".pin")
    far = page.get_by_role("button", name="Zoom out")
    counts, told = [], []
    for _ in range(3):
        labels = [pin.get_attribute("aria-label") or "" for pin in pins.all()]
        counts.append(len(labels))
        told.append({name for label in labels for name in label.split("; ")})
        far.click()
        page.wait_for_timeout(400)
    assert counts[0] > counts[-1] >= 1
    assert told[0] == told[1] == told[2]


NAME_OVER_PIN = """
() => {
  const name = document.querySelector(".you span").getBoundingClientRect();
  const edge = document.querySelector(".map").getBoundingClientRect();
  const pins = [...document.querySelectorAll(".pin b")].map((pin) => [pin.textContent, pin.getBoundingClientRect()]);
  const over = pins.filter(([, b]) => name.left < b.right && b.left < name.right && name.top < b.bottom && b.top < name.bottom);
  return [pins.length > 2, name.left >= edge.left && name.right <= edge.right, over.map(([text]) => text)];
}
"""


def test_the_name_of_the_own_place_covers_no_pin(arrive: Arrive) -> None:
    page = arrive().go("/find?q=falls&where=S73+8&view=map")
    expect(page.locator(".you span")).to_contain_text("You are here")
    assert page.evaluate(NAME_OVER_PIN) == [True, True, []]


def test_a_condition_read_from_the_words_is_taken_off_by_keyboard(phone: Visitor) -> None:
    page = phone.go("/find?q=coffee+morning,+not+church,+step+free&where=S73")
    chips = page.get_by_role("list", name="What we read in your words").get_by_role("link")
    expect(chips).to_have_text([re.compile("Take off Not church"), re.compile("Take off No steps")])
    few = names_of(page)
    chips.last.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("off=access.step_free"))
    expect(chips).to_have_text([re.compile("Take off Not church"), "Put back: No steps"])
    assert names_of(page) != few
    chips.last.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "off=" not in address)
    expect(chips).to_have_count(2)
    assert names_of(page) == few
