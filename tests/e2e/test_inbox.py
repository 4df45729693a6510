"""A triage worker takes a request from new to closed on a phone, and the resident sees each state."""

from flask import Flask
from playwright.sync_api import Page, expect

from selfassess.referrals.services import Receipt, submit
from tests.e2e.conftest import Arrive, Visitor
from tests.e2e.steps import nothing_sideways
from tests.integration.frontdoor.inbox.requests import a_request


def sent(visitor: Visitor, key: str) -> Receipt:
    """Send a request without its pages, and return the receipt."""

    def send(app: Flask) -> Receipt:
        with app.app_context(), app.test_request_context():
            return submit(app.extensions["settings"], a_request(), key)

    return visitor.site.within(send)


def press(page: Page, button: str) -> None:
    page.locator("main").get_by_role("button", name=button, exact=True).click()


def test_yusuf_takes_a_request_to_its_end_and_the_resident_sees_each_state(arrive: Arrive) -> None:
    worker, resident = arrive(javascript=False), arrive(javascript=False)
    receipt = sent(resident, "e2e inbox")
    cookie, value, _group = worker.site.session_of_everything()
    worker.context.add_cookies([{"name": cookie, "value": value, "url": worker.site.origin}])
    page = worker.go("/requests")
    nothing_sideways(page)
    page.get_by_role("textbox", name="Find by reference").fill(receipt.reference.lower())
    press(page, "Find")
    expect(page.locator("main")).to_contain_text("I want to walk the dog again.")
    nothing_sideways(page)
    press(page, "I take it")
    press(page, "I am looking at it")

    tracked = resident.go("/track")
    tracked.get_by_role("textbox", name="Reference").fill(receipt.reference)
    tracked.get_by_role("textbox", name="words").fill(receipt.words)
    tracked.locator("main form button").first.click()
    title = tracked.get_by_role("heading", level=1)
    expect(title).to_have_text("We are looking at your request")
    expect(tracked.locator("main")).to_contain_text("Who has it: Our adult social care team")

    page.get_by_role("button", name="Ask the person").click()
    press(page, "Ask the person")
    expect(page.get_by_role("alert")).to_contain_text("Write your question")
    page.get_by_role("textbox", name="Your question").fill("Do you have steps at your door?")
    nothing_sideways(page)
    press(page, "Ask the person")
    tracked.reload()
    expect(tracked.locator("main")).to_contain_text("Do you have steps at your door?")
    tracked.get_by_role("textbox", name="Your answer").fill("Yes, three.")
    nothing_sideways(tracked)
    press(tracked, "Send my answer")
    expect(tracked.get_by_role("status").first).to_contain_text("The team has your answer")

    page.reload()
    expect(page.locator("main")).to_contain_text("Yes, three.")
    press(page, "Accept")
    tracked.reload()
    expect(title).to_have_text("We are working on your request")
    page.get_by_role("button", name="Close with an outcome").click()
    page.get_by_label("Outcome").select_option(label="Progress to Assessment")
    page.get_by_role("textbox", name="What the person reads").fill("Maya visits you on Friday.")
    press(page, "Close with an outcome")
    expect(page.locator("main")).to_contain_text("Closed: Progress to Assessment")
    tracked.reload()
    expect(title).to_have_text("Your request is finished")
    expect(tracked.locator("main")).to_contain_text("Maya visits you on Friday.")
    expect(tracked.locator("main")).not_to_contain_text("Progress to Assessment")
