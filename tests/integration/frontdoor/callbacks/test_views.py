"""A handler books a call-back, rings, and notes what came of it."""

import re

import pytest
from flask import Flask

from accounts.roles import Role
from core import clock
from core.db import db
from core.settings import Settings
from frontdoor.callbacks import queries, services
from frontdoor.callbacks.details import CallBackDetails
from frontdoor.callbacks.models import CallBack, CallBackState
from frontdoor.callbacks.services import Booking
from frontdoor.contacts import services as contacts
from frontdoor.contacts.models import Channel
from frontdoor.contacts.services import Typed
from selfassess.values.people import Communication, CommunicationNeed, ContactWishes, Way
from tests.accounts import account_with_roles, sign_in
from tests.conftest import NOW, StatementCounter
from tests.examples import slow_on_both
from tests.page_checks import PageCheckingClient

NUMBER = "01632 960201"


def settings(app: Flask) -> Settings:
    return app.extensions["settings"]


def handler(app: Flask, email: str = "ewa@example.org", role: Role = Role.CALL_HANDLER) -> PageCheckingClient:
    client = app.test_client()
    assert isinstance(client, PageCheckingClient)
    sign_in(app, client, account_with_roles(app, email, role))
    return client


def contact(app: Flask, **sheet: str) -> str:
    """Return the id of an open contact of Ewa with these texts."""
    ewa = account_with_roles(app, "ewa@example.org", Role.CALL_HANDLER)
    with app.app_context():
        found = contacts.start(settings(app), channel=Channel.PHONE, handler_id=ewa, key="k").id
        for name, text in sheet.items():
            contacts.save_field(settings(app), found, Typed(name, text, 0, "tab", 1), actor=ewa)
        return found


def waiting(app: Flask, many: int, details: CallBackDetails | None = None) -> list[str]:
    """Book so many call-backs, each in its own half hour, and return their ids in order."""
    details = details or CallBackDetails(name="Joan Ash", phone=NUMBER)
    with app.app_context():
        free = queries.free_windows(settings(app), "adult")[:many]
        return [
            services.book(settings(app), Booking("adult", window, details), window.code).id for window in free
        ]


def in_its_half_hour(app: Flask, call_back_id: str) -> None:
    with app.app_context():
        window = queries.read_code(db.session.get_one(CallBack, call_back_id).window_code)
    assert window
    clock.set_clock(lambda: window.start)


def option(page: str, number: int = 1) -> str:
    """Return the half hour with this number in the list of a page."""
    return re.findall(r'<option value="([^"]+)"', page)[number - 1]


def key_of(page: str) -> str:
    found = re.search(r'name="key"[^>]*value="([^"]+)"', page)
    assert found
    return found[1]


@pytest.mark.both_databases
def test_a_handler_books_for_a_caller_and_rings(app: Flask) -> None:
    ewa, contact_id = handler(app), contact(app, name="Joan Ash", phone=NUMBER, matters="I keep falling")
    address = f"/calls/{contact_id}/call-back"
    page = ewa.get(address).get_data(as_text=True)
    assert "I keep falling" in page
    form: dict[str, object] = {"key": key_of(page), "phone": NUMBER, "why": "I keep falling"}
    refused = ewa.post_form(address, form)
    assert refused.status_code == 422
    assert "Choose a time" in refused.get_data(as_text=True)
    booked = {ewa.post_form(address, {**form, "window": option(page)}).location for _press in range(2)}
    assert len(booked) == 1
    ends = ewa.get(f"/calls/{contact_id}/end").get_data(as_text=True)
    assert 'value="team_referral" checked' in ends, "what came of it is chosen beforehand"
    read_out = ewa.get(booked.pop()).get_data(as_text=True)
    assert "We ring you on Monday 23 November" in read_out
    there = ewa.get(address)
    assert there.status_code == 303, "a second one is not booked beside it"
    in_its_half_hour(app, there.location.rpartition("/")[2])
    assert NUMBER not in ewa.get(there.location).get_data(as_text=True)
    assert ewa.post_form(f"{there.location}/claim").status_code == 303
    ringing = ewa.get(there.location).get_data(as_text=True)
    assert NUMBER in ringing
    reached = ewa.post_form(f"{there.location}/reached", {"attempts": "0"})
    assert reached.location == f"/calls/{contact_id}", "the contact that is open goes on"
    assert ewa.get(there.location).status_code == 303
    assert "Nobody waits" in ewa.get("/call-backs").get_data(as_text=True)


def test_a_colleague_sees_who_rings_and_no_number(app: Flask) -> None:
    (call_back_id,) = waiting(app, 1)
    in_its_half_hour(app, call_back_id)
    ewa, yusuf = handler(app), handler(app, "yusuf@example.org")
    assert "I am ringing now" in yusuf.get("/call-backs").get_data(as_text=True)
    ewa.post_form(f"/call-backs/{call_back_id}/claim")
    assert "Jo Bell is ringing now" in yusuf.get("/call-backs").get_data(as_text=True)
    assert NUMBER not in yusuf.get(f"/call-backs/{call_back_id}").get_data(as_text=True)
    refused = yusuf.post_form(f"/call-backs/{call_back_id}/claim")
    assert "call-back-changed" in refused.location
    ewa.post_form(f"/call-backs/{call_back_id}/release")
    assert "is ringing now." not in yusuf.get("/call-backs").get_data(as_text=True)


def test_who_is_not_reached_is_tried_at_the_next_half_hour(app: Flask) -> None:
    (call_back_id,) = waiting(app, 1)
    in_its_half_hour(app, call_back_id)
    ewa, address = handler(app), f"/call-backs/{call_back_id}"
    ewa.post_form(f"{address}/claim")
    assert ewa.post_form(f"{address}/not-reached", {"attempts": "0"}).status_code == 422
    window = option(ewa.get(address).get_data(as_text=True), 5)
    noted = ewa.post_form(f"{address}/not-reached", {"attempts": "0", "window": window})
    assert "call-back-again" in noted.location
    assert "Tried once" in ewa.get("/call-backs").get_data(as_text=True)
    assert "try 2 of 3" in ewa.get(address).get_data(as_text=True)
    again = ewa.post_form(f"{address}/not-reached", {"attempts": "0", "window": window})
    assert "call-back-changed" in again.location, "a second press is no second try"


def test_at_an_unsafe_time_the_page_says_so_and_offers_others(app: Flask) -> None:
    details = CallBackDetails(name="Joan Ash", phone=NUMBER, wishes=ContactWishes(times=("Mornings",)))
    (call_back_id,) = waiting(app, 1, details)
    clock.set_clock(lambda: NOW.replace(hour=14))
    ewa, address = handler(app), f"/call-backs/{call_back_id}"
    page = ewa.get(address).get_data(as_text=True)
    assert "Do not ring now" in page
    assert "show the number" not in page
    assert ewa.post_form(f"{address}/claim").status_code == 422
    moved = ewa.post_form(f"{address}/move", {"window": option(page)})
    assert "call-back-moved" in moved.location


def test_words_about_a_safe_time_are_read_first(app: Flask) -> None:
    details = CallBackDetails(name="Joan", phone=NUMBER, wishes=ContactWishes(safe_time="When he is out"))
    (call_back_id,) = waiting(app, 1, details)
    in_its_half_hour(app, call_back_id)
    ewa, address = handler(app), f"/call-backs/{call_back_id}"
    page = ewa.get(address).get_data(as_text=True)
    assert "When he is out" in page
    assert "Leave no message" in page
    assert "tick the box" in ewa.post_form(f"{address}/claim").get_data(as_text=True)
    assert ewa.post_form(f"{address}/claim", {"checked": "yes"}).status_code == 303


@slow_on_both
def test_the_list_takes_the_same_statements_for_one_and_for_many(
    app: Flask, statements: StatementCounter
) -> None:
    ewa = handler(app)

    def counted() -> int:
        ewa.get("/call-backs")
        with statements(app) as made:
            ewa.get("/call-backs")
        return len(made)

    waiting(app, 1)
    one = counted()
    waiting(app, 30)
    assert counted() == one
    assert "Other days" in ewa.get("/call-backs?page=2").get_data(as_text=True)


@slow_on_both
def test_a_supervisor_says_how_many_fit(app: Flask) -> None:
    denise = handler(app, "denise@example.org", Role.SUPERVISOR)
    assert handler(app).get("/call-backs/places").status_code == 403
    assert 'value="2"' in denise.get("/call-backs/places").get_data(as_text=True)
    for wrong in ("", "many", "201", "-1"):
        assert denise.post_form("/call-backs/places", {"adult": wrong, "children": "1"}).status_code == 422, (
            wrong
        )
    assert denise.post_form("/call-backs/places", {"adult": "0", "children": "4"}).status_code == 303
    with app.app_context():
        assert queries.free_windows(settings(app), "adult") == []
        assert queries.places_of(settings(app), "children") == 4


@slow_on_both
def test_a_cancelled_call_back_leaves_the_list(app: Flask) -> None:
    (call_back_id,) = waiting(app, 1)
    ewa = handler(app)
    assert ewa.post_form(f"/call-backs/{call_back_id}/cancel").status_code == 303
    assert "Nobody waits" in ewa.get("/call-backs").get_data(as_text=True)
    with app.app_context():
        assert db.session.get_one(CallBack, call_back_id).state == CallBackState.CANCELLED


def test_others_calls_are_not_found(app: Flask) -> None:
    contact_id = contact(app)
    yusuf = handler(app, "yusuf@example.org")
    assert yusuf.get(f"/calls/{contact_id}/call-back").status_code == 404
    assert yusuf.get("/call-backs/nothing").status_code == 404


@slow_on_both
def test_after_the_last_try_the_list_asks_somebody_to_decide(app: Flask) -> None:
    details = CallBackDetails(
        name="Joan Ash",
        phone=NUMBER,
        email="joan@example.org",
        address="Joan Ash\n1 High Street\nS73 8CV",
        wishes=ContactWishes(ways=(Way.PHONE, Way.LETTER)),
        communication=Communication(needs=(CommunicationNeed.BRAILLE,), language="Polish"),
    )
    ewa, call_back_id = handler(app), waiting(app, 1, details)[0]
    booked = ewa.get(f"/call-backs/{call_back_id}/booked").get_data(as_text=True)
    assert "If we don’t reach you at all, we stop." in booked
    with app.app_context():
        services.hold(call_back_id).attempts = 2
        db.session.commit()
    in_its_half_hour(app, call_back_id)
    assert ewa.post_form(f"/call-backs/{call_back_id}/claim", {}).status_code == 303
    page = ewa.get(f"/call-backs/{call_back_id}").get_data(as_text=True)
    assert "The list then asks somebody to decide how they are told." in page
    answer = ewa.post_form(f"/call-backs/{call_back_id}/not-reached", {"attempts": "2"})
    assert answer.status_code == 303
    listed = ewa.get("/call-backs").get_data(as_text=True)
    assert "Tried for the last time: tell them another way" in listed
    assert f"/call-backs/{call_back_id}" in listed
    page = ewa.get(f"/call-backs/{call_back_id}").get_data(as_text=True)
    for words in ("Tell Joan Ash that we tried", "We rang 3 times", "1 High Street", "Language: Polish"):
        assert words in page
    assert ewa.post_form(f"/call-backs/{call_back_id}/told", {}).status_code == 303
    assert "Tried for the last time" not in ewa.get("/call-backs").get_data(as_text=True)
