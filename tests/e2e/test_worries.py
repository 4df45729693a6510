"""People tell the council of a worry about somebody's safety, on a phone, with JavaScript and without it."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.assess_steps import press
from tests.e2e.conftest import Arrive, Site, Visitor
from tests.e2e.steps import can_ring, names_of, nothing_sideways

STORY = "The curtains stay shut and she has lost a lot of weight"


def heading(page: Page, words: str) -> None:
    expect(page.locator("main h2").first).to_have_text(words)
    expect(page.locator("main")).to_contain_text("Not sent yet")
    nothing_sideways(page)


def choose(page: Page, *labels: str) -> None:
    for label in labels:
        page.get_by_label(label, exact=True).check()


def kept(site: Site, page: Page) -> dict[str, object]:
    """Return what the council has under the reference of the receipt, and check that nothing else is offered."""
    expect(page.locator("main h1")).to_have_text("We have it")
    assert names_of(page) == []
    links = page.locator("main a:not([href^='tel:'])")
    expect(links).to_have_text(["Tell us about another worry"])
    nothing_sideways(page)
    record = json.loads(site.run("referral", "export", page.locator(".reference").inner_text()))
    request: dict[str, object] = record["referral"]["request"]
    return request


@pytest.mark.parametrize("javascript", [True, pytest.param(False, marks=pytest.mark.slow)])
def test_a_neighbour_tells_us_without_a_name(arrive: Arrive, site: Site, javascript: bool) -> None:
    """9. Worried about self-neglect, and does not know the number of the house."""
    page = arrive(javascript=javascript).go("/tell-us")
    heading(page, "Tell us about a worry")
    choose(page, "No", "An adult")
    press(page, "Continue")
    expect(page.locator(".govuk-error-summary")).to_contain_text("We can’t find them without this")
    page.get_by_label("Where can we find them?").fill("The end house, Cobnut Row")
    press(page, "Continue")
    heading(page, "What is happening?")
    page.get_by_label("In your own words").fill(STORY)
    choose(page, "They have stopped looking after themselves or their home")
    press(page, "Continue")
    heading(page, "About you")
    expect(page.get_by_label("Your name", exact=True)).to_be_hidden()
    choose(page, "I want to stay anonymous")
    press(page, "Send")
    request = kept(site, page)
    can_ring(page, "01632 960100")
    assert (request["kind"], request["own_words"]) == ("safeguarding_concern", STORY)
    asker, concern = request["asker"], request["concern"]
    assert isinstance(asker, dict)
    assert isinstance(concern, dict)
    assert (asker["relation"], asker["name"], asker["phone"]) == ("not_said", "", "")
    assert (concern["where"], concern["harms"]) == ("The end house, Cobnut Row", ["self_neglect"])


@pytest.mark.slow
@pytest.mark.parametrize("javascript", [True, False])
def test_a_boy_who_looks_after_his_mother_reaches_help_for_children(
    arrive: Arrive, site: Site, javascript: bool
) -> None:
    """14. He is 15. Whether he writes of himself or of her, no team for adults answers."""
    visitor: Visitor = arrive(javascript=javascript)
    page = visitor.go("/tell-us")
    choose(page, "No", "Me, and I am under 18")
    page.get_by_label("Where can we find them?").fill("At home, 3 Mill Lane")
    press(page, "Continue")
    heading(page, "What is happening to you?")
    can_ring(page, "0800 1111")
    page.get_by_label("In your own words").fill("Mum is ill and I do everything. I can’t any more.")
    press(page, "Continue")
    heading(page, "How can we reach you?")
    page.get_by_label("Phone number (optional)").fill("07700 900123")
    press(page, "Send")
    assert kept(site, page)["kind"] == "child_concern"
    can_ring(page, "0800 1111")
    expect(page.locator("main")).not_to_contain_text("adult")
    press_link(page)
    choose(page, "An adult")
    page.get_by_label("Where can we find them?").fill("3 Mill Lane")
    press(page, "Continue")
    page.get_by_label("In your own words").fill("Mum fell again.")
    press(page, "Continue")
    choose(
        page,
        "I want to stay anonymous",
        "I am under 18. Then people who help children and young people read this",
    )
    press(page, "Send")
    assert kept(site, page)["kind"] == "child_concern"
    can_ring(page, "0800 1111")


def press_link(page: Page) -> None:
    page.get_by_role("link", name="Tell us about another worry").click()
