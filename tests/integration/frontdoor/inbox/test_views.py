"""The inbox as workers see it: who sees which queue, what each step does, and what the resident hears."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from accounts.roles import Role
from core import clock
from core.audit.models import AuditEntry
from core.db import db
from selfassess.values.people import ContactWishes, Person, Way
from selfassess.values.request import RequestKind
from tests.accounts import add_person, sign_in
from tests.conftest import NOW, StatementCounter
from tests.examples import sampled, slow_on_both
from tests.integration.frontdoor.inbox.requests import a_child, a_request, a_worry, found, send, step, worker
from tests.integration.selfassess.steps import text_of
from tests.outbox import emails
from tests.page_checks import PageCheckingClient

WORKERS = (Role.TRIAGE, Role.SUPERVISOR, Role.SAFEGUARDING, Role.CHILDREN)


@pytest.mark.both_databases
def test_a_request_goes_from_new_to_closed_and_the_person_is_told(app: Flask) -> None:
    reference = send(app, a_request())
    client = worker(app, Role.TRIAGE, name="Yusuf Rahman")
    page = text_of(client.get("/requests"))
    assert f"<strong>{reference}</strong>: A care and support assessment" in page
    assert "due in 36 working hours" in page
    assert "Beatrice" not in page
    page = text_of(client.get(f"/requests/{reference}"))
    assert "I want to walk the dog again." in page
    assert "Beatrice Hall" in page
    assert step(client, reference, "look") == 303
    assert step(client, reference, "take") == 303
    assert step(client, reference, "accept") == 303
    assert step(client, reference, "close", outcome="assessment", told="We met on Monday.") == 303
    page = text_of(client.get(f"/requests/{reference}"))
    assert "Closed: Progress to Assessment" in page
    assert "Yusuf Rahman" in page
    with app.app_context():
        told = [mail for mail in emails(app) if mail.recipient == "bea@example.org"]
        assert [reference in mail.text for mail in told] == [True] * 4
        assert all("dog" not in mail.text and "Assessment" not in mail.text for mail in told)
        actions = list(
            db.session.scalars(
                select(AuditEntry.action)
                .where(AuditEntry.action.like("request.%"), AuditEntry.action != "request.viewed")
                .order_by(AuditEntry.seq)
            )
        )
    assert actions == ["request.looked_at", "request.assigned", "request.accepted", "request.closed"]


@slow_on_both
def test_declining_needs_a_reason_and_what_happens_instead_and_loses_nothing(app: Flask) -> None:
    reference = send(app, a_request())
    client = worker(app, Role.TRIAGE)
    page = client.post_form(f"/requests/{reference}/steps/decline", {"seen": "1", "note": "Lives in Leeds"})
    assert page.status_code == 422
    assert "Write what happens instead" in text_of(page)
    assert "Lives in Leeds" in text_of(page)
    assert step(client, reference, "decline", note="Lives in Leeds", told="Leeds answers: 0113") == 303
    page_text = text_of(client.get(f"/requests/{reference}"))
    assert "Lives in Leeds" in page_text
    assert "Told the person: Leeds answers: 0113" in page_text


@slow_on_both
def test_the_second_of_two_workers_is_told_and_loses_nothing(app: Flask) -> None:
    reference = send(app, a_request())
    first, second = worker(app, Role.TRIAGE, name="Ann"), worker(app, Role.SUPERVISOR, name="Ben")
    assert first.post_form(f"/requests/{reference}/steps/accept", {"seen": "1"}).status_code == 303
    answer = second.post_form(
        f"/requests/{reference}/steps/decline", {"seen": "1", "note": "Not ours", "told": "Ring Leeds"}
    )
    assert answer.status_code == 409
    page = text_of(answer)
    assert "Somebody changed this request while you worked on it" in page
    assert "Not ours" in page
    assert "Ring Leeds" in page
    # The same press twice is one step.
    assert first.post_form(f"/requests/{reference}/steps/accept", {"seen": "1"}).status_code == 303
    with app.app_context():
        assert [event.status for event in found(reference).row.events] == ["new", "accepted"]


@pytest.mark.parametrize("role", sampled(list(WORKERS), 4))
def test_each_role_sees_its_own_queues_and_nothing_of_the_others(app: Flask, role: Role) -> None:
    plain = send(app, a_request())
    worry = send(app, a_worry())
    child = send(app, a_child())
    sees = {
        Role.TRIAGE: {plain},
        Role.SUPERVISOR: {plain},
        Role.SAFEGUARDING: {worry},
        Role.CHILDREN: {child},
    }[role]
    client = worker(app, role)
    page = text_of(client.get("/requests"))
    assert "Requests (1)" in page
    assert set(re.findall(r'href="/requests/([A-Z0-9-]+)"', page)) == sees
    for reference in (plain, worry, child):
        allowed = reference in sees
        assert client.get(f"/requests/{reference}").status_code == (200 if allowed else 404)
        assert client.get(f"/requests/{reference}/steps/note").status_code == (200 if allowed else 404)
        answer = client.post_form(f"/requests/{reference}/steps/note", {"seen": "1", "note": "x"})
        assert answer.status_code == (303 if allowed else 404)
        assert client.post_form(f"/requests/{reference}/reason", {}).status_code == (422 if allowed else 404)
        typed = client.get(f"/requests?reference={reference}").location
        assert typed == (f"/requests/{reference}" if allowed else "/requests?unknown=yes")
    page = text_of(client.get("/requests?queue=safeguarding"))
    assert ("Safeguarding adults" in page) is (role is Role.SAFEGUARDING)


def test_a_worry_never_comes_to_a_queue_that_others_see(app: Flask) -> None:
    reference = send(app, a_worry())
    client = worker(app, Role.SAFEGUARDING)
    answer = client.post_form(
        f"/requests/{reference}/steps/move", {"seen": "1", "queue": "assessment", "priority": "usual"}
    )
    assert answer.status_code == 422
    assert step(client, reference, "move", queue="children", priority="urgent") == 303
    assert client.get(f"/requests/{reference}").status_code == 404
    assert worker(app, Role.CHILDREN).get(f"/requests/{reference}").status_code == 200
    with app.app_context():
        # Nobody is told by a message about a worry.
        assert [mail for mail in emails(app) if mail.recipient != "team@example.org"] == []


def test_a_request_that_goes_to_safeguarding_leaves_the_list_of_triage(app: Flask) -> None:
    reference = send(app, a_request())
    client = worker(app, Role.TRIAGE)
    answer = client.post_form(
        f"/requests/{reference}/steps/move", {"seen": "1", "queue": "safeguarding", "priority": "urgent"}
    )
    assert answer.location == "/requests?done=request-moved-away"
    assert "due in 1 hour" in text_of(worker(app, Role.SAFEGUARDING).get("/requests"))


def test_a_restricted_request_is_found_to_exist_and_asks_for_a_reason(app: Flask) -> None:
    reference = send(app, a_request())
    first, second = worker(app, Role.TRIAGE), worker(app, Role.SUPERVISOR)
    assert step(first, reference, "restrict") == 303
    listed = text_of(second.get("/requests"))
    assert reference in listed
    assert "A care and support assessment" not in listed
    assert "dog" not in text_of(second.get(f"/requests/{reference}"))
    assert second.post_form(f"/requests/{reference}/steps/accept", {"seen": "2"}).status_code == 403
    assert second.post_form(f"/requests/{reference}/reason", {"reason": " "}).status_code == 422
    assert second.post_form(f"/requests/{reference}/reason", {"reason": "I cover for Ann"}).status_code == 303
    assert "walk the dog" in text_of(second.get(f"/requests/{reference}"))
    moment = NOW + timedelta(minutes=31)
    clock.set_clock(lambda: moment)
    assert "dog" not in text_of(second.get(f"/requests/{reference}"))


def test_every_look_at_a_request_is_recorded_before_it_is_shown(app: Flask) -> None:
    reference = send(app, a_request())
    client = worker(app, Role.TRIAGE)
    for _look in range(2):
        client.get(f"/requests/{reference}")
    with app.app_context():
        wanted = select(func.count()).where(AuditEntry.action == "request.viewed")
        assert db.session.scalar(wanted) == 2


@slow_on_both
def test_what_is_new_since_the_last_visit(app: Flask) -> None:
    old = send(app, a_request())
    account, client = add_person(app, "t@example.org", Role.TRIAGE), app.test_client()
    assert isinstance(client, PageCheckingClient)
    sign_in(app, client, account)
    assert "Press the button when you have looked" in text_of(client.get("/requests"))
    assert client.post_form("/requests/seen", {"moment": NOW.isoformat()}).status_code == 303
    assert "Nothing is new" in text_of(client.get("/requests"))
    moment = NOW + timedelta(days=7)
    clock.set_clock(lambda: moment)
    sign_in(app, client, account)
    new = send(app, a_request())
    page = text_of(client.get("/requests?state=news"))
    assert "1 arrived" in page
    assert "1 became late" in page
    assert old in page
    assert new in page
    assert client.post_form("/requests/seen", {"moment": "yesterday"}).status_code == 400


@pytest.mark.both_databases
@pytest.mark.slow
def test_two_requests_of_one_person_are_joined_and_one_decision_counts_for_both(app: Flask) -> None:
    first = send(app, a_request())
    second = send(app, a_request(own_words="And to see people."))
    other_kind = send(app, a_request(RequestKind.REVIEW))
    client = worker(app, Role.TRIAGE)
    assert text_of(client.get("/requests")).count("May be the same as another") == 2
    assert step(client, second, "same", other=other_kind) == 422
    assert step(client, second, "same", other=first) == 303
    listed = text_of(client.get("/requests"))
    assert second not in listed
    page = text_of(client.get(f"/requests/{first}"))
    assert "And to see people." in page
    assert step(client, first, "decline", note="Moved away", told="Leeds helps") == 303
    with app.app_context():
        assert [found(one).row.status for one in (first, second)] == ["declined"] * 2
    assert step(client, second, "part") == 303


@pytest.mark.both_databases
@pytest.mark.slow
def test_without_email_somebody_has_to_ring(app: Flask) -> None:
    by_phone = ContactWishes(ways=(Way.PHONE,), safe_time="Tuesday morning")
    reference = send(app, a_request(about=Person("Ada", phone="01632 960123"), contact=by_phone))
    client = worker(app, Role.TRIAGE)
    assert "ring them" in text_of(client.get(f"/requests/{reference}/steps/ask"))
    assert step(client, reference, "ask", note="Which door is yours?") == 303
    assert reference in text_of(client.get("/requests?state=ring"))
    assert step(client, reference, "rang", note="The green one") == 303
    assert reference not in text_of(client.get("/requests?state=ring"))
    assert reference in text_of(client.get("/requests?state=asked"))


@pytest.mark.both_databases
@pytest.mark.slow
def test_the_list_is_paged_with_a_fixed_number_of_statements(
    app: Flask, statements: StatementCounter
) -> None:
    send(app, a_request())
    client = worker(app, Role.TRIAGE)
    client.get("/requests")
    sent = []
    for more in (0, 24):
        for _number in range(more):
            send(app, a_request())
        with statements(app) as counted:
            page = text_of(client.get("/requests"))
        sent.append(len(counted))
    assert sent[0] == sent[1]
    assert page.count("requests-list__row") == 20
    assert 'href="/requests?page=2"' in page
