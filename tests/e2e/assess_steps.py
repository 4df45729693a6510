"""Steps of the self-assessment, as a visitor takes them in the browser."""

import re
from collections.abc import Mapping, Sequence
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from playwright.sync_api import APIResponse, Locator, Page, expect

from tests.e2e.steps import names_of

if TYPE_CHECKING:
    from tests.e2e.conftest import Visitor

END = "Check your answers"
_MOST = 40


def title(page: Page) -> Locator:
    """Return the heading of the page."""
    return page.get_by_role("heading", level=1)


def press(page: Page, button: str) -> None:
    """Press the button with this name."""
    page.get_by_role("button", name=button, exact=True).click()


def follow(page: Page, link: str) -> None:
    """Follow the first link with this name in the main part of the page."""
    page.locator("main").get_by_role("link", name=link, exact=True).first.click()


# Questions


def find_check(visitor: "Visitor", name: str) -> Page:
    """Go from the home page to a questionnaire, by the menu."""
    page = visitor.go("/")
    menu = page.locator(".site-menu")
    menu.locator("summary").click()
    menu.get_by_role("link", name="Find out what may help", exact=True).click()
    follow(page, name)
    expect(title(page)).to_have_text(name)
    return page


def begin(page: Page) -> Page:
    """Begin the questionnaire whose first page this is."""
    press(page, "Start now")
    return page


def go_on(page: Page) -> None:
    """Press "Continue", until another page comes."""
    with page.expect_navigation(wait_until="commit"):
        press(page, "Continue")


def answer(page: Page, question: str, *chosen: str) -> None:
    """Answer the question with this heading, and go on."""
    expect(title(page)).to_have_text(question)
    for words in chosen:
        page.get_by_label(words, exact=True).check()
    go_on(page)


def write(page: Page, question: str, words: str) -> None:
    """Answer a question with a text, and go on."""
    expect(title(page)).to_have_text(question)
    page.get_by_role("textbox", name=question).fill(words)
    go_on(page)


def list_wants(page: Page, question: str, wants: Sequence[str]) -> None:
    """Write one thing on each line, and ask for more lines when they run out."""
    expect(title(page)).to_have_text(question)
    lines = page.get_by_role("group", name=question).get_by_role("textbox")
    for number, want in enumerate(wants):
        if number == lines.count():
            press(page, "Add one more line")
            expect(lines.nth(number)).to_be_visible()
        lines.nth(number).fill(want)
    go_on(page)


def skip_to(page: Page, wanted: str) -> int:
    """Skip every question until the page with this heading; return how many were skipped."""
    for skipped in range(_MOST):
        asked = title(page).inner_text()
        if asked == wanted:
            return skipped
        press(page, "Skip this question")
        expect(title(page)).not_to_have_text(asked)
    raise AssertionError(f"{wanted} does not come")


class _HiddenFields(HTMLParser):
    """Collects hidden fields by the address of their form.

    Of two forms with one address the first one counts.
    """

    def __init__(self) -> None:
        super().__init__()
        self.by_action: dict[str, dict[str, str]] = {}
        self._form: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self._form = self.by_action.setdefault(given.get("action") or "", {})
        elif tag == "input" and given.get("type") == "hidden" and given.get("name"):
            self._form.setdefault(str(given["name"]), given.get("value") or "")


def hidden_fields(page: str, path: str) -> dict[str, str]:
    """Return the hidden fields of a page's form that is sent to `path`.

    Where the page has no such form: its CSRF token and its revision, from any form.
    """
    parser = _HiddenFields()
    parser.feed(page)
    if path in parser.by_action:
        return parser.by_action[path]
    everything = {name: value for form in parser.by_action.values() for name, value in form.items()}
    return {name: everything[name] for name in ("csrf_token", "revision") if name in everything}


def send_unseen(page: Page, path: str, shown: APIResponse, **fields: str) -> APIResponse:
    """Post a form of `shown` with this visitor's cookies, without the browser; return the response after
    redirects."""
    sent = page.context.request.post(path, form={**hidden_fields(shown.text(), path), **fields})
    assert sent.ok, f"{path}: {sent.status}"
    return sent


def unseen(page: Page, path: str) -> APIResponse:
    """Fetch a page with this visitor's cookies, without showing it in the browser."""
    return page.context.request.get(path)


def hurry_to(page: Page, wanted: str, answers: Mapping[str, str] | None = None) -> None:
    """Open a page of a questionnaire that is begun.

    Questions before it are answered by option ids from `answers`, or skipped, without showing them in the
    browser.
    """
    check = f"/check/{wanted.split('/')[0]}"
    there = unseen(page, f"/check/{wanted}")
    while not there.url.endswith((f"/check/{wanted}", f"{check}/answers")):
        question = urlsplit(there.url).path
        chosen = (answers or {}).get(question.rsplit("/", 1)[1])
        if f"{check}/go-on" in there.text():
            there = send_unseen(page, f"{check}/go-on", there)
        else:
            there = send_unseen(page, question, there, **({"answer": chosen} if chosen else {"skip": "yes"}))
    page.goto(f"/check/{wanted}")


def said(page: Page, question: str) -> list[str]:
    """Return the answers to one question on "check your answers"."""
    row = page.locator(".govuk-summary-list__row").filter(has=page.get_by_text(question, exact=True))
    expect(row).to_have_count(1)
    return row.locator(".govuk-summary-list__value > *").all_inner_texts()


def see_result(page: Page) -> Locator:
    """Go from "check your answers" to the result; return the leading step."""
    expect(title(page)).to_have_text(END)
    follow(page, "See what to do next")
    expect(title(page)).to_have_text("What to do next")
    return page.locator("#first")


def steps_below(page: Page) -> list[str]:
    """Return the titles of the next steps after the leading one, in order."""
    return page.locator(".step:not(.step--first) .step__title").all_inner_texts()


def services_near(page: Page) -> list[str]:
    """Return the names of the services on the result, with those of folded needs."""
    folded = page.locator("#near ~ details:not([open]) > summary")
    while folded.count():
        folded.first.click()
    return names_of(page)


# Requests


def fill_in(
    page: Page, heading: str, typed: Mapping[str, str] | None = None, chosen: Sequence[str] = ()
) -> None:
    """Fill in one page of a request: type by label, choose, go on."""
    expect(title(page)).to_have_text(heading)
    for label, words in (typed or {}).items():
        page.get_by_label(label, exact=True).fill(words)
    for words in chosen:
        page.get_by_label(words, exact=True).check()
    press(page, "Continue")


def agree_and_send(page: Page) -> str:
    """Agree and send the request on its last page; return the reference of the receipt."""
    expect(title(page)).to_have_text("Check and send")
    page.get_by_role("checkbox", name=re.compile("^I agree to this")).check()
    press(page, "Send")
    return receipt(page)


def receipt(page: Page) -> str:
    """Return the reference on the receipt."""
    expect(title(page)).to_have_text("We have your request")
    return page.locator(".reference").inner_text()


def problem_said(visitor: "Visitor", *words: str) -> None:
    """Check that the error summary has these words, that the title announces it, and that it has the focus
    where there is a script."""
    page = visitor.page
    summary = page.locator(".govuk-error-summary")
    for one in words:
        expect(summary).to_contain_text(one)
    expect(page).to_have_title(re.compile("^Error: "))
    if visitor.javascript:
        expect(summary).to_be_focused()
