"""The people of the demonstration can be chosen on the machine of the demonstration, and nowhere else."""

from typing import Any

import pytest
from flask import Flask

from tests.conftest import make_app, make_settings
from tests.examples import sampled
from tests.page_checks import PageCheckingClient


@pytest.fixture
def folder(own_demo_app: Flask) -> Any:
    """Return the data folder of a demonstration that has its people."""
    result = own_demo_app.test_cli_runner().invoke(args=["accounts", "demo"])
    assert "11 people" in result.output, result.output
    assert "0 people" in own_demo_app.test_cli_runner().invoke(args=["accounts", "demo"]).output
    return own_demo_app.extensions["settings"].data_dir


def offered(app: Flask, **request: Any) -> tuple[bool, int]:
    """Return whether the page offers the people, and the status of being one of them."""
    client = app.test_client()
    assert isinstance(client, PageCheckingClient)
    page = client.get("/sign-in", **request).get_data(as_text=True)
    with app.app_context():
        from accounts.models import Account
        from core.db import db

        person = db.session.query(Account.id).filter_by(email="moderator@demo.example.org").scalar()
    return "Priya Nair" in page, client.post_form(
        "/sign-in/demonstration", {"person": person}, **request
    ).status_code


@pytest.mark.both_databases
@pytest.mark.slow
def test_the_people_are_there_on_this_machine(folder: Any) -> None:
    app = make_app(make_settings(folder))
    assert offered(app) == (True, 303)
    client = app.test_client()
    assert isinstance(client, PageCheckingClient)
    page = client.get("/sign-in").get_data(as_text=True)
    for name, role in (("Maureen Firth", "Group owner"), ("Graham Peel", "Administrator")):
        assert name in page
        assert role in page
    assert client.post_form("/sign-in/demonstration", {"person": "nobody"}).status_code == 404


@pytest.mark.parametrize(
    "more",
    sampled(
        [
            {"base_url": "https://help.example.org"},
            {"trusted_hosts": "help.example.org"},
            {"cookie_secure": True, "base_url": "http://localhost"},
            {"proxy_hops": 1},
        ],
        4,
    ),
    ids=lambda more: next(iter(more)),
)
def test_no_site_with_a_name_of_its_own_offers_them(folder: Any, more: dict[str, Any]) -> None:
    assert offered(make_app(make_settings(folder, **more))) != (True, 303)
    assert offered(make_app(make_settings(folder, **more)))[0] is False


@pytest.mark.parametrize(
    "request_",
    sampled(
        [
            {"environ_base": {"REMOTE_ADDR": "192.0.2.7"}},
            {"headers": {"X-Forwarded-For": "192.0.2.7"}},
            {"base_url": "https://localhost"},
        ],
        3,
    ),
    ids=["another machine", "a proxy", "https"],
)
def test_no_request_from_elsewhere_is_offered_them(folder: Any, request_: dict[str, Any]) -> None:
    assert offered(make_app(make_settings(folder)), **request_) == (False, 404)


def test_a_site_with_data_of_its_own_has_none(folder: Any) -> None:
    (folder / "demonstration").unlink()
    app = make_app(make_settings(folder))
    assert offered(app) == (False, 404)
    assert app.test_cli_runner().invoke(args=["accounts", "demo"]).exit_code == 1
    assert app.test_cli_runner().invoke(args=["accounts", "demo", "--if-demonstration"]).exit_code == 0
