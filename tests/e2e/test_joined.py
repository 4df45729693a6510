"""From a person's own words to what they take home, with nothing asked twice: the search, the check, the plan."""

import re

from playwright.sync_api import expect

from tests.e2e.assess_steps import answer, hurry_to, list_wants, press, title
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
    answer(page, "Who is this for?", "Me")
    hurry_to(page, page.url.split("/check/")[1].split("/")[0] + "/matters_most")
    list_wants(page, "What matters most to you?", ["walking the dog", "seeing people"])
    page.goto(re.sub(r"/check/([a-z-]+)/.*", r"/check/\1/answers", page.url))
    for _ in range(60):
        if page.get_by_role("button", name="Skip this question").count() == 0:
            break
        press(page, "Skip this question")
    page.goto(re.sub(r"/check/([a-z-]+)/.*", r"/check/\1/result", page.url))
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
