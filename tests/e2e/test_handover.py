"""A triage worker finds what did not get through, takes the file instead, and says so."""

import json

from playwright.sync_api import expect

from tests.e2e.conftest import Arrive
from tests.e2e.steps import nothing_sideways
from tests.integration.frontdoor.handover.stopped import stopped_hand_over


def test_what_did_not_get_through_is_downloaded_and_settled(arrive: Arrive) -> None:
    worker = arrive(javascript=False)
    reference = worker.site.within(stopped_hand_over)
    cookie, value, _group = worker.site.session_of_everything()
    worker.context.add_cookies([{"name": cookie, "value": value, "url": worker.site.origin}])
    page = worker.go("/requests/hand-overs")
    nothing_sideways(page)
    page.get_by_role("link", name=f"Download instead {reference}").click()
    expect(page.locator("main")).to_contain_text("The postcode is missing.")
    nothing_sideways(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Everything in the request").click()
    with download.value.path().open(encoding="utf-8") as file:
        assert json.load(file)["referral"]["reference"] == reference
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose what you want to do")
    page.get_by_label("Nothing more: I have passed it on another way").check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main")).to_contain_text("Passed on another way")
    expect(page.get_by_role("button", name="Save")).to_have_count(0)
    worker.go("/requests/hand-overs")
    expect(page.locator("main")).not_to_contain_text(reference)
