"""Axe on the states of the self-assessment: questions, interrupts, results, plan, saving, requests.

Each state sets itself up for a visitor of its own in a window that serves all, mostly by requests that the
browser does not show.
"""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.e2e.assess_steps import fill_in, hurry_to, press, send_unseen, title, unseen
from tests.e2e.axe import State, at, nothing_wrong, one_look, quick_states
from tests.e2e.conftest import Arrive, Visitor

SAFE = {"who_for": "me", "safe_now": "safe", "harm": "no"}
FINE = {
    **SAFE,
    "safe_home": "none",
    "connected": "fine",
    "independent": "fine",
    "caring": "no",
    "offer": "not_now",
}


REQUEST = {
    "who": {"asker-relation": "family_or_friend"},
    "where": {
        "whereabouts-lives": "Leeds",
        "whereabouts-now": "hospital",
        "whereabouts-home_when": "tomorrow",
    },
    "first": {"whereabouts-why_us": "moving_here"},
    "about": {"about-name": "Agnes Thackray"},
    "you": {"asker-name": "Roy Thackray", "asker-agreement": "yes", "contact-whom": "asker"},
    "reach": {"contact-ways": "phone", "asker-phone": "07700 900123"},
}
"""The fields that a son fills in on the pages of a request, by page."""


def begin_unseen(visitor: Visitor, check: str) -> None:
    """Begin a questionnaire without showing its first page in the browser."""
    send_unseen(visitor.page, f"/check/{check}/begin", unseen(visitor.page, f"/check/{check}"))


def request_at(visitor: Visitor, wanted: str) -> None:
    """Open a page of a request for an assessment, after the pages before it were sent with the fields of
    REQUEST."""
    shown = unseen(visitor.page, "/ask/needs-assessment")
    for _page in range(10):
        path = urlsplit(shown.url).path
        name = path.rsplit("/", 1)[1]
        if name == wanted:
            visitor.go(path)
            return
        shown = send_unseen(visitor.page, path, shown, **REQUEST.get(name, {}))
    raise AssertionError(f"the request does not come to {wanted}")


# States


def question(check: str, name: str, says: str = "", fill: str = "") -> State:
    """Return the state of a question.

    With `says`: with errors, after "Continue" was pressed with `fill` in the field.
    """

    def go(visitor: Visitor) -> None:
        begin_unseen(visitor, check)
        hurry_to(visitor.page, f"{check}/{name}", SAFE)
        if fill:
            visitor.page.locator("#answer").fill(fill)
        if says:
            press(visitor.page, "Continue")
            expect(visitor.page.locator(".govuk-error-summary")).to_contain_text(says)

    return go


def interrupt(check: str, name: str, option: str) -> State:
    """Return the state of the page that follows one answer at once."""

    def go(visitor: Visitor) -> None:
        begin_unseen(visitor, check)
        hurry_to(visitor.page, f"{check}/{name}", SAFE)
        visitor.page.locator(f'input[value="{option}"]').check()
        press(visitor.page, "Continue")
        expect(visitor.page.locator(".stop")).to_be_visible()

    return go


def changed_elsewhere(visitor: Visitor) -> None:
    question("adult-needs", "good_day")(visitor)
    path = "/check/adult-needs/good_day"
    send_unseen(visitor.page, path, unseen(visitor.page, path), answer="Tea with Ann")
    visitor.page.locator("#answer").fill("A walk by the canal")
    press(visitor.page, "Continue")
    expect(visitor.page.locator(".govuk-error-summary")).to_contain_text("another window")


def answers(visitor: Visitor) -> None:
    begin_unseen(visitor, "adult-needs")
    hurry_to(visitor.page, "adult-needs/answers", {**SAFE, "good_day": "Tea with Ann", "health": "stroke"})


def result(leading: str, check: str = "quick-check", **given: str) -> State:
    """Return the state of a result, by the title of its leading step."""

    def go(visitor: Visitor) -> None:
        begin_unseen(visitor, check)
        hurry_to(visitor.page, f"{check}/result", {**(FINE if check == "quick-check" else SAFE), **given})
        expect(visitor.page.locator("#first")).to_contain_text(leading)

    return go


def unfolded(visitor: Visitor) -> None:
    """A result with a place, with all details open."""
    result("Ask for a care assessment", independent="many", safe_home="bath")(visitor)
    visitor.page.get_by_label("Town or postcode").fill("S73 8")
    press(visitor.page, "Show what is near")
    expect(visitor.page.get_by_text(re.compile("^Near S73 8"))).to_be_visible()
    open_all(visitor)


def open_all(visitor: Visitor) -> None:
    """Open all that is folded, at once: each press would paint the page again."""
    visitor.page.evaluate("for (const each of document.querySelectorAll('main details')) each.open = true")
    expect(visitor.page.locator("main details:not([open])")).to_have_count(0)


def start_begun(visitor: Visitor) -> None:
    begin_unseen(visitor, "quick-check")
    path = "/check/quick-check/who_for"
    send_unseen(visitor.page, path, unseen(visitor.page, path), answer="me")
    visitor.go("/check/quick-check")
    expect(visitor.page.get_by_role("button", name="Carry on where you were")).to_be_visible()


def come_back_with_errors(visitor: Visitor) -> None:
    press(visitor.go("/come-back"), "Open my answers")
    expect(visitor.page.locator(".govuk-error-summary")).to_be_visible()


def plan_filled(visitor: Visitor) -> None:
    result(
        "Ask for a care assessment",
        "adult-needs",
        matters_most="my garden",
        health="stroke",
        effect="significant",
    )(visitor)
    press(visitor.page, "Make my plan")
    for part, text in (
        ("goals", "Walk to the shop"),
        ("goals", "Sing again"),
        ("people", "Ann"),
        ("actions", "Ring the choir"),
    ):
        change_plan(visitor, "add", part=part, text=text)
    change_plan(visitor, "measure", area="safe-at-home", value="4")
    change_plan(visitor, "look-again", day="2026-12-14")
    visitor.go("/my-plan")
    expect(visitor.page.get_by_text("Walk to the shop").first).to_be_visible()


def change_plan(visitor: Visitor, what: str, **fields: str) -> None:
    """Send one form of the plan without showing the plan in the browser."""
    send_unseen(visitor.page, f"/my-plan/{what}", unseen(visitor.page, "/my-plan"), **fields)


def plan_editing(visitor: Visitor) -> None:
    plan_filled(visitor)
    open_all(visitor)


def with_plan(path: str) -> State:
    """Return the state of a page that is opened with a line in the plan."""

    def go(visitor: Visitor) -> None:
        change_plan(visitor, "add", part="goals", text="Walk to the shop")
        visitor.go(path)

    return go


def plan_send_with_errors(visitor: Visitor) -> None:
    with_plan("/my-plan/send")(visitor)
    press(visitor.page, "Send my plan")
    expect(visitor.page.locator(".govuk-error-summary")).to_be_visible()


def plan_sent(visitor: Visitor) -> None:
    with_plan("/my-plan/send")(visitor)
    visitor.page.get_by_label("Email address").fill("axe@example.org")
    press(visitor.page, "Send my plan")
    expect(title(visitor.page)).to_have_text("Your email was not sent")


def save(visitor: Visitor) -> None:
    start_begun(visitor)
    visitor.go("/check/save")
    expect(visitor.page.get_by_role("button", name="Save my answers")).to_be_visible()


def save_with_errors(visitor: Visitor) -> None:
    save(visitor)
    press(visitor.page, "Send me a link")
    expect(visitor.page.locator(".govuk-error-summary")).to_be_visible()


def saved(visitor: Visitor) -> None:
    save(visitor)
    press(visitor.page, "Save my answers")
    expect(title(visitor.page)).to_have_text("Your answers are saved")


def saved_already(visitor: Visitor) -> None:
    save(visitor)
    send_unseen(visitor.page, "/check/save", unseen(visitor.page, "/check/save"))
    visitor.go("/check/save")
    expect(visitor.page.get_by_role("button", name="Save my answers")).to_have_count(0)


def link_sent(visitor: Visitor) -> None:
    save(visitor)
    visitor.page.get_by_label("Email address").fill("axe@example.org")
    press(visitor.page, "Send me a link")
    expect(title(visitor.page)).to_have_text("Your email was not sent")


def ask_with_errors(kind: str) -> State:
    """Return the state of the first page of a request that was sent empty."""

    def go(visitor: Visitor) -> None:
        visitor.go(f"/ask/{kind}")
        for filled in visitor.page.locator("main").get_by_role("textbox").all():
            filled.fill("")
        press(visitor.page, "Continue")
        expect(visitor.page.locator(".govuk-error-summary")).to_be_visible()

    return go


def track_with_errors(visitor: Visitor) -> None:
    visitor.go("/track")
    press(visitor.page, "See my request")
    expect(visitor.page.locator(".govuk-error-summary")).to_be_visible()


def ask_about_with_errors(visitor: Visitor) -> None:
    request_at(visitor, "about")
    fill_in(visitor.page, "About the person", {"Their date of birth (optional)": "yesterday"})
    expect(visitor.page.locator(".govuk-error-summary")).to_contain_text("date of birth")


def ask_you_with_errors(visitor: Visitor) -> None:
    request_at(visitor, "you")
    fill_in(visitor.page, "About you, who asks for them")
    expect(visitor.page.locator(".govuk-error-summary")).to_contain_text("Choose whether they agree")


def ask_reach_with_errors(visitor: Visitor) -> None:
    request_at(visitor, "reach")
    fill_in(visitor.page, "How can we reach you?", {"Phone number": "12"}, ["Phone"])
    expect(visitor.page.locator(".govuk-error-summary")).to_contain_text("area code")


def worry_first_part(visitor: Visitor) -> None:
    visitor.go("/tell-us")
    press(visitor.page, "Continue")
    expect(visitor.page.locator(".govuk-error-summary")).to_contain_text("We can’t find them")


def worry_of_a_professional(visitor: Visitor) -> None:
    """The last part with errors, after a place in another council's area."""
    page = visitor.go("/tell-us")
    page.get_by_label("A child or young person under 18").check()
    page.get_by_label("Where can we find them?").fill("Leeds")
    press(page, "Continue")
    page.get_by_label("In your own words").fill("x")
    press(page, "Continue")
    page.get_by_label("I tell you this in my job, or as a volunteer").check()
    press(page, "Send")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Write your job")
    open_all(visitor)


def worry_what(visitor: Visitor) -> None:
    """The second part with errors, in danger, with everything unfolded."""
    worry_of_a_professional(visitor)
    press(visitor.page, "Back")
    visitor.page.get_by_label("In your own words").fill("")
    press(visitor.page, "Continue")
    open_all(visitor)


def worry_sent(visitor: Visitor) -> None:
    worry_of_a_professional(visitor)
    visitor.page.get_by_label("I want to stay anonymous").check()
    press(visitor.page, "Send")
    expect(title(visitor.page)).to_have_text("We have it")


def ask_page(page: str, heading: str) -> State:
    """Return the state of one page of a request, without mistakes."""

    def go(visitor: Visitor) -> None:
        request_at(visitor, page)
        expect(title(visitor.page)).to_have_text(heading)

    return go


def ask_check_with_errors(visitor: Visitor) -> None:
    request_at(visitor, "check")
    press(visitor.page, "Send")
    expect(visitor.page.locator(".govuk-error-summary")).to_be_visible()


def sent(visitor: Visitor) -> None:
    request_at(visitor, "check")
    visitor.page.get_by_role("checkbox", name=re.compile("^I agree")).check()
    press(visitor.page, "Send")
    expect(title(visitor.page)).to_have_text("We have your request")


def time_is_nearly_over(visitor: Visitor) -> None:
    visitor.page.clock.install()
    question("quick-check", "safe_now")(visitor)
    visitor.page.clock.fast_forward("55:30")
    expect(visitor.page.get_by_role("alertdialog")).to_be_visible()


WITH_A_CLOCK = "time is nearly over"
"""The state whose page has a clock of its own, which would stay in a window that is used again."""
KINDS = ("needs-assessment", "carers-assessment", "occupational-therapy", "call-back")

# Of names that are alike before a colon, the first is the one of `make test`: it shows the most.
STATES: dict[str, State] = {
    "index": at("/check/"),
    "start: begun": start_begun,
    "start: new": at("/check/quick-check"),
    "plan, empty": at("/my-plan"),
    "come back: with errors": come_back_with_errors,
    "come back: without": at("/come-back"),
    "come back by a link": at("/come-back/a-token"),
    "ended: forgotten": at("/check/forgotten"),
    "ended: left": at("/check/left"),
    "ended: deleted": at("/check/deleted"),
    "how it decides: one check": at("/check/carer/how-it-decides"),
    "how it decides: all checks": at("/check/how-it-decides"),
    "choices: several, with errors": question("quick-check", "connected", "Choose at least one answer"),
    "choices: one, with errors": question("quick-check", "safe_now", "Choose an answer"),
    "choices: one": question("quick-check", "who_for"),
    "choices: several": question("quick-check", "safe_home"),
    "words: with errors": question("adult-needs", "good_day", "letters or fewer", "a" * 5000),
    "words: without": question("adult-needs", "good_day"),
    "words: changed elsewhere": changed_elsewhere,
    "lines: with errors": question("adult-needs", "matters_most", "letters or fewer", "a" * 500),
    "lines: without": question("adult-needs", "matters_most"),
    "number: money with errors": question("paying", "savings", "Write an amount in pounds", "lots"),
    "number: with errors": question("paying", "age", "Write a whole number", "old"),
    "number: money": question("paying", "savings"),
    "interrupt: danger": interrupt("quick-check", "safe_now", "danger"),
    "interrupt: harm": interrupt("quick-check", "harm", "hurt"),
    "interrupt: neglect": interrupt("quick-check", "harm", "neglect"),
    "interrupt: crisis": interrupt("quick-check", "connected", "no_hope"),
    "interrupt: fear": interrupt("adult-needs", "harm", "at_risk"),
    "interrupt: harm to another": interrupt("carer", "harm", "hurt_them"),
    "interrupt: breaking": interrupt("carer", "coping", "breaking"),
    "answers": answers,
    "result: assessment": unfolded,
    "result: carer": result("Ask for a carer's assessment", caring="yes"),
    "result: young carer": result("Get help as a young carer", caring="young"),
    "result: parent carer": result("Get help as the parent of a disabled child", caring="child"),
    "result: short-term help": result("Get help to do things for yourself", independent="changed"),
    "result: a talk": result("Talk it over with someone, face to face", caring="not_sure"),
    "result: nothing is hard": result("Find help and company"),
    "result: money": result("Ask for a money check", "paying", talked="yes", savings="20000", own_home="yes"),
    "result, not safe: danger": result("Call 999 now", safe_now="danger"),
    "result, not safe: concern": result("Tell us, so that we can help to stop the harm", harm="hurt"),
    "result, not safe: advice": result("Talk to someone about staying safe", harm="not_sure"),
    "result, not safe: crisis": result("Talk it over with someone, face to face", connected="no_hope"),
    "worry: receipt": worry_sent,
    "worry: first part": worry_first_part,
    "worry: second part": worry_what,
    "worry: last part": worry_of_a_professional,
    "plan: editing": plan_editing,
    "plan: filled": plan_filled,
    "plan, send: with errors": plan_send_with_errors,
    "plan, send: without": with_plan("/my-plan/send"),
    "sent by email: plan": plan_sent,
    "save: with errors": save_with_errors,
    "save: without": save,
    "save: saved already": saved_already,
    "saved": saved,
    "sent by email: link": link_sent,
    **{f"ask: {kind}, with errors": ask_with_errors(kind) for kind in KINDS},
    "track a request: with errors": track_with_errors,
    "request page: reach, with errors": ask_reach_with_errors,
    "request page: where they live": ask_page("where", "Where are they?"),
    "request page: another council and hospital": ask_page("first", "Before you go on"),
    "request page: about, with errors": ask_about_with_errors,
    "request page: you, with errors": ask_you_with_errors,
    "request page: talking": ask_page("talking", "What helps when we talk?"),
    "request page: words": ask_page("words", "In your own words"),
    "request, check: with errors": ask_check_with_errors,
    "request, check: without": ask_page("check", "Check and send"),
    "request, sent": sent,
    WITH_A_CLOCK: time_is_nearly_over,
}


@pytest.mark.parametrize("name", quick_states(STATES))
def test_axe_finds_nothing(newcomer: Visitor, arrive: Arrive, name: str) -> None:
    visitor = arrive(desktop=True) if name == WITH_A_CLOCK else newcomer
    STATES[name](visitor)
    nothing_wrong(visitor.page, one_look(name))


@pytest.mark.slow
@pytest.mark.parametrize("name", STATES)
def test_axe_finds_nothing_in_any_look(newcomer: Visitor, arrive: Arrive, name: str) -> None:
    visitor = arrive(desktop=True) if name == WITH_A_CLOCK else newcomer
    STATES[name](visitor)
    nothing_wrong(visitor.page)
