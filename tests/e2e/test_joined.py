"""From a person's own words to what they take home, with nothing asked twice: the search, the check, the
plan.
"""

import re

from playwright.sync_api import expect

from tests.e2e.assess_steps import hurry_to, list_wants, press, see_result, title
from tests.e2e.conftest import Visitor
from tests.e2e.steps import nothing_sideways, save, saved_names, search

STROKE = "Slow Tide Stroke Group"


def test_beatrice_goes_from_her_words_to_a_plan(phone: Visitor) -> None:
    """1. After a stroke: words, one first step, the check, services near her with why, a plan on paper."""
    page = search(phone, "I had a stroke and I want to walk my dog again", "S73 8")
    first = page.locator(".first-step")
    expect(first).to_have_count(1)
    box = first.bounding_box()
    assert box
    assert box["height"] < 140
    assert box["y"] < page.locator(".card").first.bounding_box()["y"]  # type: ignore[index]
    save(page, STROKE)
    first.get_by_role("button").click()
    expect(title(page)).to_be_visible()
    press(page, "Start now")
    expect(title(page)).to_have_text("Who is this for?")
    page.get_by_label("Me", exact=True).check()
    press(page, "Continue")
    told = {"age": "from_65", "safe_now": "safe", "harm": "no", "health": "stroke"}
    hurry_to(page, "adult-needs/matters_most", told)
    list_wants(page, "What matters most to you?", ["walking the dog", "seeing people"])
    hurry_to(page, "adult-needs/answers", told)
    see_result(page)
    expect(title(page)).to_have_text("What to do next")
    # The place of the search is known: nobody is asked for it again.
    expect(page.get_by_text(re.compile("^Near S73 8"))).to_be_visible()
    expect(page.locator("#need-walking")).to_be_visible()
    press(page, "Make my plan")
    expect(title(page)).to_have_text("My plan")
    found = page.get_by_role("region", name="What I found")
    assert saved_names(page)[0] == STROKE
    assert len(saved_names(page)) >= 2
    expect(found).to_contain_text("Why: helps with “")
    assert found.locator('a[href^="tel:"]').count() >= 2
    nothing_sideways(page)
    with page.expect_download() as coming:
        page.get_by_role("link", name="Get it as a PDF").click()
    assert coming.value.path().read_bytes().startswith(b"%PDF")
