"""What a plan carries home: saved services with phone and reason, the next steps and why, advice, and what
was asked.
"""

import re

from flask import Flask
from flask import session as session_of_request
from sqlalchemy import select

from core.db import db
from directory.models.services import Service
from selfassess.plan import documents
from selfassess.plan.contents import contents_of
from selfassess.session import store
from tests.integration.selfassess.steps import HARD, answer_all, text_of
from tests.outbox import emails
from tests.page_checks import PageCheckingClient


def service_id(app: Flask, slug: str) -> str:
    with app.app_context():
        return db.session.scalars(select(Service.id).where(Service.slug == slug)).one()


def saved_names(page: str) -> list[str]:
    return re.findall(r'saved__name"><a [^>]+>([^<]+)', page)


def test_making_a_plan_puts_the_best_services_into_it_with_why(
    demo_app: Flask, demo_client: PageCheckingClient
) -> None:
    answer_all(demo_client, HARD)
    own = service_id(demo_app, "larkhill-dogs-and-walkers")
    demo_client.post_form("/my-list/add", {"service": own})
    assert demo_client.post_form("/my-plan/begin", {}).location == "/my-plan"
    page = text_of(demo_client.get("/my-plan"))
    names = saved_names(page)
    assert names[0] == "Larkhill dogs and walkers"
    assert len(names) == 4
    assert page.count("Why: helps with") == 3
    assert "We say this because" in page
    assert 'id="advice"' in page
    demo_client.post_form("/my-plan/begin", {})
    assert saved_names(text_of(demo_client.get("/my-plan"))) == names


def test_harm_puts_no_group_into_the_plan(demo_client: PageCheckingClient) -> None:
    answer_all(demo_client, {**HARD, "harm": ["hurt"]})
    demo_client.post_form("/my-plan/begin", {})
    page = text_of(demo_client.get("/my-plan"))
    assert saved_names(page) == []
    assert "harm" not in page.partition("<main")[2].partition("</main>")[0]


def test_paper_and_email_carry_all_of_it(own_demo_app: Flask, own_demo_client: PageCheckingClient) -> None:
    client = own_demo_client
    answer_all(client, HARD)
    client.post_form("/my-plan/begin", {})
    steady = service_id(own_demo_app, "steady-feet-balance-and-strength-classes")
    client.post_form("/my-list/add", {"service": steady, "why": "helps with “Falls and balance”"})
    client.post_form("/my-list/note", {"service": steady, "note": "ask for Ann"})
    with client.session_transaction() as session:
        content = dict(session)
    with own_demo_app.test_request_context("/my-plan"):
        session_of_request.update(content)
        value = store.current()
        paper = documents.plan_html(value.plan, contents_of(value))
    assert client.post_form("/my-plan/send", {"email": "jo@example.org"}).status_code == 303
    (sent,) = emails(own_demo_app)
    for words in (
        "Steady Feet balance and strength classes",
        "ask for Ann",
        "Why: helps with “Falls and balance”",
    ):
        assert words in paper, words
        assert words in sent.text, words
    for heading in ("What I found", "What I will do", "We say this because"):
        assert heading in paper, heading
        assert heading.casefold() in sent.text.casefold(), heading
    assert paper.count('class="phone"') >= 4
    assert sent.text.count("Phone") >= 4
