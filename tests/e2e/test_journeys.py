"""People of the demonstration borough go from their own words to what they take home, on a phone.

Each journey prints how many pages were opened and how many fields were filled in.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Frame, Page, expect

from tests.e2e.assess_steps import (
    answer,
    begin,
    hurry_to,
    list_wants,
    press,
    see_result,
    services_near,
    title,
)
from tests.e2e.conftest import Arrive, Visitor
from tests.e2e.steps import (
    can_ring,
    card,
    names_of,
    nothing_sideways,
    open_listing,
    save,
    saved_names,
    search,
    search_again,
)
from tests.e2e.test_assess_people import HARM, WANTS

Journey = Callable[[Visitor], None]
KOSHER = "Rivka's kosher meals to your door"


@contextmanager
def counted(visitor: Visitor, who: str) -> Iterator[None]:
    """Count the pages that open inside, and the fields that are filled in or ticked."""
    opened: list[str] = []
    fields = 0

    def note(frame: Frame) -> None:
        if frame == visitor.page.main_frame:
            opened.append(frame.url)

    def note_fields(request: object) -> None:
        nonlocal fields
        data = getattr(request, "post_data", None) or ""
        names = {pair.split("=", 1)[0] for pair in data.split("&") if pair.split("=", 1)[-1]}
        fields += len(names - {"csrf_token", "revision", "service", "why", "to", "part"})

    visitor.page.on("framenavigated", note)
    visitor.page.on("request", note_fields)
    yield
    visitor.page.remove_listener("framenavigated", note)
    visitor.page.remove_listener("request", note_fields)
    print(f"{who}: {len(opened)} pages, {fields} fields")


def takes_home(page: Page, *names: str) -> None:
    """Check the plan on paper: each service with its number and why it was found, and nothing to press."""
    expect(title(page)).to_have_text("My plan")
    found = page.get_by_role("region", name="What I found")
    kept = saved_names(page)
    assert set(names) <= set(kept), kept
    assert found.locator('a[href^="tel:"], a[href^="sms:"]').count() >= len(kept)
    expect(found.locator(".card__why")).to_have_text([re.compile("^Why: ")] * len(kept))
    nothing_sideways(page)
    page.emulate_media(media="print")
    expect(page.get_by_role("button")).to_have_count(0)
    page.emulate_media(media="screen")


def to_plan(page: Page) -> None:
    page.goto("/my-plan")


def safe_for_me(page: Page) -> None:
    """The questions of the fuller check that cannot be left out."""
    answer(page, "Who is this for?", "Me")
    answer(page, "How old are you?", "18 to 64")
    answer(page, "Are you in danger right now?", "No")
    answer(page, HARM, "No")


def tom(visitor: Visitor) -> None:
    """2. Six wants: searches of his own words, then one check that keeps them in his order."""
    page = search(visitor, WANTS[0], "Wombwell")
    save(page, "Have Your Medicines Looked At")
    search_again(page, WANTS[1])
    save(page, "Stop Gambling Support")
    search_again(page, WANTS[5])
    assert "near Wombwell" in title(page).inner_text()
    page.locator(".first-step").get_by_role("button").click()
    begin(page)
    safe_for_me(page)
    hurry_to(page, "adult-needs/matters_most")
    list_wants(page, "What matters most to you?", WANTS)
    hurry_to(page, "adult-needs/answers")
    see_result(page)
    expect(page.locator(".own-words li")).to_have_text(WANTS)
    expect(page.get_by_text(re.compile("^Near Wombwell"))).to_be_visible()
    press(page, "Make my plan")
    takes_home(page, "Have Your Medicines Looked At", "Stop Gambling Support")
    # For what he has chosen already, nothing else is put beside it.
    assert "Someone You Love Gambles" not in saved_names(page)
    matters = page.get_by_role("region", name="What matters to me").get_by_role("textbox")
    expect(matters).to_have_value("\n".join(WANTS))


def the_woman_with_the_cats(visitor: Visitor) -> None:
    """3. A long form frightens her: five searches, the place said once, and a list to take to the ward."""
    page = search(visitor, "they cancelled my operation because nobody can mind my cats", "S70")
    save(page, "Pet Care While You Are in Hospital")
    for words, wanted in (
        ("council tax letter I don't understand", "Council Tax Letter Help"),
        ("my house needs a deep clean", "Fresh Start Deep Clean"),
        ("lift to hospital at 7.30 in the morning", "Early Bird Hospital Lifts"),
        ("someone to stay with me overnight", "Overnight Companion"),
    ):
        search_again(page, words)
        assert names_of(page)[0] == wanted
        expect(page).to_have_url(re.compile("where=S70"))
        save(page, wanted)
    to_plan(page)
    takes_home(page, "Pet Care While You Are in Hospital", "Overnight Companion")
    assert len(saved_names(page)) == 5


def the_man_whose_meals_end(visitor: Visitor) -> None:
    """6. Over 85; he keeps kosher. What ends says so, and what comes instead is one press away."""
    page = search(visitor, "my meals on wheels are stopping and I keep kosher", "S72 8")
    assert names_of(page)[0] == KOSHER
    expect(card(page, "Dearne Hot Plate")).to_contain_text("Ends on")
    open_listing(page, "Dearne Hot Plate")
    page.locator(".listing__banner").get_by_role("link", name=KOSHER).click()
    expect(title(page)).to_have_text(KOSHER)
    can_ring(page, "01632 960005")
    save(page, KOSHER)
    to_plan(page)
    assert saved_names(page) == [KOSHER]
    expect(page.get_by_role("region", name="What I found")).to_contain_text("01632 960005")
    page.get_by_role("link", name="Send by email").click()
    page.get_by_label("Email address").fill("his.daughter@example.org")
    press(page, "Send my plan")
    page.wait_for_url(re.compile(r"/my-plan/sent\?message="))
    assert "to his.daughter@example.org" in visitor.site.run("outbox")


def the_young_man_who_wants_a_job(visitor: Visitor) -> None:
    """7. He has a learning disability: the job coach leads the search, and the plan after the check."""
    page = search(visitor, "I want a paid job I have a learning disability", "Wombwell")
    assert names_of(page)[0] == "Get a Paid Job"
    save(page, "Get a Paid Job")
    page.locator(".first-step").get_by_role("button").click()
    begin(page)
    safe_for_me(page)
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
    press(page, "Make my plan")
    takes_home(page, "Get a Paid Job")


def somebody_on_a_direct_payment(visitor: Visitor) -> None:
    """8. A personal assistant, and advice from somebody who is not the council."""
    page = search(visitor, "I have a direct payment and want a personal assistant", "S63")
    assert names_of(page)[:2] == ["Pairwise personal assistant finder", "Own Purse direct payment support"]
    save(page, "Pairwise personal assistant finder")
    save(page, "Own Purse direct payment support")
    page.locator(".advice-beside").get_by_role("link").first.click()
    expect(title(page)).to_contain_text(re.compile("personal assistant|direct payment", re.IGNORECASE))
    expect(page.locator(".near-line").first).to_contain_text("Nearest to S63 first")
    search(visitor, "somebody who is not the council to advise me")
    assert "Beside You - An Advocate" in names_of(page)[:3]
    save(page, "Beside You - An Advocate")
    to_plan(page)
    takes_home(page, "Pairwise personal assistant finder", "Beside You - An Advocate")


def the_farmers_widow(visitor: Visitor) -> None:
    """10. Remote, no car, poor signal: what she keeps comes to her or is a call away."""
    page = search(visitor, "nobody to talk to", "S36 4")
    page.locator(".first-step").get_by_role("button").click()
    begin(page)
    answer(page, "Who is this for?", "Me")
    answer(page, "Are you in danger right now?", "No")
    answer(page, HARM, "No")
    hurry_to(page, "quick-check/safe_home")
    answer(page, "What worries you about being safe at home?", "Not being able to call for help")
    answer(
        page,
        "How are you getting on with seeing people and getting out?",
        "I am often lonely",
        "I'd get out more if I had a lift",
    )
    hurry_to(page, "quick-check/answers")
    see_result(page)
    expect(page.get_by_text(re.compile("^Near S36 4"))).to_be_visible()
    services_near(page)
    whys = page.locator(".card__why").all_inner_texts()
    assert (
        sum("comes to your home" in why or "phone from anywhere" in why or "near you" in why for why in whys)
        >= 3
    )
    press(page, "Make my plan")
    takes_home(page)
    assert len(saved_names(page)) >= 2
    with page.expect_download() as coming:
        page.get_by_role("link", name="Get it as a PDF").click()
    assert coming.value.path().read_bytes().startswith(b"%PDF")


JOURNEYS = {
    "2 Tom": tom,
    "3 the woman with the cats": the_woman_with_the_cats,
    "6 the man whose meals end": the_man_whose_meals_end,
    "7 the young man who wants a job": the_young_man_who_wants_a_job,
    "8 somebody on a direct payment": somebody_on_a_direct_payment,
    "10 the farmer's widow": the_farmers_widow,
}
QUICK = "8 somebody on a direct payment"


@pytest.mark.parametrize(
    "who", [pytest.param(who, marks=() if who == QUICK else pytest.mark.slow) for who in JOURNEYS]
)
def test_from_their_words_to_what_they_take_home(arrive: Arrive, who: str) -> None:
    visitor = arrive()
    with counted(visitor, who):
        JOURNEYS[who](visitor)


@pytest.mark.slow
@pytest.mark.parametrize("who", JOURNEYS)
def test_the_same_without_javascript(arrive: Arrive, who: str) -> None:
    visitor = arrive(javascript=False)
    with counted(visitor, who):
        JOURNEYS[who](visitor)
