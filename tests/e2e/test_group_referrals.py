"""The owner of a lunch club answers two referrals on a phone without JavaScript: yes to one, no to the other."""

from flask import Flask
from playwright.sync_api import expect

from accounts.organizations import matching_organizations
from accounts.roles import Role
from core import clock
from frontdoor.contacts import services as contacts
from frontdoor.contacts.models import Channel
from frontdoor.group_calls.queries import services_of_group
from frontdoor.group_referrals import services
from frontdoor.group_referrals.queries import targets
from frontdoor.group_referrals.shared import CONSENT_VERSION, Agreed, SharedRecord
from tests.accounts import account_with_roles, session_cookie
from tests.e2e.conftest import Arrive
from tests.e2e.steps import nothing_sideways

CLUB = "Ings Lane Luncheon Club"


def two_passed_on(app: Flask) -> tuple[tuple[str, str], str, list[str]]:
    """Pass two people on to the club; return the owner's cookie, the club's id and the references."""
    settings = app.extensions["settings"]
    with app.app_context():
        group = matching_organizations(CLUB)[0].id
    maureen = account_with_roles(app, "maureen@example.org", Role.GROUP_OWNER, organization_id=group)
    handler = account_with_roles(app, "ewa@example.org", Role.CALL_HANDLER)
    references = []
    with app.app_context(), app.test_request_context():
        service = services_of_group(group, 1, 1)[0][0]
        (target,) = targets([service.service_id], by_professional=True)
        for name in ("Stanley Broadhead", "Edna Swift"):
            contact = contacts.start(settings, channel=Channel.PHONE, handler_id=handler, key=f"e2e {name}")
            agreed = Agreed("They may tell the club.", CONSENT_VERSION, clock.now())
            shared = SharedRecord({"name": name, "phone": "01632 960777"}, agreed, ask="Please call them")
            row = services.refer(settings, contact.id, target, shared, name, actor=handler)
            references.append(row.reference)
    return session_cookie(app, maureen, way="link"), group, references


def test_maureen_accepts_one_referral_and_declines_another_on_her_phone(arrive: Arrive) -> None:
    visitor = arrive(javascript=False)
    (name, value), group, (stanley, edna) = visitor.site.within(two_passed_on)
    visitor.context.add_cookies([{"name": name, "value": value, "url": visitor.site.origin}])
    page = visitor.go(f"/group/{group}")
    page.get_by_role("link", name="People we pass on to you").click()
    nothing_sideways(page)
    assert "Stanley" not in page.locator("main").inner_text()
    page.get_by_role("link", name=stanley).click()
    expect(page.locator("main")).to_contain_text("Stanley Broadhead")
    nothing_sideways(page)
    page.get_by_role("button", name="Yes, we get in touch with them").click()
    expect(page.get_by_role("status").first).to_contain_text("You said yes")
    page.get_by_role("link", name="People we pass on to you").first.click()
    page.get_by_role("link", name=edna).click()
    expect(page.locator("main")).to_contain_text("Edna Swift")
    page.get_by_role("button", name="No, we can’t help").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose a reason")
    nothing_sideways(page)
    page.get_by_label("We are full").check()
    page.get_by_role("button", name="No, we can’t help").click()
    expect(page.get_by_role("status").first).to_contain_text("We look for other help for them")
    assert "Edna" not in page.locator("main").inner_text()
    nothing_sideways(page)
