"""The cost guide on a phone: an amount that cannot be read is explained, then the sums are shown."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Arrive, Visitor
from tests.e2e.steps import nothing_sideways, work_out_costs


def test_a_family_works_out_a_care_home_without_javascript(arrive: Arrive) -> None:
    page = arrive(javascript=False).go("/costs")
    work_out_costs(page, "£80k")
    expect(page.get_by_role("alert")).to_contain_text("Write them in pounds and in full")
    expect(page.get_by_role("textbox", name="Savings")).to_have_value("£80k")
    work_out_costs(page, "£80,000")
    result = page.get_by_role("region", name="What it may come to")
    expect(result).to_contain_text("Savings may last from 74 weeks (about 1 year and 5 months) to 90 weeks")
    expect(result).to_contain_text("For the first 12 weeks in the care home, the home is not counted.")
    assert page.url.endswith("/costs#costs-result")
    page.reload()
    expect(result).to_be_visible()
    nothing_sideways(page)


@pytest.mark.slow
def test_a_carer_who_did_not_come_from_the_home_page_and_from_a_search(phone: Visitor) -> None:
    page = phone.go("/")
    page.get_by_role("link", name="I already get care").click()
    page.get_by_role("link", name="My carer did not come").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My carer did not come")
    page = phone.go("/find?q=my+carer+did+not+turn+up")
    first = page.locator("main a[href^='/advice/'], main .card a").first
    expect(first).to_contain_text("My carer did not come")


@pytest.mark.slow
def test_the_printed_sums_leave_the_form_out(arrive: Arrive) -> None:
    page = arrive(desktop=True).go("/costs")
    work_out_costs(page)
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="The sums, line by line")).to_be_visible()
    expect(page.get_by_role("button", name="Work it out")).to_be_hidden()
