"""Axe on the states of every page outside the self-assessment.

Each state sets itself up for a visitor of its own, in a window that serves all.
"""

import re
from collections.abc import Sequence

import pytest
from flask import Flask
from playwright.sync_api import expect
from sqlalchemy import select

from accounts.organizations import matching_organizations
from accounts.roles import Role
from core.db import db
from directory.content_audit.services import store_findings
from directory.duplicates.services import find_duplicates
from directory.models.services import Service
from frontdoor.demonstration.group_calls import OWNER, add_group_calls
from frontdoor.professionals.queries import token_of
from frontdoor.professionals.services import add
from selfassess.referrals.services import submit
from tests.accounts import account_with_roles
from tests.e2e.assess_steps import send_unseen, unseen
from tests.e2e.axe import (
    ALL_RULES,
    COLOURS,
    LOOKS,
    Look,
    State,
    at,
    nothing_wrong,
    one_look,
    quick_states,
    violations,
)
from tests.e2e.conftest import PHONE, Arrive, Visitor
from tests.e2e.server import FAILING
from tests.e2e.steps import drop_changes, save, tick, work_out_costs
from tests.e2e.summary_steps import begin_contact, email_sent, list_opened, look_at, text_with_errors
from tests.integration.frontdoor.handover.stopped import stopped_hand_over
from tests.integration.frontdoor.inbox.requests import a_request
from upkeep.freshness.answers import hand_to_moderator

SAVED = ("larkhill-dogs-and-walkers", "lamp-line")
LISTING = f"/service/{SAVED[0]}"


def save_unseen(visitor: Visitor, *slugs: str) -> None:
    """Put services on the visitor's list without showing their pages in the browser."""
    for slug in slugs:
        send_unseen(visitor.page, "/my-list/add", unseen(visitor.page, f"/service/{slug}"))


def with_list(path: str) -> State:
    """Return the state of a page that is opened with two services on the list."""

    def go(visitor: Visitor) -> None:
        save_unseen(visitor, *SAVED)
        visitor.go(path)

    return go


def map_open(visitor: Visitor) -> None:
    visitor.go("/find?q=lunch+club&where=Wombwell&view=map")
    visitor.page.locator(".map .pin b").first.click()
    expect(visitor.page.locator(".pin-words")).to_be_visible()


def costs_worked_out(visitor: Visitor) -> None:
    work_out_costs(visitor.go("/costs"))
    expect(visitor.page.get_by_role("heading", name="What it may come to")).to_be_visible()


def filters_open(visitor: Visitor) -> None:
    visitor.page.set_viewport_size(PHONE)
    visitor.go("/find?q=falls&where=S73+8")
    tick(visitor, "Cost", "Free")
    closed = visitor.page.locator(".filters__group:not([open]) > summary")
    while closed.count():
        closed.first.click()


def menu_open(visitor: Visitor) -> None:
    visitor.page.set_viewport_size(PHONE)
    visitor.go("/").locator(".site-menu summary").click()


def suggestions_open(visitor: Visitor) -> None:
    box = visitor.go("/").get_by_role("combobox")
    box.press_sequentially("fall")
    expect(visitor.page.get_by_role("option").first).to_be_visible()
    box.press("ArrowDown")


def saved_here(visitor: Visitor) -> None:
    save(visitor.go(LISTING), "Larkhill dogs and walkers")


def list_filled(visitor: Visitor) -> None:
    save_unseen(visitor, *SAVED)
    item = visitor.go("/my-plan").locator(".saved__item").first
    item.locator("summary").click()
    item.get_by_role("textbox").fill("Ask for Jo")
    item.get_by_role("button", name="Keep this note").click()
    expect(visitor.page.get_by_role("textbox").first).to_have_value("Ask for Jo")


def send_with_errors(visitor: Visitor) -> None:
    with_list("/my-list/send")(visitor)
    visitor.page.get_by_role("button", name="Send my list").click()
    expect(visitor.page.locator(".govuk-error-summary")).to_be_visible()


def list_sent(visitor: Visitor) -> None:
    with_list("/my-list/send")(visitor)
    visitor.page.get_by_label("Email address").fill("axe@example.org")
    visitor.page.get_by_role("button", name="Send my list").click()
    visitor.page.wait_for_url(re.compile("/my-list/sent"))


def list_shared(visitor: Visitor) -> None:
    with_list("/my-list/share")(visitor)
    visitor.page.get_by_role("link", name="See what they will see").click()
    visitor.page.wait_for_url(re.compile("/list/"))


def problem_with_errors(visitor: Visitor) -> None:
    page = visitor.go(f"{LISTING}/problem")
    page.get_by_label("Your email address (optional)").fill("no address")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()


def problem_sent(visitor: Visitor) -> None:
    page = visitor.go(f"{LISTING}/problem")
    page.get_by_label("The cost is wrong").check()
    page.get_by_role("button", name="Send", exact=True).click()
    page.wait_for_url(re.compile("/problem/thanks/"))


def form_too_old(visitor: Visitor) -> None:
    page = visitor.go(f"{LISTING}/problem")
    visitor.context.clear_cookies()
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Please send that again")


def cleared(visitor: Visitor) -> None:
    visitor.go("/clear").get_by_role("button", name="Clear everything").click()
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("It is cleared")


def signed_in(path: str) -> State:
    """Return the state of a page for somebody with every role, who owns the group Ings Lane Luncheon Club."""

    def go(visitor: Visitor) -> None:
        name, value, group = visitor.site.session_of_everything()
        visitor.context.add_cookies([{"name": name, "value": value, "url": visitor.site.origin}])
        visitor.go(path.replace("GROUP", group))
        expect(visitor.page.get_by_role("banner")).to_have_class("work-header")

    return go


def _referral_step(visitor: Visitor, step: str) -> None:
    """Begin a referral with the form of an organisation, and open one of its steps."""
    token = visitor.site.within(_referring_token)
    visitor.go(f"/refer/{token}")
    visitor.page.get_by_role("button", name="Start").click()
    visitor.page.goto(visitor.page.url.replace("/request", f"/{step}"))


def _referring_token(app: Flask) -> str:
    settings = app.extensions["settings"]
    with app.app_context():
        return token_of(settings, add(settings, "Dearne surgery", "gp", actor="system"))


def referral_with_errors(visitor: Visitor) -> None:
    _referral_step(visitor, "reach")
    visitor.page.get_by_role("button", name="Continue").click()
    expect(visitor.page.get_by_role("heading", name="There is a problem")).to_be_visible()


def referral_checked(visitor: Visitor) -> None:
    _referral_step(visitor, "check")
    expect(visitor.page.get_by_role("heading", name="Check and send")).to_be_visible()


def page_previewed(visitor: Visitor) -> None:
    signed_in("/content/page/edit/falls")(visitor)
    visitor.page.get_by_role("textbox", name="Title").fill("Falling over")
    visitor.page.get_by_role("button", name="Show me first").click()
    expect(visitor.page.get_by_role("heading", name="Preview: not live yet")).to_be_visible()


def words_tried(visitor: Visitor) -> None:
    signed_in("/content/need-words/edit/falls")(visitor)
    visitor.page.get_by_role("textbox", name="Try a search").fill("zxqwv")
    visitor.page.get_by_role("button", name="Show me first").click()
    expect(visitor.page.get_by_role("heading", name="With your change")).to_be_visible()


def entry_with_errors(visitor: Visitor) -> None:
    signed_in("/content/synonym/new")(visitor)
    visitor.page.get_by_role("button", name="Publish").click()
    expect(visitor.page.locator(".govuk-error-summary")).to_be_visible()


def at_desk(path: str) -> State:
    """Return the state of a page about the listing of the group."""

    def go(visitor: Visitor) -> None:
        signed_in("/group/GROUP")(visitor)
        link = visitor.page.get_by_role("link", name="Change the times").first.get_attribute("href") or ""
        visitor.go(link.removesuffix("/when") + path)

    return go


def listing_with_changes(visitor: Visitor) -> None:
    signed_in("/group/GROUP")(visitor)
    drop_changes(visitor.page)
    at_desk("/what")(visitor)
    visitor.page.get_by_label("What it is, in one or two sentences").fill("A dinner, facilitated by us.")
    visitor.page.get_by_role("button", name="Save", exact=True).click()
    expect(visitor.page.get_by_role("heading", name="Not sent yet")).to_be_visible()


def times_with_a_question(visitor: Visitor) -> None:
    at_desk("/when")(visitor)
    visitor.page.get_by_label("Write or paste the times").fill("Fridays 11.30 - 1.30")
    visitor.page.get_by_role("button", name="Save", exact=True).click()
    expect(visitor.page.locator(".govuk-error-summary")).to_be_visible()


def change_of_moderators(visitor: Visitor) -> None:
    listing_with_changes(visitor)
    visitor.page.get_by_role("button", name="Send it").click()
    # The change is there when its answer is.
    expect(visitor.page.get_by_role("status").first).to_contain_text("Sent")
    queue = visitor.go("/moderation/changes").locator("main")
    queue.get_by_role("link", name="Ings Lane luncheon club", exact=True).click()
    expect(visitor.page.get_by_role("button", name="Approve: it goes live")).to_be_visible()


def change_of_group(visitor: Visitor) -> None:
    change_of_moderators(visitor)
    visitor.page.get_by_role("link", name="Put something right in it first").click()
    visitor.page.get_by_role("link", name="What was sent, and what became of it").click()
    expect(visitor.page.get_by_role("heading", name="What changes")).to_be_visible()


def inbox(path: str = "") -> State:
    """Return the state of the list of requests, or of a page of one of them."""

    def go(visitor: Visitor) -> None:
        reference = visitor.site.within(_two_requests)
        signed_in(f"/requests/{reference}{path}" if path else "/requests")(visitor)

    return go


def _two_requests(app: Flask) -> str:
    with app.app_context(), app.test_request_context():
        settings = app.extensions["settings"]
        submit(settings, a_request(), "axe one")
        return submit(settings, a_request(), "axe two").reference


def step_with_errors(visitor: Visitor) -> None:
    inbox("/steps/decline")(visitor)
    visitor.page.locator("main").get_by_role("button", name="Decline", exact=True).click()
    expect(visitor.page.locator(".govuk-error-summary")).to_be_visible()


def hand_over(visitor: Visitor) -> None:
    """Show a hand-over that waits for a person, with an error in its form."""
    reference = visitor.site.within(_stopped_for_axe)
    signed_in(f"/requests/{reference}/hand-over")(visitor)
    visitor.page.get_by_role("button", name="Save").click()
    expect(visitor.page.locator(".govuk-error-summary")).to_be_visible()


def _stopped_for_axe(app: Flask) -> str:
    return stopped_hand_over(app, "axe")


def hand_overs(visitor: Visitor) -> None:
    visitor.site.within(_stopped_for_axe)
    signed_in("/requests/hand-overs")(visitor)


def two_compared(visitor: Visitor) -> None:
    visitor.site.within(_find_duplicates)
    signed_in("/moderation/duplicates")(visitor)
    visitor.page.get_by_role("link", name="Compare").first.click()
    expect(visitor.page.get_by_role("button", name="Make them one")).to_be_visible()


def _find_duplicates(app: Flask) -> None:
    with app.app_context():
        find_duplicates()


def audited(visitor: Visitor) -> None:
    visitor.site.within(_audit)
    signed_in("/moderation/audit")(visitor)
    expect(visitor.page.locator(".pair").first).to_be_visible()


def _audit(app: Flask) -> None:
    with app.app_context():
        store_findings()


def call_sheet(visitor: Visitor) -> None:
    visitor.site.within(_hand_over)
    signed_in("/moderation/to-ring")(visitor)
    visitor.page.locator("main a[href*='/to-ring/']").first.click()
    expect(visitor.page.get_by_role("heading", name="Read out")).to_be_visible()


def _hand_over(app: Flask) -> None:
    with app.app_context():
        hand_to_moderator(db.session.scalars(select(Service).where(Service.slug == SAVED[0])).one())
        db.session.commit()


def claim_with_errors(visitor: Visitor) -> None:
    page = visitor.go(f"{LISTING}/claim")
    page.locator("main form button").first.click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()


def call_begun(visitor: Visitor) -> None:
    signed_in("/calls")(visitor)
    visitor.page.get_by_role("button", name="Phone call").click()
    expect(visitor.page.get_by_role("heading", level=1)).to_contain_text("Contact")


def call_with_results(visitor: Visitor) -> None:
    call_begun(visitor)
    page = visitor.page
    page.get_by_label("Town or postcode").fill("S73")
    page.get_by_label("What do they need?").fill("befriending")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("#result-3")).to_be_visible()
    page.locator("#result-1 button").click()
    expect(page.locator("[data-ticked]")).to_have_count(1)
    for panel in ("[data-call-danger]", "[data-call-shortcuts]", ".call-prompts", "#result-1 details"):
        if page.locator(panel).first.is_visible():
            page.locator(f"{panel} > summary").first.click()


def call_with_errors(visitor: Visitor) -> None:
    call_begun(visitor)
    visitor.page.get_by_text("The same caller has another contact").click()
    visitor.page.get_by_role("button", name="Join that contact to this one").click()
    expect(visitor.page.locator(".govuk-error-summary")).to_be_visible()


def questions_with_caller(visitor: Visitor) -> None:
    call_begun(visitor)
    visitor.page.get_by_role("link", name="Questions with the caller").click()
    visitor.page.get_by_role("button", name="Open saved answers").click()
    expect(visitor.page.locator(".govuk-error-summary")).to_be_visible()


def call_me_with_errors(visitor: Visitor) -> None:
    visitor.site.within(_ask_for_call)
    page = visitor.go("/service/ings-lane-luncheon-club/call-me")
    page.get_by_role("button", name="Ask for a call").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()


def group_call(visitor: Visitor) -> None:
    visitor.site.within(_ask_for_call)
    signed_in("/group/GROUP/call-backs")(visitor)
    visitor.page.locator("main a[href*='/call-backs/']").first.click()
    expect(visitor.page.get_by_role("heading", name="What came of it?")).to_be_visible()


def _ask_for_call(app: Flask) -> None:
    """Let the group of the session of everything call people, and ask it once."""
    account_with_roles(app, OWNER, Role.GROUP_OWNER, organization_id=_group(app))
    with app.app_context(), app.test_request_context():
        add_group_calls(app.extensions["settings"])


def _group(app: Flask) -> str:
    with app.app_context():
        return matching_organizations("Ings Lane Luncheon Club")[0].id


# Of names that are alike before a colon, the first is the one of `make test`: it shows the most.
STATES: dict[str, State] = {
    "a call: with results": call_with_results,
    "a call: just begun": call_begun,
    "a call: with errors": call_with_errors,
    "a call: questions": questions_with_caller,
    "calls": signed_in("/calls?whose=all"),
    "requests: the list": inbox(),
    "request: one": inbox("?done=request-taken"),
    "request step: with errors": step_with_errors,
    "request step: another queue": inbox("/steps/move"),
    "hand-over: with errors": hand_over,
    "hand-over: the list": hand_overs,
    "already getting care": at("/already-getting-care"),
    "costs": at("/costs"),
    "costs: sums": costs_worked_out,
    "home: suggestions open": suggestions_open,
    "home: as it opens": at("/"),
    "home: menu open": menu_open,
    "find without a question": at("/find"),
    "results: filters open": filters_open,
    "results: with filters": at("/find?q=falls&where=S73+8&cost=free&delivery=place"),
    "results: without": at("/find?q=falls&where=S73+8"),
    "results: page 2": at("/find?where=Barnsley&page=2"),
    "results: beyond the last page": at("/find?q=falls&page=400"),
    "results, notes: spelling and place": at("/find?q=fallign&where=Atlantis"),
    "results, notes: spelling mended": at("/find?q=fallign"),
    "results, notes: place not known": at("/find?q=falls&where=Atlantis"),
    "results: in another language": at(
        "/find?q=%D9%85%D8%AC%DA%BE%DB%92+%DA%AF%DA%BE%D8%B1+%D9%85%DB%8C%DA%BA+%D9%85%D8%AF%D8%AF"
    ),
    "nothing: found": at("/find?q=zxqwv"),
    "nothing: fits the filters": at("/find?q=falls&culture=kosher&day=su"),
    "distress: abuse": at("/find?q=my+partner+hits+me"),
    "distress: crisis": at("/find?q=i+want+to+die"),
    "distress: emergency": at("/find?q=he+is+not+breathing"),
    "distress: neglect": at("/find?q=my+neighbour+is+being+neglected"),
    "map": map_open,
    "listing: with the way back": at(f"{LISTING}?back=q%3Dfalls%26where%3DS73"),
    "listing: plain": at(LISTING),
    "listing: several places": at("/service/steady-feet-balance-and-strength-classes"),
    "listing, banner: ends soon": at("/service/dearne-hot-plate"),
    "listing, banner: ended": at("/service/hoyland-soup-lunch"),
    "listing, banner: starts later": at("/service/cold-crate-freezer-box"),
    "listing, banner: full": at("/service/whinberry-grange"),
    "listing, banner: GP only": at("/service/memory-assessment-clinic"),
    "listing, sensitive: secret place": at("/service/harebell-safe-house"),
    "listing, sensitive: by phone": at("/service/lamp-line"),
    "organization: usual": at("/organization/larkhill-neighbourhood-network"),
    "organization: sensitive": at("/organization/the-harebell-project"),
    "needs": at("/needs/"),
    "theme": at("/needs/safe-at-home"),
    "need: usual": at("/needs/falls"),
    "need: sensitive": at("/needs/domestic-abuse"),
    "A to Z: a letter": at("/a-to-z/s"),
    "A to Z: all letters": at("/a-to-z/"),
    "town: one": at("/towns/wombwell"),
    "town: all towns": at("/towns/"),
    "what is on: in a town": at("/whats-on?town=wombwell&kind=company&free=yes&day=2026-11-24"),
    "what is on: everywhere": at("/whats-on"),
    "use our data": at("/use-our-data"),
    "the widget": at("/widget?need=social-groups"),
    "nothing on the list: send": at("/my-list/send"),
    "nothing on the list: share": at("/my-list/share"),
    "listing: saved": saved_here,
    "my list": list_filled,
    "send: with errors": send_with_errors,
    "send: without": with_list("/my-list/send"),
    "sent": list_sent,
    "share": with_list("/my-list/share"),
    "shared list": list_shared,
    "problem: with errors": problem_with_errors,
    "problem: without": at(f"{LISTING}/problem"),
    "problem, thanks": problem_sent,
    "advice": at("/advice/"),
    "advice page: long": at("/advice/paying-for-care"),
    "advice page: usual": at("/advice/falls"),
    "advice page: sensitive": at("/advice/d"),
    "advice page: harm to a child": at("/advice/c"),
    "advice page: accessibility statement": at("/advice/accessibility-statement"),
    "life events": at("/life-events/"),
    "life event": at("/life-events/looking-after-someone"),
    "urgent help": at("/urgent-help"),
    "contact": at("/contact"),
    "error: not there": at("/no-such-page", 404),
    "error: form too old": form_too_old,
    "error: failure": at(FAILING, 500),
    "clear": at("/clear"),
    "cleared": cleared,
    "a call for a group: one person": group_call,
    "a call for a group: form with errors": call_me_with_errors,
    "a call for a group: list": signed_in("/group/GROUP/call-backs"),
    "a call for a group: services": signed_in("/group/GROUP/call-backs/services"),
    "front door: what is kept": signed_in("/people/kept"),
    "front door: call-backs": signed_in("/call-backs"),
    "front door: who may refer": at("/refer"),
    "front door: referrals of a group": signed_in("/group/GROUP/referrals"),
    "front door: people whom a professional referred": signed_in("/professional"),
    "front door: organisations that refer": signed_in("/requests/organisations"),
    "front door: what the case system did not let in": signed_in("/requests/hand-overs/stopped"),
    "front door: a referral, with errors": referral_with_errors,
    "front door: a referral, checked": referral_checked,
    "sign in: groups": at("/sign-in"),
    "sign in: staff": at("/sign-in/staff"),
    "sign in: signed out": at("/signed-out"),
    "sign in: link is over": at("/sign-in/link/nothing"),
    "sign in: invitation is over": at("/invitation/nothing"),
    "account: administration": signed_in("/administration"),
    "account: own page": signed_in("/account"),
    "account: factors": signed_in("/account/security"),
    "account: people of a group": signed_in("/group/GROUP/people"),
    "account: group": signed_in("/group/GROUP"),
    "account: audit": signed_in("/administration/audit"),
    "content: a page, previewed": page_previewed,
    "content: words, tried": words_tried,
    "content: with errors": entry_with_errors,
    "content: first page": signed_in("/content"),
    "content: list": signed_in("/content/need"),
    "content: history": signed_in("/content/page/history/falls"),
    "content: merge": signed_in("/content/need/merge/falls"),
    "content: searches": signed_in("/content/searches"),
    "content: review": signed_in("/content/review"),
    "content: upgrades": signed_in("/content/upgrades"),
    "account: reports": signed_in("/moderation/reports"),
    "account: sources": signed_in("/moderation/sources"),
    "account: reports of a group": signed_in("/group/GROUP/reports"),
    "alerts": at("/alerts"),
    "alerts: staff": signed_in("/moderation/alerts"),
    "alerts: new": signed_in("/moderation/alerts/new"),
    "follow a report": at("/problem/follow"),
    "joining: claim, with errors": claim_with_errors,
    "joining: list a group": at("/groups/register"),
    "joining: claim": at(f"{LISTING}/claim"),
    "joining: sent": at("/groups/sent"),
    "joining: done": at("/groups/done/BCD-FGH"),
    "joining: link is over": at("/groups/confirm/nothing"),
    "joining: requests": signed_in("/moderation/groups"),
    "checks: link is over": at("/still-right/nothing"),
    "checks: phone round": signed_in("/moderation/to-ring"),
    "checks: of a group": signed_in("/group/GROUP/checks"),
    "checks: websites": signed_in("/moderation/links"),
    "changes: queue": signed_in("/moderation/changes"),
    "changes: recent": signed_in("/moderation/recent"),
    "changes: trusted groups": signed_in("/moderation/trust"),
    "desk: listing with changes": listing_with_changes,
    "desk times: a question": times_with_a_question,
    "desk: what": at_desk("/what"),
    "desk who: needs": at_desk("/who"),
    "desk: where": at_desk("/where"),
    "desk: place": at_desk("/place?site=new"),
    "desk: boxes": at_desk("/when?boxes=yes"),
    "desk: contact": at_desk("/contact"),
    "desk: cost": at_desk("/cost"),
    "desk: photo": at_desk("/photo"),
    "desk: preview": at_desk("/preview"),
    "desk: contacts": signed_in("/group/GROUP/contacts"),
    "desk: new": signed_in("/group/GROUP/listings/new"),
    "figures: all listings": signed_in("/moderation/figures"),
    "figures: of a group": signed_in("/group/GROUP/figures"),
    "life: end": at_desk("/life/end"),
    "life: pause": at_desk("/life/pause"),
    "life: all": at_desk("/life/all"),
    "life: rename": at_desk("/life/rename"),
    "life: copy": at_desk("/life/copy"),
    "change of a listing: for moderators": change_of_moderators,
    "change of a listing: for its group": change_of_group,
    "duplicates, compared": two_compared,
    "duplicates: merges": signed_in("/moderation/merges"),
    "duplicates: list": signed_in("/moderation/duplicates"),
    "audit of listings: moderators": audited,
    "audit of listings: group": signed_in("/group/GROUP/hints"),
    "call sheet": call_sheet,
    "summary: text, with errors": text_with_errors,
    "summary: form": lambda visitor: visitor.go(begin_contact(visitor)) and None,
    "summary: letter": lambda visitor: look_at(visitor, "Letter to print here"),
    "summary: sent": email_sent,
    "sent list": list_opened,
    "sent list: over": at("/s/nothing", 404),
}


@pytest.mark.parametrize("name", quick_states(STATES))
def test_axe_finds_nothing(newcomer: Visitor, name: str) -> None:
    STATES[name](newcomer)
    nothing_wrong(newcomer.page, one_look(name))


@pytest.mark.slow
@pytest.mark.parametrize("name", STATES)
def test_axe_finds_nothing_in_any_look(newcomer: Visitor, name: str) -> None:
    STATES[name](newcomer)
    nothing_wrong(newcomer.page)


def test_axe_finds_planted_faults(arrive: Arrive) -> None:
    page = arrive(desktop=True).go("/")
    page.evaluate("document.getElementById('start-here').style.color = '#dddddd'")
    page.evaluate("document.querySelector('#q').removeAttribute('id')")
    report = violations(page, ALL_RULES)
    assert "color-contrast" in report
    assert "Ensure every form element has a label" in report
    assert "color-contrast" in violations(page, COLOURS)


@pytest.mark.parametrize(
    "looks", [(*one_look("any"), LOOKS[-1]), pytest.param(LOOKS, marks=pytest.mark.slow)], ids=["some", "all"]
)
def test_a_planted_fault_fails_in_each_look(arrive: Arrive, looks: Sequence[Look]) -> None:
    page = arrive(desktop=True).go("/")
    for look in looks:
        pale = {"light": "#dddddd", "dark": "#333333"}[look.scheme]
        page.evaluate("(colour) => document.getElementById('start-here').style.color = colour", pale)
        with pytest.raises(AssertionError, match=rf"\({look.screen}, {look.scheme}\): [\s\S]*color-contrast"):
            nothing_wrong(page, [look])


def test_of_elements_that_look_alike_the_first_is_measured_and_any_that_differs(arrive: Arrive) -> None:
    page = arrive(desktop=True).go("/needs/")
    assert violations(page, COLOURS, alike_once=True) == ""
    marked = page.locator("[data-looks-new]").count()
    assert 20 < marked < page.locator("body *").count() / 3
    page.locator("main a").last.evaluate("(link) => (link.style.color = '#dddddd')")
    assert "color-contrast" in violations(page, COLOURS, alike_once=True)
    assert page.locator("[data-looks-new]").count() == marked + 1


def test_both_looks_have_their_part_of_the_states() -> None:
    looks = [one_look(name)[0].screen for name in quick_states(STATES)]
    assert min(looks.count("phone"), looks.count("desktop")) > len(looks) / 4


def test_of_states_that_differ_in_words_only_the_first_is_quick() -> None:
    states = dict.fromkeys(
        ("home", "stop: danger", "stop: fear", "stop, with errors", "result: money"), at("/")
    )
    assert quick_states(states) == ["home", "stop: danger", "stop, with errors", "result: money"]
