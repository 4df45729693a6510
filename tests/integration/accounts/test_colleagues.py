"""Owners of a group invite, change and remove colleagues; nobody else does."""

import re
import threading

import pytest
from flask import Flask

from accounts.colleagues import services
from accounts.colleagues.services import LastOwner
from accounts.queries import members
from accounts.roles import Role
from core.audit.services import SYSTEM
from tests import outbox
from tests.accounts import GROUP, add_person, sign_in, signed_in_as
from tests.examples import slow_on_both
from tests.page_checks import PageCheckingClient

PEOPLE = f"/group/{GROUP}/people"
NEW = {"email": "new@example.org", "role": "group_editor"}

pytestmark = pytest.mark.both_databases


def invitation(app: Flask) -> str:
    found = re.search(r"http://localhost(/invitation/\S+)", outbox.emails(app)[-1].text)
    assert found
    return found[1]


def roles(app: Flask) -> dict[str, str]:
    with app.app_context():
        return {account.email: role.value for account, role in members(GROUP)}


def test_an_owner_invites_and_the_colleague_accepts_once(app: Flask, client: PageCheckingClient) -> None:
    owner = signed_in_as(app, Role.GROUP_OWNER)
    assert owner.post_form(f"{PEOPLE}/invite", {"email": "x"}).status_code == 422
    assert owner.post_form(f"{PEOPLE}/invite", NEW).status_code == 303
    path = invitation(app)
    assert "new@example.org" in owner.get(PEOPLE).get_data(as_text=True)
    assert client.get(path).status_code == 200
    assert client.post_form(path).status_code == 422, "the name is missing"
    assert client.post_form(path, {"name": "Sam New"}).location == "/account"
    assert roles(app)["new@example.org"] == "group_editor"
    assert "Sam New" in client.get(PEOPLE).get_data(as_text=True)
    assert client.post_form(path, {"name": "Sam New"}).status_code == 422
    again = owner.post_form(f"{PEOPLE}/invite", NEW)
    assert "belongs to the group already" in again.get_data(as_text=True)


@slow_on_both
def test_a_withdrawn_invitation_opens_nothing(app: Flask, client: PageCheckingClient) -> None:
    owner = signed_in_as(app, Role.GROUP_OWNER)
    owner.post_form(f"{PEOPLE}/invite", NEW)
    path = invitation(app)
    withdraw = re.search(
        rf"/group/{GROUP}/invitations/[^/]+/withdraw", owner.get(PEOPLE).get_data(as_text=True)
    )
    assert withdraw
    assert owner.post_form(withdraw[0]).status_code == 303
    assert "no longer works" in client.get(path).get_data(as_text=True)


def test_roles_change_and_the_last_owner_stays(app: Flask) -> None:
    owner = signed_in_as(app, Role.GROUP_OWNER)
    other = add_person(app, "other@example.org", Role.GROUP_EDITOR)
    with app.app_context():
        me = next(account.id for account, role in members(GROUP) if role is Role.GROUP_OWNER)
    for action, data in (("role", {"role": "group_editor"}), ("remove", {})):
        answer = owner.post_form(f"{PEOPLE}/{me}/{action}", data)
        assert answer.status_code == 422
        assert "A group needs an owner" in answer.get_data(as_text=True)
    assert sorted(roles(app).values()) == ["group_editor", "group_owner"]
    assert owner.post_form(f"{PEOPLE}/{other}/role", {"role": "group_owner"}).status_code == 303
    assert owner.post_form(f"{PEOPLE}/{me}/remove").location == "/account"
    assert roles(app) == {"other@example.org": "group_owner"}
    assert owner.get(PEOPLE).status_code == 403


@slow_on_both
def test_an_editor_can_leave_and_nothing_else(app: Flask, client: PageCheckingClient) -> None:
    editor = add_person(app, "editor@example.org", Role.GROUP_EDITOR)
    owner = add_person(app, "owner@example.org", Role.GROUP_OWNER)
    sign_in(app, client, editor)
    page = client.get(PEOPLE).get_data(as_text=True)
    assert "Leave the group" in page
    assert "Invite" not in page
    for path in (f"{PEOPLE}/{owner}/role", f"{PEOPLE}/invite"):
        assert client.post_form(path, {"role": "group_editor"}).status_code == 403, path
    assert client.post_form(f"{PEOPLE}/{owner}/remove").status_code == 404
    assert client.post_form(f"{PEOPLE}/{editor}/remove").location == "/account"
    assert list(roles(app)) == ["owner@example.org"]


def test_another_group_is_not_there(app: Flask, client: PageCheckingClient) -> None:
    stranger = add_person(app, "stranger@example.org", Role.GROUP_OWNER, organization_id="another")
    member = add_person(app, "member@example.org", Role.GROUP_OWNER)
    sign_in(app, client, stranger)
    assert client.get(PEOPLE).status_code == 404
    assert client.get(f"/group/{GROUP}").status_code == 404
    for path in ("invite", f"{member}/role", f"{member}/remove"):
        assert client.post_form(f"{PEOPLE}/{path}", {**NEW}).status_code == 404, path
    assert client.post_form("/group/another/people/invite", {**NEW, "role": "administrator"}).status_code in (
        400,
        422,
    )


def test_two_owners_who_remove_each_other_at_once_leave_an_owner(app: Flask) -> None:
    settings = app.extensions["settings"]
    owners = [add_person(app, f"owner{number}@example.org", Role.GROUP_OWNER) for number in range(2)]
    start, refused = threading.Barrier(2), []

    def remove(account_id: str) -> None:
        start.wait()
        try:
            with app.app_context():
                services.remove(settings, GROUP, account_id, actor=SYSTEM)
        except LastOwner:
            refused.append(account_id)

    threads = [threading.Thread(target=remove, args=(owner,)) for owner in owners]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert list(roles(app).values()) == ["group_owner"]
