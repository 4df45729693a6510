"""A handler puts a listing right during a call, and a moderator looks at it afterwards."""

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.roles import Role
from core.db import db
from directory.call_fixes.services import MOST_A_DAY
from directory.models import CallFix, ListingVersion, Phone, Service
from tests.accounts import signed_in_as
from tests.conftest import StatementCounter
from tests.examples import sampled, slow_on_both
from tests.factories import make_service
from tests.page_checks import PageCheckingClient

NEW, OLD = "01632 960111", "01632 960900"


@pytest.fixture
def service_id(app: Flask) -> str:
    with app.app_context():
        service = make_service(db.session, name="Steady Steps", slug="steady-steps", email="old@example.org")
        db.session.commit()
        return service.id


def stored(app: Flask, service_id: str) -> tuple[list[str], str, str, int]:
    """Return numbers, e-mail address, status and version of a listing."""
    with app.app_context():
        service = db.session.get_one(Service, service_id)
        numbers = db.session.scalars(select(Phone.number).where(Phone.service_id == service_id))
        return list(numbers), service.email, service.status, service.version


def sent(version: int, **values: str) -> dict[str, str]:
    return {"version": str(version), "why": "They answered there", **values}


def text(client: PageCheckingClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


def test_a_number_is_right_at_once_and_can_be_put_back(
    app: Flask, client: PageCheckingClient, service_id: str
) -> None:
    assert "during a call" not in text(client, "/service/steady-steps")
    handler, moderator = signed_in_as(app, Role.CALL_HANDLER), signed_in_as(app, Role.MODERATOR)
    where = f"/calls/listings/{service_id}"
    assert where in text(handler, "/service/steady-steps")
    assert OLD in text(handler, where)
    before = stored(app, service_id)
    answer = handler.post_form(where, sent(before[3], what="phone", phone=NEW))
    assert answer.location == "/service/steady-steps"
    assert NEW in text(client, "/service/steady-steps")
    assert OLD not in text(client, "/service/steady-steps")
    assert stored(app, service_id)[3] == before[3] + 1
    with app.app_context():
        version = db.session.scalars(select(ListingVersion).order_by(ListingVersion.number.desc())).first()
        assert version is not None
        assert version.origin == "handler"
        fix_id = db.session.scalars(select(CallFix.id)).one()
        day = db.session.get_one(Service, service_id).assured_date
    # The same press again: the listing has moved on, and nothing is changed twice.
    assert handler.post_form(where, sent(before[3], what="phone", phone=NEW)).status_code in (409, 422)
    assert "1 waits" in text(moderator, "/moderation")
    listed = text(moderator, "/moderation/call-fixes")
    assert f"{OLD} → {NEW}" in listed
    assert "They answered there" in listed
    assert moderator.post_form(f"/moderation/call-fixes/{fix_id}", {"outcome": "undone"}).status_code == 303
    assert stored(app, service_id)[:3] == before[:3]
    assert moderator.post_form(f"/moderation/call-fixes/{fix_id}", {"outcome": "undone"}).status_code == 303
    assert stored(app, service_id)[3] == before[3] + 2
    with app.app_context():
        assert db.session.get_one(Service, service_id).assured_date == day


def test_an_address_and_a_closure(app: Flask, client: PageCheckingClient, service_id: str) -> None:
    supervisor, where = signed_in_as(app, Role.SUPERVISOR), f"/calls/listings/{service_id}"
    version = stored(app, service_id)[3]
    done = supervisor.post_form(where, sent(version, what="email", email="new@example.org"))
    assert done.status_code == 303
    assert supervisor.post_form(where, sent(version + 1, what="closed")).status_code == 303
    assert stored(app, service_id)[1:3] == ("new@example.org", "temporarily closed")
    assert "Closed for now" in text(client, "/service/steady-steps")
    assert supervisor.post_form(where, sent(version + 2, what="closed")).status_code == 422


@pytest.mark.parametrize(
    "values",
    sampled(
        [
            {"what": "phone"},
            {"what": "phone", "phone": "none"},
            {"what": "email", "email": "nobody"},
            {"what": "name", "phone": NEW},
            {"what": "phone", "phone": NEW, "why": ""},
        ],
        5,
    ),
)
def test_nothing_else_can_be_changed(app: Flask, service_id: str, values: dict[str, str]) -> None:
    handler, before = signed_in_as(app, Role.CALL_HANDLER), stored(app, service_id)
    answer = handler.post_form(f"/calls/listings/{service_id}", sent(before[3], **values))
    assert answer.status_code == 422
    assert stored(app, service_id) == before


@pytest.mark.both_databases
@pytest.mark.slow
def test_there_is_a_limit_for_a_day(app: Flask, service_id: str) -> None:
    handler, where = signed_in_as(app, Role.CALL_HANDLER), f"/calls/listings/{service_id}"
    first = stored(app, service_id)[3]
    for number in range(MOST_A_DAY):
        change = sent(first + number, what="phone", phone=f"01632 9601{number:02}")
        assert handler.post_form(where, change).status_code == 303
    over = handler.post_form(where, sent(first + MOST_A_DAY, what="phone", phone=NEW))
    assert over.status_code == 422
    assert "as much as one can in a day" in over.get_data(as_text=True)
    other = signed_in_as(app, Role.CALL_HANDLER)
    assert other.post_form(where, sent(first + MOST_A_DAY, what="phone", phone=NEW)).status_code == 303


def test_what_the_public_does_not_see_is_not_there(app: Flask) -> None:
    with app.app_context():
        hidden = make_service(db.session, professionals_only=True).id
        db.session.commit()
    handler = signed_in_as(app, Role.CALL_HANDLER)
    assert handler.get(f"/calls/listings/{hidden}").status_code == 404
    assert handler.post_form(f"/calls/listings/{hidden}", sent(1, what="closed")).status_code == 404


@slow_on_both
def test_one_fix_and_many_take_the_same_statements(app: Flask, statements: StatementCounter) -> None:
    moderator, counts = signed_in_as(app, Role.MODERATOR), []
    for number in (1, 25):
        with app.app_context():
            for _ in range(number):
                service = make_service(db.session)
                db.session.add(
                    CallFix(service_id=service.id, what="phone", before=OLD, after=NEW, why="x", actor="a")
                )
            db.session.commit()
        text(moderator, "/moderation/call-fixes")
        with statements(app) as found:
            text(moderator, "/moderation/call-fixes")
        counts.append(len(found))
    assert counts[0] == counts[1]
