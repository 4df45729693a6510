"""Save and return, without an account."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from core.db import db
from directory.listing.card_queries import public_ids
from directory.models.services import Service
from selfassess.models import SavedAssessment
from selfassess.saved_copy.services import SavedCopyMissing
from selfassess.saving import services
from tests.examples import sampled, slow_on_both
from tests.integration.selfassess.steps import HARD, QUICK, answer_all, begin, field, send, text_of
from tests.outbox import emails
from tests.page_checks import PageCheckingClient


def save(client: PageCheckingClient) -> tuple[str, str]:
    """Save, and note the reference and the words."""
    assert client.post_form("/check/save").location == "/check/saved"
    found = re.findall(r'class="reference">([^<]+)<', text_of(client.get("/check/saved")))
    return found[0], found[1]


def saved_rows(app: Flask) -> list[SavedAssessment]:
    with app.app_context():
        return list(db.session.scalars(select(SavedAssessment)))


@slow_on_both
def test_saved_answers_come_back_in_another_browser(
    own_demo_app: Flask, own_demo_client: PageCheckingClient
) -> None:
    begin(own_demo_client)
    send(own_demo_client, f"{QUICK}/who_for", ["me"])
    assert send(own_demo_client, f"{QUICK}/safe_now", ["safe"], leave="yes").location == "/check/save"
    reference, words = save(own_demo_client)
    other = own_demo_app.test_client()
    assert isinstance(other, PageCheckingClient)
    response = other.post_form("/come-back", {"reference": reference.lower(), "words": words.upper()})
    assert response.location == f"{QUICK}/harm"
    assert "Welcome back" in text_of(other.get(response.location))
    answers = other.get(f"{QUICK}/safe_now")
    assert " checked" in text_of(answers)


@slow_on_both
def test_the_list_comes_back_as_it_was_changed_last(
    own_demo_app: Flask, own_demo_client: PageCheckingClient
) -> None:
    """Also without any answer, and with what was changed after saving."""
    with own_demo_app.app_context():
        ids = sorted(public_ids(list(db.session.scalars(select(Service.id)))))[:2]
    own_demo_client.post_form("/my-list/add", {"service": ids[0], "why": "near you"})
    reference, words = save(own_demo_client)
    own_demo_client.post_form("/my-list/note", {"service": ids[0], "note": "ask for Ann"})
    own_demo_client.post_form("/my-list/add", {"service": ids[1]})
    other = own_demo_app.test_client()
    answer = other.post_form("/come-back", {"reference": reference, "words": words})
    assert answer.location == "/my-plan"
    with other.session_transaction() as session:
        assert [entry["id"] for entry in session["my_list"]] == ids
        assert (session["my_list"][0]["note"], session["my_list"][0]["why"]) == ("ask for Ann", "near you")


def test_save_and_leave_keeps_the_answer_on_the_page(own_demo_client: PageCheckingClient) -> None:
    begin(own_demo_client)
    send(own_demo_client, f"{QUICK}/who_for", ["me"], leave="yes")
    assert begin(own_demo_client).location == f"{QUICK}/safe_now"


def test_the_words_are_shown_once(own_demo_client: PageCheckingClient) -> None:
    answer_all(own_demo_client, HARD)
    _reference, words = save(own_demo_client)
    assert own_demo_client.get("/check/saved").location == "/check/save"
    assert words not in text_of(own_demo_client.get("/check/save"))


def test_new_words_take_the_place_of_the_old(
    own_demo_app: Flask, own_demo_client: PageCheckingClient
) -> None:
    answer_all(own_demo_client, HARD)
    old, new = save(own_demo_client), save(own_demo_client)
    assert len(saved_rows(own_demo_app)) == 1
    for (reference, words), status in ((old, 422), (new, 303)):
        assert (
            own_demo_client.post_form("/come-back", {"reference": reference, "words": words}).status_code
            == status
        )


def test_after_saving_each_answer_is_saved_as_it_is_given(
    own_demo_app: Flask, own_demo_client: PageCheckingClient
) -> None:
    answer_all(own_demo_client, HARD)
    reference, words = save(own_demo_client)
    send(own_demo_client, f"{QUICK}/safe_home", ["stairs"])
    other = own_demo_app.test_client()
    assert isinstance(other, PageCheckingClient)
    other.post_form("/come-back", {"reference": reference, "words": words})
    assert "Stairs, steps" in text_of(other.get(f"{QUICK}/answers"))


@slow_on_both
def test_answers_about_somebody_else_are_taken_out_of_what_is_saved_too(
    own_demo_app: Flask, own_demo_client: PageCheckingClient
) -> None:
    answer_all(own_demo_client, HARD)
    reference, words = save(own_demo_client)
    other = own_demo_app.test_client()
    assert isinstance(other, PageCheckingClient)
    other.post_form("/come-back", {"reference": reference, "words": words})
    # Answered elsewhere after this browser last looked: it is about the first person as well.
    send(other, f"{QUICK}/safe_home", ["stairs"])
    send(own_demo_client, f"{QUICK}/who_for", ["mother"])
    third = own_demo_app.test_client()
    assert isinstance(third, PageCheckingClient)
    assert (
        third.post_form("/come-back", {"reference": reference, "words": words}).location
        == f"{QUICK}/safe_now"
    )
    with third.session_transaction() as session:
        assert session["assessment"]["answers"] == {"who_for": ["mother"]}


@slow_on_both
def test_two_computers_do_not_overwrite_each_other(
    own_demo_app: Flask, own_demo_client: PageCheckingClient
) -> None:
    answer_all(own_demo_client, HARD)
    reference, words = save(own_demo_client)
    other = own_demo_app.test_client()
    assert isinstance(other, PageCheckingClient)
    other.post_form("/come-back", {"reference": reference, "words": words})
    old = field(text_of(other.get(f"{QUICK}/safe_home")), "revision")
    send(own_demo_client, f"{QUICK}/safe_home", ["stairs"])
    response = other.post_form(f"{QUICK}/safe_home", {"revision": old, "answer": ["crime"]})
    assert response.status_code == 409
    assert "Stairs, steps" in text_of(other.get(f"{QUICK}/answers"))


@slow_on_both
def test_a_wrong_reference_and_wrong_words_get_the_same_answer(own_demo_client: PageCheckingClient) -> None:
    answer_all(own_demo_client, HARD)
    reference, words = save(own_demo_client)
    tries = ({"reference": "CCC-CCC", "words": words}, {"reference": reference, "words": "apple apple apple"})
    pages = [own_demo_client.post_form("/come-back", dict(one)) for one in tries]
    assert [page.status_code for page in pages] == [422, 422]
    said = [re.findall(r"We can’t find[^<]+", text_of(page)) for page in pages]
    assert said[0] == said[1]
    assert said[0]


def test_one_reference_cannot_be_tried_for_ever(own_demo_client: PageCheckingClient) -> None:
    answers = [
        own_demo_client.post_form("/come-back", {"reference": "CCC-CCC", "words": "a b c"}).status_code
        for _n in range(6)
    ]
    assert answers == [422] * 5 + [429]


def test_an_empty_form_is_asked_for_again(demo_client: PageCheckingClient) -> None:
    page = text_of(demo_client.post_form("/come-back", {}))
    assert "Write your reference" in page
    assert "Write your three words" in page


@slow_on_both
def test_a_link_by_email_opens_by_a_button_and_once(
    own_demo_app: Flask, own_demo_client: PageCheckingClient
) -> None:
    answer_all(own_demo_client, HARD)
    assert own_demo_client.post_form("/check/save/email", {"email": "jo"}).status_code == 422
    sent = own_demo_client.post_form("/check/save/email", {"email": "jo@example.org"}).location
    assert sent.startswith("/check/save/sent?message=")
    assert "Your email was not sent" in text_of(own_demo_client.get(sent))
    found = re.search(r"/come-back/\w+", emails(own_demo_app)[0].text)
    assert found
    other = own_demo_app.test_client()
    assert isinstance(other, PageCheckingClient)
    assert "Open my answers" in text_of(other.get(found[0]))
    assert other.get(f"{QUICK}/answers").location == QUICK
    assert other.post_form(found[0]).location == f"{QUICK}/result"
    assert other.post_form(found[0]).status_code == 422


def test_delete_now_deletes_here_and_there(own_demo_app: Flask, own_demo_client: PageCheckingClient) -> None:
    answer_all(own_demo_client, HARD)
    reference, words = save(own_demo_client)
    assert own_demo_client.post_form("/check/save/delete").location == "/check/deleted"
    own_demo_client.get("/check/deleted")
    assert saved_rows(own_demo_app) == []
    assert own_demo_client.get(f"{QUICK}/answers").location == QUICK
    assert (
        own_demo_client.post_form("/come-back", {"reference": reference, "words": words}).status_code == 422
    )


def test_leaving_empties_the_session_and_leaves_the_saved_copy(
    own_demo_app: Flask, own_demo_client: PageCheckingClient
) -> None:
    answer_all(own_demo_client, HARD)
    save(own_demo_client)
    assert own_demo_client.post_form("/check/save/leave").location == "/check/left"
    own_demo_client.get("/check/left")
    assert own_demo_client.get(f"{QUICK}/answers").location == QUICK
    assert len(saved_rows(own_demo_app)) == 1


def came_back_on_a_second_device(app: Flask, reference: str, words: str) -> PageCheckingClient:
    """Somebody who opened the saved copy, with a list and a plan, a draft of a request, and answers."""
    other = app.test_client()
    assert isinstance(other, PageCheckingClient)
    other.post_form("/come-back", {"reference": reference, "words": words})
    other.get("/ask/call-back", follow_redirects=True)
    with other.session_transaction() as session:
        session["my_list"] = [{"id": "11111111-1111-4111-8111-111111111111", "note": "mine"}]
        assert "request.call_back" in session
    assert "Stairs" in text_of(other.get(f"{QUICK}/answers"))
    return other


PAGES = (f"{QUICK}/answers", f"{QUICK}/result", "/my-plan")
CLEARED = "in another browser. So we cleared them here too."


def delete_elsewhere(client: PageCheckingClient) -> None:
    assert client.post_form("/check/save/delete").status_code == 303


def new_words_elsewhere(client: PageCheckingClient) -> None:
    assert client.post_form("/check/save").status_code == 303


@slow_on_both
@pytest.mark.parametrize(
    "path", [PAGES[0], *(pytest.param(path, marks=pytest.mark.slow) for path in PAGES[1:])]
)
@pytest.mark.parametrize("elsewhere", sampled([delete_elsewhere, new_words_elsewhere], 2))
def test_after_deleting_and_after_new_words_another_device_shows_nothing(
    own_demo_app: Flask,
    own_demo_client: PageCheckingClient,
    elsewhere: Callable[[PageCheckingClient], None],
    path: str,
) -> None:
    answer_all(own_demo_client, HARD)
    send(own_demo_client, f"{QUICK}/safe_home", ["stairs"])
    second = came_back_on_a_second_device(own_demo_app, *save(own_demo_client))
    elsewhere(own_demo_client)
    page = second.get(path, follow_redirects=True)
    assert "Stairs" not in text_of(page)
    with second.session_transaction() as session:
        assert set(session) - {"_flashes"} == set()
    shown = text_of(page) + text_of(second.get("/my-plan"))
    assert CLEARED in shown


def test_new_words_leave_the_browser_that_asked_for_them_as_it_was(
    own_demo_client: PageCheckingClient,
) -> None:
    answer_all(own_demo_client, HARD)
    save(own_demo_client)
    save(own_demo_client)
    page = own_demo_client.get(f"{QUICK}/answers")
    assert page.status_code == 200
    assert CLEARED not in text_of(page)


def test_new_words_revoke_links_that_were_sent_before(
    own_demo_app: Flask, own_demo_client: PageCheckingClient
) -> None:
    answer_all(own_demo_client, HARD)
    saved_id = ""
    save(own_demo_client)
    with own_demo_client.session_transaction() as session:
        saved_id = session["assessment"]["saved"]
    tokens: list[str] = []

    def url(token: str) -> str:
        tokens.append(token)
        return f"https://council.example/{token}"

    with own_demo_app.app_context():
        settings = own_demo_app.extensions["settings"]
        services.send_link(settings, saved_id, "jo@example.org", url)
    save(own_demo_client)
    other = own_demo_app.test_client()
    assert isinstance(other, PageCheckingClient)
    assert other.post_form(f"/come-back/{tokens[0]}").status_code == 422


@pytest.mark.both_databases
@pytest.mark.slow
def test_an_answer_given_after_deleting_elsewhere_is_kept_without_the_others(
    own_demo_app: Flask, own_demo_client: PageCheckingClient
) -> None:
    answer_all(own_demo_client, HARD)
    second = came_back_on_a_second_device(own_demo_app, *_with_stairs(own_demo_client))
    delete_elsewhere(own_demo_client)
    response = send_without_page(second, f"{QUICK}/safe_now", "danger")
    assert 'href="tel:999"' in text_of(second.get(response.location))
    with second.session_transaction() as session:
        assert session["assessment"]["answers"] == {"safe_now": ["danger"]}
        assert session["assessment"]["saved"] == ""


def test_a_copy_that_is_deleted_while_an_answer_is_stored_takes_the_others_with_it(
    own_demo_app: Flask, own_demo_client: PageCheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer_all(own_demo_client, HARD)
    save(own_demo_client)

    def deleted_meanwhile(*_arguments: object) -> None:
        raise SavedCopyMissing

    monkeypatch.setattr("selfassess.saved_copy.services.write", deleted_meanwhile)
    send_without_page(own_demo_client, f"{QUICK}/safe_home", "stairs")
    with own_demo_client.session_transaction() as session:
        assert session["assessment"]["answers"] == {"safe_home": ["stairs"]}


def _with_stairs(client: PageCheckingClient) -> tuple[str, str]:
    send(client, f"{QUICK}/safe_home", ["stairs"])
    return save(client)


def send_without_page(client: PageCheckingClient, path: str, answer: str) -> TestResponse:
    """Send an answer from a page that was opened long ago."""
    return client.post_form(path, {"revision": "99", "answer": [answer]})


def test_coming_back_gets_a_session_that_nobody_else_knows(
    own_demo_app: Flask, own_demo_client: PageCheckingClient
) -> None:
    """Session fixation: whoever put their own session into this browser sees nothing of what is opened."""
    answer_all(own_demo_client, HARD)
    reference, words = _with_stairs(own_demo_client)
    attacker = own_demo_app.test_client()
    assert isinstance(attacker, PageCheckingClient)
    begin(attacker)
    planted = attacker.get_cookie("signpost")
    assert planted
    victim = own_demo_app.test_client()
    assert isinstance(victim, PageCheckingClient)
    victim.set_cookie("signpost", planted.value)
    victim.post_form("/come-back", {"reference": reference, "words": words})
    cookie = victim.get_cookie("signpost")
    assert cookie
    assert cookie.value != planted.value
    assert "Stairs" in text_of(victim.get(f"{QUICK}/answers"))
    assert attacker.get(f"{QUICK}/answers").status_code == 303


@slow_on_both
def test_answers_of_a_version_that_nothing_leads_from_are_asked_again(
    own_demo_app: Flask, own_demo_client: PageCheckingClient
) -> None:
    answer_all(own_demo_client, HARD)
    reference, words = save(own_demo_client)
    with own_demo_app.app_context():
        db.session.scalars(select(SavedAssessment)).one().version = "0"
        db.session.commit()
    response = own_demo_client.post_form("/come-back", {"reference": reference, "words": words})
    assert response.location == f"{QUICK}/who_for"
    assert "The questions have changed" in text_of(own_demo_client.get(response.location))


def test_opening_the_pages_saves_nothing(own_demo_app: Flask, own_demo_client: PageCheckingClient) -> None:
    assert own_demo_client.get("/check/save").location == "/come-back"
    answer_all(own_demo_client, HARD)
    own_demo_client.get("/check/save")
    assert saved_rows(own_demo_app) == []
