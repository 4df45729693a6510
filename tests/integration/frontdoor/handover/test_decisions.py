"""The pages of sending: the button, the list of what did not get through, and what a person decides."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select, update

from accounts.roles import Role
from core.crypt import vault
from core.db import db
from core.jobs.registry import jobs_of
from core.key_rotation import seal_rows_again
from frontdoor.handover.models import HandOver, HandOverState
from selfassess.values.request import RequestKind
from tests.accounts import signed_in_as
from tests.conftest import StatementCounter
from tests.examples import slow_on_both
from tests.integration.frontdoor.handover.case_system import CaseSystem, case_system
from tests.integration.frontdoor.handover.test_sender import with_case_system
from tests.integration.frontdoor.handover.test_views import actions, sent
from tests.page_checks import PageCheckingClient


@pytest.fixture
def system(app: Flask) -> Iterator[CaseSystem]:
    with case_system() as system:
        with_case_system(app, system)
        yield system


@pytest.fixture
def triage(app: Flask) -> PageCheckingClient:
    return signed_in_as(app, Role.TRIAGE)


def stopped(app: Flask, client: PageCheckingClient, key: str, state: HandOverState) -> str:
    """Send a request to the case system, let it be in a state, and return its reference."""
    reference = sent(app, key=key)
    assert client.post_form(f"/requests/{reference}/hand-over").status_code == 303
    with app.app_context():
        row = db.session.scalars(select(HandOver).order_by(HandOver.created_at.desc())).first()
        assert row is not None
        remark = vault(app.extensions["settings"]).seal(f"{row.id} remark", {"text": "Mary is not known"})
        db.session.execute(
            update(HandOver).where(HandOver.status == "waiting").values(status=state, remark=remark)
        )
        db.session.commit()
    return reference


def states(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(HandOver.status)))


def test_a_request_is_sent_once_whoever_presses(
    app: Flask, system: CaseSystem, triage: PageCheckingClient
) -> None:
    reference = sent(app)
    page = f"/requests/{reference}/hand-over"
    assert "Send it to Cases" in triage.get(page).get_data(as_text=True)
    for _press in range(2):
        answer = triage.post_form(page)
        assert answer.status_code == 303
    assert states(app) == ["waiting"]
    assert actions(app).count("hand_over.started") == 1
    with app.app_context():
        assert jobs_of(app)["hand-overs"].run(lambda: False) == "1 sent; in all 1 sent"
    shown = triage.get(answer.location).get_data(as_text=True)
    assert "Arrived" in shown
    assert "CS-1" in shown
    assert "Send it to Cases" not in shown
    assert "hand_over.sent" in actions(app)


def test_without_a_case_system_or_a_form_for_it_there_is_no_button(
    app: Flask, triage: PageCheckingClient
) -> None:
    page = f"/requests/{sent(app)}/hand-over"
    assert "<h2" in triage.get(page).get_data(as_text=True)
    assert triage.post_form(page).status_code == 404
    assert "No case system is set up" in triage.get("/requests/hand-overs").get_data(as_text=True)
    with case_system() as system:
        with_case_system(app, system, case_system_format="fhir")
        worry = sent(app, RequestKind.SAFEGUARDING_CONCERN, key="worry")
        safeguarding = signed_in_as(app, Role.SAFEGUARDING)
        assert safeguarding.post_form(f"/requests/{worry}/hand-over").status_code == 404


@pytest.mark.usefixtures("system")
def test_what_did_not_get_through_is_listed_and_decided_once(app: Flask, triage: PageCheckingClient) -> None:
    reference = stopped(app, triage, "a", HandOverState.NEEDS_PERSON)
    assert reference in triage.get("/requests/hand-overs").get_data(as_text=True)
    page = f"/requests/{reference}/hand-over"
    assert "Mary is not known" in triage.get(page).get_data(as_text=True)
    assert "hand_over.viewed" in actions(app)
    refused = triage.post_form(f"{page}/decision", {"version": "1", "reference": "CS-9"})
    assert refused.status_code == 422
    assert "CS-9" in refused.get_data(as_text=True)
    stale = triage.post_form(f"{page}/decision", {"version": "7", "decision": "again"})
    assert stale.status_code == 409
    there = {"version": "1", "decision": "there", "reference": "CS-9"}
    for _press in range(2):
        assert triage.post_form(f"{page}/decision", there).status_code == 303
    assert "CS-9" in triage.get(page).get_data(as_text=True)
    assert actions(app).count("hand_over.decided") == 1
    assert reference not in triage.get("/requests/hand-overs").get_data(as_text=True)


@slow_on_both
@pytest.mark.usefixtures("system")
def test_it_can_be_tried_again_from_the_list_or_passed_on_another_way(
    app: Flask, triage: PageCheckingClient
) -> None:
    one = stopped(app, triage, "a", HandOverState.DEAD)
    two = stopped(app, triage, "b", HandOverState.CONFLICT)
    listed = triage.get("/requests/hand-overs").get_data(as_text=True)
    assert f"/requests/{one}/hand-over/decision" in listed
    assert f"/requests/{two}/hand-over/decision" not in listed
    for reference, decision in ((one, "again"), (two, "by_hand")):
        path = f"/requests/{reference}/hand-over/decision"
        assert triage.post_form(path, {"version": "1", "decision": decision}).status_code == 303
    assert sorted(states(app)) == ["by_hand", "waiting"]
    app.extensions["settings"] = app.extensions["settings"].model_copy(update={"case_system_url": ""})
    three = f"/requests/{two}/hand-over/decision"
    assert triage.post_form(three, {"version": "2", "decision": "again"}).status_code == 422


@pytest.mark.both_databases
@pytest.mark.slow
@pytest.mark.usefixtures("system")
def test_the_list_takes_the_same_statements_for_one_and_for_many(
    app: Flask, triage: PageCheckingClient, statements: StatementCounter
) -> None:
    counts = []
    for number in range(8):
        stopped(app, triage, str(number), HandOverState.DEAD)
        if number in (0, 7):
            triage.get("/requests/hand-overs")
            with statements(app) as found:
                assert triage.get("/requests/hand-overs").status_code == 200
            counts.append(len(found))
    assert counts[0] == counts[1]


@pytest.mark.usefixtures("system")
def test_what_is_stored_is_sealed_with_the_newest_key(app: Flask, triage: PageCheckingClient) -> None:
    stopped(app, triage, "a", HandOverState.DEAD)
    with app.app_context():
        before = db.session.scalars(select(HandOver.document)).one()
        seal_rows_again(app)
        assert db.session.scalars(select(HandOver.document)).one() != before
        assert b"Bea" not in (before or b"")
