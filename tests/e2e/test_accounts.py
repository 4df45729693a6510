"""People of groups and staff sign in: by a link on a phone, and by password, app and passkey on a computer."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import NOW
from tests.e2e.conftest import PATIENCE_MS, Arrive, Site
from tests.e2e.steps import nothing_sideways

OWNER, ADMINISTRATOR = "group-owner@demo.example.org", "amy@example.org"
PASSWORD = "quarry lantern biscuit"


@pytest.fixture(scope="module")
def people(site: Site) -> Site:
    """Return the site with the people of the demonstration, who cannot be chosen here: a proxy is in front."""
    site.run("accounts", "demo")
    return site


def newest_link(site: Site) -> str:
    """Return the path of the link in the newest e-mail."""
    return re.findall(r"https?://[^/\s]+(/sign-in/link/\S+)", site.run("outbox"))[-1]


def test_an_owner_signs_in_by_link_on_a_phone_without_javascript(people: Site, arrive: Arrive) -> None:
    visitor = arrive(javascript=False)
    page = visitor.go("/")
    page.get_by_role("link", name="For groups and staff").click()
    expect(page.get_by_text("Try the demonstration")).to_have_count(0)
    page.get_by_role("button", name="Email me a link").click()
    expect(page.get_by_role("alert")).to_contain_text("Write your email address")
    page.get_by_role("textbox", name="Email address").fill(OWNER)
    page.get_by_role("button", name="Email me a link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look at your email")
    nothing_sideways(page)
    visitor.go(newest_link(people))
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")
    expect(page.locator("main")).to_contain_text("Maureen Firth")
    nothing_sideways(page)
    page.get_by_role("link", name="Ings Lane Luncheon Club").first.click()
    page.get_by_role("link", name="People of your group").click()
    page.get_by_role("textbox", name="Email address").fill("new@example.org")
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_role("status").first).to_contain_text("The invitation is sent")
    sign_out(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("You are signed out")


def sign_out(page: Page) -> None:
    """Sign out by the header; on a phone that is in its menu."""
    if (menu := page.locator(".work-header__menu summary")).is_visible():
        menu.click()
    page.get_by_role("button", name="Sign out", exact=True).click()


@pytest.fixture
def computer(people: Site, browser: Browser) -> Iterator[Page]:
    """Return a page of a browser with an authenticator, at a name: browsers make no passkeys for numbers."""
    context = browser.new_context(base_url=f"http://localhost:{urlsplit(people.origin).port}")
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    devices = context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    key = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": key})
    yield page
    context.close()


def test_an_administrator_sets_up_password_app_and_passkey_and_signs_in(people: Site, computer: Page) -> None:
    told = people.run("accounts", "create-admin", ADMINISTRATOR, "--name", "Amy Stone")
    computer.goto(re.findall(r"(/invitation/\S+)", told)[0])
    computer.get_by_role("button", name="Go on").click()
    computer.get_by_label("New password").fill(PASSWORD)
    computer.get_by_role("button", name="Save the password").click()
    computer.get_by_role("button", name="Set up an app").click()
    app = pyotp.TOTP(computer.locator(".account-key").inner_text().replace(" ", ""))
    computer.get_by_label("Code from the app").fill(app.at(NOW))
    computer.get_by_role("button", name="Go on").click()
    recovery_code = computer.locator(".account-codes li").first.inner_text()
    computer.get_by_role("button", name="I have them").click()
    computer.get_by_role("button", name="Make a passkey").click()
    expect(computer.get_by_role("status").first).to_contain_text("Your passkey is stored")
    computer.get_by_role("button", name="Finish and sign in").click()
    expect(computer.locator("main")).to_contain_text("Administrator")
    # The passkey, which is enough alone.
    sign_out(computer)
    computer.goto("/administration")
    computer.get_by_role("button", name="Use a passkey").click()
    expect(computer.get_by_role("heading", level=1)).to_have_text("People with an account")
    # Password and recovery code: the clock of the tests stands still, so the app has no new code.
    sign_out(computer)
    computer.goto("/sign-in/staff")
    computer.get_by_role("textbox", name="Work email address").fill(ADMINISTRATOR)
    computer.get_by_label("Password").fill(PASSWORD)
    computer.get_by_role("button", name="Go on").click()
    computer.get_by_label("Code").fill(app.at(NOW))
    computer.get_by_role("button", name="Sign in").click()
    expect(computer.get_by_role("alert").first).to_contain_text("used already")
    computer.get_by_label("Code").fill(recovery_code)
    computer.get_by_role("button", name="Sign in").click()
    expect(computer.get_by_role("heading", level=1)).to_have_text("Your account")
