"""People of the demonstration borough answer questions, make plans and ask for help, on a phone, with
JavaScript and without it."""

import json
import re
import sqlite3
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.assess_steps import (
    END,
    agree_and_send,
    answer,
    begin,
    fill_in,
    find_check,
    follow,
    hurry_to,
    list_wants,
    press,
    problem_said,
    receipt,
    said,
    see_result,
    services_near,
    skip_to,
    steps_below,
    title,
    write,
)
from tests.e2e.conftest import Arrive, Site, Visitor
from tests.e2e.steps import can_ring, go_back, larger_text, nothing_sideways, save

WANTS = [
    "my medication looked at",
    "to stop gambling",
    "help with damp in the bathroom",
    "to keep the house tidy",
    "to do voluntary work",
    "more help for my mental health",
]


Council = Callable[[str], dict[str, Any]]


@pytest.fixture
def council(site: Site) -> Council:
    """What the council has under a reference, as the command gives it to another system."""

    def exported(reference: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(site.run("referral", "export", reference))
        return found

    return exported


HARM = "Is someone hurting you, scaring you, taking your money, or not giving you the care you need?"
HARM_TO_HER = (
    "Is someone hurting or scaring your mother, taking their money, or not giving them the care they need?"
)
HARM_TO_US = (
    "Is someone hurting you or the person you look after, scaring you, taking your money, or not giving the care"
    " that is needed?"
)


def begin_for_me(page: Page) -> Page:
    """Help for me, from its first page: the questions that cannot be left out."""
    begin(page)
    answer(page, "Who is this for?", "Me")
    answer(page, "How old are you?", "18 to 64")
    answer(page, "Are you in danger right now?", "No")
    answer(page, HARM, "No")
    return page


def test_beatrice_walks_with_the_dog_in_her_plan(phone: Visitor) -> None:
    """1.

    After a stroke, partly sighted, anxious: what she wants comes first, help near her with why, and a plan on
    paper.
    """
    page = begin_for_me(find_check(phone, "Help for me or someone else"))
    write(page, "What is a good day like for you?", "A walk by the canal")
    list_wants(page, "What matters most to you?", ["walking the dog", "seeing people"])
    hurry_to(page, "adult-needs/health")
    answer(
        page,
        "Do you live with any of these?",
        "A stroke, a brain injury or a nerve illness",
        "Trouble with seeing",
    )
    hurry_to(page, "adult-needs/washing")
    answer(page, "How would you get on with washing, if nobody helped you?", "I manage, but it is not safe")
    hurry_to(page, "adult-needs/getting_out")
    answer(page, "How would you get out and about, if nobody helped you?", "I can't do it")
    hurry_to(page, "adult-needs/effect")
    answer(page, "What does all this do to your life?", "It makes a big difference to my life")
    hurry_to(page, "adult-needs/answers")
    first = see_result(page)
    expect(first).to_contain_text("You may be able to get help from us")
    expect(first).to_contain_text("washing and getting out and about")
    expect(first).to_contain_text("within 5 working days")
    expect(first.get_by_role("link", name="Ask for a care assessment")).to_be_visible()
    expect(page.locator(".own-words li")).to_have_text(["walking the dog", "seeing people"])
    page.get_by_label("Town or postcode").fill("S73 8")
    press(page, "Show what is near")
    expect(page.get_by_text(re.compile("^Near S73 8"))).to_be_visible()
    expect(page.get_by_text("Because of what you said about getting out and about.").first).to_be_visible()
    names = services_near(page)
    assert "Slow Tide Stroke Group" in names
    expect(page.locator(".card__why")).to_have_text([re.compile("^Why: helps with “")] * len(names))
    save(page, "Slow Tide Stroke Group")
    larger_text(page)
    nothing_sideways(page)
    press(page, "Make my plan")
    _makes_a_plan(phone)


def _makes_a_plan(visitor: Visitor) -> None:
    page = visitor.page
    expect(title(page)).to_have_text("My plan")
    matters = page.get_by_role("region", name="What matters to me").get_by_role("textbox")
    expect(matters).to_have_value("walking the dog\nseeing people")
    expect(page.get_by_role("region", name="What I found")).to_contain_text("Slow Tide Stroke Group")
    expect(page.get_by_role("region", name="What I found")).to_contain_text("Why: helps with “")
    to_do = page.get_by_role("region", name="What I will do")
    expect(to_do).to_contain_text("Ask for a care assessment")
    with page.expect_download() as coming:
        page.get_by_role("link", name="Get it as a PDF").click()
    assert coming.value.path().read_bytes().startswith(b"%PDF")
    page.emulate_media(media="print")
    expect(page.get_by_text("walking the dog").first).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)
    larger_text(page)
    nothing_sideways(page)


def test_toms_six_wants_stay_in_his_order(phone: Visitor) -> None:
    """2. Tom, 45: in his words and his order on every page."""
    _tom_sees_his_result(phone)


@pytest.mark.slow
def test_the_council_reads_toms_six_wants_in_his_order(phone: Visitor, council: Council) -> None:
    """2. In his plan, on the pages of the request, and in what the council gets."""
    _tom_asks(_tom_sees_his_result(phone), council)


def _tom_sees_his_result(phone: Visitor) -> Page:
    page = begin_for_me(phone.go("/check/adult-needs"))
    hurry_to(page, "adult-needs/matters_most")
    list_wants(page, "What matters most to you?", WANTS)
    hurry_to(page, "adult-needs/health")
    answer(page, "Do you live with any of these?", "A mental health problem")
    hurry_to(page, "adult-needs/keeping_home")
    answer(
        page,
        "How would you look after your home, if nobody helped you?",
        "I need someone to remind or help me",
    )
    hurry_to(page, "adult-needs/answers")
    assert said(page, "What matters most to you?") == WANTS
    see_result(page)
    expect(page.locator(".own-words li")).to_have_text(WANTS)
    return page


def _tom_asks(page: Page, council: Council) -> None:
    press(page, "Make my plan")
    expect(page.get_by_role("region", name="What matters to me").get_by_role("textbox")).to_have_value(
        "\n".join(WANTS)
    )
    follow(page, "What to do next")
    follow(page, "Ask for a care assessment")
    fill_in(page, "Who are you asking for?", chosen=["Me"])
    fill_in(page, "Where are you?", {"Where is your home? Postcode or town": "Wombwell"})
    fill_in(page, "About you", {"Your name": "Tom Ibbotson"})
    fill_in(page, "How can we reach you?", {"Phone number": "01632 960455"}, ["Phone"])
    fill_in(page, "What helps when we talk?")
    expect(page.get_by_label("What matters most, or what is hard? (optional)")).to_have_value(
        "\n".join(WANTS)
    )
    fill_in(page, "In your own words")
    sent = council(agree_and_send(page))
    assert sent["own_words"].splitlines() == WANTS
    told = {one["question"]: one["answered"] for one in sent["referral"]["request"]["assessment"]["answers"]}
    assert told["matters_most"] == WANTS


def test_the_woman_with_the_cats_leaves_and_comes_back(phone: Visitor, arrive: Arrive) -> None:
    """3.

    A long form frightens her: at most ten pages, she skips, stops half way, and goes on with another phone.
    """
    page = phone.go("/")
    page.get_by_role("link", name=re.compile("^Not sure")).click()
    press(page, "Start now")
    answer(page, "Who is this for?", "Me")
    answer(page, "Are you in danger right now?", "No")
    answer(page, HARM, "No")
    press(page, "Skip this question")
    answer(page, "What worries you about being safe at home?", "Fire, gas or a cold home")
    expect(title(page)).to_have_text("How are you getting on with seeing people and getting out?")
    page.get_by_label("I'd get out more if I had a lift").check()
    press(page, "Save and leave")
    press(page, "Save my answers")
    expect(title(page)).to_have_text("Your answers are saved")
    reference, words = page.locator("dd.reference").all_inner_texts()
    assert len(words.split()) == 3
    press(page, "Leave now")
    expect(title(page)).to_have_text("See you again")
    phone.go("/check/quick-check/safe_home")
    expect(page.get_by_role("button", name="Start now")).to_be_visible()
    _comes_back(arrive(javascript=phone.javascript), reference, words)


def _comes_back(visitor: Visitor, reference: str, words: str) -> None:
    page = visitor.go("/")
    page.locator(".site-footer").get_by_role("link", name="Find out what may help").click()
    follow(page, "Come back to answers you saved")
    page.get_by_label("Your reference").fill(reference)
    page.get_by_label("Your three words").fill("apple apple apple")
    press(page, "Open my answers")
    problem_said(visitor, "We can’t find saved answers with this reference and these words")
    expect(page.get_by_label("Your reference")).to_have_value(reference)
    page.get_by_label("Your three words").fill(words.upper())
    press(page, "Open my answers")
    expect(page.get_by_role("status").first).to_contain_text("Welcome back")
    assert skip_to(page, END) == 3
    assert page.locator(".govuk-summary-list__row").count() + 1 <= 10
    assert said(page, "What worries you about being safe at home?") == ["Fire, gas or a cold home"]
    assert said(page, "How are you getting on with seeing people and getting out?") == [
        "I'd get out more if I had a lift"
    ]
    assert said(page, "Is there something you could offer others?") == ["Skipped"]
    see_result(page)
    assert "Dearne Rider Ring and Ride" in services_near(page)


def test_mrs_ts_son_reads_what_there_is_for_her(phone: Visitor) -> None:
    """4. Mrs T, 98, in hospital: the words are about his mother."""
    _son_sees_her_result(phone)


@pytest.mark.slow
def test_mrs_ts_son_asks_on_her_behalf(phone: Visitor, council: Council) -> None:
    """4. What he answered comes along, he is asked whether she agrees, and it is sent once."""
    _son_asks(phone, _son_sees_her_result(phone), council)


def _son_sees_her_result(phone: Visitor) -> Page:
    page = begin(phone.go("/check/adult-needs"))
    answer(page, "Who is this for?", "Someone else")
    answer(page, "Who are they to you?", "My mother")
    answer(page, "Do they know that you are doing this?", "Yes, and they are happy with it")
    answer(page, "How old is your mother?", "65 or over")
    answer(page, "Is your mother in danger right now?", "No")
    answer(page, HARM_TO_HER, "No")
    hurry_to(page, "adult-needs/health")
    answer(page, "Does your mother live with any of these?", "Trouble with moving or with using hands")
    answer(page, "Are any of these true for your mother now?", "They are in hospital now")
    page.get_by_label("Which day does your mother come home from hospital?").fill("20 December")
    page.get_by_role("button", name="Continue", exact=True).click()
    answer(page, "How would your mother get on with washing, if nobody helped them?", "They can't do it")
    hurry_to(page, "adult-needs/dressing")
    answer(
        page,
        "How would your mother get on with dressing, if nobody helped them?",
        "They need someone to remind or help them",
    )
    hurry_to(page, "adult-needs/effect")
    answer(page, "What does all this do to your mother's life?", "It makes a big difference to their life")
    hurry_to(page, "adult-needs/answers")
    first = see_result(page)
    expect(first).to_contain_text("Your mother may be able to get help from us")
    assert "Get help to do things for yourself" in steps_below(page)
    return page


def _son_asks(phone: Visitor, page: Page, council: Council) -> None:
    follow(page, "Ask for a care assessment")
    fill_in(page, "Who are you asking for?", chosen=["Someone in my family, or a friend"])
    # The hospital and the day came along.
    expect(page.get_by_role("radio", name="In hospital")).to_be_checked()
    expect(page.get_by_label("If they are in hospital: when do they come home? (optional)")).to_have_value(
        "20 12 2026"
    )
    fill_in(page, "Where are they?", {"Where is their home? Postcode or town": "S73 8CV"})
    fill_in(page, "Before you go on")
    fill_in(
        page,
        "About the person",
        {"Their name": "Agnes Thackray", "Their date of birth (optional)": "2 4 1928"},
    )
    expect(page.get_by_label("Yes, they agree")).to_be_checked()
    fill_in(page, "About you, who asks for them", {"Your name": "Roy Thackray"}, ["Me"])
    fill_in(page, "How can we reach you?", {"Phone number": "07700 900123"}, ["Phone", "Early evenings"])
    fill_in(page, "What helps when we talk?", chosen=["Large print"])
    fill_in(
        page,
        "In your own words",
        {"What matters most, or what is hard? (optional)": "She wants to be in her own bed again"},
    )
    before = _referrals(phone)
    page.get_by_label("I agree to this, and so does the person, or it is right for them").check()
    page.get_by_role("button", name="Send", exact=True).dblclick()
    sent = council(receipt(page))["referral"]["request"]
    expect(page.locator("main")).to_contain_text("30 November 2026")
    assert _referrals(phone) == before + 1
    assert sent["about"]["name"] == "Agnes Thackray"
    assert sent["asker"]["agreement"] == "yes"
    assert sent["contact"]["times"] == ["Early evenings"]
    go_back(page)
    assert council(receipt(page))["referral"]["request"] == sent
    assert _referrals(phone) == before + 1


def _referrals(visitor: Visitor) -> int:
    with sqlite3.connect(visitor.site.data_dir / "signpost.db") as db:
        found: int = db.execute("select count(*) from referral").fetchone()[0]
    return found


def test_a_daughter_reads_what_there_is_for_herself(phone: Visitor) -> None:
    """5. She cares over 50 hours a week for a mother with dementia, and works part time."""
    _daughter_sees_her_result(phone)


@pytest.mark.slow
def test_a_daughter_asks_for_herself(phone: Visitor, council: Council) -> None:
    """5. From her result, with all that she answered."""
    _daughter_asks(_daughter_sees_her_result(phone), council)


def _daughter_sees_her_result(phone: Visitor) -> Page:
    page = phone.go("/")
    page.get_by_role("link", name=re.compile(r"^Looking after someone\?")).click()
    press(page, "Start now")
    answer(page, "How old are you?", "18 or over")
    answer(page, "Who do you look after?", "Someone who is 18 or over")
    answer(page, "Are you or the person you look after in danger right now?", "No")
    answer(page, HARM_TO_US, "No")
    answer(page, "Can you go on caring as you do now?", "I can't go on like this")
    can_ring(page, "01632 960100")
    page.get_by_role("button", name="Carry on with the questions").click()
    write(page, "What is a good day like for you?", "An hour in the garden")
    hurry_to(page, "carer/why_care")
    answer(page, "Why do they need your help?", "Dementia, or trouble with memory")
    hurry_to(page, "carer/tasks")
    answer(
        page,
        "What do you do for them?",
        "Getting up at night",
        "Helping when they are low, upset or confused",
    )
    answer(page, "How much time does it take in a week?", "35 hours or more")
    answer(
        page,
        "What would happen to them if you could not help?",
        "They could not manage, or would not be safe",
    )
    hurry_to(page, "carer/health")
    answer(page, "Is caring hard on your health?", "Yes")
    hurry_to(page, "carer/work")
    answer(
        page,
        "How do you get on with work, learning or volunteering?",
        "I manage, but it hurts, tires or worries me a lot",
    )
    hurry_to(page, "carer/effect")
    answer(page, "What does all this do to your life?", "It makes a big difference to my life")
    answer(page, "What would help you most?", "A break", "Finding out about money for carers")
    hurry_to(page, "carer/answers")
    first = see_result(page)
    # Somebody to take over comes first; help for herself, and help with dementia, are on the same page.
    expect(first).to_contain_text("Get help today, so that you can stop for a while")
    expect(page.locator("main")).to_contain_text("you may be able to get help for yourself")
    expect(page.locator("#near ~ *, section[aria-labelledby=near]").first).to_contain_text("ementia")
    expect(page.locator(".govuk-inset-text")).to_contain_text(["Please also tell your GP"])
    return page


def _daughter_asks(page: Page, council: Council) -> None:
    follow(page, "Ask for a carer’s assessment")
    fill_in(page, "Who is the carer?", chosen=["Me"])
    fill_in(
        page,
        "Where is the person who is looked after?",
        {"Where is their home? Postcode or town": "Hoyland"},
    )
    fill_in(page, "About you", {"Your name": "Joan Sykes"})
    fill_in(page, "How can we reach you?", {"Phone number": "07700 900456"}, ["Phone", "Mornings"])
    fill_in(page, "What helps when we talk?")
    fill_in(page, "In your own words", {"Who do you look after? (optional)": "My mother, who has dementia"})
    sent = council(agree_and_send(page))["referral"]["request"]
    assert sent["kind"] == "carers_assessment"
    assert sent["looks_after"] == "My mother, who has dementia"
    assert sent["assessment"]


def test_a_young_man_wants_a_paid_job(phone: Visitor) -> None:
    """7. He has a learning disability."""
    _young_man_finds_a_job(phone)


@pytest.mark.slow
def test_a_young_man_who_reads_easy_read_asks_for_help(phone: Visitor, council: Council) -> None:
    """7. The council reads how to talk with him."""
    _young_man_asks(_young_man_finds_a_job(phone), council)


def _young_man_finds_a_job(phone: Visitor) -> Page:
    page = begin_for_me(phone.go("/check/adult-needs"))
    hurry_to(page, "adult-needs/matters_most")
    list_wants(page, "What matters most to you?", ["a paid job"])
    hurry_to(page, "adult-needs/health")
    answer(page, "Do you live with any of these?", "A learning disability")
    hurry_to(page, "adult-needs/work")
    answer(
        page,
        "How would you get on with work, learning or volunteering, if nobody helped you?",
        "I need someone to remind or help me",
    )
    hurry_to(page, "adult-needs/answers")
    see_result(page)
    assert "Get a Paid Job" in services_near(page)
    return page


def _young_man_asks(page: Page, council: Council) -> None:
    follow(page, "Ask for a care assessment")
    fill_in(page, "Who are you asking for?", chosen=["Me"])
    fill_in(page, "Where are you?", {"Where is your home? Postcode or town": "Wombwell"})
    fill_in(page, "About you", {"Your name": "Danny Firth"})
    fill_in(page, "How can we reach you?", {"Phone number": "07700 900789"}, ["Text message"])
    fill_in(
        page,
        "What helps when we talk?",
        chosen=["Easy Read: short sentences with pictures", "Somebody with me when we talk"],
    )
    fill_in(page, "In your own words")
    sent = council(agree_and_send(page))["referral"]["request"]
    assert sent["communication"]["needs"] == ["easy_read", "somebody_with_me"]
    assert sent["own_words"] == "a paid job"


def test_a_watched_woman_is_stopped_and_leaves(watched_phone: Visitor) -> None:
    """13.

    Danger interrupts at once; she leaves, and nothing is left: not on the page, not in an address, not in a
    cookie.
    """
    visited: list[str] = []
    page = watched_phone.page
    page.on("framenavigated", lambda frame: visited.append(frame.url))
    begin(watched_phone.go("/check/quick-check"))
    answer(page, "Who is this for?", "Me")
    answer(page, "Are you in danger right now?", "Yes, I am in danger now")
    stop = page.get_by_role("heading", name="If anyone is in danger now, call 999")
    expect(stop).to_be_visible()
    assert "danger" not in page.title()
    can_ring(page, "999")
    assert {cookie["httpOnly"] for cookie in watched_phone.context.cookies()} == {True}
    page.get_by_role("link", name="Exit this page").click()
    page.wait_for_url(watched_phone.site.elsewhere)
    assert not [url for url in visited if "danger" in url or "?" in url]
    go_back(page)
    page.wait_for_url(re.compile(re.escape(watched_phone.site.elsewhere) + "(#top)?$"))
    expect(stop).to_have_count(0)
    expect(page.get_by_role("button", name="Carry on where you were")).to_have_count(0)


def test_a_boy_who_looks_after_his_mum(phone: Visitor, council: Council) -> None:
    """14. He is 15: soon on a way of his own, with a number just for him."""
    page = begin(phone.go("/check/carer"))
    answer(page, "How old are you?", "Under 18")
    answer(page, "Are you or the person you look after in danger right now?", "No")
    answer(page, HARM_TO_US, "No")
    assert skip_to(page, END) <= 8
    first = see_result(page)
    expect(first).to_contain_text("Get help as a young carer")
    can_ring(page, "0800 1111")
    first.get_by_role("link", name="Ask our team for children and young people").click()
    fill_in(page, "Who are you asking for?", chosen=["Me. I am under 18"])
    fill_in(page, "Where are you?", {"Where is your home? Postcode or town": "Wombwell"})
    fill_in(page, "About you", {"Your name": "Sam"}, ["11 to 15"])
    fill_in(
        page,
        "How can we reach you?",
        {"Phone number": "07700 900015", "When is it safe to call? (optional)": "After school"},
        ["Phone"],
    )
    fill_in(page, "What helps when we talk?")
    fill_in(
        page,
        "In your own words",
        {
            "What is going on? (optional)": "My mum is ill and I do everything",
            "Do you look after someone? Who is it? (optional)": "My mum",
        },
    )
    sent = council(agree_and_send(page))["referral"]["request"]
    expect(page.locator("main")).to_contain_text("26 November 2026")
    assert (sent["kind"], sent["contact"]["safe_time"]) == ("children_help", "After school")
    assert (sent["about"]["age"], sent["looks_after"]) == ("from_11", "My mum")
