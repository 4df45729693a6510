"""People of the demonstration borough find their way, on a phone, with JavaScript and without it."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Arrive, Visitor
from tests.e2e.steps import (
    COUNCIL,
    can_ring,
    card,
    go_back,
    larger_text,
    names_of,
    nothing_sideways,
    open_listing,
    save,
    saved_names,
    search,
    search_again,
    tick,
)

DOGS, STROKE = "Larkhill dogs and walkers", "Slow Tide Stroke Group"
OLD_MEALS, KOSHER = "Dearne Hot Plate", "Rivka's kosher meals to your door"
REFUGE = "Harebell Safe House"


def test_beatrice_walks_the_dog_again_and_sees_people(phone: Visitor) -> None:
    """1. After a stroke, partly sighted, anxious."""
    page = search(phone, "I had a stroke. I want to walk my dog again and see people", "S73 8")
    assert {DOGS, STROKE} <= set(names_of(page)[:4])
    expect(card(page, DOGS)).to_contain_text("Wombwell")
    expect(card(page, DOGS)).to_contain_text("mile")
    expect(card(page, DOGS)).to_contain_text("Why:")
    save(page, STROKE)
    open_listing(page, DOGS)
    expect(page.get_by_role("heading", name="How to get this help")).to_be_visible()
    can_ring(page, "01632 960020")
    save(page, DOGS)
    page.get_by_role("link", name="My plan").first.click()
    assert saved_names(page) == [STROKE, DOGS]
    _prints_plainly(page)


def _prints_plainly(page: Page) -> None:
    page.emulate_media(media="print")
    expect(page.get_by_text("01632 960020").first).to_be_visible()
    for chrome in (".site-nav", ".site-tools", ".danger-line", ".saved__tools", ".actions"):
        expect(page.locator(chrome).first).to_be_hidden()
    page.emulate_media(media="screen")


def test_beatrice_makes_the_words_larger(phone: Visitor) -> None:
    """Text at 200%, and a window 320 px wide: nothing sticks out, and the number can be seen."""
    save(phone.go("/service/slow-tide-stroke-group"), STROKE)
    for path in (
        "/",
        "/find?q=stroke&where=S73+8",
        "/service/larkhill-dogs-and-walkers",
        "/my-plan",
        "/urgent-help",
    ):
        page = phone.go(path)
        page.set_viewport_size({"width": 320, "height": 640})
        nothing_sideways(page)
        page.set_viewport_size({"width": 390, "height": 844})
        larger_text(page)
        nothing_sideways(page)
        expect(page.get_by_role("link", name=COUNCIL).first).to_be_visible()


def test_the_woman_with_the_cats_takes_the_short_way(phone: Visitor) -> None:
    """3. A long form frightens her: three steps to a number."""
    page = search(phone, "someone to look after my cats while I am in hospital")
    assert names_of(page)[0] == "Pet Care While You Are in Hospital"
    open_listing(page, "Pet Care While You Are in Hospital")
    expect(page.get_by_role("button", name=re.compile("^Send$"))).to_have_count(0)
    expect(page.locator(".how .contact__phone a").first).to_be_visible()


def test_the_woman_with_the_cats_and_her_other_worries(phone: Visitor) -> None:
    """3. Each is said in her own words, from the box above the results."""
    page = search(phone, "council tax letter")
    assert names_of(page)[0] == "Council Tax Letter Help"
    for words, wanted in (
        ("a deep clean", "Fresh Start Deep Clean"),
        ("a lift to hospital at 7.30 am", "Early Bird Hospital Lifts"),
        ("someone to stay overnight", "Overnight Companion"),
        ("relief carer", "Relief Carer"),
    ):
        search_again(page, words)
        assert wanted in names_of(page)[:3], words


def test_the_man_whose_meals_end(phone: Visitor) -> None:
    """6. Over 85, and he keeps kosher."""
    page = search(phone, "meals on wheels")
    assert OLD_MEALS in names_of(page)[:5]
    open_listing(page, OLD_MEALS)
    banner = page.locator(".listing__banner")
    expect(banner).to_contain_text("1 January 2027")
    expect(banner).to_contain_text("You can use these instead:")
    expect(banner.get_by_role("link")).to_have_count(3)
    open_listing(page, KOSHER)
    expect(page.locator(".how .contact__phone a").first).to_be_visible()


def test_the_man_whose_meals_end_looks_for_kosher(phone: Visitor) -> None:
    """6. The filter, ticked by hand."""
    page = search(phone, "meals at home")
    expect(page.locator("[data-sentence]")).to_be_visible()
    tick(phone, "Faith, diet and culture", "Kosher")
    expect(page.locator(".find__applied")).to_contain_text("Kosher")
    assert "culture=kosher" in page.url
    names = names_of(page)
    assert names[0] == KOSHER
    assert "Moor Meals Sunday dinner" not in names


def test_the_farmers_widow_far_from_everything(phone: Visitor) -> None:
    """10. Remote, no car, poor signal: what comes to her or is a call away stays in, and each says why."""
    page = search(phone, "nobody to talk to", "S36 4")
    whys = page.locator(".card__why").all_inner_texts()
    assert all(why.startswith("Why:") for why in whys)
    assert any("comes to your home" in why for why in whys[:5])
    assert any("phone from anywhere" in why for why in whys[:10])
    expect(card(page, "Long Line telephone friends")).to_contain_text("by phone")
    search_again(page, "no car to get to the shops", "S36 4")
    assert {"Hilltop Hopper", "Upper Don community minibus"} <= set(names_of(page)[:4])
    open_listing(page, "Hilltop Hopper")
    expect(page.locator(".how .contact__phone a").first).to_be_visible()


def test_a_watched_woman_finds_help_and_leaves(watched_phone: Visitor) -> None:
    """13. Her partner watches her phone."""
    page = watched_phone.go("/")
    page.get_by_role("link", name="Urgent help", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("link", name="Exit this page")).to_be_visible()
    page = search(watched_phone, "my partner watches my phone")
    expect(page.get_by_role("heading", level=1)).to_have_text("Help")
    assert "partner" not in page.title() + page.url
    expect(page.locator(".distress").get_by_role("link", name="999").first).to_be_visible()
    assert {"Harebell Helpline", "Harebell Survivors' Group", REFUGE} <= set(names_of(page)[:4])
    save(page, "Harebell Helpline")
    page.get_by_role("link", name="Exit this page").click()
    page.wait_for_url(watched_phone.site.elsewhere)
    _nothing_is_left(watched_phone)


def _nothing_is_left(visitor: Visitor) -> None:
    page = visitor.page
    go_back(page)
    page.wait_for_url(re.compile(re.escape(visitor.site.elsewhere) + "(#top)?$"))
    visitor.context.clear_cookies(name="signpost-left")
    visitor.go("/my-plan")
    expect(page.get_by_text("Nothing is saved yet.")).to_be_visible()


def test_back_after_leaving_without_javascript(arrive_remembering: Arrive) -> None:
    """13. The page that was left must be asked for anew, with JavaScript off as well."""
    visitor = arrive_remembering(javascript=False)
    page = visitor.go("/service/harebell-helpline")
    save(page, "Harebell Helpline")
    page.get_by_role("link", name="Exit this page").click()
    page.wait_for_url(visitor.site.elsewhere)
    go_back(page)
    page.wait_for_url(re.compile(re.escape(visitor.site.elsewhere) + "(#top)?$"))


def test_three_presses_of_shift_leave(arrive_remembering: Arrive) -> None:
    """13. From the list, which must be gone afterwards."""
    visitor = arrive_remembering()
    page = visitor.go("/service/harebell-helpline")
    save(page, "Harebell Helpline")
    visitor.go("/my-plan")
    assert saved_names(page) == ["Harebell Helpline"]
    for _ in range(2):
        page.keyboard.press("Shift")
    expect(page.get_by_role("heading", level=1)).to_have_text("My plan")
    page.keyboard.press("Shift")
    page.wait_for_url(visitor.site.elsewhere)
    _nothing_is_left(visitor)


def test_the_page_goes_blank_while_it_leaves(arrive: Arrive) -> None:
    """13. A slow network must not leave the page standing there."""
    visitor = arrive()
    page = visitor.go("/urgent-help")
    # An answer without a page: the browser stays where it is, as it does while it waits.
    page.route("**/leave/at-once", lambda route: route.fulfill(status=204))
    page.get_by_role("link", name="Exit this page").click()
    expect(page.locator("html")).to_have_class(re.compile("left-this-page"))
    expect(page.locator("main")).to_be_hidden()
    expect(page).to_have_title("")


def test_the_safe_house_tells_no_place(phone: Visitor) -> None:
    """13. Not in the words, not in the source, not in the map."""
    page = phone.go("/service/harebell-safe-house")
    expect(page.get_by_text("The address is kept secret")).to_be_visible()
    can_ring(page, "0808 157 0534")
    source = page.content()
    for secret in (
        "Sorrel",
        "S71",
        "53.56",
        "-1.48",
        "locked gate",
        "nine bedrooms",
        "data-pins",
        "Barnsley",
    ):
        assert secret not in source, secret
    phone.go("/find?q=somewhere+safe+to+stay&view=map")
    source = page.content()
    assert REFUGE in source
    for secret in ("Sorrel", "S71 1O", "53.5649", "1.4811", "Cobnut", "S73 8VK"):
        assert secret not in source, secret


def test_clear_what_i_did_here(watched_phone: Visitor) -> None:
    """13. On a shared computer: everything goes, and Back brings nothing back."""
    page = watched_phone.go("/service/harebell-helpline")
    save(page, "Harebell Helpline")
    watched_phone.go("/my-plan")
    assert saved_names(page) == ["Harebell Helpline"]
    page.get_by_role("link", name="Clear what I did here").click()
    page.get_by_role("button", name="Clear everything").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("It is cleared")
    assert [
        cookie["name"] for cookie in watched_phone.context.cookies() if cookie["name"] == "signpost"
    ] == []
    for _ in range(2):
        go_back(page)
    expect(page).to_have_url(re.compile("/my-plan$"))
    expect(page.get_by_text("Nothing is saved yet.")).to_be_visible()
