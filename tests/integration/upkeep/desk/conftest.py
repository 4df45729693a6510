"""A group of the demonstration with its listing, and clients in which its people are signed in."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask

from accounts.organizations import matching_organizations
from accounts.roles import Role
from core.db import db
from directory.editing.records import record_of
from directory.models import Organization, Service
from directory.open_referral.schema.services import Service as Record
from tests.accounts import add_person, sign_in
from tests.page_checks import PageCheckingClient

GROUP_NAME = "Ings Lane Luncheon Club"


@dataclass(frozen=True)
class Desk:
    """A group: its id, the id of its listing, and how somebody signs in."""

    app: Flask
    group: str
    listing: str
    person: Callable[..., PageCheckingClient]

    @property
    def at(self) -> str:
        """The address of the listing at the desk."""
        return f"/group/{self.group}/listings/{self.listing}"

    def live(self) -> Record:
        """Return the listing as people see it."""
        with self.app.app_context():
            found = record_of(self.listing)
        assert found
        return found

    def trust(self) -> None:
        """Let what the group sends go live at once."""
        with self.app.app_context():
            db.session.get_one(Organization, self.group).trusted = True
            db.session.commit()


@pytest.fixture
def desk(own_demo_app: Flask) -> Desk:
    """Return the lunch club of the demonstration."""
    with own_demo_app.app_context():
        (found,) = matching_organizations(GROUP_NAME)
        listing = db.session.query(Service.id).filter(Service.organization_id == found.id).scalar()
    numbers = iter(range(99))

    def person(*roles: Role) -> PageCheckingClient:
        client = own_demo_app.test_client()
        assert isinstance(client, PageCheckingClient)
        email = f"desk{next(numbers)}@example.org"
        wanted = roles or (Role.GROUP_OWNER,)
        sign_in(own_demo_app, client, add_person(own_demo_app, email, *wanted, organization_id=found.id))
        return client

    return Desk(own_demo_app, found.id, listing, person)
