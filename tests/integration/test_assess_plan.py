"""The plan: begun from the answers, changed, printed, sent, and put into a calendar."""

import re
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from core import clock
from core.db import db
from core.models import OutboxMessage
from directory.models import Service
from tests.house_laws import HouseClient
from tests.integration.assess_steps import HARD, QUICK, answer_all, field, text_of


def page_of(client: HouseClient) -> str:
    return text_of(client.get("/my-plan"))


def change(client: HouseClient, what: str, **data: object) -> None:
    """Send one of the plan's forms as its page made it."""
    response = client.post_form(f"/my-plan/{what}", {"revision": field(page_of(client), "revision"), **data})
    assert response.status_code == 303
    assert response.location.startswith("/my-plan#")


def ids(page: str, part: str) -> list[str]:
    """The ids of the lines of a part, in their order."""
    found = re.findall(rf'name="part" value="{part}">\s*<input type="hidden" name="id" value="([^"]+)"', page)
    return list(dict.fromkeys(found))


def words(page: str) -> list[str]:
    return [" ".join(re.sub("<[^>]+>", "", line).split()) for line in re.findall(r'plan-list__words">(.*?)</p>', page, re.DOTALL)]


def test_a_plan_begins_from_the_answers(demo_client: HouseClient) -> None:
    answer_all(demo_client, HARD)
    assert demo_client.post_form("/my-plan/begin").location == "/my-plan"
    page = page_of(demo_client)
    assert "Ask for a care assessment" in page
    assert "A skill or a hobby to share" in page
    assert "01632 960100" in page
    first = words(page)
    demo_client.post_form("/my-plan/begin")
    assert words(page_of(demo_client)) == first


@pytest.mark.parametrize("part", ["goals", "strengths", "people", "calls", "actions"])
def test_lines_are_added_moved_and_taken_out(demo_client: HouseClient, part: str) -> None:
    for text in ("first", "second", "third"):
        change(demo_client, "add", part=part, text=text, phone="01632 960111")
    page = page_of(demo_client)
    one, two, three = ids(page, part)
    change(demo_client, "move", part=part, id=three, to="1")
    assert ids(page_of(demo_client), part) == [three, one, two]
    change(demo_client, "remove", part=part, id=one)
    assert ids(page_of(demo_client), part) == [three, two]


def test_words_ticks_and_notes_are_kept(demo_client: HouseClient) -> None:
    change(demo_client, "text", part="what_matters", text="Walking <the> dog")
    change(demo_client, "text", part="contingency", text="My sister has a key")
    change(demo_client, "add", part="actions", text="Ring the walking group", kind="service")
    page = page_of(demo_client)
    (action,) = ids(page, "actions")
    change(demo_client, "tick", id=action, done="yes")
    change(demo_client, "note", id=action, note="Ask for Ann")
    page = page_of(demo_client)
    assert "Walking <the> dog" in page
    assert "My sister has a key" in page
    assert "Not done yet" in page
    assert "My note: Ask for Ann" in page


def test_what_is_on_my_list_comes_into_the_plan_once(demo_app: Flask, demo_client: HouseClient) -> None:
    with demo_app.app_context():
        service = db.session.scalars(select(Service).where(Service.slug == "larkhill-dogs-and-walkers")).one()
        id, name = service.id, service.name
    demo_client.post_form("/my-list/add", {"service": id})
    assert "Add 1 thing from my list" in page_of(demo_client)
    change(demo_client, "from-list")
    page = page_of(demo_client)
    assert any(line.startswith(name) for line in words(page))
    assert "from my list" not in page


def test_days_to_look_again_go_into_a_calendar_that_tells_nothing(demo_client: HouseClient) -> None:
    assert demo_client.get("/my-plan/reminder.ics").status_code == 303
    change(demo_client, "text", part="what_matters", text="Walking the dog")
    change(demo_client, "look-again", day=["2026-12-14", "2027-01-04"])
    page = page_of(demo_client)
    assert "14 December 2026" in page
    calendar = demo_client.get("/my-plan/reminder.ics")
    assert calendar.mimetype == "text/calendar"
    assert "20261214" in calendar.get_data(as_text=True)
    assert "dog" not in calendar.get_data(as_text=True)


def test_before_and_after(demo_client: HouseClient) -> None:
    change(demo_client, "measure", area="seeing-people", value="3")
    clock.set_clock(lambda: datetime(2026, 12, 14, 10, tzinfo=clock.LONDON))
    change(demo_client, "measure", area="seeing-people", value="6")
    page = page_of(demo_client)
    assert re.search(r">3 <span[^>]*>\(23 November 2026\)", page)
    assert re.search(r">6 <span[^>]*>\(14 December 2026\)", page)
    change(demo_client, "measure", area="seeing-people", value="11")
    assert "a number from 0 to 10" in page_of(demo_client)
    change(demo_client, "measure/remove", area="seeing-people")
    assert "govuk-table" not in page_of(demo_client)


def test_two_windows_merge_different_parts_and_refuse_the_same(demo_client: HouseClient) -> None:
    old = field(page_of(demo_client), "revision")
    change(demo_client, "text", part="what_matters", text="New")
    demo_client.post_form("/my-plan/text", {"revision": old, "part": "contingency", "text": "A key"})
    demo_client.post_form("/my-plan/text", {"revision": old, "part": "what_matters", "text": "Old"})
    page = page_of(demo_client)
    assert "in another window" in page
    assert ">New</textarea>" in page
    assert ">A key</textarea>" in page


def test_on_paper_and_by_email(own_demo_app: Flask, own_demo_client: HouseClient) -> None:
    change(own_demo_client, "text", part="what_matters", text="Walking the dog")
    assert '<p class="plan-words print-only">Walking the dog</p>' in page_of(own_demo_client)
    paper = own_demo_client.get("/my-plan/plan.pdf")
    assert paper.status_code == 303 or paper.get_data().startswith(b"%PDF")
    own_demo_client.get("/my-plan/send")
    assert own_demo_client.post_form("/my-plan/send", {"email": "nobody"}).status_code == 422
    assert own_demo_client.post_form("/my-plan/send", {"email": "jo@example.org"}).location == "/my-plan"
    assert "on its way" in page_of(own_demo_client)
    with own_demo_app.app_context():
        message = db.session.scalars(select(OutboxMessage)).one()
        assert "Walking the dog" in message.body
        assert "dog" not in message.subject


def test_the_plan_stays_when_another_questionnaire_begins(demo_client: HouseClient) -> None:
    change(demo_client, "text", part="what_matters", text="Walking the dog")
    answer_all(demo_client, HARD)
    demo_client.post_form(f"{QUICK}/begin", {"afresh": "yes"})
    assert "Walking the dog" in page_of(demo_client)


@pytest.mark.parametrize(("what", "data"), [("add", {"part": "nothing"}), ("move", {"part": "goals", "to": "x"}), ("remove", {})])
def test_nonsense_is_refused(demo_client: HouseClient, what: str, data: dict[str, str]) -> None:
    assert demo_client.post_form(f"/my-plan/{what}", dict(data)).status_code == 400
