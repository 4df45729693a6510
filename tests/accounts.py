"""People with accounts, and clients in which they are signed in."""

from collections.abc import Sequence

from flask import Flask

from accounts import services
from accounts.current import cookie_name
from accounts.models import Account
from accounts.queries import any_account_by_email
from accounts.roles import ORGANIZATION_ROLES, Role
from accounts.sessions import services as sessions
from core.audit.services import SYSTEM
from core.db import db
from tests.page_checks import PageCheckingClient

GROUP = "6f1f9a52-0000-5b8e-9a53-0c8f4d1f7c11"
"""The id of an organization, which need not be listed."""


def add_person(
    app: Flask, email: str, *roles: Role, organization_id: str = GROUP, name: str = "Jo Bell"
) -> str:
    """Add an account with roles, those that need it for one organization, and return its id."""
    settings = app.extensions["settings"]
    with app.app_context():
        account = services.add_account(settings, email=email, name=name, actor=SYSTEM)
        for role in roles:
            group = organization_id if role in ORGANIZATION_ROLES else ""
            services.grant(settings, account, role, actor=SYSTEM, organization_id=group)
        db.session.commit()
        return account.id


def sign_in(app: Flask, client: PageCheckingClient, account_id: str, *, way: str = "password") -> None:
    """Sign somebody in in a client, without the pages for it."""
    client.set_cookie(*session_cookie(app, account_id, way=way))


def session_cookie(app: Flask, account_id: str, *, way: str = "password") -> tuple[str, str]:
    """Begin a session of an account, and return name and value of its cookie."""
    settings = app.extensions["settings"]
    with app.app_context():
        account = db.session.get_one(Account, account_id)
        token = sessions.begin(settings, account, way=way, device="Firefox, Linux")
        db.session.commit()
    return cookie_name(settings), token


def account_with_roles(app: Flask, email: str, *roles: Role, organization_id: str = GROUP) -> str:
    """Return the id of the account with this address, which is added with the roles where there is none."""
    with app.app_context():
        found = any_account_by_email(email)
        if found is not None:
            return found.id
    return add_person(app, email, *roles, organization_id=organization_id)


def signed_in_as(app: Flask, *roles: Role, way: str = "password") -> PageCheckingClient:
    """Return a new client in which a new person with these roles is signed in."""
    client = app.test_client()
    assert isinstance(client, PageCheckingClient)
    number = len(_emails(app))
    sign_in(app, client, add_person(app, f"person{number}@example.org", *roles), way=way)
    return client


def _emails(app: Flask) -> Sequence[str]:
    with app.app_context():
        return [account.email for account in db.session.query(Account)]
