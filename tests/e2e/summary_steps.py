"""Steps of the tests about summaries of contacts."""

from flask import Flask
from playwright.sync_api import expect
from sqlalchemy import select

from accounts.roles import Role
from core import clock
from core.db import db
from directory.listing.card_queries import public_ids
from directory.models import Service
from frontdoor.contacts import services as contacts
from frontdoor.contacts.models import Channel
from frontdoor.contacts.services import Typed
from tests.accounts import account_with_roles, session_cookie
from tests.e2e.conftest import Visitor

SHEET = {"phone": "07700 900123", "email": "ewa@example.org", "needs": "large_print"}


def begin_contact(visitor: Visitor) -> str:
    """Sign a call handler in, whose caller has three ticked services, and return the path of the summary."""
    name, value, contact_id = visitor.site.within(_begin)
    visitor.context.add_cookies([{"name": name, "value": value, "url": visitor.site.origin}])
    return f"/calls/{contact_id}/summary"


def _begin(app: Flask) -> tuple[str, str, str]:
    settings = app.extensions["settings"]
    person = account_with_roles(app, "ewa.handler@example.org", Role.CALL_HANDLER)
    with app.app_context():
        contact = contacts.start(settings, channel=Channel.PHONE, handler_id=person, key=clock.new_id()).id
        ids = sorted(public_ids(list(db.session.scalars(select(Service.id)))))[:3]
        for service_id in ids:
            contacts.tick(settings, contact, service_id, actor=person, why="You said the days are long.")
        for box, text in SHEET.items():
            contacts.save_field(settings, contact, Typed(box, text, 0, clock.new_id(), 1), actor=person)
    return (*session_cookie(app, person), contact)


def look_at(visitor: Visitor, channel: str) -> None:
    """Open the preview of a new contact's summary."""
    page = visitor.go(begin_contact(visitor))
    page.get_by_role("radio", name=channel, exact=True).check()
    page.get_by_role("button", name="Look at it before you send it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look at it before you send it")


def text_with_errors(visitor: Visitor) -> None:
    """Show the preview of a text that is too long."""
    look_at(visitor, "Text message")
    visitor.page.locator("textarea[name=text]").fill("ł" * 300)
    visitor.page.get_by_role("checkbox").first.check()
    visitor.page.get_by_role("button", name="Send the text message").click()
    expect(visitor.page.locator(".govuk-error-summary")).to_be_visible()


def email_sent(visitor: Visitor) -> None:
    """Show what became of an e-mail."""
    look_at(visitor, "Email")
    visitor.page.get_by_role("checkbox").first.check()
    visitor.page.get_by_role("button", name="Send the email").click()
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("What was sent")


def list_opened(visitor: Visitor) -> None:
    """Open the link of an e-mail that was sent."""
    look_at(visitor, "Email")
    link = visitor.page.locator(".summary-message").inner_text().partition("/s/")[2].split()[0]
    visitor.page.get_by_role("checkbox").first.check()
    visitor.page.get_by_role("button", name="Send the email").click()
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("What was sent")
    visitor.context.clear_cookies()
    visitor.go(f"/s/{link}")
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("What may help you")
