"""One question a page: going on, going back, mistakes, skipping, two tabs, and check your answers."""

import pytest
from flask import Flask

from information import after_exit
from selfassess.session.store import ANSWERS
from tests.examples import slow_on_both
from tests.integration.selfassess.steps import (
    FINE,
    HARD,
    QUICK,
    answer_all,
    begin,
    field,
    send,
    text_of,
    walk_to_the_end,
)
from tests.page_checks import PageCheckingClient


def test_from_the_start_to_the_result(demo_client: PageCheckingClient) -> None:
    page = text_of(demo_client.get(QUICK))
    assert "Start now" in page
    assert "/ask/needs-assessment" in page
    assert begin(demo_client).location == f"{QUICK}/who_for"
    assert walk_to_the_end(demo_client, HARD).location == f"{QUICK}/answers"
    answers = text_of(demo_client.get(f"{QUICK}/answers"))
    assert "Falling" in answers
    assert "A skill or a hobby to share" in answers
    assert "Ask for a care assessment" in text_of(demo_client.get(f"{QUICK}/result"))


@slow_on_both
def test_answers_without_pages_are_those_that_the_pages_leave(
    demo_app: Flask, demo_client: PageCheckingClient
) -> None:
    other = demo_app.test_client()
    assert isinstance(other, PageCheckingClient)
    walk_to_the_end(demo_client, HARD)
    answer_all(other, HARD)
    with demo_client.session_transaction() as walked, other.session_transaction() as answered:
        assert walked[ANSWERS]["answers"]
        assert answered[ANSWERS] == walked[ANSWERS]


def test_no_answer_is_asked_for_again_with_an_error(demo_client: PageCheckingClient) -> None:
    begin(demo_client)
    response = send(demo_client, f"{QUICK}/who_for")
    page = text_of(response)
    assert response.status_code == 422
    assert "There is a problem" in page
    assert 'href="#answer"' in page
    assert "<title>Error: Who is this for?" in page


@slow_on_both
def test_what_was_chosen_stays_chosen_after_a_mistake(demo_client: PageCheckingClient) -> None:
    begin(demo_client)
    for question, answer in (
        ("who_for", ["me"]),
        ("safe_now", ["safe"]),
        ("harm", ["no"]),
        ("matters_most", [""]),
    ):
        send(demo_client, f"{QUICK}/{question}", answer)
    response = send(demo_client, f"{QUICK}/safe_home", ["none", "falls"])
    assert response.status_code == 422
    page = text_of(response)
    assert page.count(" checked") == 2


def test_a_page_that_cannot_be_reached_leads_to_the_first_open_one(demo_client: PageCheckingClient) -> None:
    begin(demo_client)
    assert demo_client.get(f"{QUICK}/offer").location == f"{QUICK}/who_for"
    assert demo_client.get(f"{QUICK}/answers").location == f"{QUICK}/who_for"
    assert demo_client.get(f"{QUICK}/result").location == f"{QUICK}/who_for"
    assert demo_client.get(f"{QUICK}/nothing").location == f"{QUICK}/who_for"


@pytest.mark.parametrize("page", ["who_for", "answers", "result"])
def test_without_a_beginning_every_page_leads_to_the_start(
    demo_client: PageCheckingClient, page: str
) -> None:
    assert demo_client.get(f"{QUICK}/{page}").location == QUICK


@slow_on_both
def test_skipping_goes_on_and_is_told_in_the_answers(demo_client: PageCheckingClient) -> None:
    begin(demo_client)
    assert send(demo_client, f"{QUICK}/who_for", skip="yes").status_code == 303
    answer_all_but = {**FINE}
    answer_all(demo_client, answer_all_but)
    send(demo_client, f"{QUICK}/offer", skip="yes")
    assert "Skipped" in text_of(demo_client.get(f"{QUICK}/answers"))


def test_changing_one_answer_keeps_the_others(demo_client: PageCheckingClient) -> None:
    answer_all(demo_client, HARD)
    assert send(demo_client, f"{QUICK}/safe_home", ["stairs"]).location == f"{QUICK}/answers"
    answers = text_of(demo_client.get(f"{QUICK}/answers"))
    assert "Stairs, steps" in answers
    assert "I am often lonely" in answers
    assert "Falling" not in answers


@slow_on_both
def test_everything_is_asked_again_as_soon_as_it_is_about_somebody_else(
    demo_client: PageCheckingClient,
) -> None:
    answer_all(demo_client, HARD)
    assert send(demo_client, f"{QUICK}/who_for", ["mother"]).location == f"{QUICK}/safe_now"
    page = text_of(demo_client.get(f"{QUICK}/safe_now"))
    assert "You changed who this is about. Please answer these questions again, about your mother." in page
    assert "Is your mother in danger right now?" in page
    assert " checked" not in page
    assert demo_client.get(f"{QUICK}/answers").location == f"{QUICK}/safe_now"


def test_who_it_is_about_can_be_the_same_in_other_words(demo_client: PageCheckingClient) -> None:
    answer_all(demo_client, HARD)
    assert send(demo_client, f"{QUICK}/who_for", ["not_sure"]).location == f"{QUICK}/answers"


@slow_on_both
def test_an_old_page_cannot_answer_about_the_wrong_person(demo_client: PageCheckingClient) -> None:
    begin(demo_client)
    send(demo_client, f"{QUICK}/who_for", ["me"])
    old = field(text_of(demo_client.get(f"{QUICK}/safe_now")), "revision")
    send(demo_client, f"{QUICK}/who_for", ["mother"])
    response = demo_client.post_form(f"{QUICK}/safe_now", {"revision": old, "answer": ["safe"]})
    assert response.status_code == 409
    assert "You changed who this is about in another window" in text_of(response)
    assert demo_client.get(f"{QUICK}/safe_home").location == f"{QUICK}/safe_now"


def test_two_windows_do_not_overwrite_each_other(demo_client: PageCheckingClient) -> None:
    answer_all(demo_client, HARD)
    old = field(text_of(demo_client.get(f"{QUICK}/safe_home")), "revision")
    send(demo_client, f"{QUICK}/safe_home", ["stairs"])
    response = demo_client.post_form(f"{QUICK}/safe_home", {"revision": old, "answer": ["crime"]})
    assert response.status_code == 409
    assert "in another window" in text_of(response)
    assert "Stairs, steps" in text_of(demo_client.get(f"{QUICK}/answers"))
    # Another question, changed from the same old page, is no conflict.
    assert (
        demo_client.post_form(f"{QUICK}/connected", {"revision": old, "answer": ["fine"]}).status_code == 303
    )


def test_starting_again_forgets_the_old_answers(demo_client: PageCheckingClient) -> None:
    answer_all(demo_client, HARD)
    assert "Carry on where you were" in text_of(demo_client.get(QUICK))
    assert begin(demo_client).location == f"{QUICK}/answers"
    assert begin(demo_client, afresh="yes").location == f"{QUICK}/who_for"


def test_answers_are_in_no_address_and_no_cookie(demo_client: PageCheckingClient) -> None:
    answer_all(demo_client, HARD)
    cookies = demo_client.get(f"{QUICK}/answers").request.headers.get("Cookie", "")
    assert "falls" not in cookies
    assert demo_client.get(f"{QUICK}/result").headers["Cache-Control"] == "no-store"


def test_without_a_token_nothing_is_kept(demo_client: PageCheckingClient) -> None:
    assert demo_client.post(f"{QUICK}/begin").status_code == 400
    begin(demo_client)
    assert demo_client.post(f"{QUICK}/who_for", data={"answer": "me", "revision": "9"}).status_code == 400
    assert demo_client.get(f"{QUICK}/safe_now").location == f"{QUICK}/who_for"


def test_exit_this_page_clears_the_answers(demo_client: PageCheckingClient) -> None:
    answer_all(demo_client, HARD)
    assert 'href="/leave"' in text_of(demo_client.get(f"{QUICK}/result"))
    demo_client.get("/leave")
    assert demo_client.get(f"{QUICK}/result").location.startswith("https://")
    demo_client.delete_cookie(after_exit.COOKIE)
    assert demo_client.get(f"{QUICK}/result").location == QUICK
