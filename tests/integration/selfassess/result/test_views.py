"""What has to be said at once, and the result."""

import re
from datetime import datetime

import pytest

from core import clock
from tests.examples import sampled, slow_on_both
from tests.integration.selfassess.steps import FINE, HARD, QUICK, answer_all, begin, send, text_of
from tests.page_checks import PageCheckingClient


def to_safe_now(client: PageCheckingClient) -> None:
    begin(client)
    send(client, f"{QUICK}/who_for", ["me"])


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ("danger", "call 999"),
        ("hurt", "We are sorry this is happening to you"),
        ("neglect", "You should get the care you need"),
        ("not_sure", "It is fine not to be sure"),
    ],
)
def test_danger_and_harm_stop_everything_at_once(
    demo_client: PageCheckingClient, answer: str, says: str
) -> None:
    to_safe_now(demo_client)
    if answer != "danger":
        send(demo_client, f"{QUICK}/safe_now", ["safe"])
    asked, following = ("safe_now", "harm") if answer == "danger" else ("harm", "matters_most")
    response = send(demo_client, f"{QUICK}/{asked}", [answer])
    page = text_of(demo_client.get(response.location))
    assert says in page
    assert "/tell-us" in page
    assert 'href="tel:999"' in page
    assert 'href="/leave"' in page
    # Its address is that of the next question: nothing in a history tells that it was shown.
    assert response.location == f"{QUICK}/{following}"


@slow_on_both
def test_it_stays_until_it_was_read_and_then_does_not_come_back(demo_client: PageCheckingClient) -> None:
    to_safe_now(demo_client)
    send(demo_client, f"{QUICK}/safe_now", ["safe"])
    send(demo_client, f"{QUICK}/harm", ["hurt"])
    for page in ("matters_most", "connected", "answers", "result"):
        assert "We are sorry" in text_of(demo_client.get(f"{QUICK}/{page}"))
    assert "Is someone hurting you" in text_of(demo_client.get(f"{QUICK}/harm"))
    assert demo_client.post_form(f"{QUICK}/go-on").location == f"{QUICK}/matters_most"
    assert "We are sorry" not in text_of(demo_client.get(f"{QUICK}/matters_most"))
    # The same answer again says nothing new.
    send(demo_client, f"{QUICK}/harm", ["hurt"])
    assert "We are sorry" not in text_of(demo_client.get(f"{QUICK}/matters_most"))


def test_a_child_reads_whole_sentences_about_whom_to_call_at_night(demo_client: PageCheckingClient) -> None:
    clock.set_clock(lambda: datetime(2026, 11, 27, 17, 45, tzinfo=clock.LONDON))
    answer_all(demo_client, {**FINE, "who_for": ["me_under_18"]})
    page = demo_client.get(f"{QUICK}/result").text
    assert "or would rather talk, call us." in page
    assert "or would rather talk, call us on" not in page


def test_a_safeguarding_answer_leads_the_result_with_everything_else_below(
    demo_client: PageCheckingClient,
) -> None:
    answer_all(demo_client, {**HARD, "harm": ["hurt"]})
    page = text_of(demo_client.get(f"{QUICK}/result"))
    first = page.index("Tell us, so that we can help to stop the harm")
    assert first < page.index("Ask for a care assessment") < page.index("Find help and company")


def test_who_is_not_sure_is_not_told_that_something_is_happening(demo_client: PageCheckingClient) -> None:
    to_safe_now(demo_client)
    response = send(demo_client, f"{QUICK}/safe_now", ["not_sure"])
    page = text_of(demo_client.get(response.location))
    assert "We are sorry" not in page
    assert "0808 2000 247" in page
    assert page.index("/ask/call-back") < page.index("/ask/safeguarding-concern")
    assert "Carry on with the questions" in page
    answer_all(demo_client, {**FINE, "safe_now": ["not_sure"]})
    assert "Talk to someone about staying safe" in text_of(demo_client.get(f"{QUICK}/result"))


NO_ANSWER = ("/needs/abuse-neglect", "/needs/domestic-abuse", "need-abuse-neglect", "need-domestic-abuse")


@pytest.mark.parametrize(
    ("asked", "answer"), sampled([("safe_now", "danger"), ("harm", "hurt"), ("harm", "neglect")], 3)
)
def test_harm_is_answered_by_whom_to_call_and_by_no_list_of_groups(
    demo_client: PageCheckingClient, asked: str, answer: str
) -> None:
    answer_all(demo_client, {**HARD, asked: [answer]})
    page = text_of(demo_client.get(f"{QUICK}/result"))
    assert not any(words in page for words in NO_ANSWER)
    call = page.index('id="call"')
    assert call < page.index('id="near"') < page.index('class="card"')
    told = page[call : page.index('id="near"')]
    assert all(
        number in told
        for number in (
            "tel:999",
            "tel:101",
            "tel:08082000247",
            "tel:01632960100",
            "/tell-us",
        )
    )
    # Help with other things is still there, and says that it is for other things.
    assert "It does not take the place of a call" in page
    assert page.count('class="card"') >= 5


def test_who_is_safe_is_not_shown_whom_to_call_about_harm(demo_client: PageCheckingClient) -> None:
    answer_all(demo_client, HARD)
    assert 'id="call"' not in text_of(demo_client.get(f"{QUICK}/result"))


def test_somebody_without_hope_sees_first_whom_to_talk_to(demo_client: PageCheckingClient) -> None:
    answer_all(demo_client, {**FINE, "connected": ["no_hope"]})
    page = text_of(demo_client.get(f"{QUICK}/result"))
    assert page.index("tel:116123") < page.index('id="first"')


@slow_on_both
def test_what_is_folded_has_a_name_and_nothing_is_missing(demo_client: PageCheckingClient) -> None:
    answer_all(
        demo_client,
        {
            **HARD,
            "connected": ["lonely", "get_out", "low", "online"],
            "safe_home": ["falls", "bath", "forgets"],
        },
    )
    page = text_of(demo_client.get(f"{QUICK}/result"))
    folded = re.sub(r"<details.*?</details>", "", page, flags=re.DOTALL)
    # Open: three needs with two services each, the title of each step, by when it happens, and the ways to
    # ask.
    assert folded.count('class="card"') == 6
    assert folded.count('class="near"') == 3
    for step in ("needs-assessment", "occupational-therapy"):
        assert f'href="/ask/{step}"' in folded
    assert "We will call you within 5 working days" in folded
    assert "Who, when and why" in page
    assert "more things that may help" in page
    needs = set(re.findall(r'href="/needs/([a-z-]+)"', page))
    assert {
        "falls",
        "bathing",
        "equipment",
        "loneliness",
        "transport",
        "digital-skills",
        "counselling",
    } <= needs


@pytest.mark.parametrize(
    "answers", sampled([FINE, HARD, {**FINE, "safe_now": ["danger"]}, {**FINE, "caring": ["yes"]}, {}], 5)
)
def test_every_result_has_the_button_the_number_and_independent_advice(
    demo_client: PageCheckingClient, answers: dict[str, list[str]]
) -> None:
    answer_all(demo_client, answers)
    page = text_of(demo_client.get(f"{QUICK}/result"))
    assert 'href="/ask/needs-assessment"' in page
    assert 'href="tel:01632960100"' in page
    assert "/advice/advocacy" in page
    assert "What you could offer" in page
    assert "What the law says" in page
    assert "eligible" not in page.lower()


def test_services_stand_under_each_need_with_why(demo_client: PageCheckingClient) -> None:
    answer_all(demo_client, HARD)
    assert demo_client.post_form(f"{QUICK}/where", {"where": "Wombwell"}).location == f"{QUICK}/result#near"
    page = text_of(demo_client.get(f"{QUICK}/result"))
    assert "Near Wombwell" in page
    assert page.count('class="card"') >= 5
    assert page.count("Why: helps with “") == page.count('class="card"')
    assert "helps with this" not in page
    assert "Because of what you said about being safe at home" in page
    assert page.count("data-save ") >= 5


def test_a_place_that_nobody_knows_is_said_so_and_kept(demo_client: PageCheckingClient) -> None:
    answer_all(demo_client, HARD)
    demo_client.post_form(f"{QUICK}/where", {"where": "Atlantis"})
    page = text_of(demo_client.get(f"{QUICK}/result"))
    assert "We do not know the place “Atlantis”" in page
    assert 'value="Atlantis"' in page
    assert 'class="card"' in page


@slow_on_both
def test_a_worry_about_health_adds_the_doctor_and_takes_nothing_away(demo_client: PageCheckingClient) -> None:
    answer_all(demo_client, {**HARD, "connected": ["low"]})
    page = text_of(demo_client.get(f"{QUICK}/result"))
    assert 'tel:111"' in page
    assert "Ask for a care assessment" in page


def test_no_page_shows_a_service_for_professionals_only(demo_client: PageCheckingClient) -> None:
    answer_all(demo_client, {**HARD, "independent": ["changed"]})
    assert "rapid-response" not in text_of(demo_client.get(f"{QUICK}/result"))


def test_who_needs_help_today_sees_the_number_first_and_again_on_the_form(
    own_demo_client: PageCheckingClient,
) -> None:
    check = "/check/adult-needs"
    answer_all(own_demo_client, {"lately": ["nobody_today"], "harm": ["no"], "safe_now": ["safe"]}, check)
    page = text_of(own_demo_client.get(f"{check}/result"))
    first = page.split('id="first"')[1].split("</section>")[0]
    assert first.index("tel:") < first.index("You may need help at once")
    assert "we may read it too late for today" in first
    form = text_of(own_demo_client.get("/ask/needs-assessment", follow_redirects=True))
    assert "Need help today? Ring us now" in form
    assert "Need help today?" not in text_of(own_demo_client.get("/ask/needs-assessment/where"))
    own_demo_client.post_form(f"{check}/begin", {"afresh": "yes"})
    assert "Need help today?" not in text_of(
        own_demo_client.get("/ask/needs-assessment", follow_redirects=True)
    )
