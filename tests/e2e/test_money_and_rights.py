"""People whose rights about money were told wrongly: kept in hospital, and without recourse to public funds.

On a phone, with JavaScript and without it.
"""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.assess_steps import answer, begin, find_check, follow, hurry_to, see_result, title, write
from tests.e2e.conftest import Visitor
from tests.e2e.steps import nothing_sideways


def _paying(phone: Visitor) -> Page:
    page = begin(find_check(phone, "Paying for care"))
    answer(page, "Who is this for?", "Me")
    answer(page, "Are you in danger right now?", "No")
    hurry_to(page, "paying/true_now", {"harm": "no"})
    return page


def test_a_man_kept_in_hospital_under_section_3_reads_first_that_aftercare_is_free(phone: Visitor) -> None:
    """£100,000 in the bank, and a letter from the ward that asks him to pay."""
    page = _paying(phone)
    answer(
        page, "Are any of these true for you?", "I was kept in hospital under section 3, 37, 45A, 47 or 48"
    )
    hurry_to(page, "paying/savings")
    write(page, "About how much do you have in savings?", "100,000")
    hurry_to(page, "paying/answers")
    see_result(page)
    free = page.locator("#aftercare-first")
    expect(free).to_contain_text("Nobody can charge you for your aftercare, however much money you have.")
    assert free.bounding_box()["y"] < page.locator("#first").bounding_box()["y"]  # type: ignore[index]
    expect(page.locator("main").get_by_role("link", name="Ask for a care assessment").first).to_be_visible()
    nothing_sideways(page)


@pytest.mark.slow
def test_somebody_with_no_recourse_to_public_funds_reads_it_before_any_benefit(phone: Visitor) -> None:
    """She looks after herself badly, and a friend told her to claim PIP."""
    page = _paying(phone)
    hurry_to(page, "paying/public_funds")
    answer(page, "Does your visa or status say “no recourse to public funds”?", "Yes")
    hurry_to(page, "paying/answers")
    see_result(page)
    expect(page.get_by_role("heading", name="Get advice before you claim any benefit")).to_be_visible()
    told = page.locator("#public-funds")
    expect(told).to_contain_text("Care from the council is not a public fund.")
    first_benefit = page.locator("[id^=benefit-]").first
    assert told.bounding_box()["y"] < first_benefit.bounding_box()["y"]  # type: ignore[index]
    nothing_sideways(page)
    follow(page, "How to find an independent immigration adviser")
    expect(title(page)).to_have_text("Independent money advice")
    expect(page.get_by_text("registered with the Immigration Advice Authority")).to_be_visible()


def test_a_family_whose_father_refuses_help_reads_what_that_means_and_can_tell_us(phone: Visitor) -> None:
    """He washes no more, and he says no. His daughter asks all the same."""
    page = begin(phone.go("/check/adult-needs"))
    answer(page, "Who is this for?", "Someone else")
    answer(page, "Who are they to you?", "My father")
    answer(page, "Do they know that you are doing this?", "They do not want it")
    answer(page, "How old is your father?", "65 or over")
    answer(page, "Is your father in danger right now?", "No")
    hurry_to(page, "adult-needs/washing", {"harm": "no"})
    answer(page, "How would your father get on with washing, if nobody helped them?", "They can't do it")
    hurry_to(page, "adult-needs/answers")
    first = see_result(page)
    expect(first).to_contain_text(
        "We will talk to your father first, and ask what they want. They can say no."
    )
    told = page.locator(".govuk-inset-text", has_text="Your father can say no to an assessment.")
    expect(told).to_contain_text("when they can't decide this, and it is best for them")
    expect(told).to_contain_text("abused or neglected")
    nothing_sideways(page)
    follow(page, "Ask for a care assessment")
    for _page in range(10):
        if page.get_by_label("No, they do not agree").count():
            break
        if page.get_by_label("Where is their home? Postcode or town").count():
            page.get_by_label("Where is their home? Postcode or town").fill("Wombwell")
        if page.get_by_label("Their name").count():
            page.get_by_label("Their name").fill("Ted Hall")
        page.get_by_role("button", name="Continue", exact=True).click()
    # What was said in the questions is not asked again.
    expect(page.get_by_label("No, they do not agree")).to_be_checked()
