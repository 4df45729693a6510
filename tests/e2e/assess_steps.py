"""What people do in the self-assessment, in the words of the tests."""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from playwright.sync_api import APIResponse, Locator, Page, expect

from tests.e2e.steps import names_of

if TYPE_CHECKING:
    from tests.e2e.conftest import Visitor

END = "Check your answers"
_MOST = 40


def title(page: Page) -> Locator:
    """The heading of the page."""
    return page.get_by_role("heading", level=1)


def press(page: Page, button: str) -> None:
    """Press the button with this name."""
    page.get_by_role("button", name=button, exact=True).click()


def follow(page: Page, link: str) -> None:
    """Follow the first link with this name in the main part of the page."""
    page.locator("main").get_by_role("link", name=link, exact=True).first.click()


# Questions


def find_check(visitor: "Visitor", name: str) -> Page:
    """From the home page to a questionnaire, by the menu."""
    page = visitor.go("/")
    menu = page.locator(".site-menu")
    menu.locator("summary").click()
    menu.get_by_role("link", name="Check what you can get", exact=True).click()
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
    """Answer the question that is asked, in these words, and go on."""
    expect(title(page)).to_have_text(question)
    for words in chosen:
        page.get_by_label(words, exact=True).check()
    go_on(page)


def write(page: Page, question: str, words: str) -> None:
    """Answer in words of one's own."""
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
    """Skip every question until this page comes; how many were skipped."""
    for skipped in range(_MOST):
        asked = title(page).inner_text()
        if asked == wanted:
            return skipped
        press(page, "Skip this question")
        expect(title(page)).not_to_have_text(asked)
    raise AssertionError(f"{wanted} does not come")


_HIDDEN = re.compile(r'name="(csrf_token|revision)" value="([^"]*)"')


def send_unseen(page: Page, path: str, shown: APIResponse, **fields: str) -> APIResponse:
    """Send a form of a page that was asked for but not looked at; the page that it leads to."""
    sent = page.context.request.post(
        _origin(page) + path, form={**dict(_HIDDEN.findall(shown.text())), **fields}
    )
    assert sent.ok, f"{path}: {sent.status}"
    return sent


def unseen(page: Page, path: str) -> APIResponse:
    """A page, asked for by this visitor and not looked at."""
    return page.context.request.get(_origin(page) + path)


def _origin(page: Page) -> str:
    return "{0.scheme}://{0.netloc}".format(urlsplit(page.url))


def hurry_to(page: Page, wanted: str, answers: Mapping[str, str] | None = None) -> None:
    """Open a page of a questionnaire that is begun: skip what is asked before, or answer it by ids, without looking at it."""
    check = f"/check/{wanted.split('/')[0]}"
    there = unseen(page, f"/check/{wanted}")
    while not there.url.endswith((f"/check/{wanted}", f"{check}/answers")):
        question = urlsplit(there.url).path
        chosen = (answers or {}).get(question.rsplit("/", 1)[1])
        if f"{check}/go-on" in there.text():
            there = send_unseen(page, f"{check}/go-on", there)
        else:
            there = send_unseen(page, question, there, **({"answer": chosen} if chosen else {"skip": "yes"}))
    page.goto(f"{_origin(page)}/check/{wanted}")


def said(page: Page, question: str) -> list[str]:
    """What "check your answers" shows for one question."""
    row = page.locator(".govuk-summary-list__row").filter(has=page.get_by_text(question, exact=True))
    expect(row).to_have_count(1)
    return row.locator(".govuk-summary-list__value > *").all_inner_texts()


def see_result(page: Page) -> Locator:
    """From "check your answers" to the result; the leading step."""
    expect(title(page)).to_have_text(END)
    follow(page, "See what to do next")
    expect(title(page)).to_have_text("What to do next")
    return page.locator("#first")


def steps_below(page: Page) -> list[str]:
    """The next steps after the leading one, by their titles, in order."""
    return page.locator(".step:not(.step--first) .step__title").all_inner_texts()


def services_near(page: Page) -> list[str]:
    """The services on the result, those of folded needs too."""
    folded = page.locator("#near ~ details:not([open]) > summary")
    while folded.count():
        folded.first.click()
    return names_of(page)


# Requests


def fill_in(
    page: Page, heading: str, typed: Mapping[str, str] | None = None, chosen: Sequence[str] = ()
) -> None:
    """One page of a request: type, by label; choose; go on."""
    expect(title(page)).to_have_text(heading)
    for label, words in (typed or {}).items():
        page.get_by_label(label, exact=True).fill(words)
    for words in chosen:
        page.get_by_label(words, exact=True).check()
    press(page, "Continue")


def agree_and_send(page: Page) -> str:
    """The last page of a request: say yes to what is done with it, and send it; the reference on the receipt."""
    expect(title(page)).to_have_text("Check and send")
    page.get_by_role("checkbox", name=re.compile("^I agree to this")).check()
    press(page, "Send")
    return receipt(page)


def receipt(page: Page) -> str:
    """The reference on the receipt."""
    expect(title(page)).to_have_text("We have your request")
    return page.locator(".reference").inner_text()


def problem_said(visitor: "Visitor", *words: str) -> None:
    """The summary of errors says this, the title announces it, and it has the focus where there is a script."""
    page = visitor.page
    summary = page.locator(".govuk-error-summary")
    for one in words:
        expect(summary).to_contain_text(one)
    expect(page).to_have_title(re.compile("^Error: "))
    if visitor.javascript:
        expect(summary).to_be_focused()
