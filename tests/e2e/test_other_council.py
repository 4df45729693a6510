"""A son whose father lives in Leeds and comes home from hospital on Friday, on a phone."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.assess_steps import agree_and_send, fill_in, press
from tests.e2e.conftest import Site, Visitor
from tests.e2e.steps import can_ring, nothing_sideways


def search_at(visitor: Visitor, where: str) -> Page:
    """Look for help at a place, from the home page."""
    page = visitor.go("/")
    page.get_by_label("Use your own words").fill("my dad needs care at home")
    page.get_by_label("Town or postcode").fill(where)
    press(page, "Find help")
    return page


def test_a_father_in_leeds_comes_home_on_friday(phone: Visitor, site: Site) -> None:
    page = search_at(phone, "Leeds")
    expect(page.get_by_role("heading", name="Leeds is outside Dearne Valley")).to_be_visible()
    link = page.get_by_role("link", name="Find the number of Leeds City Council on GOV.UK")
    expect(link).to_have_attribute("href", "https://www.gov.uk/find-local-council/leeds")
    nothing_sideways(page)
    page = phone.go("/ask/needs-assessment")
    fill_in(page, "Who are you asking for?", chosen=["Someone in my family, or a friend"])
    fill_in(
        page,
        "Where are they?",
        {
            "Where is their home? Postcode or town": "Leeds",
            "Which hospital or care home, or where? (optional)": "Leeds General Infirmary",
            "If they are in hospital: when do they come home? (optional)": "Friday",
        },
        ["In hospital"],
    )
    expect(page.get_by_role("heading", name="Leeds is outside Dearne Valley")).to_be_visible()
    expect(page.locator("main")).to_contain_text("discharge team")
    can_ring(page, "01632 960100")
    nothing_sideways(page)
    press(page, "Continue")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Choose why you send it to us")
    fill_in(page, "Before you go on", chosen=["Moving to your area"])
    fill_in(page, "About the person", {"Their name": "George Sykes"})
    fill_in(page, "About you, who asks for them", {"Your name": "Peter Sykes"}, ["Yes, they agree", "Me"])
    fill_in(page, "How can we reach you?", {"Phone number": "07700 900123"}, ["Phone"])
    fill_in(page, "What helps when we talk?")
    fill_in(page, "In your own words")
    record = json.loads(site.run("referral", "export", agree_and_send(page)))
    where = record["referral"]["request"]["whereabouts"]
    assert where["other_council"] == "Leeds City Council"
    assert (where["now"], where["home_on"]) == ("hospital", "2026-11-27")
    assert record["referral"]["respond_by"] == "2026-11-26"


@pytest.mark.slow
def test_a_postcode_outside_leads_on_from_the_place_box(phone: Visitor) -> None:
    page = search_at(phone, "LS6 2AB")
    expect(page.get_by_role("heading", name="LS6 2AB is outside Dearne Valley")).to_be_visible()
    expect(page.get_by_role("link", name="Find the council by its postcode on GOV.UK")).to_be_visible()
    expect(page.get_by_text("We do not know the place")).to_have_count(0)


@pytest.mark.slow
def test_a_request_is_followed_by_its_reference_and_words(phone: Visitor, site: Site) -> None:
    page = phone.go("/ask/call-back")
    fill_in(page, "Who are you asking for?", chosen=["Me"])
    fill_in(page, "Where are you?", {"Where is your home? Postcode or town": "Wombwell"})
    fill_in(page, "About you", {"Your name": "Joan Sykes"})
    fill_in(page, "How can we reach you?", {"Phone number": "07700 900456"}, ["Phone"])
    fill_in(page, "What helps when we talk?")
    fill_in(page, "In your own words")
    reference = agree_and_send(page)
    words = page.locator("p", has_text="these three words:").locator("strong").inner_text()
    page = phone.go("/")
    page.get_by_role("link", name="Track my request").last.click()
    page.get_by_label("Your reference").fill(reference.lower())
    page.get_by_label("Your three words").fill(words)
    press(page, "See my request")
    expect(page.get_by_role("heading", level=1)).to_have_text("We have your request")
    assert reference not in page.url
    nothing_sideways(page)
    site.run("referral", "step", reference, "looked_at", "--by", "Ann Worker")
    press(page, "I’m still waiting")
    expect(page.get_by_role("heading", level=1)).to_have_text("We are looking at your request")
    expect(page.locator("main")).to_contain_text("We told the team that you are still waiting")
    page.get_by_text("I don’t need this any more").click()
    press(page, "Take my request back")
    expect(page.get_by_role("heading", level=1)).to_have_text("You took your request back")
