"""Professionals who sign in: who they are is known, and they see what they sent and how it goes on."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from accounts import services as accounts
from accounts.models import Account, Invitation
from accounts.queries import members
from accounts.roles import Role
from core.db import db
from core.outbox.models import OutboxMessage
from frontdoor.inbox.queries import request_in
from frontdoor.inbox.queues import Queue
from frontdoor.inbox.services import Worker, WorkStep, restrict, take_step
from frontdoor.professionals.models import ProfessionalReferral
from frontdoor.professionals.request import request_of, values_of
from frontdoor.professionals.services import add, send, share, switch
from frontdoor.professionals.steps import whole_form
from selfassess.models import Referral
from selfassess.referrals.queries import find
from selfassess.values.people import Agreement
from selfassess.values.referral import EventKind, Status
from selfassess.values.request import Promise
from tests.accounts import add_person, sign_in, signed_in_as
from tests.conftest import StatementCounter
from tests.examples import slow_on_both
from tests.integration.frontdoor.professionals.test_professionals import FORM, fill_in
from tests.page_checks import PageCheckingClient

pytestmark = pytest.mark.both_databases


@pytest.fixture
def hospital(app: Flask) -> str:
    with app.app_context():
        return add(app.extensions["settings"], "Barnsley Hospital", "hospital", actor="denise").id


def professional(app: Flask, organization_id: str, email: str = "rita@example.org") -> PageCheckingClient:
    client = app.test_client()
    assert isinstance(client, PageCheckingClient)
    person = add_person(app, email, Role.PROFESSIONAL, organization_id=organization_id, name="Rita Shaw")
    sign_in(app, client, person, way="link")
    return client


def refer(client: PageCheckingClient, organization_id: str, **changes: str) -> str:
    """Refer somebody, and return the path of the referral."""
    form = {name: value for name, value in FORM.items() if not name.startswith("who_")} | {
        "who_name": "Rita Shaw",
        "who_role": FORM["who_role"],
        "who_phone": FORM["who_phone"],
        "who_email": "rita@example.org",
    }
    check, _page = fill_in(client, f"/professional/{organization_id}/refer", form | changes)
    sent = client.post_form(check).location
    assert client.post_form(check).location == "/professional"
    return str(sent).partition("?")[0]


def asked(app: Flask, words: str) -> None:
    """Let triage ask a question about the only request."""
    settings = app.extensions["settings"]
    with app.test_request_context():
        found = request_in(tuple(Queue), db.session.scalars(select(Referral.reference)).one())
        assert found
        step = WorkStep(len(found.row.events), EventKind.ASKED, note=words)
        take_step(settings, found, step, Worker("yusuf", "Yusuf Rahman"))


@slow_on_both
def test_who_refers_is_known_and_asked_once(app: Flask, hospital: str) -> None:
    client = professional(app, hospital)
    assert "Barnsley Hospital" in client.get("/account").text
    first = refer(client, hospital)
    assert first.startswith("/professional/referrals/")
    page = client.get(first).text
    assert "Doris Platt" in page
    assert "I want to sleep in my own bed" in page
    # The second time nothing about the professional is asked again.
    where = client.post_form(f"/professional/{hospital}/refer").location
    assert "Ward sister" in client.get(where.replace("request", "you")).text
    agreement = client.post_form(where.replace("request", "agreement"), {"basis": "agreed"})
    assert agreement.location.endswith("/check")
    with app.app_context():
        (sent,) = db.session.scalars(select(ProfessionalReferral)).all()
        record = find(app.extensions["settings"], db.session.scalars(select(Referral.reference)).one())
    assert sent.organization_id == hospital
    assert sent.account_id
    assert record
    assert record.request.professional
    assert record.request.professional.organisation == "Barnsley Hospital"
    assert record.request.asker.email == "rita@example.org"


def test_the_state_and_a_question_of_triage(app: Flask, hospital: str) -> None:
    client = professional(app, hospital)
    where = refer(client, hospital)
    asked(app, "Who has the key to her house?")
    assert "We have a question" in client.get("/professional").text
    assert "Who has the key to her house?" in client.get(where).text
    number = 2
    empty = client.post_form(f"{where}/answer", {"asked": number, "words": ""})
    assert empty.status_code == 422
    for _press in range(2):
        client.post_form(f"{where}/answer", {"asked": number, "words": "Her neighbour, at number 4"})
    with app.app_context():
        record = find(app.extensions["settings"], db.session.scalars(select(Referral.reference)).one())
        assert record
        answers = [event for event in record.history if event.kind is EventKind.ANSWERED]
        assert [(one.by, one.note) for one in answers] == [("Rita Shaw", "Her neighbour, at number 4")]
        assert record.status is Status.NEW


def test_colleagues_see_it_only_where_their_organisation_allows_it(app: Flask, hospital: str) -> None:
    settings = app.extensions["settings"]
    with app.app_context():
        surgery = add(settings, "Dearne surgery", "gp", actor="denise").id
    rita = professional(app, hospital)
    colleague = professional(app, hospital, "sam@example.org")
    stranger = professional(app, surgery, "joe@example.org")
    where = refer(rita, hospital)

    def seen(client: PageCheckingClient) -> bool:
        answer = client.get(where)
        listed = "Doris Platt" in client.get("/professional").text
        assert (answer.status_code, listed) in ((200, True), (404, False))
        answered = client.post_form(f"{where}/answer", {"asked": "1", "words": "x"}).status_code
        assert answered == (303 if listed else 404)
        return listed

    assert [seen(one) for one in (rita, colleague, stranger)] == [True, False, False]
    with app.app_context():
        share(settings, hospital, 1, shares=True, actor="denise")
    assert [seen(one) for one in (rita, colleague, stranger)] == [True, True, False]
    # A draft belongs to who began it, and an organisation to its own people.
    draft = rita.post_form(f"/professional/{hospital}/refer").location
    assert colleague.get(draft).location == "/professional"
    assert stranger.get(draft).status_code == 404
    assert stranger.post_form(f"/professional/{hospital}/refer").status_code == 404
    with app.app_context():
        switch(settings, hospital, 2, active=False, actor="denise")
    assert [seen(one) for one in (rita, colleague, stranger)] == [True, False, False]
    assert rita.post_form(f"/professional/{hospital}/refer").status_code == 404
    assert "cannot refer people here at the moment" in rita.get("/professional").text


def test_of_a_restricted_request_only_the_state_is_shown(app: Flask, hospital: str) -> None:
    client = professional(app, hospital)
    where = refer(client, hospital)
    with app.test_request_context():
        found = request_in(tuple(Queue), db.session.scalars(select(Referral.reference)).one())
        assert found
        restrict(app.extensions["settings"], found, 1, Worker("yusuf", "Yusuf"), restricted=True)
    for path in (where, "/professional"):
        assert "Doris Platt" not in client.get(path).text


@slow_on_both
def test_the_list_takes_the_same_statements_for_one_and_for_many(
    app: Flask, hospital: str, statements: StatementCounter
) -> None:
    client = professional(app, hospital)
    refer(client, hospital)
    with statements(app) as one:
        client.get("/professional")
    with app.app_context():
        settings = app.extensions["settings"]
        record = find(settings, db.session.scalars(select(Referral.reference)).one())
        account_id = db.session.scalars(select(ProfessionalReferral.account_id)).one()
    assert record
    with app.test_request_context():
        for number in range(3):
            send(settings, record.request, f"key {number}", account_id)
    with statements(app) as many:
        assert client.get("/professional").text.count("Doris Platt") == 4
    assert len(many) == len(one)


def test_a_supervisor_invites_and_removes_a_professional(app: Flask, hospital: str) -> None:
    supervisor = signed_in_as(app, Role.SUPERVISOR)
    where = f"/requests/organisations/{hospital}"
    assert supervisor.post_form(f"{where}/people", {"email": "no"}).status_code == 422
    supervisor.post_form(f"{where}/people", {"email": "new@example.org"})
    assert "new@example.org" in supervisor.get(f"{where}/people").text
    with app.app_context():
        assert db.session.scalars(select(OutboxMessage)).one().purpose == "invitation"
        invitation = db.session.scalars(select(Invitation)).one()
        assert (invitation.role, invitation.organization_id) == ("professional", hospital)
    supervisor.post_form(f"{where}/invitations/{invitation.id}/withdraw")
    assert "new@example.org" not in supervisor.get(f"{where}/people").text
    client = professional(app, hospital)
    with app.app_context():
        ((account, role),) = members(hospital)
        assert role is Role.PROFESSIONAL
        account_id = account.id
    assert client.get("/professional").status_code == 200
    for status in (303, 404):
        assert supervisor.post_form(f"{where}/people/{account_id}/remove").status_code == status
    assert client.get("/professional").status_code == 403
    for _press in range(2):
        shared = supervisor.post_form(f"{where}/share", {"version": "1", "shares": "yes"})
        assert shared.location.endswith("done=organisation-shares")
    late = supervisor.post_form(f"{where}/share", {"version": "1", "shares": "no"})
    assert late.location.endswith("done=referral-changed")
    assert supervisor.get("/requests/organisations/nothing/people").status_code == 404


def test_an_administrator_gives_the_role_by_the_name_of_the_organisation(app: Flask, hospital: str) -> None:
    person = add_person(app, "rita@example.org")
    administrator = signed_in_as(app, Role.ADMINISTRATOR)
    where = f"/administration/people/{person}"
    refused = administrator.post_form(f"{where}/grant", {"role": "professional", "group": "nobody"})
    assert refused.status_code == 422
    administrator.post_form(f"{where}/grant", {"role": "professional", "group": "barnsley hospital"})
    assert "Barnsley Hospital" in administrator.get(where).text
    with app.app_context():
        account = db.session.get_one(Account, person)
        assert [(one.role, one.organization_id) for one in account.grants] == [("professional", hospital)]
        with pytest.raises(ValueError, match="held for an organization"):
            accounts.grant(app.extensions["settings"], account, Role.PROFESSIONAL, actor="system")


def test_what_was_sent_is_read_back_as_it_was_written(app: Flask) -> None:
    with app.test_request_context():
        form = whole_form(FORM)
        assert form.validate(), form.errors
        now = datetime(2026, 11, 28, 12, tzinfo=UTC)
        request = request_of(form, "o", "Barnsley Hospital", now, Promise())
        again = whole_form(values_of(request))
        assert again.validate(), again.errors
        assert request_of(again, "o", "Barnsley Hospital", now, Promise()) == request
        assert request.asker.agreement is Agreement.YES
