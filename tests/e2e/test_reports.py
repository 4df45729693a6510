"""A report of a mistake on a phone without JavaScript, from the listing to what became of it."""

from playwright.sync_api import expect

from tests.e2e.conftest import Arrive
from tests.e2e.steps import nothing_sideways


def test_somebody_reports_a_mistake_and_learns_what_became_of_it(arrive: Arrive) -> None:
    visitor = arrive(javascript=False)
    page = visitor.go("/service/ings-lane-luncheon-club")
    page.get_by_role("link", name="Something wrong here? Tell us").click()
    page.get_by_role("radio", name="The cost is wrong").check()
    page.get_by_role("textbox", name="What should it say instead?").fill("Dinner is £6 now")
    page.get_by_role("button", name="Send", exact=True).click()
    reference = page.locator(".govuk-panel strong").inner_text()
    nothing_sideways(page)
    page.get_by_role("button", name="See what became of my report").click()
    expect(page.locator("main")).to_contain_text("A person will read it")

    cookie, value, group = visitor.site.session_of_everything()
    visitor.context.add_cookies([{"name": cookie, "value": value, "url": visitor.site.origin}])
    visitor.go(f"/group/{group}/reports")
    page.get_by_role("link", name="The cost is wrong").click()
    expect(page.locator("main")).to_contain_text("Dinner is £6 now")
    page.get_by_role("radio", name="We have put it right").check()
    nothing_sideways(page)
    page.get_by_role("button", name="Send your answer").click()
    expect(page.get_by_role("status").first).to_contain_text("The council looks at your answer")

    visitor.go("/moderation")
    page.get_by_role("link", name="Reports of mistakes").click()
    page.get_by_role("link", name=reference).click()
    page.get_by_role("radio", name="The listing is changed").check()
    nothing_sideways(page)
    page.get_by_role("button", name="Close the report").click()
    visitor.go("/problem/follow")
    page.get_by_role("textbox", name="Your reference").fill(reference.lower())
    page.get_by_role("button", name="Look it up").click()
    expect(page.locator("main")).to_contain_text("You were right. We have changed the listing.")
