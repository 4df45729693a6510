"""The access list: every endpoint is in it, and every role gets what it says and nothing else."""

import re

import pytest
from flask import Flask

from accounts.access_list import ACCESS, PUBLIC, SECOND_FACTOR, SETTING_UP, SIGNED_IN, only
from accounts.current import signed_in
from accounts.permissions import (
    UnlistedEndpoint,
    allowed,
    check_access_list,
    open_to_public,
    unlisted,
)
from accounts.roles import ORGANIZATION_ROLES, STAFF_ROLES, Role
from app import create_app
from tests.accounts import GROUP, signed_in_as
from tests.conftest import make_settings
from tests.page_checks import PageCheckingClient
from tests.routes import LISTED


def test_every_endpoint_is_in_the_list(app: Flask) -> None:
    assert unlisted(app, ACCESS) == []


def test_an_application_with_an_unlisted_endpoint_does_not_start(app: Flask) -> None:
    app.add_url_rule("/planted", "planted", lambda: "planted")
    with pytest.raises(UnlistedEndpoint, match="planted"):
        check_access_list(app)


def test_an_endpoint_that_comes_later_is_refused_until_it_is_opened(app: Flask) -> None:
    bare = create_app(make_settings(app.extensions["settings"].data_dir))
    bare.add_url_rule("/planted", "planted", lambda: "planted")
    assert bare.test_client().get("/planted").location == "/sign-in/staff?next=/planted"
    open_to_public(bare, "planted")
    assert bare.test_client().get("/planted").data == b"planted"


def examples(kind: str) -> dict[str, str]:
    """Return an example path for each endpoint of the method that is not public."""
    return {
        row.endpoint: row.examples[0][0]
        for row in LISTED
        if row.method == kind and ACCESS[row.endpoint] is not PUBLIC
    }


WHO: dict[str, tuple[Role, ...]] = {
    "nobody": (),
    **{role.value: (role,) for role in Role},
    "all roles": tuple(Role),
}


QUICK = {Role.PROFESSIONAL.value, Role.MODERATOR.value}
"""The roles with which `make test` tries every endpoint; `make test-slow` tries it with all."""


@pytest.mark.parametrize(
    "who",
    [
        who if who in QUICK else pytest.param(who, marks=[pytest.mark.slow, pytest.mark.both_databases])
        for who in WHO
    ],
)
def test_every_role_against_every_endpoint(app: Flask, who: str) -> None:
    """Nobody without the role gets further than the refusal; everybody with the role gets past the list."""
    client = signed_in_as(app, *WHO[who])
    token = client.token()
    for method in ("GET", "POST"):
        for endpoint, path in examples(method).items():
            if endpoint in ("accounts.sign_out_everywhere", "accounts.sign_out"):
                continue
            answer = client.open(path, method=method, data={"csrf_token": token} if method == "POST" else {})
            access = ACCESS[endpoint]
            if access is SECOND_FACTOR:
                assert answer.location == "/account", path
                continue
            roles = {SIGNED_IN: set(Role), SETTING_UP: set(STAFF_ROLES)}.get(access, access)  # type: ignore[call-overload]
            let_in = access is SIGNED_IN or bool(roles & set(WHO[who]))
            refused = answer.status_code == 403 and "needs another role" in answer.get_data(as_text=True)
            assert refused is not let_in, f"{who}: {method} {path} answered {answer.status_code}"
            assert answer.status_code != 500, path


def test_a_visitor_is_sent_to_sign_in_and_loses_nothing_of_a_form(client: PageCheckingClient) -> None:
    for endpoint, path in examples("GET").items():
        answer = client.get(path)
        assert answer.status_code == 303, endpoint
        assert answer.location.startswith("/sign-in"), endpoint
    for endpoint, path in examples("POST").items():
        if ACCESS[endpoint] is SECOND_FACTOR:
            continue
        answer = client.post_form(path, {"name": "Mary of Mill Lane"})
        assert answer.status_code == 403, endpoint
        said = answer.get_data(as_text=True)
        assert "Sign in, then send it again" in said
        assert "<blockquote" in said
        assert "Mary of Mill Lane" in said
        assert re.search(rf'<form action="{re.escape(path)}[^"]*" method="post">', said), endpoint


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/professional", "/sign-in"),
        (f"/group/{GROUP}", "/sign-in"),
        ("/calls", "/sign-in/staff"),
        ("/administration", "/sign-in/staff"),
    ],
)
def test_each_area_leads_to_a_sign_in_page_that_lets_in(
    client: PageCheckingClient, path: str, page: str
) -> None:
    assert client.get(path).location == f"{page}?next={path}"


def test_what_an_entry_lets_in() -> None:
    assert allowed(PUBLIC, None)
    assert not allowed(SIGNED_IN, None)
    assert not allowed(only(Role.MODERATOR), None)
    assert set(Role) == ORGANIZATION_ROLES | STAFF_ROLES
    assert not ORGANIZATION_ROLES & STAFF_ROLES


def test_somebody_with_a_role_in_one_group_has_none_in_another(app: Flask) -> None:
    client = signed_in_as(app, Role.GROUP_EDITOR)
    with app.test_request_context(headers={"Cookie": client_cookie(client)}):
        person = signed_in()
        assert person.may_edit(GROUP)
        assert not person.owns(GROUP)
        assert not person.may_edit("another")
        assert not person.may_edit("")
        assert person.organizations() == [GROUP]


def client_cookie(client: PageCheckingClient) -> str:
    """Return the header of the account's cookie."""
    cookie = client.get_cookie("signpost-account")
    assert cookie
    return f"signpost-account={cookie.value}"


@pytest.mark.parametrize("path", ["/leave", "/clear"])
def test_leaving_and_clearing_sign_the_account_out(app: Flask, path: str) -> None:
    client = signed_in_as(app, Role.MODERATOR)
    cookie = client.get_cookie("signpost-account")
    assert cookie
    assert client.post_form(path).status_code in (200, 303)
    assert client.get_cookie("signpost-account") is None
    other = app.test_client()
    other.set_cookie("signpost-account", cookie.value)
    assert other.get("/account").status_code == 303


def test_answers_of_a_resident_and_an_account_have_sessions_of_their_own(app: Flask) -> None:
    client = signed_in_as(app, Role.MODERATOR)
    assert client.get_cookie("signpost") is None
    client.post_form("/my-list/add", {"service": "x"})
    client.post_form("/my-plan/text", {"outcome": "walk the dog"})
    client.post_form("/sign-out")
    before = client.get_cookie("signpost")
    assert client.get("/account").status_code == 303
    assert client.get_cookie("signpost") == before
