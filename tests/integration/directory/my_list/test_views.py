"""My list: saved, ordered, sent, shared and cleared, with forms alone."""

import re
from typing import Any

import pytest
from flask import Flask

from core.db import db
from directory.models import Service
from directory.my_list.items import MOST_SAVED, encode
from tests.conftest import StatementCounter
from tests.examples import sampled, slow_on_both
from tests.factories import make_location, make_service, weekly
from tests.outbox import emails, states
from tests.page_checks import PageCheckingClient


def add(app: Flask, **fields: Any) -> str:
    """Return a function that stores a service and returns its id."""
    with app.app_context():
        made = {name: value(db.session) if callable(value) else value for name, value in fields.items()}
        service = make_service(db.session, **made)
        db.session.commit()
        return service.id


def save(client: PageCheckingClient, *ids: str, **fields: Any) -> Any:
    return client.post_form("/my-list/add", {"service": list(ids), **fields})


def names(client: PageCheckingClient) -> list[str]:
    return re.findall(r'saved__name"><a [^>]+>([^<]+)', client.get("/my-plan").get_data(as_text=True))


def test_an_empty_list_says_what_to_do(client: PageCheckingClient) -> None:
    for path in ("/my-list/share", "/my-list/send"):
        text = client.get(path).get_data(as_text=True)
        assert "Nothing is on your list yet" in text
        assert "Look for help" in text


def test_the_list_is_the_first_part_of_the_plan(app: Flask, client: PageCheckingClient) -> None:
    moved = client.get("/my-list")
    assert (moved.status_code, moved.location) == (308, "/my-plan")
    assert "Nothing is saved yet" in client.get("/my-plan").get_data(as_text=True)
    save(client, add(app, name="One"), why="helps with “Falls and balance”")
    page = client.get("/my-plan").get_data(as_text=True)
    assert page.index("What I found") < page.index("One</a>") < page.index("What matters to me")
    assert "Why: helps with “Falls and balance”" in page


@slow_on_both
def test_saving_twice_is_saving_once(app: Flask, client: PageCheckingClient) -> None:
    one = add(app, name="One")
    for _ in range(2):
        assert save(client, one).status_code == 303
    assert names(client) == ["One"]


def test_saving_leads_back_to_the_card(app: Flask, client: PageCheckingClient) -> None:
    one = add(app)
    response = save(client, one, next="/needs/falls?page=1")
    assert response.location == f"/needs/falls?page=1#card-{one}"


@slow_on_both
@pytest.mark.parametrize(
    "target",
    sampled(
        [
            "https://evil.example",
            "//evil.example",
            "////evil.example",
            "/\\evil.example",
            "/\tevil",
            "evil",
            "",
            "/no-such-page",
            "/my-list\r\nX: y",
            "javascript:alert(1)",
            "/static/x",
            "http:///evil.example",
            "/%5Cevil.example/..",
        ],
        6,
    ),
)
def test_saving_leads_nowhere_else(app: Flask, client: PageCheckingClient, target: str) -> None:
    one = add(app)
    assert save(client, one, next=target).location == f"/my-plan#card-{one}"


def test_only_public_services_can_be_saved(app: Flask, client: PageCheckingClient) -> None:
    hidden = add(app, professionals_only=True)
    for wrong in (hidden, "unknown", "", "' or 1=1"):
        assert save(client, wrong).status_code == 400
    assert names(client) == []


def test_a_post_without_token_is_refused(app: Flask, client: PageCheckingClient) -> None:
    one = add(app)
    for path in ("add", "remove", "move", "note", "send", "clear"):
        assert client.post(f"/my-list/{path}", data={"service": one}).status_code == 400
    assert names(client) == []


def test_removing_and_clearing(app: Flask, client: PageCheckingClient) -> None:
    one, two, three = (add(app, name=name) for name in ("One", "Two", "Three"))
    save(client, one, two, three)
    for _ in range(2):
        assert client.post_form("/my-list/remove", {"service": two}).status_code == 303
    assert names(client) == ["One", "Three"]
    for _ in range(2):
        assert client.post_form("/my-list/clear").status_code == 303
    assert names(client) == []


def test_moving_is_safe_to_send_twice(app: Flask, client: PageCheckingClient) -> None:
    ids = [add(app, name=name) for name in ("One", "Two", "Three")]
    save(client, *ids)
    for _ in range(2):
        client.post_form("/my-list/move", {"service": ids[2], "to": "1"})
    assert names(client) == ["Three", "One", "Two"]
    for wrong in ("", "x", "-1", "99999", "²"):
        assert client.post_form("/my-list/move", {"service": ids[2], "to": wrong}).status_code == 400


def test_a_note_is_kept_and_shown_safely(app: Flask, client: PageCheckingClient) -> None:
    one = add(app)
    save(client, one)
    client.post_form("/my-list/note", {"service": one, "note": "ask for Jo <script>"})
    text = client.get("/my-plan").get_data(as_text=True)
    assert "ask for Jo &lt;script&gt;" in text


@pytest.mark.both_databases
@pytest.mark.slow
def test_a_full_list_says_so(app: Flask, client: PageCheckingClient) -> None:
    ids = [add(app) for _ in range(MOST_SAVED + 1)]
    save(client, *ids[:MOST_SAVED])
    answer = client.post_form(
        "/my-list/add", {"service": ids[-1]}, headers={"Accept": "application/json"}
    ).get_json()
    assert answer["message"] == "Your list is full. Take something off it first."
    assert answer["count"] == MOST_SAVED
    assert "No more fits in" in client.get("/my-plan").get_data(as_text=True)


def test_a_script_gets_words_and_a_count(app: Flask, client: PageCheckingClient) -> None:
    one = add(app)
    response = client.post_form("/my-list/add", {"service": one}, headers={"Accept": "application/json"})
    assert response.get_json() == {
        "message": "Saved to your plan. 1 thing is on it.",
        "count": 1,
        "saved": [one],
    }
    response = client.post_form("/my-list/remove", {"service": one}, headers={"Accept": "application/json"})
    assert response.get_json()["count"] == 0


@slow_on_both
def test_what_was_taken_down_is_counted_not_shown(app: Flask, client: PageCheckingClient) -> None:
    one, two = add(app, name="One"), add(app, name="Two")
    save(client, one, two)
    with app.app_context():
        service = db.session.get(Service, two)
        assert service
        service.status = "inactive"
        db.session.commit()
    text = client.get("/my-plan").get_data(as_text=True)
    assert "1 thing you saved is no longer on this site" in text
    assert "Two" not in text


def test_sending_puts_the_list_into_the_outbox(app: Flask, client: PageCheckingClient) -> None:
    one = add(
        app, name="Steady Steps", phones=["01632 960900"], places=lambda s: [make_location(s, name="Library")]
    )
    save(client, one)
    client.post_form("/my-list/note", {"service": one, "note": "private thought"})
    response = client.post_form("/my-list/send", {"email": "jo@example.org"})
    assert response.status_code == 303
    assert client.get(response.location).status_code == 200
    message = emails(app)[0]
    assert message.recipient == "jo@example.org"
    for words in (
        "Steady Steps",
        "01632 960900",
        "http://localhost/service/",
        "Dearne Valley Council",
        "Library",
    ):
        assert words in message.text
    assert "private thought" not in message.text
    assert states(app) == ["kept"]


def test_notes_are_sent_when_asked_for(app: Flask, client: PageCheckingClient) -> None:
    one = add(app)
    save(client, one)
    client.post_form("/my-list/note", {"service": one, "note": "private thought"})
    client.post_form("/my-list/send", {"email": "jo@example.org", "notes": "yes"})
    assert "private thought" in emails(app)[0].text


@pytest.mark.parametrize(
    "email", sampled(["", "nobody", "a@example.org\r\nBcc: b@example.org", "a@example.org, b@example.org"], 4)
)
def test_a_wrong_address_is_answered_in_the_form(app: Flask, client: PageCheckingClient, email: str) -> None:
    save(client, add(app))
    response = client.post_form("/my-list/send", {"email": email})
    assert response.status_code == 422
    assert "There is a problem" in response.get_data(as_text=True)
    assert emails(app) == []


@slow_on_both
def test_an_empty_list_is_not_sent(app: Flask, client: PageCheckingClient) -> None:
    assert client.post_form("/my-list/send", {"email": "jo@example.org"}).status_code == 422
    assert emails(app) == []


def test_sending_is_limited(app: Flask, client: PageCheckingClient) -> None:
    save(client, add(app))
    client.post_form("/my-list/send", {"email": "wrong"})
    answers = [client.post_form("/my-list/send", {"email": "jo@example.org"}).status_code for _ in range(6)]
    assert answers == [303] * 5 + [429]
    assert len(emails(app)) == 5


@pytest.mark.both_databases
def test_the_shared_link_holds_services_only_and_can_be_saved(app: Flask, client: PageCheckingClient) -> None:
    ids = [add(app, name=name) for name in ("One", "Two")]
    save(client, *ids)
    client.post_form("/my-list/note", {"service": ids[0], "note": "private thought"})
    share = client.get("/my-list/share").get_data(as_text=True)
    path = f"/list/{encode(ids)}"
    assert f"http://localhost{path}" in share
    assert "data:image/svg+xml" in share
    visitor = app.test_client()
    assert isinstance(visitor, PageCheckingClient)
    text = visitor.get(path).get_data(as_text=True)
    assert "One" in text
    assert "private thought" not in text
    save(visitor, *ids, next="/my-list")
    assert names(visitor) == ["One", "Two"]


@slow_on_both
@pytest.mark.parametrize(
    "ids", ["x", "AAAA", "..", "A" * 3000, encode(["00000000-0000-0000-0000-000000000000"])]
)
def test_a_broken_shared_link_is_not_there(client: PageCheckingClient, ids: str) -> None:
    assert client.get(f"/list/{ids}").status_code == 404


def test_what_is_for_professionals_is_on_no_shared_list(app: Flask, client: PageCheckingClient) -> None:
    hidden, seen = add(app, name="Staff line", professionals_only=True), add(app, name="Seen")
    text = client.get(f"/list/{encode([hidden, seen])}").get_data(as_text=True)
    assert "Staff line" not in text
    assert "Seen" in text
    assert client.get(f"/list/{encode([hidden])}").status_code == 404


def test_a_secret_place_is_nowhere_on_a_list(app: Flask, client: PageCheckingClient) -> None:
    place = {"address_1": "9 Hidden Lane", "city": "Hidden Town", "postal_code": "S99 9CV"}
    one = add(
        app,
        name="Safe Room",
        secret_address=True,
        places=lambda s: [
            (
                make_location(s, name="Hidden House", transportation="Hidden bus", address=place),
                [weekly("TU")],
            )
        ],
    )
    save(client, one)
    client.post_form("/my-list/send", {"email": "jo@example.org"})
    pages = [
        client.get(path).get_data(as_text=True)
        for path in ("/my-plan", "/my-list/share", "/my-list/send", f"/list/{encode([one])}")
    ]
    for text in [*pages, emails(app)[0].text]:
        assert "Safe Room" in text or "/list/" in text
        assert "Hidden" not in text
        assert "S99" not in text


def test_lists_are_not_for_search_engines(app: Flask, client: PageCheckingClient) -> None:
    for path in ("/my-plan", f"/list/{encode([add(app)])}"):
        assert '<meta name="robots" content="noindex">' in client.get(path).get_data(as_text=True)


@pytest.mark.both_databases
@pytest.mark.slow
def test_one_thing_and_many_take_the_same_statements(
    app: Flask, client: PageCheckingClient, statements: StatementCounter
) -> None:
    ids = [
        add(
            app,
            places=lambda s: [(make_location(s, access=["parking"]), [weekly("TU")])],
            languages=["Polish"],
            areas=["S73"],
            needs=["falls"],
        )
        for _ in range(12)
    ]
    counts = []
    for wanted in (ids[:1], ids):
        save(client, *wanted)
        with statements(app) as sent:
            client.get("/my-plan")
        counts.append(len(sent))
    assert counts[0] == counts[1]


@slow_on_both
def test_a_note_that_is_too_long_is_not_lost(app: Flask, client: PageCheckingClient) -> None:
    one = add(app, name="One")
    save(client, one)
    client.post_form("/my-list/note", {"service": one, "note": "short"})
    long = "ask for Jo " * 60
    answer = client.post_form("/my-list/note", {"service": one, "note": long})
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Your note must be 500 letters or fewer. It has 659" in text
    assert long.strip() in text
    assert 'href="#note-1"' in text
    assert "short" in client.get("/my-plan").get_data(as_text=True)


@slow_on_both
def test_a_failed_send_reads_the_list_once(
    app: Flask, client: PageCheckingClient, statements: StatementCounter
) -> None:
    save(client, add(app))
    with statements(app) as right:
        client.get("/my-list/send")
    with statements(app) as wrong:
        assert client.post_form("/my-list/send", {"email": "no address"}).status_code == 422
    assert len([each for each in wrong if "FROM service" in each]) == len(
        [each for each in right if "FROM service" in each]
    )
