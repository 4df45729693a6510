"""The plan: begun from the answers, changed, printed, sent, and put into a calendar."""

import re
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select, update

from core import clock
from core.db import db
from directory.models import Service
from selfassess.session import stored_form
from selfassess.session.answers_in_progress import InProgress
from selfassess.values import plan_operations as plans
from selfassess.values.saved import ActionKind, PlanValue, SavedBody, to_json
from tests.databases import on_files
from tests.examples import sampled, slow_on_both
from tests.integration.selfassess.steps import HARD, answer_all, field, text_of
from tests.outbox import emails
from tests.page_checks import PageCheckingClient


def page_of(client: PageCheckingClient) -> str:
    return text_of(client.get("/my-plan"))


def change(client: PageCheckingClient, what: str, **data: object) -> None:
    """Send one of the plan's forms as its page made it."""
    response = client.post_form(f"/my-plan/{what}", {"revision": field(page_of(client), "revision"), **data})
    assert response.status_code == 303
    assert response.location.startswith("/my-plan#")


def ids(page: str, part: str) -> list[str]:
    """The ids of the lines of a part, in their order."""
    found = re.findall(rf'name="part" value="{part}">\s*<input type="hidden" name="id" value="([^"]+)"', page)
    return list(dict.fromkeys(found))


def words(page: str) -> list[str]:
    return [
        " ".join(re.sub("<[^>]+>", "", line).split())
        for line in re.findall(r'plan-list__words">(.*?)</p>', page, re.DOTALL)
    ]


def test_a_plan_begins_from_the_answers(demo_client: PageCheckingClient) -> None:
    answer_all(demo_client, HARD)
    assert demo_client.post_form("/my-plan/begin").location == "/my-plan"
    page = page_of(demo_client)
    assert "Ask for a care assessment" in page
    assert "A skill or a hobby to share" in page
    assert "01632 960100" in page
    first = words(page)
    demo_client.post_form("/my-plan/begin")
    assert words(page_of(demo_client)) == first


@pytest.mark.parametrize("part", sampled(["goals", "strengths", "people", "calls", "actions"], 5))
def test_lines_are_added_moved_and_taken_out(demo_client: PageCheckingClient, part: str) -> None:
    for text in ("first", "second", "third"):
        change(demo_client, "add", part=part, text=text, phone="01632 960111")
    page = page_of(demo_client)
    one, two, three = ids(page, part)
    change(demo_client, "move", part=part, id=three, to="1")
    assert ids(page_of(demo_client), part) == [three, one, two]
    change(demo_client, "remove", part=part, id=one)
    assert ids(page_of(demo_client), part) == [three, two]


def test_words_ticks_and_notes_are_kept(demo_client: PageCheckingClient) -> None:
    change(demo_client, "text", part="what_matters", text="Walking <the> dog")
    change(demo_client, "text", part="contingency", text="My sister has a key")
    change(demo_client, "add", part="actions", text="Ring the walking group", kind="service")
    page = page_of(demo_client)
    (action,) = ids(page, "actions")
    change(demo_client, "tick", id=action, done="yes")
    change(
        demo_client, "change", part="actions", id=action, text="Ring the walking group", note="Ask for Ann"
    )
    page = page_of(demo_client)
    assert "Walking <the> dog" in page
    assert "My sister has a key" in page
    assert "Not done yet" in page
    assert "My note: Ask for Ann" in page


@slow_on_both
@pytest.mark.parametrize(
    ("part", "added", "changed", "says"),
    sampled(
        [
            ("goals", {"text": "Walk"}, {"text": "Swim"}, "Swim"),
            ("strengths", {"text": "Cook"}, {"text": "Bake"}, "Bake"),
            (
                "people",
                {"text": "Jo", "how": "shops"},
                {"name": "Jo", "how": "cooks", "phone": "01632 960111"},
                "Jo: cooks 01632 960111",
            ),
            (
                "calls",
                {"text": "The hub", "phone": "1"},
                {"who": "The hub", "phone": "01632 960222", "why": "rail"},
                "The hub 01632 960222: rail",
            ),
            ("actions", {"text": "Ring"}, {"text": "Write"}, "Write (my own idea)"),
        ],
        5,
    ),
)
def test_lines_can_get_other_words(
    demo_client: PageCheckingClient, part: str, added: dict[str, str], changed: dict[str, str], says: str
) -> None:
    change(demo_client, "add", part=part, **added)
    (line,) = ids(page_of(demo_client), part)
    change(demo_client, "change", part=part, id=line, **changed)
    assert words(page_of(demo_client)) == [says]
    change(demo_client, "change", part=part, id=line, **dict.fromkeys(list(changed)[:1], ""))
    assert words(page_of(demo_client)) == [says]


def refused(client: PageCheckingClient, what: str, **data: object) -> str:
    """The page after a form of the plan that cannot be taken: the plan, with the error and what was typed."""
    response = client.post_form(f"/my-plan/{what}", {"revision": field(page_of(client), "revision"), **data})
    assert response.status_code == 422
    return text_of(response)


def test_a_line_without_words_is_asked_for_again(demo_client: PageCheckingClient) -> None:
    page = refused(demo_client, "add", part="people", text="  ", how="She shops for me")
    assert "Write something first" in page
    assert 'href="#add-people"' in page
    assert 'value="She shops for me"' in page
    assert ids(page_of(demo_client), "people") == []


@slow_on_both
@pytest.mark.parametrize(
    ("what", "data", "most"),
    [
        ("add", {"part": "goals"}, 500),
        ("text", {"part": "what_matters"}, 4000),
        ("text", {"part": "contingency"}, 4000),
    ],
)
def test_what_is_too_long_is_said_and_not_cut(
    demo_client: PageCheckingClient, what: str, data: dict[str, str], most: int
) -> None:
    typed = "w" * (most + 1)
    page = refused(demo_client, what, text=typed, **data)
    assert "This is too long" in page
    assert typed in page
    assert typed not in page_of(demo_client)


@slow_on_both
def test_a_line_that_gets_too_long_is_shown_with_what_was_typed(demo_client: PageCheckingClient) -> None:
    change(demo_client, "add", part="calls", text="The hub")
    (line,) = ids(page_of(demo_client), "calls")
    typed = "1" * 61
    page = refused(demo_client, "change", part="calls", id=line, who="The hub", phone=typed, why="rail")
    assert f'href="#change-{line}-phone"' in page
    assert typed in page
    assert 'value="rail"' in page


def test_somebody_to_call_needs_no_number(demo_client: PageCheckingClient) -> None:
    change(demo_client, "add", part="calls", text="My sister")
    change(demo_client, "add", part="people", text="Jo", phone="ask Ann")
    assert words(page_of(demo_client)) == ["Jo ask Ann", "My sister"]


@slow_on_both
def test_a_service_comes_into_the_plan_from_its_own_page_once(
    demo_app: Flask, demo_client: PageCheckingClient
) -> None:
    listing = text_of(demo_client.get("/service/larkhill-dogs-and-walkers"))
    service = field(listing, "service")
    assert "/my-plan/service" not in listing
    demo_client.post_form("/my-list/add", {"service": service})
    # The button of a page that was open before an upgrade.
    assert demo_client.post_form("/my-plan/service", {"service": service}).location == "/my-plan#saved"
    demo_client.post_form("/my-plan/service", {"service": "nothing"})
    assert demo_client.post_form("/my-plan/from-list", {}).location == "/my-plan#saved"
    page = page_of(demo_client)
    assert page.count('class="saved__item"') == 1
    assert 'href="/service/larkhill-dogs-and-walkers"' in page


@slow_on_both
def test_a_service_in_an_older_plan_stays_and_one_that_is_gone_is_said_so(
    own_demo_app: Flask, own_demo_client: PageCheckingClient
) -> None:
    service = field(text_of(own_demo_client.get("/service/larkhill-dogs-and-walkers")), "service")
    plan = plans.add_action(PlanValue(), ActionKind.SERVICE, "Dogs", service_id=service, note="with Ann")
    older = stored_form.write(InProgress(body=SavedBody(plan=to_json(plan))))
    with own_demo_client.session_transaction() as session:
        session["assessment"] = older
    page = page_of(own_demo_client)
    assert 'href="/service/larkhill-dogs-and-walkers">Dogs' in page
    assert "with Ann" in page
    with own_demo_app.app_context():
        db.session.execute(update(Service).where(Service.id == service).values(status="inactive"))
        db.session.commit()
    assert "We don’t list this any more" in page_of(own_demo_client)


@slow_on_both
def test_days_to_look_again_go_into_a_calendar_that_tells_nothing(demo_client: PageCheckingClient) -> None:
    assert demo_client.get("/my-plan/reminder.ics").status_code == 303
    change(demo_client, "text", part="what_matters", text="Walking the dog")
    change(demo_client, "look-again", day=["2026-12-14", "2027-01-04"])
    page = page_of(demo_client)
    assert "14 December 2026" in page
    calendar = demo_client.get("/my-plan/reminder.ics")
    assert calendar.mimetype == "text/calendar"
    assert "20261214" in calendar.get_data(as_text=True)
    assert "dog" not in calendar.get_data(as_text=True)


def back_at(client: PageCheckingClient, moment: datetime) -> None:
    """Set the clock to a day on which the visitor has come back to the plan, in a new session."""
    with client.session_transaction() as earlier:
        content = dict(earlier)
    clock.set_clock(lambda: moment)
    with client.session_transaction() as session:
        session.update(content)


@on_files
def test_scores_are_compared_with_the_first_ones(demo_client: PageCheckingClient) -> None:
    change(demo_client, "measure", area="seeing-people", value="3")
    back_at(demo_client, datetime(2026, 12, 14, 10, tzinfo=clock.LONDON))
    change(demo_client, "measure", area="seeing-people", value="6")
    page = page_of(demo_client)
    assert re.search(r">3 <span[^>]*>\(23 November 2026\)", page)
    assert re.search(r">6 <span[^>]*>\(14 December 2026\)", page)
    assert "3 better" in page
    assert "a number from 0 to 10" in refused(demo_client, "measure", area="seeing-people", value="11")
    change(demo_client, "measure/remove", area="seeing-people")
    assert "govuk-table" not in page_of(demo_client)


@slow_on_both
@on_files
def test_looking_again_gives_every_area_a_new_number_at_once(demo_client: PageCheckingClient) -> None:
    change(demo_client, "measure", area="seeing-people", value="3")
    change(demo_client, "measure", area="safe-at-home", value="8")
    back_at(demo_client, datetime(2027, 1, 4, 10, tzinfo=clock.LONDON))
    more = {"value-seeing-people": "3", "value-safe-at-home": "6", "area": "everyday-help", "value": "5"}
    change(demo_client, "measure", **more)
    page = page_of(demo_client)
    assert "the same" in page
    assert "2 worse" in page
    assert 'id="value-everyday-help"' in page
    assert '<option value="everyday-help">' not in page


def test_two_windows_merge_different_parts_and_refuse_the_same(demo_client: PageCheckingClient) -> None:
    old = field(page_of(demo_client), "revision")
    change(demo_client, "text", part="what_matters", text="New")
    demo_client.post_form("/my-plan/text", {"revision": old, "part": "contingency", "text": "A key"})
    demo_client.post_form("/my-plan/text", {"revision": old, "part": "what_matters", "text": "Old"})
    page = page_of(demo_client)
    assert "in another window" in page
    assert ">New</textarea>" in page
    assert ">A key</textarea>" in page


@slow_on_both
def test_on_paper_and_by_email(own_demo_app: Flask, own_demo_client: PageCheckingClient) -> None:
    change(own_demo_client, "text", part="what_matters", text="Walking the dog")
    assert '<p class="plan-words print-only">Walking the dog</p>' in page_of(own_demo_client)
    paper = own_demo_client.get("/my-plan/plan.pdf")
    assert paper.status_code == 303 or paper.get_data().startswith(b"%PDF")
    own_demo_client.get("/my-plan/send")
    assert own_demo_client.post_form("/my-plan/send", {"email": "nobody"}).status_code == 422
    sent = own_demo_client.post_form("/my-plan/send", {"email": "jo@example.org"}).location
    assert sent.startswith("/my-plan/sent?message=")
    assert "Your email was not sent" in own_demo_client.get(sent).get_data(as_text=True)
    message = emails(own_demo_app)[0]
    assert "Walking the dog" in message.text
    assert "dog" not in message.subject


def test_the_email_leads_to_the_pages_of_what_was_found(
    own_demo_app: Flask, own_demo_client: PageCheckingClient
) -> None:
    with own_demo_app.app_context():
        id = db.session.scalars(select(Service.id).where(Service.slug == "slow-tide-stroke-group")).one()
    own_demo_client.post_form("/my-list/add", {"service": [id], "why": "near you, see www.evil.example/x"})
    answer_all(own_demo_client, HARD)
    own_demo_client.post_form("/my-plan/send", {"email": "jo@example.org"})
    text = emails(own_demo_app)[0].text
    assert "\nMore: http://localhost/service/slow-tide-stroke-group\nWhy: near you, see (web address" in text
    assert "evil" not in text
    assert re.search(r"\nhttp://localhost/advice/[a-z-]+\n", text)


@slow_on_both
def test_the_plan_stays_when_another_questionnaire_begins_unless_afresh(
    demo_client: PageCheckingClient,
) -> None:
    change(demo_client, "text", part="what_matters", text="Walking the dog")
    answer_all(demo_client, HARD)
    demo_client.post_form("/check/carer/begin")
    assert "Walking the dog" in page_of(demo_client)
    demo_client.post_form("/check/carer/begin", {"afresh": "yes"})
    assert "Walking the dog" not in page_of(demo_client)


@pytest.mark.parametrize(
    ("what", "data"), [("add", {"part": "nothing"}), ("move", {"part": "goals", "to": "x"}), ("remove", {})]
)
def test_handmade_forms_get_400(demo_client: PageCheckingClient, what: str, data: dict[str, str]) -> None:
    assert demo_client.post_form(f"/my-plan/{what}", dict(data)).status_code == 400


def test_words_for_a_line_that_is_gone_are_not_lost(demo_client: PageCheckingClient) -> None:
    change(demo_client, "change", part="people", id="gone", name="Jo", how="cooks")
    page = page_of(demo_client)
    assert "not in your plan any more" in page
    assert "Jo – cooks" in page
