"""Who chooses more than eight needs is asked why; the moderator reads it, and the audit then asks no more."""

from flask import Flask
from sqlalchemy import select

from accounts.roles import Role
from core.db import db
from core.web import settings
from directory.models.content_audit import NeedsReason
from directory.models.editing import ListingChange
from directory.taxonomy.needs import load as load_needs
from directory.vocabulary import MOST_NEEDS
from tests.accounts import signed_in_as
from tests.integration.upkeep.desk.conftest import Desk
from tests.integration.upkeep.desk.test_desk import section

WHY = "We run a hub with many groups."


def many_needs(app: Flask) -> list[str]:
    with app.test_request_context():
        return [need.id for need in load_needs(settings().content_dir).needs if need.is_ordinary][
            : MOST_NEEDS + 1
        ]


def test_more_than_eight_needs_ask_why(desk: Desk) -> None:
    client = desk.person(Role.GROUP_OWNER)
    fields = section(client, desk, "who")
    assert "needs_reason" not in fields
    chosen = fields | {"needs": many_needs(desk.app)}
    asked = client.post_form(f"{desk.at}/who", chosen)
    assert asked.status_code == 422
    assert "Say why it needs more than 8" in asked.text
    assert client.post_form(f"{desk.at}/who", chosen | {"needs_reason": WHY}).status_code == 303
    assert section(client, desk, "who")["needs_reason"] == WHY
    assert client.post_form(f"{desk.at}/send").status_code == 303
    moderator = signed_in_as(desk.app, Role.MODERATOR)
    with desk.app.app_context():
        change = db.session.scalars(select(ListingChange.id)).one()
    path = f"/moderation/changes/{change}"
    page = moderator.get(path).text
    assert WHY in page
    with desk.app.app_context():
        assert db.session.get(NeedsReason, desk.listing) is None
    version = page.split('name="version" value="')[1].split('"')[0]
    assert moderator.post_form(f"{path}/approve", {"version": version}).status_code == 303
    with desk.app.app_context():
        assert db.session.get_one(NeedsReason, desk.listing).reason == WHY
