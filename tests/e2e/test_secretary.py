"""The secretary of a dinner club, who looks at its listing once a year: from the e-mail to the corrected
page.
"""

import re
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from accounts.roles import Role
from core.db import db
from directory.models.services import Service
from tests import outbox
from tests.accounts import account_with_roles
from tests.e2e.conftest import Arrive, Site, Visitor
from tests.e2e.steps import nothing_sideways
from upkeep.freshness import prompts
from upkeep.freshness.queries import live_listing

SECRETARY = "secretary@example.org"
CLUB, SLUG = "Darfield Thursday Dinner Club", "darfield-thursday-dinner-club"
FEED = "/open-referral/v3/services/"


class Steps:
    """What the secretary opens and fills in. A look at an e-mail is no page."""

    def __init__(self) -> None:
        self.pages: list[str] = []
        self.fields: list[str] = []

    def on(self, page: Page, name: str, heading: str) -> None:
        """Note a page, which has this heading and fits the phone."""
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        nothing_sideways(page)
        self.pages.append(name)

    def fill(self, page: Page, label: str, text: str) -> None:
        """Note a field, and fill it in."""
        page.get_by_label(label).fill(text)
        self.fields.append(label)


def listing_with_secretary(app: Flask) -> tuple[str, str]:
    """Make the secretary an owner of the club; return the ids of the listing and of the club."""
    with app.app_context():
        service = db.session.scalars(select(Service).where(Service.slug == SLUG)).one()
        listing, club = service.id, service.organization_id
    account_with_roles(app, SECRETARY, Role.GROUP_OWNER, organization_id=club)
    return listing, club


def ask(site: Site, listing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Send the e-mails that are due for this listing alone: other tests read the outbox too."""

    def work(app: Flask) -> str:
        with app.test_request_context():
            return prompts.ask_groups(app.extensions["settings"], lambda: False)

    with monkeypatch.context() as patched:
        patched.setattr(prompts, "live_listings", lambda settings: [live_listing(settings, listing)])
        assert site.within(work) == "1 messages; 0 listings for moderators"


def newest_link(site: Site, subject: str) -> str:
    """Return the path of the link in the newest e-mail to the secretary with these words in its subject."""
    mail = [each for each in site.within(outbox.emails) if each.recipient == SECRETARY]
    text = [each.text for each in mail if subject in each.subject][-1]
    found = re.findall(r"https?://\S+", text)
    return urlsplit(found[0]).path


def moderate(arrive: Arrive) -> None:
    """Approve the change, as a moderator at a computer who sees old and new side by side."""
    moderator = arrive(javascript=False, desktop=True)
    name, value, _group = moderator.site.session_of_everything()
    moderator.context.add_cookies([{"name": name, "value": value, "url": moderator.site.origin}])
    page = moderator.go("/moderation/changes")
    page.get_by_role("link", name=CLUB).first.click()
    before, after = page.locator(".difference__side").all()[:2]
    expect(before).to_contain_text("12 noon to 2.30pm")
    expect(after).to_contain_text("12 noon to 2pm")
    old, new = before.bounding_box(), after.bounding_box()
    assert old
    assert new
    assert (old["y"], old["x"] < new["x"]) == (new["y"], True), "side by side"
    page.get_by_role("button", name="Approve: it goes live").click()
    expect(page.get_by_role("status").first).to_contain_text("live")


def times_in_feed(visitor: Visitor, listing: str) -> set[tuple[str, str]]:
    answer = visitor.context.request.get(FEED + listing)
    assert answer.status == 200
    return {(row["opens_at"], row["closes_at"]) for row in answer.json()["schedules"]}


def test_a_reminder_becomes_a_corrected_listing(
    arrive: Arrive, site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    listing, _club = site.within(listing_with_secretary)
    ask(site, listing, monkeypatch)
    visitor, steps = arrive(javascript=False), Steps()

    page = visitor.go(newest_link(site, "still right"))
    steps.on(page, "is this still right", "Is this still right?")
    page.get_by_role("button", name="Something has changed").click()
    steps.on(page, "ways to tell it", "What has changed?")
    page.get_by_role("link", name="Sign in and change it yourself").click()
    steps.on(page, "sign in", "Sign in for groups and staff")
    steps.fill(page, "Email address", SECRETARY)
    page.get_by_role("button", name="Email me a link").click()
    steps.on(page, "look at your email", "Look at your email")
    visitor.go(newest_link(site, "ign in"))
    steps.on(page, "sign in now", "Sign in now")
    page.get_by_role("button", name="Sign in").click()
    steps.on(page, "the listing", CLUB)

    page.get_by_role("link", name=re.compile("^Change.*When it is on")).click()
    steps.on(page, "the times", "When it is on")
    steps.fill(page, "Write or paste the times", "Thursdays, 12 noon to 2pm")
    page.get_by_role("button", name="Save", exact=True).click()
    steps.on(page, "what changed", CLUB)
    page.get_by_role("button", name="Send it").click()
    steps.on(page, "sent", CLUB)
    expect(page.get_by_role("status").first).to_contain_text("Sent")

    visitor.go(f"/service/{SLUG}")
    expect(page.locator("main")).to_contain_text("12 noon to 2.30pm")
    moderate(arrive)
    visitor.go(f"/service/{SLUG}")
    expect(page.locator("main")).to_contain_text("12 noon to 2pm")
    expect(page.locator("main")).not_to_contain_text("12 noon to 2.30pm")
    assert times_in_feed(visitor, listing) == {("12:00", "14:00")}

    visitor.go(newest_link(site, "Your change is live"))
    steps.on(page, "it is live", CLUB)
    page.get_by_role("button", name="Yes, all of it is right").click()
    expect(page.get_by_role("status").first).to_be_visible()
    visitor.go(f"/service/{SLUG}")
    expect(page.locator("main")).to_contain_text("Checked on 23 November")
    with capsys.disabled():
        print(f"\nThe secretary: {len(steps.pages)} pages ({'; '.join(steps.pages)}),")
        print(f"{len(steps.fields)} fields filled in ({'; '.join(steps.fields)}).")
    assert len(steps.pages) <= 10
    assert len(steps.fields) <= 2
