"""Administrators give and take accounts and roles, and read the audit trail."""

import re

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from accounts.models import Account, RoleGrant
from accounts.roles import Role
from core.audit.models import AuditEntry
from core.db import db
from tests import outbox
from tests.accounts import GROUP, add_person, sign_in, signed_in_as
from tests.conftest import StatementCounter
from tests.examples import slow_on_both
from tests.factories import make_organization
from tests.page_checks import PageCheckingClient


def text(client: PageCheckingClient, path: str) -> str:
    return client.get(path).get_data(as_text=True)


def actions(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.seq)))


def held(app: Flask, account_id: str) -> set[str]:
    with app.app_context():
        return set(db.session.scalars(select(RoleGrant.role).where(RoleGrant.account_id == account_id)))


@slow_on_both
def test_people_are_found_without_their_names_in_an_address(app: Flask) -> None:
    admin = signed_in_as(app, Role.ADMINISTRATOR)
    add_person(app, "mary_x@example.org", Role.TRIAGE, name="Mary Hill")
    add_person(app, "ben@example.org", Role.MODERATOR, name="Ben Dale")
    assert "Mary Hill" in text(admin, "/administration?role=triage")
    assert "Ben Dale" not in text(admin, "/administration?role=triage")
    found = admin.post_form("/administration", {"words": "MARY_x"})
    assert found.status_code == 200
    assert "Mary Hill" in found.get_data(as_text=True)
    assert "Ben Dale" not in found.get_data(as_text=True)
    assert "0 accounts" in admin.post_form("/administration", {"words": "%"}).get_data(as_text=True)


def test_a_person_of_the_staff_is_invited(app: Flask, client: PageCheckingClient) -> None:
    admin = signed_in_as(app, Role.ADMINISTRATOR)
    form = {"email": "new@example.org", "role": "call_handler"}
    assert admin.post_form("/administration/invite", {"email": "", "role": ""}).status_code == 422
    assert admin.post_form("/administration/invite", form).status_code == 303
    path = re.search(r"http://localhost(/invitation/\S+)", outbox.emails(app)[-1].text)
    assert path
    assert client.post_form(path[1], {"name": "Ann New"}).location == "/account/security"
    assert client.get("/account").status_code == 303, "a second factor comes first"


def test_roles_are_given_and_taken_and_audited(app: Flask) -> None:
    admin = signed_in_as(app, Role.ADMINISTRATOR)
    with app.app_context():
        for name in ("Ings Lane Lunch", "Ings Lane Choir"):
            make_organization(db.session, name=name, slug=name.lower().replace(" ", "-"))
        db.session.commit()
    person = add_person(app, "ben@example.org")
    path = f"/administration/people/{person}"
    several = admin.post_form(f"{path}/grant", {"role": "group_editor", "group": "ings lane"})
    assert "Ings Lane Choir; Ings Lane Lunch" in several.get_data(as_text=True)
    assert admin.post_form(f"{path}/grant", {"role": "group_editor", "group": "nothing"}).status_code == 422
    assert admin.post_form(f"{path}/grant", {"role": "group_editor"}).status_code == 422
    assert (
        admin.post_form(f"{path}/grant", {"role": "group_editor", "group": "lane choir"}).status_code == 303
    )
    assert admin.post_form(f"{path}/grant", {"role": "moderator"}).status_code == 303
    assert held(app, person) == {"group_editor", "moderator"}
    assert "Group editor</strong>: Ings Lane Choir" in text(admin, path)
    assert admin.post_form(f"{path}/take", {"grant": "moderator "}).status_code == 303
    assert admin.post_form(f"{path}/take", {"grant": "nonsense"}).status_code == 400
    assert held(app, person) == {"group_editor"}
    changes = [action for action in actions(app) if action.startswith("role.")]
    assert changes[-3:] == ["role.granted", "role.granted", "role.taken"]


def test_locking_closing_and_resetting(app: Flask, client: PageCheckingClient) -> None:
    admin = signed_in_as(app, Role.ADMINISTRATOR)
    person = add_person(app, "ben@example.org", Role.MODERATOR)
    path = f"/administration/people/{person}"
    sign_in(app, client, person)
    assert admin.post_form(f"{path}/lock").status_code == 303
    assert client.get("/account").status_code == 303
    assert "(locked)" in text(admin, path)
    assert admin.post_form(f"{path}/unlock").status_code == 303
    sign_in(app, client, person)
    assert admin.post_form(f"{path}/reset").status_code == 303
    assert client.get("/account").status_code == 303
    assert "/invitation/" in outbox.emails(app)[-1].text
    assert admin.post_form(f"{path}/close").status_code == 422, "the box is not ticked"
    assert admin.post_form(f"{path}/close", {"sure": "yes"}).status_code == 303
    assert admin.get(path).status_code == 404
    with app.app_context():
        closed = db.session.get_one(Account, person)
        assert (closed.name, closed.email, closed.state) == ("", "", "closed")
    assert {"account.locked", "account.unlocked", "factors.removed", "account.closed"} <= set(actions(app))


def test_the_last_administrator_stays(app: Flask, client: PageCheckingClient) -> None:
    person = add_person(app, "only@example.org", Role.ADMINISTRATOR)
    sign_in(app, client, person)
    path = f"/administration/people/{person}"
    for action, data in (("take", {"grant": "administrator "}), ("lock", {}), ("close", {"sure": "yes"})):
        answer = client.post_form(f"{path}/{action}", data)
        assert answer.status_code == 422
        assert "needs an administrator" in answer.get_data(as_text=True)
    assert client.get(path).status_code == 200
    assert held(app, person) == {"administrator"}


@pytest.mark.both_databases
@pytest.mark.slow
def test_the_audit_page_filters_and_has_pages(app: Flask, statements: StatementCounter) -> None:
    admin = signed_in_as(app, Role.ADMINISTRATOR)
    first = text(admin, "/administration/audit")
    assert "role.granted" in first
    with statements(app) as few:
        admin.get("/administration/audit")
    for number in range(30):
        add_person(app, f"p{number}@example.org", Role.TRIAGE)
    with statements(app) as many:
        page = text(admin, "/administration/audit")
    assert len(few) == len(many)
    # 63 changes, and the three looks at this page.
    assert "66 entries" in page
    assert "page=2" in page
    assert "account.signed_in" in text(admin, "/administration/audit?page=2")
    assert "1 entry" in text(admin, "/administration/audit?action=account.signed_in")
    assert "69 entries" in text(admin, "/administration/audit?first=2026-11-23&last=2026-11-23")
    assert "0 entries" in text(admin, "/administration/audit?first=2026-11-24")
    assert admin.get("/administration/audit?first=yesterday").status_code == 422


def test_every_look_at_personal_data_is_in_the_trail(app: Flask) -> None:
    admin = signed_in_as(app, Role.ADMINISTRATOR)
    other = add_person(app, "mary@example.org", Role.GROUP_OWNER, name="Mary Hill")
    admin.get("/administration")
    admin.post_form("/administration", {"words": "Mary"})
    admin.get(f"/administration/people/{other}")
    admin.get("/administration/audit")
    viewed = [action for action in actions(app) if action.endswith(".viewed")]
    assert viewed == ["accounts.viewed", "accounts.viewed", "account.viewed", "audit.viewed"]
    owner = app.test_client()
    assert isinstance(owner, PageCheckingClient)
    sign_in(app, owner, other, way="link")
    owner.get(f"/group/{GROUP}/people")
    assert actions(app)[-1] == "members.viewed"


def test_nothing_is_shown_where_a_look_cannot_be_recorded(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_arguments: object, **_options: object) -> int:
        raise OperationalError("insert", {}, Exception("disk full"))

    admin = signed_in_as(app, Role.ADMINISTRATOR)
    add_person(app, "mary@example.org", Role.TRIAGE, name="Mary Hill")
    monkeypatch.setattr("core.audit.services.record", fails)
    answer = admin.get("/administration")
    assert answer.status_code == 503
    assert "Mary Hill" not in answer.get_data(as_text=True)


def test_an_invitation_of_staff_is_withdrawn(app: Flask, client: PageCheckingClient) -> None:
    admin = signed_in_as(app, Role.ADMINISTRATOR)
    admin.post_form("/administration/invite", {"email": "new@example.org", "role": "triage"})
    path = re.search(r"http://localhost(/invitation/\S+)", outbox.emails(app)[-1].text)
    withdraw = re.search(r"(/administration/invitations/\S+/withdraw)", text(admin, "/administration"))
    assert path
    assert withdraw
    assert admin.post_form(withdraw[1], {}).status_code == 303
    assert "new@example.org" not in text(admin, "/administration")
    assert client.post_form(path[1], {"name": "Ann New"}).status_code == 422
    assert admin.post_form(withdraw[1], {}).status_code == 404
    assert "invitation.withdrawn" in actions(app)
