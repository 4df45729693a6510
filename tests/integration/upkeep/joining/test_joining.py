"""A group registers, or somebody claims a listing; moderators or the listing's mailbox decide."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from accounts.queries import members
from accounts.roles import Role
from core import clock
from core.audit.models import AuditEntry
from core.crypt import vault
from core.db import db
from directory.models import Organization, Service
from tests import outbox
from tests.accounts import add_person, sign_in, signed_in_as
from tests.conftest import NOW, StatementCounter
from tests.examples import slow_on_both
from tests.factories import make_organization, make_service
from tests.page_checks import PageCheckingClient
from upkeep.joining.models import GroupRequest
from upkeep.joining.queries import wish_of
from upkeep.joining.services import delete_old, seal_again

GROUP = {
    "group": "Pit Lane Knitters",
    "area": "S73 8CV",
    "what": "We knit and talk on Tuesdays.",
    "name": "Sam New",
    "email": "sam@example.org",
    "role": "Secretary",
    "looked": "yes",
}
CLAIM = {"name": "Sam New", "email": "sam@example.org", "role": "Secretary", "proof": "listing"}


def link(app: Flask) -> str:
    found = re.search(r"http://localhost(/groups/confirm/\S+)", outbox.emails(app)[-1].text)
    assert found
    return found[1]


def listing(app: Flask, **fields: str) -> str:
    """Add a listing with a mailbox of its own, and return the id of its organization."""
    with app.app_context():
        organization = make_organization(db.session, name="Ings Lane Lunch Club", email="")
        values = {"slug": "ings-lane", "name": "Tuesday lunch", "email": "lunch@example.org"} | fields
        make_service(db.session, organization=organization, **values)
        db.session.commit()
        return organization.id


def waiting(app: Flask, client: PageCheckingClient) -> str:
    """Register a group, prove the address, and return the id of the request."""
    assert client.post_form("/groups/register", GROUP).location == "/groups/sent"
    assert client.post_form(link(app)).status_code == 303
    with app.app_context():
        found = db.session.scalars(select(GroupRequest.id)).all()
    return found[-1]


@pytest.mark.both_databases
def test_a_group_registers_and_a_moderator_makes_it(app: Flask, client: PageCheckingClient) -> None:
    assert "Write the name of the group" in client.post_form("/groups/register", {}).get_data(as_text=True)
    assert client.post_form("/groups/register", GROUP).location == "/groups/sent"
    client.post_form("/groups/register", GROUP)
    assert len(outbox.emails(app)) == 1, "the same form twice sends one e-mail"
    path = link(app)
    moderator = signed_in_as(app, Role.MODERATOR)
    assert "Nobody waits" in moderator.get("/moderation/groups").get_data(as_text=True)
    assert client.get(path).status_code == client.get(path).status_code == 200
    done = client.post_form(path)
    assert "We have your request" in client.get(done.location).get_data(as_text=True)
    assert client.post_form(path).status_code == 422
    assert "1 waits" in moderator.get("/moderation").get_data(as_text=True)
    assert "Pit Lane Knitters" in moderator.get("/moderation/groups").get_data(as_text=True)
    with app.app_context():
        request_id = db.session.scalars(select(GroupRequest.id)).one()
    page = f"/moderation/groups/{request_id}"
    assert "sam@example.org" in moderator.get(page).get_data(as_text=True)
    assert moderator.post_form(f"{page}/accept", {}).status_code == 422
    assert moderator.post_form(f"{page}/accept", {"organization": "new"}).status_code == 303
    assert moderator.post_form(f"{page}/accept", {"organization": "new"}).status_code == 409
    assert "/sign-in" in outbox.emails(app)[-1].text
    with app.app_context():
        made = db.session.scalars(select(Organization)).one()
        assert (made.name, made.slug) == ("Pit Lane Knitters", "pit-lane-knitters")
        assert made.claimed_at is not None
        assert [(one.email, role) for one, role in members(made.id)] == [
            ("sam@example.org", Role.GROUP_OWNER)
        ]
        actions = set(db.session.scalars(select(AuditEntry.action)))
        assert {"group_request.made", "group_request.accepted", "group_request.viewed"} <= actions


@slow_on_both
def test_what_is_listed_already_is_shown_once_before(app: Flask, client: PageCheckingClient) -> None:
    listing(app, name="Pit Lane Knitters")
    first = client.post_form("/groups/register", GROUP | {"looked": ""}).get_data(as_text=True)
    assert "Is it one of these?" in first
    assert "/service/ings-lane/claim" in first
    assert "We knit and talk" in first, "nothing typed is lost"
    assert outbox.emails(app) == []
    assert 'name="looked" type="hidden" value="yes"' in first or 'value="yes"' in first
    assert client.post_form("/groups/register", GROUP).location == "/groups/sent"


def test_the_words_so_far_are_answered_for_a_script(app: Flask, client: PageCheckingClient) -> None:
    organization_id = listing(app)
    typed = {"name": "Tuesday lunches", "phone": "01632 960900"}
    found = client.post("/listings/similar", data=typed).get_json()
    assert found["count"] == 1
    assert "The name is nearly the same." in found["html"]
    assert "Is this yours?" in found["html"]
    own = app.test_client()
    sign_in(app, own, add_person(app, "own@example.org", Role.GROUP_OWNER, organization_id=organization_id))
    assert "change it" in own.post("/listings/similar", data=typed).get_json()["html"]
    assert client.post("/listings/similar", data={"name": "Bowls for beginners"}).get_json() == {
        "count": 0,
        "html": "",
        "message": "",
    }
    assert client.post("/listings/similar", data={"name": "<script>Tuesday lunch"}).status_code == 200


def test_looking_for_the_same_takes_few_statements(
    app: Flask, client: PageCheckingClient, statements: StatementCounter
) -> None:
    listing(app)
    counts = []
    for number in (0, 8):
        with app.app_context():
            for _each in range(number):
                make_service(db.session, name="Tuesday lunch")
            db.session.commit()
        with statements(app) as counted:
            client.post("/listings/similar", data={"name": "Tuesday lunch"})
        counts.append(len(counted))
    assert counts[0] == counts[1] <= 5


@pytest.mark.both_databases
def test_the_mailbox_of_a_listing_says_yes(app: Flask, client: PageCheckingClient) -> None:
    organization_id = listing(app)
    assert "Is this your group?" in client.get("/service/ings-lane").get_data(as_text=True)
    page = client.get("/service/ings-lane/claim").get_data(as_text=True)
    assert "l•••@example.org" in page
    assert "lunch@example.org" not in page
    assert client.post_form("/service/ings-lane/claim", {"proof": "own"}).status_code == 422
    assert client.post_form("/service/ings-lane/claim", CLAIM).location == "/groups/sent?to=listing"
    assert outbox.emails(app)[-1].recipient == "lunch@example.org"
    path = link(app)
    assert "sam@example.org" in client.get(path).get_data(as_text=True)
    assert client.post_form(path, {"answer": "maybe"}).status_code == 400
    assert "You said yes" in client.get(client.post_form(path, {"answer": "yes"}).location).text
    assert outbox.emails(app)[-1].recipient == "sam@example.org"
    with app.app_context():
        assert [one.email for one, _role in members(organization_id)] == ["sam@example.org"]
        assert db.session.get_one(Organization, organization_id).claimed_at == clock.now()
    again = client.get("/service/ings-lane/claim").get_data(as_text=True)
    assert "•••" not in again, "what is claimed is given to nobody else by its mailbox"


def test_the_mailbox_of_a_listing_says_no(app: Flask, client: PageCheckingClient) -> None:
    organization_id = listing(app)
    client.post_form("/service/ings-lane/claim", CLAIM)
    path = link(app)
    assert client.post_form(path, {"answer": "no"}).status_code == 303
    assert client.post_form(path, {"answer": "yes"}).status_code == 422
    assert "can’t agree" in outbox.emails(app)[-1].text
    with app.app_context():
        assert members(organization_id) == []


@slow_on_both
def test_a_moderator_decides_where_no_mailbox_can(app: Flask, client: PageCheckingClient) -> None:
    organization_id = listing(app, email="")
    assert "A moderator" not in client.get("/service/ings-lane/claim").text
    forced = client.post_form("/service/ings-lane/claim", CLAIM | {"what": "I am on their website"})
    assert forced.status_code == 422 or forced.location == "/groups/sent"
    own = CLAIM | {"proof": "own", "what": "I am on their website"}
    client.post_form("/service/ings-lane/claim", own)
    assert outbox.emails(app)[-1].recipient == "sam@example.org"
    client.post_form(link(app))
    moderator = signed_in_as(app, Role.MODERATOR)
    with app.app_context():
        request_id = db.session.scalars(
            select(GroupRequest.id).where(GroupRequest.state == "waiting")
        ).first()
    page = f"/moderation/groups/{request_id}"
    assert "Nobody looks after it yet" in moderator.get(page).get_data(as_text=True)
    refused = moderator.post_form(f"{page}/decline", {"reason": "We cannot tell who you are."})
    assert refused.status_code == 422, "the box is not ticked"
    yes = moderator.post_form(f"{page}/accept", {"organization": organization_id})
    assert yes.location == "/moderation/groups?outcome=accepted"
    with app.app_context():
        assert [role for _one, role in members(organization_id)] == [Role.GROUP_OWNER]


def test_a_request_is_declined_with_a_reason(app: Flask, client: PageCheckingClient) -> None:
    page = f"/moderation/groups/{waiting(app, client)}"
    moderator = signed_in_as(app, Role.MODERATOR)
    words = {"reason": "We list help for adults only.", "sure": "yes"}
    assert moderator.post_form(f"{page}/decline", words).location == "/moderation/groups?outcome=declined"
    assert "We list help for adults only." in outbox.emails(app)[-1].text
    assert moderator.post_form(f"{page}/decline", words).status_code == 409
    assert "This is decided." in moderator.get(page).get_data(as_text=True)


@slow_on_both
def test_the_list_takes_the_same_statements_for_many(
    app: Flask, client: PageCheckingClient, statements: StatementCounter
) -> None:
    moderator = signed_in_as(app, Role.MODERATOR)
    waiting(app, client)
    with statements(app) as one:
        moderator.get("/moderation/groups")
    settings = app.extensions["settings"]
    with app.app_context():
        first = db.session.scalars(select(GroupRequest)).one()
        for number in range(25):
            copy = GroupRequest(
                id=clock.new_id(), kind="new", proof="own", state="waiting", reference=f"R{number}"
            )
            copy.same, copy.token_hash, copy.expires_at = f"{number}", f"{number}", NOW
            copy.sealed = vault(settings).seal(copy.id, wish_of(settings, first).to_json())
            db.session.add(copy)
        db.session.commit()
    with statements(app) as many:
        page = moderator.get("/moderation/groups").get_data(as_text=True)
    assert len(one) == len(many)
    assert "page=2" in page


def test_requests_end(app: Flask, client: PageCheckingClient) -> None:
    client.post_form("/groups/register", GROUP)
    waiting_id = waiting(app, client)
    with app.app_context():
        assert seal_again(app.extensions["settings"]) == 1
        assert delete_old(clock.now() + timedelta(days=4)) == 0, "what waits stays"
        request = db.session.get_one(GroupRequest, waiting_id)
        request.state, request.decided_at = "declined", clock.now()
        db.session.commit()
        assert delete_old(clock.now() + timedelta(days=91)) == 1
    client.post_form("/groups/register", GROUP | {"email": "other@example.org"})
    with app.app_context():
        assert delete_old(clock.now() + timedelta(days=4)) == 1
        assert db.session.scalar(select(func.count()).select_from(GroupRequest)) == 0
        assert db.session.scalar(select(func.count()).select_from(Service)) == 0
