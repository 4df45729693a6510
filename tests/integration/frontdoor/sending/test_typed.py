"""What is typed on the pages of a summary is stored as on the call screen, with and without JavaScript."""

import re

import pytest
from flask import Flask

from core import clock
from core.db import db
from frontdoor.contacts.models import ContactField
from frontdoor.contacts.sheet import most_of
from tests.examples import slow_on_both
from tests.integration.frontdoor.sending.test_views import (
    contact_id,
    form_of,
    handler,
    handler_id,
    page,
    say,
    text_of,
)
from tests.page_checks import PageCheckingClient

__all__ = ["contact_id", "handler", "handler_id"]
pytestmark = pytest.mark.both_databases


def type_in(client: PageCheckingClient, contact_id: str, name: str, text: str, number: int = 1) -> None:
    """Send a text as the script does while somebody types."""
    token = re.search(r'name="csrf_token" value="([^"]+)"', page(client, f"/calls/{contact_id}/summary"))
    assert token
    sent = {"csrf_token": token[1], "name": name, "text": text, "revision": "0", "tab": "t", "number": number}
    assert client.post(f"/calls/{contact_id}/field", data=sent).status_code == 200


def test_words_that_were_typed_are_there_after_the_browser_died(
    handler: PageCheckingClient, contact_id: str
) -> None:
    why = next(name for name in form_of(handler, contact_id) if name.startswith("why-"))
    typed = {
        "summary-opening": "Dear Ewa, as we said.",
        "summary-closing": "",
        "summary-email": "other@example.org",
        "summary-channel": "email",
        why: "It is on your street.",
    }
    for number, (name, text) in enumerate(typed.items(), 1):
        type_in(handler, contact_id, name, text, number)
    form = form_of(handler, contact_id)
    shown = ("opening", "closing", "email", "channel", why)
    assert [form[name] for name in shown] == list(typed.values())


@slow_on_both
def test_without_javascript_the_button_stores_the_words_even_where_something_is_missing(
    handler: PageCheckingClient, contact_id: str
) -> None:
    form = form_of(handler, contact_id) | {"channel": "email", "email": "no address", "opening": "Dear Ewa"}
    assert handler.post_form(f"/calls/{contact_id}/summary", form).status_code == 422
    again = form_of(handler, contact_id)
    assert (again["opening"], again["email"]) == ("Dear Ewa", "no address")
    assert again["closing"] == form["closing"]


@slow_on_both
def test_a_text_message_is_there_as_it_was_edited_until_its_words_change(
    app: Flask, handler: PageCheckingClient, contact_id: str
) -> None:
    form = form_of(handler, contact_id) | {"channel": "text"}
    answer = handler.post_form(f"/calls/{contact_id}/summary", form)
    path = str(answer.location).removesuffix("#to")
    type_in(handler, contact_id, f"txt-{path.rpartition('/')[2]}", "Ring Jo on 01226 555014")
    assert text_of(page(handler, path)) == "Ring Jo on 01226 555014"
    handler.post_form(f"/calls/{contact_id}/summary", form)
    assert text_of(page(handler, path)) == "Ring Jo on 01226 555014"
    handler.post_form(f"/calls/{contact_id}/summary", form | {"opening": "Dear Ewa"})
    assert "Dear Ewa" in text_of(page(handler, path))
    assert handler.post_form(path, {"text": "x" * 1000}).status_code == 422
    assert text_of(page(handler, path)) == "x" * 1000
    assert handler.post_form(path, {"text": "Ring Jo"}).status_code == 303
    with app.app_context():
        names = {row.name for row in db.session.query(ContactField)}
        assert not {name for name in names if name.startswith(("txt-", "summary-phone", "summary-email"))}


def test_two_who_write_at_once_both_keep_their_words(
    app: Flask, handler: PageCheckingClient, contact_id: str
) -> None:
    say(app, contact_id, **{"summary-opening": "From Ewa’s desk"})
    type_in(handler, contact_id, "summary-opening", "From mine")
    shown = page(handler, f"/calls/{contact_id}/summary")
    assert "From Ewa’s desk" in shown
    assert "From mine" in shown
    assert "Somebody else wrote here at the same time" in shown


@pytest.mark.parametrize("name", ["why-" + "x" * 37, "txt-" + "x" * 37, "summary-other", "summary-"])
def test_other_names_are_no_boxes(name: str) -> None:
    assert most_of(name) == 0


def test_names_fit_into_their_column() -> None:
    for name in (f"why-{clock.new_id()}", f"txt-{clock.new_id()}"):
        assert most_of(name) > 0
        assert len(name) == 40
