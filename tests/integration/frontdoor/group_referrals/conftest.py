"""A site with a group, its owner, and a caller whose sheet is filled in."""

from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask

from accounts.roles import Role
from core.db import db
from core.settings import Settings
from directory.models import Organization, Service
from frontdoor.contacts import services as contacts
from frontdoor.contacts.models import Channel
from frontdoor.contacts.services import Typed
from frontdoor.group_referrals.models import GroupReferral
from tests.accounts import add_person, sign_in
from tests.page_checks import PageCheckingClient

GROUP, LUNCH, NURSE_ONLY, BY_PHONE = "group-1", "service-lunch", "service-nurse", "service-phone"
SHEET = {
    "name": "Stanley Broadhead",
    "phone": "01632 960777",
    "matters": "Company at dinner time",
    "said": "He told me about his late wife",
    "safe_time": "mornings",
    "needs": "large_print",
}


@dataclass(frozen=True)
class Referring:
    """The site, with ids of people and of the contact."""

    app: Flask
    handler: str
    owner: str
    contact_id: str

    @property
    def settings(self) -> Settings:
        found: Settings = self.app.extensions["settings"]
        return found

    def client(self, account_id: str, way: str = "password") -> PageCheckingClient:
        client = self.app.test_client()
        assert isinstance(client, PageCheckingClient)
        sign_in(self.app, client, account_id, way=way)
        return client

    def handling(self) -> PageCheckingClient:
        return self.client(self.handler)

    def owning(self) -> PageCheckingClient:
        return self.client(self.owner, way="link")

    def referred(self, service: str = LUNCH, key: str = "key-1", **more: Any) -> str:
        """Pass the caller on through the pages, and return the id of the referral."""
        form = {
            "service": service,
            "share": ["name", "phone", "matters"],
            "key": key,
            "agree": "yes",
            "ask": "Please ring him",
            **more,
        }
        answer = self.handling().post_form(f"/calls/{self.contact_id}/refer/send", form)
        assert answer.status_code == 303, answer.text
        return str(answer.location).split("/")[-1].split("?")[0]

    def row(self, referral_id: str) -> GroupReferral:
        with self.app.app_context():
            return db.session.get_one(GroupReferral, referral_id)


@pytest.fixture
def referring(app: Flask) -> Referring:
    app.extensions["settings"] = app.extensions["settings"].model_copy(
        update={"base_url": "http://localhost"}
    )
    handler = add_person(app, "ewa@example.org", Role.CALL_HANDLER, name="Ewa Malinowska")
    owner = add_person(
        app, "maureen@example.org", Role.GROUP_OWNER, organization_id=GROUP, name="Maureen Firth"
    )
    settings = app.extensions["settings"]
    with app.app_context():
        for number, email in enumerate(("club@example.org", "")):
            db.session.add(
                Organization(
                    id=f"group-{number + 1}",
                    name=f"Group {number + 1}",
                    slug=f"group-{number + 1}",
                    email=email,
                )
            )
        db.session.flush()
        for id, group, route in (
            (LUNCH, GROUP, ["self"]),
            (NURSE_ONLY, GROUP, ["gp"]),
            (BY_PHONE, "group-2", ["anyone"]),
        ):
            db.session.add(Service(id=id, organization_id=group, name=id, slug=id, route_in=route))
        db.session.commit()
        contact = contacts.start(settings, channel=Channel.PHONE, handler_id=handler, key="k")
        for name, text in SHEET.items():
            contacts.save_field(settings, contact.id, Typed(name, text, 0, "tab", 1), actor=handler)
        for service in (LUNCH, NURSE_ONLY, BY_PHONE):
            contacts.tick(settings, contact.id, service, actor=handler)
        return Referring(app, handler, owner, contact.id)
