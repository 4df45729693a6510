"""Save and return, without an account."""

import re

from flask import Flask
from sqlalchemy import select

from core.db import db
from selfassess.models import SavedAssessment
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
    assert response.location == f"{QUICK}/safe_home"
    assert "Welcome back" in text_of(other.get(response.location))
    answers = other.get(f"{QUICK}/safe_now")
    assert " checked" in text_of(answers)


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
    assert other.post_form(found[0]).location == f"{QUICK}/answers"
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


def test_what_was_deleted_elsewhere_can_be_gone_on_with(
    own_demo_app: Flask, own_demo_client: PageCheckingClient
) -> None:
    answer_all(own_demo_client, HARD)
    save(own_demo_client)
    with own_demo_app.app_context():
        for row in db.session.scalars(select(SavedAssessment)):
            db.session.delete(row)
        db.session.commit()
    assert send(own_demo_client, f"{QUICK}/safe_home", ["stairs"]).location == f"{QUICK}/answers"


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
