"""A group pauses, renames, copies and ends its listing."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.roles import Role
from core import clock
from core.audit.models import AuditEntry
from core.db import db
from directory.editing.jobs import follow_breaks
from directory.models import Organization, Service
from directory.models.editing import ListingChange
from tests.accounts import add_person, sign_in, signed_in_as
from tests.conftest import NOW
from tests.examples import slow_on_both
from tests.factories import make_organization, make_service, weekly
from tests.page_checks import PageCheckingClient


def listing(app: Flask, *, trusted: bool = True) -> tuple[str, str]:
    """Add a listing of a group, and return the ids of both."""
    with app.app_context():
        organization = make_organization(db.session, name="Ings Lane", trusted=trusted)
        fields = {"slug": "ings-lane", "name": "Tuesday lunch", "schedules": [weekly()]}
        service = make_service(db.session, organization=organization, **fields)
        db.session.commit()
        return organization.id, service.id


@pytest.fixture
def own(app: Flask, client: PageCheckingClient) -> tuple[PageCheckingClient, str, str]:
    """Return a client of the group's editor, the address of the life of its listing, and the listing's id."""
    organization_id, service_id = listing(app)
    editor = add_person(app, "own@example.org", Role.GROUP_EDITOR, organization_id=organization_id)
    sign_in(app, client, editor)
    return client, f"/group/{organization_id}/listings/{service_id}/life", service_id


def stored(app: Flask, service_id: str) -> Service:
    with app.app_context():
        return db.session.get_one(Service, service_id)


@pytest.mark.both_databases
def test_a_break_is_seen_at_once_and_ends_by_itself(
    app: Flask, own: tuple[PageCheckingClient, str, str]
) -> None:
    client, life, service_id = own
    assert "Close it for a while" in client.get(f"{life}/all").get_data(as_text=True)
    assert client.get(f"{life}/pause").status_code == 200
    wrong = client.post_form(f"{life}/pause", {"first": "1 December", "last": "24 11 2026"})
    assert wrong.status_code == 422
    assert "must be the first day or later" in wrong.get_data(as_text=True)
    again = client.post_form(f"{life}/pause", {"first": "today", "last": "30 November"})
    assert "The break is saved." in client.get(again.location).get_data(as_text=True)
    assert "Closed until 30 November 2026" in client.get("/service/ings-lane").get_data(as_text=True)
    feed = client.get(f"/open-referral/v3/services/{service_id}").get_json()
    assert feed["status"] == "temporarily closed"
    with app.app_context():
        assert follow_breaks(app.extensions["settings"]) == 0
        actions = db.session.scalars(select(AuditEntry.action)).all()
        assert "listing.published" in actions
    clock.set_clock(lambda: NOW + timedelta(days=8))
    with app.app_context():
        assert follow_breaks(app.extensions["settings"]) == 1
    assert stored(app, service_id).status == "active"
    assert stored(app, service_id).paused_from is None


@slow_on_both
def test_a_break_until_told_is_ended_by_a_press(app: Flask, own: tuple[PageCheckingClient, str, str]) -> None:
    client, life, service_id = own
    client.post_form(f"{life}/pause", {"first": "today"})
    assert "until you open it again" in client.get(f"{life}/all").get_data(as_text=True)
    assert client.post_form(f"{life}/reopen").status_code == 303
    assert client.post_form(f"{life}/reopen").status_code == 303, "safe to send twice"
    assert stored(app, service_id).status == "active"


@pytest.mark.both_databases
@pytest.mark.slow
def test_a_new_name_keeps_the_break_and_the_old_name(
    app: Flask, own: tuple[PageCheckingClient, str, str]
) -> None:
    client, life, service_id = own
    client.post_form(f"{life}/pause", {"first": "today"})
    assert client.post_form(f"{life}/rename", {"name": ""}).status_code == 422
    assert client.post_form(f"{life}/rename", {"name": "Tuesday lunch"}).status_code == 422
    done = client.post_form(f"{life}/rename", {"name": "Ings Lane dinners"})
    assert done.location.endswith("outcome=renamed")
    service = stored(app, service_id)
    assert (service.name, service.former_names) == ("Ings Lane dinners", ["Tuesday lunch"])
    assert service.status == "temporarily closed", "a paused listing does not reopen by a new name"
    page = client.get("/service/ings-lane").get_data(as_text=True)
    assert "Used to be called Tuesday lunch." in page
    assert "Ings Lane dinners" in client.get("/find?q=tuesday+lunch").get_data(as_text=True)


def test_an_end_has_a_day_a_reason_and_something_else_to_use(
    app: Flask, own: tuple[PageCheckingClient, str, str]
) -> None:
    client, life, service_id = own
    with app.app_context():
        other = make_service(db.session, name="Darfield dinner club", slug="darfield").id
        db.session.commit()
    assert client.get(f"{life}/end").status_code == 200
    typed = {"last": "20 December", "reason": "Our hall has closed.", "words": "darfield dinner"}
    looked = client.post_form(f"{life}/end", typed | {"look": "yes"})
    assert looked.status_code == 200
    assert "Darfield dinner club" in looked.get_data(as_text=True)
    assert "Our hall has closed." in looked.get_data(as_text=True), "nothing typed is lost"
    nothing = client.post_form(f"{life}/end", typed | {"look": "yes", "words": "zzz"})
    assert "Nothing has this name" in nothing.get_data(as_text=True)
    unsure = client.post_form(f"{life}/end", typed | {"successors": other})
    assert unsure.status_code == 422
    assert "checked" in unsure.get_data(as_text=True)
    client.post_form(f"{life}/end", typed | {"successors": other, "sure": "yes"})
    assert stored(app, service_id).ends_on == date(2026, 12, 20)
    page = client.get("/service/ings-lane").get_data(as_text=True)
    assert "This ends on 20 December 2026" in page
    assert "Darfield dinner club" in page


@pytest.mark.both_databases
@pytest.mark.slow
def test_a_copy_is_a_draft_that_nobody_sees(app: Flask, own: tuple[PageCheckingClient, str, str]) -> None:
    client, life, service_id = own
    assert client.get(f"{life}/copy").status_code == 200
    assert client.post_form(f"{life}/copy", {"name": ""}).status_code == 422
    made = client.post_form(f"{life}/copy", {"name": "Friday lunch"})
    assert made.status_code == 303
    with app.app_context():
        change = db.session.scalars(select(ListingChange)).one()
        assert (change.state, change.service_id, change.record["name"]) == ("draft", None, "Friday lunch")
        assert change.record["schedules"][0]["byday"] == "TU"
        assert change.record["id"] != service_id
    assert "Friday lunch" not in client.get("/find?q=friday+lunch").get_data(as_text=True).split("<main")[1]


def test_what_a_group_without_trust_ends_waits_and_a_break_does_not(
    app: Flask, own: tuple[PageCheckingClient, str, str]
) -> None:
    client, life, service_id = own
    with app.app_context():
        organization = db.session.scalars(select(Organization)).first()
        assert organization
        organization.trusted = False
        db.session.commit()
    done = client.post_form(f"{life}/rename", {"name": "Ings Lane dinners"})
    assert "A moderator looks at it first" in client.get(done.location).get_data(as_text=True)
    assert stored(app, service_id).name == "Tuesday lunch"
    client.post_form(f"{life}/pause", {"first": "today"})
    assert stored(app, service_id).status == "temporarily closed"


def test_others_find_no_such_page_and_a_moderator_may_help(
    app: Flask, own: tuple[PageCheckingClient, str, str]
) -> None:
    _client, life, service_id = own
    stranger = signed_in_as(app, Role.GROUP_OWNER)
    for name in ("all", "pause", "rename", "copy", "end"):
        assert stranger.get(f"{life}/{name}").status_code == 404
    assert stranger.post_form(f"{life}/pause", {"first": "today"}).status_code == 404
    assert stranger.post_form(f"{life}/reopen").status_code == 404
    moderator = signed_in_as(app, Role.MODERATOR)
    done = moderator.post_form(f"{life}/rename", {"name": "Ings Lane dinners"})
    assert done.location.endswith("outcome=renamed")
    assert stored(app, service_id).name == "Ings Lane dinners"


def test_two_people_at_once_are_told(
    app: Flask, own: tuple[PageCheckingClient, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, life, _service_id = own
    monkeypatch.setattr("upkeep.life.queries.stored_version", lambda _id: 0 + 7)
    answer = client.post_form(f"{life}/pause", {"first": "today"})
    assert answer.status_code == 409
    assert "Somebody else has changed this listing" in answer.get_data(as_text=True)
