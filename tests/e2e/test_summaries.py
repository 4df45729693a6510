"""A call handler sends the summary of a call: a text by keyboard alone, and an e-mail without JavaScript."""

from playwright.sync_api import expect

from tests.e2e.conftest import Arrive
from tests.e2e.steps import focused, nothing_sideways
from tests.e2e.summary_steps import begin_contact, list_opened


def test_a_text_is_sent_by_keyboard_and_counted_while_typing(arrive: Arrive) -> None:
    visitor = arrive(desktop=True)
    page = visitor.go(begin_contact(visitor))
    focused(page, "[name=channel]")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Look at it before you send it")
    size = page.locator("[data-text-size]")
    focused(page, "[name=text]")
    page.keyboard.type("Hello ")
    expect(size).to_contain_text("letters are left")
    page.keyboard.type("ł" * 300)
    expect(size).to_contain_text("Take out about")
    # The need for large print is asked about, and nothing typed is lost.
    focused(page, "[name=confirmed]")
    page.keyboard.press("Space")
    focused(page, "form#send button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("A text can have 3 parts at most")
    focused(page, "[name=text]")
    page.keyboard.press("Control+a")
    page.keyboard.type("Your list is ready. Call us on 01632 960100.")
    focused(page, "form#send button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("What was sent")
    expect(page.get_by_role("status").first).to_contain_text("The summary is on its way")


def test_edited_words_are_there_after_the_page_was_closed(arrive: Arrive) -> None:
    visitor = arrive(desktop=True)
    path = begin_contact(visitor)
    page = visitor.go(path)
    page.get_by_role("radio", name="Email", exact=True).check()
    page.locator("#opening").fill("Dear Ewa, as we said.")
    expect(page.locator("[data-shown]")).to_have_text("Saved")
    again = visitor.context.new_page()
    again.goto(f"{visitor.site.origin}{path}")
    expect(again.locator("#opening")).to_have_value("Dear Ewa, as we said.")
    expect(again.get_by_role("radio", name="Email", exact=True)).to_be_checked()
    again.get_by_role("button", name="Look at it before you send it").click()
    expect(again.get_by_role("heading", level=1)).to_have_text("Look at it before you send it")
    again.close()


def test_an_email_is_sent_without_javascript_and_its_link_opens_on_a_phone(arrive: Arrive) -> None:
    visitor = arrive(javascript=False)
    list_opened(visitor)
    page = visitor.page
    nothing_sideways(page)
    expect(page.locator("main")).not_to_contain_text("ewa@example.org")
    page.get_by_role("button", name="Save all to my plan").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("My plan")
