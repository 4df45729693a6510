"""Everyday use of the site: type, filter, use the map, go back, save, send, share, report, put in a
calendar."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Error, Page, expect

from scripts.screenshots import FALLING, result_of
from tests.e2e.conftest import SCREENS, Arrive, Visitor
from tests.e2e.steps import (
    COUNCIL,
    can_ring,
    card,
    focused,
    go_back,
    names_of,
    open_listing,
    save,
    saved_names,
    search,
    tick,
)

STEADY = "Steady Feet balance and strength classes"


@pytest.mark.parametrize("desktop", [True, pytest.param(False, marks=pytest.mark.slow)], ids=SCREENS)
def test_everything_with_the_keyboard_alone(arrive: Arrive, desktop: bool) -> None:
    visitor = arrive(desktop=desktop)
    page = visitor.go("/")
    focused(page, ".govuk-skip-link", 1)
    page.keyboard.press("Enter")
    expect(page.locator("#main-content")).to_be_focused()
    focused(page, "#q", 1)
    page.keyboard.type("falls")
    focused(page, "#where", 2)
    page.keyboard.type("S73 8")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/find\?q=falls&where=S73"))
    first = names_of(page)[0]
    focused(page, ".card:first-of-type .card__name a")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(first)
    focused(page, ".listing__save button")
    page.keyboard.press("Enter")
    expect(page.locator(".listing__save button")).to_have_text(re.compile("Saved"))
    expect(page.locator(".listing__save button")).to_be_focused()
    expect(page.locator(".site-tools [data-my-list] .count")).to_have_text(re.compile("^1"))


def test_words_beside_other_words_have_room_for_a_line(arrive: Arrive) -> None:
    page = arrive(desktop=True).go("/advice/falls")
    widths = page.locator(".beside-words__side .card__what").evaluate_all(
        "all => all.map(e => e.clientWidth)"
    )
    assert widths
    assert min(widths) > 200


def test_the_map_opens_and_the_list_stays(phone: Visitor) -> None:
    page = phone.go("/find?q=lunch+club&where=Wombwell")
    listed = names_of(page)
    assert len(listed) == 20
    views = page.get_by_role("navigation", name="List or map")
    views.get_by_role("link", name="Map", exact=True).click()
    page.wait_for_url(re.compile("view=map"))
    expect(page.locator("[data-map-note]")).to_have_count(0 if phone.javascript else 1)
    if phone.javascript:
        pins = page.locator(".map .pin b")
        expect(pins.first).to_be_visible()
        assert 1 <= pins.count() <= len(listed)
        expect(page.get_by_role("region", name="Map of the places on this page")).to_be_visible()
    else:
        expect(page.locator(".map-note")).to_contain_text("The map needs JavaScript")
    assert names_of(page) == listed
    views.get_by_role("link", name="List", exact=True).click()
    page.wait_for_url(lambda url: "view=map" not in url)


def _filtered(visitor: Visitor) -> tuple[dict[str, list[str]], list[str], str]:
    page = visitor.go("/find?q=someone+to+talk+to&where=Barnsley")
    tick(visitor, "Cost", "Free")
    tick(visitor, "Where it happens", "By phone")
    asked = parse_qs(urlsplit(page.url).query)
    return (
        {name: asked[name] for name in sorted(asked) if name != "sort"},
        names_of(page),
        page.locator("[data-sentence]").inner_text(),
    )


def test_filters_give_the_same_with_and_without_javascript(arrive: Arrive) -> None:
    quick, plain = (_filtered(arrive(javascript=javascript)) for javascript in (True, False))
    assert quick == plain
    assert len(quick[1]) > 1
    assert quick[0]["delivery"] == ["phone"]


def test_a_filter_is_taken_off_again_and_back_works(phone: Visitor) -> None:
    page = phone.go("/find?q=falls")
    before = page.locator("[data-sentence]").inner_text()
    tick(phone, "Cost", "Free")
    page.locator(".find__applied a.applied").first.click()
    expect(page.locator(".find__applied")).to_have_count(0)
    expect(page.locator("[data-sentence]")).to_have_text(before)
    go_back(page)
    expect(page.locator(".find__applied")).to_contain_text("Free")


def test_a_mended_spelling_can_be_unmended(phone: Visitor) -> None:
    page = search(phone, "fallign")
    expect(page.locator(".find__instead")).to_contain_text("Showing results for falling")
    page.get_by_role("link", name="Search for “fallign” instead").click()
    page.wait_for_url(re.compile("exact=1"))
    expect(page.get_by_role("heading", level=1)).to_have_text("fallign")
    expect(page.get_by_text("Showing results for")).to_have_count(0)


def test_nothing_found_is_not_the_end(phone: Visitor) -> None:
    page = search(phone, "zxqwv")
    expect(page.get_by_text("We found nothing for these words.")).to_be_visible()
    expect(page.get_by_role("heading", name="The nearest things we have")).to_be_visible()
    assert names_of(page)
    can_ring(page, COUNCIL)


def test_a_place_nobody_knows_is_said_beside_the_box(phone: Visitor) -> None:
    page = search(phone, "falls", "Atlantis")
    expect(page.locator("#where-problem")).to_be_visible()
    assert names_of(page)


def test_back_to_results_keeps_the_search(phone: Visitor) -> None:
    page = phone.go("/find?q=falls&where=S73+8&cost=free")
    listed = names_of(page)
    open_listing(page, listed[1])
    page.get_by_role("link", name="Back to results").click()
    page.wait_for_url(re.compile(r"/find\?"))
    assert parse_qs(urlsplit(page.url).query) == {"q": ["falls"], "where": ["S73 8"], "cost": ["free"]}
    assert names_of(page) == listed


def _with_a_list(visitor: Visitor) -> Page:
    page = visitor.go("/find?q=falls")
    save(page, STEADY)
    save(page, names_of(page)[0])
    return visitor.go("/my-plan")


def test_a_list_is_put_in_order_and_noted(phone: Visitor) -> None:
    page = _with_a_list(phone)
    first, second = saved_names(page)
    page.get_by_role("button", name=re.compile(f"^Move up ?: {re.escape(second)}")).click()
    expect(page.locator(".saved__name").first).to_have_text(second)
    item = page.locator(".saved__item").first
    item.locator("summary").click()
    item.get_by_label(f"Note about {second}").fill("Ask for Jo")
    item.get_by_role("button", name="Keep this note").click()
    expect(item.get_by_label(f"Note about {second}")).to_have_value("Ask for Jo")
    page.get_by_role("button", name=re.compile(f"^Take off my plan ?: {re.escape(first)}")).click()
    expect(page.locator(".saved__name")).to_have_text([second])
    page.get_by_role("button", name="Take all of these off my plan").click()
    expect(page.get_by_text("Nothing is saved yet.")).to_be_visible()


def test_a_list_is_shared_by_a_link(phone: Visitor, arrive: Arrive) -> None:
    page = _with_a_list(phone)
    names = saved_names(page)
    page.get_by_role("link", name="Share a link").click()
    link = page.get_by_label("Link to your list").input_value()
    # Without a script the button could do nothing.
    expect(page.get_by_role("button", name="Copy the link")).to_have_count(int(phone.javascript))
    expect(page.get_by_role("img", name="Code that leads to your list")).to_be_visible()
    friend = arrive(javascript=phone.javascript)
    other = friend.go(link.removeprefix(phone.site.origin))
    assert saved_names(other) == names
    other.get_by_role("button", name="Save all to my plan").click()
    other.wait_for_url(re.compile("/my-plan"))
    assert saved_names(other) == names


def test_a_list_is_sent_by_email(phone: Visitor) -> None:
    page = _with_a_list(phone)
    page.get_by_role("link", name="Send only this part by email").click()
    page.get_by_role("button", name="Send my list").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("There is a problem")
    address = f"{'script' if phone.javascript else 'plain'}@example.org"
    page.get_by_label("Email address").fill(address)
    page.get_by_role("button", name="Send my list").click()
    page.wait_for_url(re.compile(r"/my-list/sent\?message="))
    outbox = phone.site.run("outbox")
    assert f"to {address}" in outbox
    assert STEADY in outbox


def test_something_wrong_here(phone: Visitor) -> None:
    page = phone.go("/service/dearne-hot-plate")
    page.get_by_role("link", name="Something wrong here? Tell us").click()
    page.get_by_label("Your email address (optional)").fill("no address")
    page.get_by_role("button", name="Send", exact=True).click()
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_contain_text("Choose what is wrong")
    expect(page).to_have_title(re.compile("problem"))
    if phone.javascript:
        expect(summary).to_be_focused()
    summary.get_by_role("link", name="Choose what is wrong").click()
    expect(page.get_by_label("Your email address (optional)")).to_have_value("no address")
    page.get_by_label("The cost is wrong").check()
    page.get_by_label("Your email address (optional)").fill("")
    page.get_by_role("button", name="Send", exact=True).click()
    page.wait_for_url(re.compile("/problem/thanks/"))
    reference = urlsplit(page.url).path.rsplit("/", 1)[1]
    expect(page.locator("main")).to_contain_text(reference)


def test_sessions_go_into_a_calendar(phone: Visitor) -> None:
    page = phone.go("/service/larkhill-dogs-and-walkers")
    with page.expect_download() as coming:
        page.get_by_role("link", name=re.compile("Add to your calendar")).first.click()
    text = coming.value.path().read_text()
    assert text.startswith("BEGIN:VCALENDAR")
    assert "Larkhill dogs and walkers" in text


def test_a_form_that_was_open_too_long(phone: Visitor) -> None:
    page = phone.go("/service/larkhill-dogs-and-walkers/problem")
    phone.context.clear_cookies()
    page.get_by_label("The cost is wrong").check()
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Please send that again")
    can_ring(page, COUNCIL)


def test_saving_after_the_session_is_gone_says_so(arrive: Arrive) -> None:
    """Saving by script is refused, so the form is sent as without JavaScript, and the page says what
    happened."""
    visitor = arrive()
    page = visitor.go("/service/larkhill-dogs-and-walkers")
    visitor.context.clear_cookies()
    page.get_by_role("button", name="Save Larkhill dogs and walkers to my plan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Please send that again")
    visitor.complaints.clear()


@pytest.mark.parametrize(
    "look",
    [
        {"color_scheme": "dark", "forced_colors": "active"},
        pytest.param({"color_scheme": "dark"}, marks=pytest.mark.slow),
        pytest.param({"forced_colors": "active"}, marks=pytest.mark.slow),
    ],
)
def test_dark_and_forced_colours_can_be_looked_at(arrive: Arrive, look: dict[str, str]) -> None:
    visitor = arrive(**look)
    for path in ("/", "/find?q=falls&where=S73+8", "/service/dearne-hot-plate", "/my-plan", "/urgent-help"):
        page = visitor.go(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert len(page.screenshot(full_page=True)) > 10_000


def test_a_card_says_what_is_asked_first(phone: Visitor) -> None:
    page = phone.go("/find?q=falls&where=S73+8")
    words = card(page, STEADY).inner_text()
    for part in ("Free or from", "mile", "You can ask", "Phone 0", "checked", "Why:"):
        assert part in words, part


def test_the_browser_of_these_tests_finds_no_way_out(arrive: Arrive) -> None:
    """A request by host name or by address stays on this machine and is noted. 203.0.113.0/24 is reserved
    (RFC 5737)."""
    visitor = arrive()
    ways_out = ["http://example.org/", "http://203.0.113.1/"]
    for address in ways_out:
        with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
            visitor.page.goto(address)
    assert visitor.strays == ways_out
    visitor.strays.clear()


def _printed_pages(page: Page) -> int:
    """Return the number of A4 pages that the page prints on."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(format="A4")))


@pytest.mark.slow
def test_paper_has_one_page_for_a_listing_and_two_for_a_result(arrive: Arrive) -> None:
    """Nothing is folded, and every service has its number."""
    page = arrive(desktop=True).go("/service/teasel-bank-care-home")
    assert _printed_pages(page) == 1
    for back in ("", "?back=q%3Dfalls%26where%3DS73+8"):
        page.goto(f"/service/steady-feet-balance-and-strength-classes{back}")
        assert _printed_pages(page) == 1, back
    result_of(FALLING)(page)
    assert _printed_pages(page) <= 2
    page.emulate_media(media="print")
    services = page.locator(".card")
    assert services.count() >= 6
    assert page.locator(".card__phone a:visible").count() == services.count()
    for folded in page.locator("details:not(.no-print):not(.site-menu) .card").all():
        expect(folded).to_be_visible()
