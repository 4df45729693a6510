"""Pages that are older than what happened in another window: no answer is lost without a word, and danger
is spoken about at once."""

from collections.abc import Iterator

import pytest
from flask import Flask

from core.settings import ROOT
from selfassess.engine.schema import Question, QuestionKind, Questionnaire
from selfassess.loading.library import load
from tests.examples import sampled, slow_on_both
from tests.integration.selfassess.steps import QUICK, begin, field, send, text_of
from tests.page_checks import PageCheckingClient

LIBRARY = load(ROOT / "content")
SAYS_999 = 'href="tel:999"'
WRITTEN = {
    QuestionKind.TEXT: "A walk",
    QuestionKind.LINES: "A walk",
    QuestionKind.MONEY: "250",
}


def answers_with_interrupt() -> Iterator[tuple[str, str, str]]:
    """Every answer of every questionnaire that has to be spoken about at once."""
    for questionnaire in LIBRARY.values():
        for question in questionnaire.questions:
            for option in question.options:
                if option.interrupt:
                    yield questionnaire.id, question.id, option.id


STORED = {"31 December": ["later", "2026-12-31"]}
WITH_INTERRUPT = list(answers_with_interrupt())


def any_answer(question: Question) -> str:
    if question.kind == "day":
        return "31 December"
    if question.options:
        return question.options[-1].id
    return WRITTEN.get(question.kind, str(question.most))


def other_than(questionnaire: Questionnaire) -> str:
    return "/check/carer" if questionnaire.id != "carer" else QUICK


def to_safe_now(client: PageCheckingClient) -> str:
    """Begin the quick check, as far as its safety question; the revision of that page."""
    begin(client)
    send(client, f"{QUICK}/who_for", ["mother"])
    return field(text_of(client.get(f"{QUICK}/safe_now")), "revision")


def test_danger_is_heard_though_another_check_was_begun(demo_client: PageCheckingClient) -> None:
    old = to_safe_now(demo_client)
    begin(demo_client, "/check/carer")
    response = demo_client.post_form(f"{QUICK}/safe_now", {"revision": old, "answer": ["danger"]})
    page = text_of(demo_client.get(response.location))
    assert SAYS_999 in page
    assert f'action="{QUICK}/go-on"' in page
    assert demo_client.post_form(f"{QUICK}/go-on").location == f"{QUICK}/harm"
    assert "your mother" in text_of(demo_client.get(f"{QUICK}/harm"))
    with demo_client.session_transaction() as session:
        assert session["assessment"]["answers"] == {"who_for": ["mother"], "safe_now": ["danger"]}


def test_the_other_check_keeps_its_answers_too(demo_client: PageCheckingClient) -> None:
    old = to_safe_now(demo_client)
    begin(demo_client, "/check/carer")
    send(demo_client, "/check/carer/age", ["adult"])
    demo_client.post_form(f"{QUICK}/safe_now", {"revision": old, "answer": ["safe"]})
    assert begin(demo_client, "/check/carer").location == "/check/carer/cared_for"


@pytest.mark.parametrize(("id", "question", "option"), sampled(WITH_INTERRUPT, 10))
def test_what_cannot_wait_is_said_though_nothing_was_begun(
    demo_client: PageCheckingClient, id: str, question: str, option: str
) -> None:
    path = f"/check/{id}/{question}"
    response = demo_client.post_form(path, {"revision": "7", "answer": [option]})
    assert SAYS_999 in text_of(demo_client.get(response.location))
    with demo_client.session_transaction() as session:
        assert session["assessment"]["answers"] == {question: [option]}


@pytest.mark.parametrize(("id", "question", "option"), sampled(WITH_INTERRUPT, 10))
def test_what_cannot_wait_is_said_though_the_session_is_over(
    demo_client: PageCheckingClient, id: str, question: str, option: str
) -> None:
    path = f"/check/{id}/{question}"
    response = demo_client.post(
        path, data={"csrf_token": "of a session that is over", "revision": "7", "answer": option}
    )
    page = text_of(response)
    assert response.status_code == 400
    assert SAYS_999 in page
    assert "We could not keep this answer, because the page was too old." in page
    with demo_client.session_transaction() as session:
        assert "assessment" not in session
    assert demo_client.post_form(f"/check/{id}/go-on").location == f"/check/{id}"


def test_another_answer_of_a_session_that_is_over_leads_to_a_new_start(
    demo_client: PageCheckingClient,
) -> None:
    for answer in ("safe", "no such answer"):
        response = demo_client.post(f"{QUICK}/safe_now", data={"answer": answer})
        assert response.status_code == 400
        assert f'href="{QUICK}">Start the questions again' in text_of(response)


@slow_on_both
@pytest.mark.parametrize("id", sampled(list(LIBRARY), 5))
def test_every_answer_is_kept_though_another_check_was_begun(
    demo_client: PageCheckingClient, id: str
) -> None:
    questionnaire = LIBRARY[id]
    assert questionnaire.questions
    for question in questionnaire.questions:
        begin(demo_client, f"/check/{id}", afresh="yes")
        begin(demo_client, other_than(questionnaire))
        given = any_answer(question)
        response = demo_client.post_form(f"/check/{id}/{question.id}", {"revision": "99", "answer": [given]})
        assert response.status_code == 303
        with demo_client.session_transaction() as session:
            assert session["assessment"]["questionnaire"] == id
            assert session["assessment"]["answers"] == {question.id: STORED.get(given, [given])}


def test_an_answer_to_a_question_further_on_is_kept_and_the_page_says_so(
    demo_client: PageCheckingClient,
) -> None:
    response = demo_client.post_form(f"{QUICK}/independent", {"revision": "7", "answer": ["some"]})
    assert response.location == f"{QUICK}/who_for"
    page = text_of(demo_client.get(response.location))
    assert (
        "We no longer had your earlier answers, so we ask those questions again. We kept the answer" in page
    )
    send(demo_client, f"{QUICK}/who_for", ["me"])
    response = demo_client.post_form(f"{QUICK}/caring", {"revision": "99", "answer": ["no"]})
    assert response.location == f"{QUICK}/safe_now"
    assert "We kept your answer. These questions come before it." in text_of(
        demo_client.get(response.location)
    )


@slow_on_both
def test_an_answer_to_a_question_that_is_not_asked_any_more_is_kept_and_the_page_says_so(
    demo_client: PageCheckingClient,
) -> None:
    path = "/check/adult-needs"
    begin(demo_client, path)
    send(demo_client, f"{path}/who_for", ["someone_else"])
    old = field(text_of(demo_client.get(f"{path}/relation")), "revision")
    send(demo_client, f"{path}/who_for", ["me"])
    response = demo_client.post_form(f"{path}/relation", {"revision": old, "answer": ["mother"]})
    assert "so we don’t ask this question any more. We kept your answer" in text_of(
        demo_client.get(response.location)
    )
    response = demo_client.post_form(f"{path}/relation", {"revision": old, "answer": ["no such answer"]})
    assert "We did not keep what you answered." in text_of(demo_client.get(response.location))
    with demo_client.session_transaction() as session:
        assert session["assessment"]["answers"] == {"who_for": ["me"], "relation": ["mother"]}


def test_danger_is_heard_though_the_question_was_changed_in_another_window(
    demo_client: PageCheckingClient,
) -> None:
    old = to_safe_now(demo_client)
    send(demo_client, f"{QUICK}/safe_now", ["safe"])
    response = demo_client.post_form(f"{QUICK}/safe_now", {"revision": old, "answer": ["danger"]})
    page = text_of(response)
    assert response.status_code == 409
    assert SAYS_999 in page
    assert "so we did not keep this one" in page
    assert f'href="{QUICK}/safe_now"' in page


def test_a_newer_answer_is_not_overwritten_though_another_check_was_begun_meanwhile(
    demo_client: PageCheckingClient,
) -> None:
    old = to_safe_now(demo_client)
    send(demo_client, f"{QUICK}/safe_now", ["safe"])
    begin(demo_client, "/check/carer")
    response = demo_client.post_form(f"{QUICK}/safe_now", {"revision": old, "answer": ["not_sure"]})
    assert response.status_code == 409
    with demo_client.session_transaction() as session:
        assert session["assessment"]["answers"]["safe_now"] == ["safe"]


def test_danger_is_heard_after_everything_was_cleared_in_another_window(
    own_demo_app: Flask, own_demo_client: PageCheckingClient
) -> None:
    old = to_safe_now(own_demo_client)
    token = own_demo_client.token()
    begin(own_demo_client, "/check/carer", afresh="yes")
    data = {"csrf_token": token, "revision": old, "answer": "danger"}
    response = own_demo_client.post(f"{QUICK}/safe_now", data=data)
    assert SAYS_999 in text_of(own_demo_client.get(response.location))
