"""What anybody does in the self-assessment: go back, make mistakes, open it twice, use the keyboard, wait too
long."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.assess_steps import (
    END,
    answer,
    begin,
    fill_in,
    hurry_to,
    press,
    problem_said,
    said,
    skip_to,
    title,
    write,
)
from tests.e2e.conftest import Arrive, Visitor
from tests.e2e.steps import focused, go_back

HARM = "Is someone hurting you, scaring you, taking your money, or not giving you the care you need?"
WHO, SAFE, HOME = (
    "Who is this for?",
    "Are you in danger right now?",
    "What worries you about being safe at home?",
)
MATTERS = "What matters most to you?"
PEOPLE = "How are you getting on with seeing people and getting out?"
GOOD_DAY = "What is a good day like for you?"


def to_the_home(visitor: Visitor) -> Page:
    """The quick check, up to its fifth question; what matters most is skipped."""
    page = begin(visitor.go("/check/quick-check"))
    answer(page, WHO, "Me")
    answer(page, SAFE, "No")
    answer(page, HARM, "No")
    press(page, "Skip this question")
    expect(title(page)).to_have_text(HOME)
    return page


def test_going_back_loses_nothing(phone: Visitor) -> None:
    """By the browser's button and by the page's own link; a changed answer leaves the others as they were."""
    page = to_the_home(phone)
    answer(page, HOME, "Falling")
    answer(page, PEOPLE, "I'd like more company")
    go_back(page)
    expect(page.get_by_label("I'd like more company")).to_be_checked()
    go_back(page)
    expect(page.get_by_label("Falling")).to_be_checked()
    page.get_by_role("link", name="Back", exact=True).click()
    expect(title(page)).to_have_text(MATTERS)
    page.get_by_role("link", name="Back", exact=True).click()
    expect(title(page)).to_have_text(HARM)
    expect(page.get_by_label("No", exact=True)).to_be_checked()
    page.get_by_role("link", name="Back", exact=True).click()
    expect(title(page)).to_have_text(SAFE)
    page.get_by_role("link", name="Back", exact=True).click()
    answer(page, WHO, "Me")
    skip_to(page, END)
    assert said(page, SAFE) == ["No"]
    assert said(page, HOME) == ["Falling"]
    page.get_by_role("link", name=re.compile(f"^Change ?: {re.escape(HOME)}")).click()
    page.get_by_label("Falling").uncheck()
    answer(page, HOME, "Stairs, steps or getting about the house")
    expect(title(page)).to_have_text(END)
    assert said(page, PEOPLE) == ["I'd like more company"]


def test_everything_is_asked_again_about_somebody_else(phone: Visitor) -> None:
    """Whoever is safe, it was not the mother who was asked about."""
    page = to_the_home(phone)
    answer(page, HOME, "Falling")
    skip_to(page, END)
    page.get_by_role("link", name=re.compile(f"^Change ?: {re.escape(WHO)}")).click()
    answer(page, WHO, "My mother")
    expect(title(page)).to_have_text("Is your mother in danger right now?")
    expect(page.get_by_text("You changed who this is about.")).to_be_visible()
    expect(page.locator("input:checked")).to_have_count(0)


def test_two_tabs_do_not_spoil_each_other(phone: Visitor) -> None:
    """Answers to different questions are both kept.

    Of two to the same the newer stays, is shown, and the words are not lost.
    """
    page = begin(phone.go("/check/adult-needs"))
    answer(page, WHO, "Me")
    answer(page, "How old are you?", "18 to 64")
    answer(page, SAFE, "No")
    answer(page, HARM, "No")
    expect(title(page)).to_have_text(GOOD_DAY)
    other = phone.context.new_page()
    other.goto(page.url)
    write(other, GOOD_DAY, "Tea with Ann")
    expect(title(other)).to_have_text("What matters most to you?")
    other.get_by_label("Most important").fill("my garden")
    write(page, GOOD_DAY, "A walk by the canal")
    problem_said(phone, "You changed this answer in another window")
    expect(page.get_by_role("textbox", name=GOOD_DAY)).to_have_value("Tea with Ann")
    expect(page.locator("main")).to_contain_text("A walk by the canal")
    write(page, GOOD_DAY, "Tea with Ann, then a walk by the canal")
    expect(title(page)).to_have_text("What matters most to you?")
    press(other, "Continue")
    expect(title(other)).not_to_have_text("What matters most to you?")
    hurry_to(other, "adult-needs/answers")
    assert said(other, GOOD_DAY) == ["Tea with Ann, then a walk by the canal"]
    assert said(other, "What matters most to you?") == ["my garden"]


def test_mistakes_are_said_at_the_top_and_nothing_is_lost(phone: Visitor) -> None:
    page = to_the_home(phone)
    press(page, "Continue")
    problem_said(phone, "There is a problem", "Choose at least one answer")
    page.get_by_label("Nothing", exact=True).check()
    page.get_by_label("Falling").check()
    press(page, "Continue")
    problem_said(phone, "You chose “Nothing” and something else too")
    expect(page.get_by_label("Nothing", exact=True)).to_be_checked()
    expect(page.get_by_label("Falling")).to_be_checked()
    page.locator(".govuk-error-summary").get_by_role("link").click()
    expect(page.get_by_label("Nothing", exact=True)).to_be_focused()


def test_mistakes_in_a_request_are_said_and_nothing_is_lost(phone: Visitor) -> None:
    page = phone.go("/check/")
    page.get_by_role("link", name="Ask us to call you").click()
    press(page, "Continue")
    problem_said(phone, "Choose who this is about")
    fill_in(page, "Who are you asking for?", chosen=["Me"])
    fill_in(page, "Where are you?", {"Where is your home? Postcode or town": "Wombwell"})
    fill_in(page, "About you")
    problem_said(phone, "Write your name")
    fill_in(page, "About you", {"Your name": "Sam"})
    fill_in(
        page,
        "How can we reach you?",
        {"Phone number": "12", "When is it safe to call? (optional)": "Mondays"},
        ["Text message"],
    )
    problem_said(phone, "Write a phone number with its area code")
    expect(page.get_by_label("Phone number")).to_have_value("12")
    expect(page.get_by_label("When is it safe to call? (optional)")).to_have_value("Mondays")
    expect(page.get_by_label("Text message")).to_be_checked()
    page.locator(".govuk-error-summary").get_by_role("link").click()
    expect(page.get_by_label("Phone number")).to_be_focused()
    fill_in(page, "How can we reach you?", {"Phone number": "07700 900123"})
    fill_in(page, "What helps when we talk?")
    fill_in(page, "In your own words")
    press(page, "Send")
    problem_said(phone, "Tick the box if you agree")


def test_enter_goes_on(phone: Visitor) -> None:
    """It presses "Continue", not the first button that the page happens to have."""
    page = to_the_home(phone)
    page.get_by_label("Falling").check()
    page.keyboard.press("Enter")
    expect(title(page)).to_have_text(PEOPLE)
    begin(phone.go("/check/adult-needs"))
    answer(page, WHO, "Me")
    answer(page, "How old are you?", "18 to 64")
    answer(page, SAFE, "No")
    answer(page, HARM, "No")
    press(page, "Skip this question")
    expect(title(page)).to_have_text("What matters most to you?")
    page.get_by_label("Most important").fill("my garden")
    page.keyboard.press("Enter")
    expect(title(page)).to_have_text("What goes well, or keeps you going?")


@pytest.mark.parametrize(
    ("hurried", "pages"),
    [("connected", 4), pytest.param("", 9, marks=pytest.mark.slow)],
    ids=["end", "whole"],
)
def test_a_check_with_the_keyboard_alone(arrive: Arrive, hurried: str, pages: int) -> None:
    """To its result, from the beginning or from the question `hurried`."""
    page = arrive(desktop=True).go("/check/quick-check")
    focused(page, "main .govuk-button")
    page.keyboard.press("Enter")
    expect(title(page)).to_have_text(WHO)
    if hurried:
        hurry_to(page, f"quick-check/{hurried}", {"who_for": "me", "safe_now": "safe", "harm": "no"})
    for _page in range(pages):
        asked = title(page).inner_text()
        focused(page, "#answer")
        page.keyboard.press("Space")
        focused(page, "form.question .govuk-button")
        page.keyboard.press("Enter")
        expect(title(page)).not_to_have_text(asked)
    expect(title(page)).to_have_text(END)
    focused(page, "main a.govuk-button")
    page.keyboard.press("Enter")
    expect(title(page)).to_have_text("What to do next")


def test_a_warning_comes_before_answers_are_forgotten(arrive: Arrive) -> None:
    """The page's clock runs fast.

    One press keeps everything; without it the page goes away with the answers.
    """
    visitor = arrive()
    visitor.page.clock.install()
    page = to_the_home(visitor)
    warning = page.get_by_role("alertdialog", name=re.compile("^Are you still there"))
    page.clock.fast_forward("54:00")
    expect(warning).to_have_count(0)
    page.clock.fast_forward("01:30")
    expect(warning).to_be_visible()
    expect(page.get_by_role("button", name="I am still here")).to_be_focused()
    press(page, "I am still here")
    expect(warning).to_have_count(0)
    page.clock.fast_forward("55:30")
    expect(warning).to_be_visible()
    visitor.context.clear_cookies()
    page.clock.fast_forward("06:00")
    expect(title(page)).to_have_text("We have forgotten your answers")
    assert urlsplit(page.url).path == "/check/forgotten"


def test_without_a_script_the_warning_stands_there_from_the_beginning(arrive: Arrive) -> None:
    page = to_the_home(arrive(javascript=False))
    expect(page.get_by_text("We forget your answers after 60 minutes without a click.")).to_be_visible()
