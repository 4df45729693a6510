"""The call screen without JavaScript: a contact begins, a search runs, services are ticked, the sheet is kept."""

import re

import pytest
from flask import Flask

from accounts.roles import Role
from core.db import db
from directory.models.services import Service
from directory.search.indexing import services_changed
from directory.search.request import SearchRequest
from directory.search.service import search
from frontdoor.calls.forms import SHEET_BOXES
from frontdoor.contacts.models import ContactRecord
from frontdoor.ending.queries import event_kinds
from tests.accounts import signed_in_as
from tests.conftest import StatementCounter
from tests.examples import slow_on_both
from tests.factories import make_service
from tests.integration.selfassess.worries.steps import tell
from tests.page_checks import PageCheckingClient


@pytest.fixture
def handler(app: Flask) -> PageCheckingClient:
    return signed_in_as(app, Role.CALL_HANDLER)


def begin(client: PageCheckingClient, channel: str = "phone") -> str:
    """Begin a contact as a page does, and return the path of its screen."""
    key = value_of(text(client, "/calls"), "key")
    return str(client.post_form("/calls", {"channel": channel, "key": key}).location)


def text(client: PageCheckingClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


def value_of(page: str, name: str) -> str:
    """Return the value of the first hidden field of this name."""
    found = re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', page)
    assert found, name
    return found[1]


def sheet(page: str, **texts: str) -> dict[str, str]:
    """Return what the sheet of a page sends with other texts in some boxes."""
    hidden = {f"{box}-{part}" for box in SHEET_BOXES for part in ("revision", "was")} | {"tab", "number"}
    return {name: value_of(page, name) for name in hidden} | dict.fromkeys(SHEET_BOXES, "") | texts


def add_service(app: Flask, name: str, **values: object) -> str:
    with app.app_context():
        service = make_service(db.session, name=name, slug=name.lower().replace(" ", "-"), **values)
        services_changed(db.session, [service.id])
        db.session.commit()
        return service.id


def test_a_double_press_begins_one_contact(app: Flask, handler: PageCheckingClient) -> None:
    key = value_of(text(handler, "/calls"), "key")
    paths = {handler.post_form("/calls", {"channel": "phone", "key": key}).location for _ in range(2)}
    assert len(paths) == 1
    assert "1 contact is open" in text(handler, "/calls")
    assert handler.post_form("/calls", {"channel": "pigeon", "key": "x"}).status_code == 400
    assert handler.post_form("/calls", {"channel": "phone"}).status_code == 400


@slow_on_both
def test_a_search_stays_with_the_contact_and_stands_in_no_address(
    app: Flask, handler: PageCheckingClient
) -> None:
    add_service(app, "Kettle Chat", summary="Befriending for older people")
    path = begin(handler)
    answer = handler.post_form(f"{path}/search", {"q": "kettle chat", "where": ""})
    assert answer.location == f"{path}#results"
    shown = text(handler, path)
    assert "Kettle Chat" in shown
    assert "1 result" in shown
    assert 'value="kettle chat"' in shown
    part = handler.post_form(f"{path}/search", {"q": "zzzz", "part": "1"}).get_json()["html"]
    assert "<h1" not in part
    assert "Kettle Chat" not in part
    assert 'value="kettle chat"' in text(handler, path)


@pytest.mark.both_databases
@pytest.mark.slow
def test_services_are_ticked_once_and_taken_out(app: Flask, handler: PageCheckingClient) -> None:
    service_id, path = add_service(app, "Kettle Chat"), begin(handler)
    for _press in range(2):
        assert handler.post_form(f"{path}/tick", {"service": service_id, "why": "near"}).status_code == 303
    assert text(handler, path).count(f'data-ticked="{service_id}"') == 1
    handler.post_form(f"{path}/search", {"q": "kettle chat"})
    assert 'aria-pressed="true"' in text(handler, path)
    assert handler.post_form(f"{path}/tick", {"service": "none"}).status_code == 404
    part = handler.post_form(f"{path}/untick", {"service": service_id, "part": "1"}).get_json()["html"]
    assert "Nothing yet" in part


def test_the_sheet_is_kept_and_an_old_page_overwrites_nothing(
    app: Flask, handler: PageCheckingClient
) -> None:
    path = begin(handler)
    old = text(handler, path)
    assert handler.post_form(f"{path}/sheet", sheet(old, matters="My dog")).status_code == 303
    assert "My dog" in text(handler, path)
    # Another page that was open before, in which another box was written.
    older = sheet(old, said="She fell") | {"tab": "another"}
    handler.post_form(f"{path}/sheet", older)
    shown = text(handler, path)
    assert "My dog" in shown
    assert "She fell" in shown
    # And one in which the same box was written: both texts are shown.
    handler.post_form(f"{path}/sheet", sheet(old, matters="My cat") | {"tab": "third"})
    shown = text(handler, path)
    assert "My dog" in shown
    assert re.search(r"<blockquote[^>]*>My cat", shown)


def test_an_email_address_is_checked_and_stored_all_the_same(app: Flask, handler: PageCheckingClient) -> None:
    path = begin(handler)
    sent = {"name": "email", "text": "mary@", "revision": "0", "tab": "t", "number": "1"}
    told = handler.post_form(f"{path}/field", sent).get_json()
    assert told["problem"] == "Enter an email address like name@example.com"
    assert "mary@" in text(handler, path)
    sent |= {"text": "mary@example.org", "number": "2"}
    assert handler.post_form(f"{path}/field", sent).get_json()["problem"] == ""
    answer = handler.post_form(f"{path}/sheet", sheet(text(handler, path), email="mary"))
    assert answer.status_code == 422
    assert 'value="mary"' in answer.get_data(as_text=True)


def test_a_text_that_is_too_long_is_not_lost(handler: PageCheckingClient) -> None:
    path = begin(handler)
    answer = handler.post_form(f"{path}/sheet", sheet(text(handler, path), name="N" * 400, said="She fell"))
    assert answer.status_code == 422
    assert "N" * 400 in answer.get_data(as_text=True)
    assert "She fell" in answer.get_data(as_text=True)


def test_a_box_is_saved_as_it_is_typed(app: Flask, handler: PageCheckingClient) -> None:
    path = begin(handler)
    sent = {"name": "said", "text": "She likes tea", "revision": "0", "tab": "t", "number": "1"}
    told = handler.post_form(f"{path}/field", sent).get_json()
    assert told == {
        "revision": 1,
        "beside": False,
        "other": "",
        "handler": "",
        "problem": "",
        "state": "open",
        "danger": False,
    }
    assert "She likes tea" in text(handler, path)
    second = handler.post_form(
        f"{path}/field", sent | {"tab": "u", "text": "He hits me every night"}
    ).get_json()
    assert (second["beside"], second["other"], second["danger"]) == (True, "She likes tea", True)
    for wrong in ({"name": "nothing"}, {"tab": ""}, {"number": "0"}):
        assert handler.post_form(f"{path}/field", sent | wrong).status_code == 400
    assert handler.post_form(f"{path}/field", sent | {"text": "x" * 8001, "number": "2"}).status_code == 422


@slow_on_both
def test_another_handler_takes_it_over_and_nothing_typed_is_lost(
    app: Flask, handler: PageCheckingClient
) -> None:
    path = begin(handler)
    handler.post_form(
        f"{path}/field", {"name": "said", "text": "She fell", "revision": "0", "tab": "t", "number": "1"}
    )
    other = signed_in_as(app, Role.CALL_HANDLER)
    shown = text(other, path)
    assert "Take it over" in shown
    assert "She fell" not in shown
    assert (
        other.post_form(f"{path}/field", {"name": "said", "text": "x", "tab": "u", "number": "1"}).status_code
        == 404
    )
    assert other.post_form(f"{path}/take-over", {"version": "7"}).status_code == 409
    assert other.post_form(f"{path}/take-over", {"version": value_of(shown, "version")}).status_code == 303
    assert "She fell" in text(other, path)
    # The page of the first handler is still open, and says who has the contact now.
    late = {"name": "said", "text": "She fell twice", "revision": "1", "tab": "t", "number": "2"}
    answer = handler.post_form(f"{path}/field", late).get_json()
    assert answer["handler"] == "Jo Bell"
    assert "She fell twice" in text(other, path)
    assert "Take it over" in text(handler, path)


@pytest.mark.both_databases
@pytest.mark.slow
def test_a_supervisor_finds_and_gives_contacts(app: Flask, handler: PageCheckingClient) -> None:
    path = begin(handler)
    supervisor = signed_in_as(app, Role.SUPERVISOR)
    with app.app_context():
        contact = db.session.query(ContactRecord).one()
        reference, first = contact.reference, contact.handler_id
    assert reference in text(supervisor, "/calls?whose=all")
    assert supervisor.post_form("/calls/find", {"reference": reference}).location == path
    assert supervisor.post_form("/calls/find", {"reference": "nothing"}).status_code == 422
    shown = text(supervisor, path)
    me = re.findall(r'<option value="([^"]+)"[^>]*>Jo Bell', shown)
    new = next(id for id in me if id != first)
    assert supervisor.post_form(f"{path}/give", {"to": new, "version": "1"}).status_code == 303
    assert supervisor.post_form(f"{path}/give", {"to": first, "version": "1"}).status_code == 409
    assert supervisor.post_form(f"{path}/give", {"to": "nobody", "version": "1"}).status_code == 400
    assert handler.post_form(f"{path}/give", {"to": first, "version": "2"}).status_code == 403


def test_what_is_for_professionals_is_found_here_and_nowhere_else(
    app: Flask, client: PageCheckingClient, handler: PageCheckingClient
) -> None:
    """No page, list, suggestion, count or feed of the public has it."""
    name = "Zanzibar Outreach"
    hidden = add_service(app, name, professionals_only=True, summary="Advice on zanzibarism")
    add_service(app, "Open Door", summary="Advice on money")
    path = begin(handler)
    handler.post_form(f"{path}/search", {"q": "zanzibar outreach"})
    shown = text(handler, path)
    assert name in shown
    assert "Professionals only" in shown
    assert handler.post_form(f"{path}/tick", {"service": hidden}).status_code == 303
    for public in (
        *("/find?q=zanzibar+outreach", "/find?q=advice", "/find?route=self", "/find?q=zanzibarism"),
        *("/a-to-z/", "/a-to-z/z", "/needs/", "/use-our-data/services.json", "/use-our-data/services.csv"),
        *("/open-referral/v3/services", "/open-referral/v3/organizations", "/sitemap.xml", "/whats-on"),
    ):
        answer = client.get(public)
        assert answer.status_code == 200, public
        assert name not in answer.get_data(as_text=True), public
    for gone in ("/service/zanzibar-outreach", f"/open-referral/v3/services/{hidden}"):
        assert client.get(gone).status_code == 404
    for words in ("zanz", "outreach"):
        assert name not in client.post("/suggest", data={"q": words}).get_data(as_text=True)
    with app.app_context():
        found = search(SearchRequest(query="advice"))
        assert hidden not in {hit.service_id for hit in found.hits}
        assert all(value.count <= 1 for facet in found.facets for value in facet.values)


@pytest.mark.both_databases
@pytest.mark.slow
def test_two_contacts_of_one_caller_become_one(app: Flask, handler: PageCheckingClient) -> None:
    first, second = begin(handler), begin(handler, "email")
    service_id = add_service(app, "Kettle Chat")
    for path, said in ((first, "She fell"), (second, "She fell twice")):
        box = {"revision": "0", "tab": path[-5:], "number": "1"}
        handler.post_form(f"{path}/field", box | {"name": "said", "text": said})
    handler.post_form(f"{first}/field", box | {"name": "name", "text": "Ann Lee"})
    handler.post_form(f"{first}/tick", {"service": service_id})
    with app.app_context():
        references = {f"/calls/{one.id}": one.reference for one in db.session.query(ContactRecord)}
    wrong = handler.post_form(f"{second}/join", {"reference": references[second]})
    assert wrong.status_code == 422
    for _press in range(2):
        assert handler.post_form(f"{second}/join", {"reference": references[first]}).status_code == 303
    shown = text(handler, second)
    assert "Ann Lee" in shown
    assert re.search(r"<blockquote[^>]*>She fell<", shown)
    assert f'data-ticked="{service_id}"' in shown
    assert handler.get(first).location == second
    # The page of the first contact is still open: what is typed there stands beside.
    late = {"name": "concluded", "text": "Fell on ice", "revision": "0", "tab": "late", "number": "1"}
    assert handler.post_form(f"{first}/field", late).get_json()["beside"]
    assert "Fell on ice" in text(handler, second)
    other = begin(signed_in_as(app, Role.CALL_HANDLER))
    with app.app_context():
        foreign = db.session.get_one(ContactRecord, other.removeprefix("/calls/")).reference
    assert "Take it over first" in handler.post_form(f"{second}/join", {"reference": foreign}).get_data(True)


def test_a_second_caller_never_sees_the_answers_of_the_first(app: Flask, handler: PageCheckingClient) -> None:
    """Two windows, Back, and a session that a browser restores."""
    first = begin(handler)
    box = {"revision": "0", "tab": "a", "number": "1"}
    for name, said in (("place", "S73"), ("who", "self"), ("said", "My son shouts at me")):
        handler.post_form(f"{first}/field", box | {"name": name, "text": said})
    assert "Questions with the caller" in text(handler, f"{first}/assessment")
    begun = handler.post_form(f"{first}/assessment", {"questionnaire": "adult-needs"})
    assert begun.location == "/check/adult-needs"
    worry = handler.post_form(f"{first}/worry", {})
    assert worry.location == "/tell-us#danger"
    assert "S73" in text(handler, "/tell-us")
    old_cookie = handler.get_cookie("signpost")
    assert old_cookie is not None
    second = begin(handler)
    for path in ("/tell-us", "/tell-us/what", "/check/adult-needs/age"):
        assert "My son shouts" not in handler.get(path, follow_redirects=True).get_data(as_text=True)
        assert 'value="S73"' not in handler.get(path, follow_redirects=True).get_data(as_text=True)
    handler.set_cookie("signpost", old_cookie.value)
    assert "My son shouts" not in handler.get("/tell-us/what", follow_redirects=True).get_data(as_text=True)
    # The first contact is opened again in another window while the second caller answers questions.
    handler.post_form(f"{second}/assessment", {"questionnaire": "adult-needs"})
    assert "answers of another caller" in text(handler, first)
    assert handler.post_form(f"{first}/close-answers", {}).location == first
    assert "answers of another caller" not in text(handler, first)


@pytest.mark.both_databases
@pytest.mark.slow
def test_a_worry_that_is_sent_during_a_call_leads_back_and_stands_in_its_history(
    app: Flask, handler: PageCheckingClient
) -> None:
    def kinds(path: str) -> set[str]:
        with app.app_context():
            return event_kinds(path.removeprefix("/calls/"))

    path = begin(handler)
    assert path not in text(handler, "/tell-us")
    handler.post_form(f"{path}/assessment", {"questionnaire": "adult-needs"})
    shown = text(handler, "/check/adult-needs")
    assert "You are filling this in during a call" in shown
    assert f'href="{path}"' in shown
    assert "during a call" not in text(app.test_client(), "/check/adult-needs")  # type: ignore[arg-type]
    handler.post_form(f"{path}/worry", {})
    assert f'href="{path}"' in text(handler, "/tell-us")
    assert "safeguarding" not in kinds(path)
    assert f'href="{path}"' in tell(handler)
    assert "safeguarding" in kinds(path)
    assert re.search(r'value="safeguarding" checked', text(handler, f"{path}/end"))
    # The next person at this browser is not signed in.
    other = begin(handler)
    handler.post_form(f"{other}/worry", {})
    handler.delete_cookie("signpost-account")
    assert other not in tell(handler)
    assert "safeguarding" not in kinds(other)


def test_saved_answers_are_opened_only_with_agreement(app: Flask, handler: PageCheckingClient) -> None:
    path = begin(handler)
    refused = handler.post_form(f"{path}/saved", {})
    assert refused.status_code == 422
    assert "tick that they agree" in refused.get_data(as_text=True)
    for _press in range(2):
        assert handler.post_form(f"{path}/saved", {"agreed": "yes"}).location == "/come-back"
    assert handler.post_form(f"{path}/assessment", {"questionnaire": "none"}).status_code == 400
    stranger = signed_in_as(app, Role.CALL_HANDLER)
    for page in ("assessment", "saved", "worry", "close-answers"):
        assert stranger.post_form(f"{path}/{page}", {}).status_code == 404


@pytest.mark.both_databases
@pytest.mark.slow
def test_a_list_of_contacts_sends_as_many_statements_for_one_as_for_many(
    app: Flask, handler: PageCheckingClient, statements: StatementCounter
) -> None:
    begin(handler)
    counts = []
    for most in (1, 26):
        for _number in range(most - 1):
            begin(handler)
        with statements(app) as found:
            text(handler, "/calls")
        counts.append(len(found))
    assert counts[0] == counts[1]
    assert "26 contacts are open" in text(handler, "/calls?page=2")


@slow_on_both
def test_a_search_shows_a_changed_listing_as_it_is_now(app: Flask, handler: PageCheckingClient) -> None:
    """Services are kept between two keys; whatever changes a listing makes them be read again."""
    service_id, path = add_service(app, "Kettle Chat", summary="Befriending"), begin(handler)
    asked = {"q": "kettle chat", "part": "1"}

    def found() -> str:
        return str(handler.post_form(f"{path}/search", asked).get_json()["html"])

    assert "Full at the moment" not in found()
    with app.app_context():
        service = db.session.get_one(Service, service_id)
        service.availability = "full"
        services_changed(db.session, [service_id])
        db.session.commit()
    assert "Full at the moment" in found()
    with app.app_context():
        db.session.get_one(Service, service_id).status = "inactive"
        services_changed(db.session, [service_id])
        db.session.commit()
    assert "Kettle Chat" not in found()


def test_the_next_key_reads_no_listing_again(
    app: Flask, handler: PageCheckingClient, statements: StatementCounter
) -> None:
    add_service(app, "Kettle Chat", summary="Befriending")
    path = begin(handler)
    handler.post_form(f"{path}/search", {"q": "kettle cha", "part": "1"})
    with statements(app) as sent:
        handler.post_form(f"{path}/search", {"q": "kettle chat", "part": "1"})
    assert not [one for one in sent if "FROM schedule" in one or "FROM cost_option" in one]
