"""Professionals refer people with the form of their organisation, into the requests of residents."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from accounts.roles import Role
from core.db import db
from directory.models import Organization, Phone, Service
from frontdoor.professionals.models import ReferringOrganization
from frontdoor.professionals.queries import token_of
from frontdoor.professionals.request import sooner
from frontdoor.professionals.services import add, seal_again
from frontdoor.professionals.steps import FIELDS, ReferStep
from selfassess.models import Referral
from selfassess.referrals.queries import find
from selfassess.values.people import Agreement, Relation
from selfassess.values.professional import Urgency
from selfassess.values.referral import ReferralRecord
from selfassess.values.request import Promise, RequestKind, Stay
from tests.accounts import signed_in_as
from tests.examples import sampled, slow_on_both
from tests.page_checks import PageCheckingClient

FORM = {
    "who_name": "Rita Shaw",
    "who_role": "Ward sister",
    "who_phone": "01632 960321",
    "team": "hospital_discharge",
    "urgency": "one_day",
    "why": "She goes home on Friday and lives alone",
    "about_name": "Doris Platt",
    "born": "31 3 1950",
    "hospital": "Barnsley Hospital, ward 19",
    "phone": "01632 960400",
    "matters": "I want to sleep in my own bed",
    "going_well": "She walks with a frame",
    "risks": "A dog",
    "whom": "person",
    "needs": ["large_print"],
    "basis": "agreed",
}


@pytest.fixture
def token(app: Flask) -> str:
    settings = app.extensions["settings"]
    with app.app_context():
        return token_of(settings, add(settings, "Barnsley Hospital", "hospital", actor="denise"))


def fill_in(client: PageCheckingClient, start: str, form: Mapping[str, Any]) -> tuple[str, TestResponse]:
    """Fill in all steps from the page `start`; return the path of the check, and the answer that stopped it.

    Without a step that stops it, the answer is the page of the check.
    """
    where = client.post_form(start, {}).location
    while not where.endswith("/check"):
        step = ReferStep(where.rpartition("/")[2])
        assert client.get(where).status_code == 200
        answer = client.post_form(where, {name: form[name] for name in FIELDS[step] if name in form})
        if answer.status_code != 303:
            return where, answer
        where = answer.location
    return where, client.get(where)


def sent(app: Flask, reference: str) -> ReferralRecord:
    with app.app_context():
        found = find(app.extensions["settings"], reference)
    assert found
    return found


def reference_in(page: str) -> str:
    return page.split('class="reference">')[1].split("<")[0]


@pytest.mark.both_databases
def test_a_referral_lands_with_the_requests_once_and_can_be_followed(
    app: Flask, client: PageCheckingClient, token: str
) -> None:
    check, page = fill_in(client, f"/refer/{token}", FORM)
    for said in ("Doris Platt", "I want to sleep in my own bed", "Help to leave hospital", "Large print"):
        assert said in page.text
    for _press in range(2):
        assert client.post_form(check).location == "/refer/sent"
    receipt = client.get("/refer/sent").text
    record = sent(app, reference_in(receipt))
    request = record.request
    assert request.kind is RequestKind.HOSPITAL_DISCHARGE
    assert (request.asker.relation, request.asker.agreement) == (Relation.PROFESSIONAL, Agreement.YES)
    assert request.professional
    assert (request.professional.organisation, request.professional.role) == (
        "Barnsley Hospital",
        "Ward sister",
    )
    assert request.professional.why == FORM["why"]
    assert request.whereabouts
    assert request.whereabouts.now is Stay.HOSPITAL
    assert request.about.born == date(1950, 3, 31)
    assert request.own_words == FORM["matters"]
    assert record.respond_by == date(2026, 11, 24)
    with app.app_context():
        assert len(db.session.scalars(select(Referral.id)).all()) == 1
    words = re.findall(r"three words:\s*<strong>(.*?)</strong>", receipt)[0]
    opened = client.post_form("/track", {"reference": record.reference, "words": words})
    assert opened.location == "/track/request"


@slow_on_both
def test_everything_that_is_missing_is_said_and_nothing_is_lost(
    client: PageCheckingClient, token: str
) -> None:
    where = client.post_form(f"/refer/{token}", {}).location
    nothing = client.post_form(where, {"why": "Two falls since Sunday"})
    assert nothing.status_code == 422
    assert "Two falls since Sunday" in nothing.text
    assert "Choose what you ask for" in nothing.text
    assert "Two falls since Sunday" in client.get(where).text
    person = where.replace("request", "person")
    client.post_form(person, {"about_name": "Doris Platt"})
    # The check leads back to the first step that is not whole, with what was written there.
    answer = client.post_form(where.replace("request", "check"))
    assert answer.status_code == 422
    assert "Two falls since Sunday" in answer.text
    assert "Doris Platt" in client.get(person).text


@slow_on_both
@pytest.mark.parametrize(
    ("changes", "message"),
    sampled(
        [
            ({"basis": "best_interests"}, "Write why they did not agree"),
            ({"phone": ""}, "Write their phone number, or choose"),
            ({"team": "occupational_therapy"}, "Write their postcode"),
            ({"born": "31 3 2015"}, "People under 18 have another team"),
            ({"who_phone": "12"}, "Write a phone number"),
        ],
        5,
    ),
)
def test_what_does_not_fit_is_said(
    client: PageCheckingClient, token: str, changes: dict[str, str], message: str
) -> None:
    _where, answer = fill_in(client, f"/refer/{token}", FORM | changes)
    assert answer.status_code == 422
    assert message in answer.text


def test_who_cannot_agree_may_be_referred_in_their_best_interests(
    app: Flask, client: PageCheckingClient, token: str
) -> None:
    form = FORM | {
        "basis": "best_interests",
        "why_no_agreement": "She cannot decide this",
        "team": "mental_health",
    }
    check, _page = fill_in(client, f"/refer/{token}", form)
    assert client.post_form(check).location == "/refer/sent"
    request = sent(app, reference_in(client.get("/refer/sent").text)).request
    assert request.asker.agreement is Agreement.CANNOT
    assert request.consent
    assert not request.consent.given


@slow_on_both
def test_two_people_who_are_referred_at_once_never_mix(client: PageCheckingClient, token: str) -> None:
    one = client.post_form(f"/refer/{token}", {}).location
    other = client.post_form(f"/refer/{token}", {}).location
    client.post_form(one, {"why": "The first"})
    client.post_form(other, {"why": "The second"})
    assert "The second" not in client.get(one).text
    assert "The first" not in client.get(other).text
    assert client.get(f"/refer/{token}/gone/person").location == f"/refer/{token}"
    assert client.get(one.replace("request", "nothing")).status_code == 404


def test_services_for_professionals_are_shown_on_the_form_alone(
    app: Flask, client: PageCheckingClient, token: str
) -> None:
    with app.app_context():
        db.session.add(Organization(id="o", name="Trust", slug="trust"))
        db.session.flush()
        service = Service(
            id="s", organization_id="o", name="Rapid response", slug="rapid", professionals_only=True
        )
        service.phones.append(Phone(id="p", number="01632 960999"))
        db.session.add(service)
        db.session.commit()
    assert "Rapid response" in client.get(f"/refer/{token}").text
    assert "960999" not in client.get("/refer").text


def test_supervisors_give_forms_and_switch_them_off(app: Flask, client: PageCheckingClient) -> None:
    supervisor = signed_in_as(app, Role.SUPERVISOR)
    where = "/requests/organisations"
    assert supervisor.post_form(where, {"name": ""}).status_code == 422
    for _press in range(2):
        supervisor.post_form(where, {"name": "Dearne surgery", "kind": "gp"})
    with app.app_context():
        (row,) = db.session.scalars(select(ReferringOrganization)).all()
        token = token_of(app.extensions["settings"], row)
        organization_id = row.id
        assert seal_again(app.extensions["settings"]) == 1
    assert f"/refer/{token}" in supervisor.get(where).text
    assert client.get(f"/refer/{token}").status_code == 200
    for _press in range(2):
        off = supervisor.post_form(f"{where}/{organization_id}/switch", {"version": 1, "active": "no"})
        assert off.location.endswith("done=organisation-off")
    assert client.get(f"/refer/{token}").status_code == 404
    assert client.post_form(f"/refer/{token}", {}).status_code == 404
    late = supervisor.post_form(f"{where}/{organization_id}/switch", {"version": 1, "active": "yes"})
    assert late.location.endswith("done=referral-changed")
    supervisor.post_form(f"{where}/{organization_id}/switch", {"version": 2, "active": "yes"})
    assert client.get(f"/refer/{token}").status_code == 200
    assert signed_in_as(app, Role.CALL_HANDLER).get(where).status_code == 403


@pytest.mark.parametrize(
    ("urgency", "day"),
    [
        (Urgency.ROUTINE, date(2026, 12, 4)),
        (Urgency.FEW_DAYS, date(2026, 12, 2)),
        (Urgency.ONE_DAY, date(2026, 11, 30)),
    ],
)
def test_the_promised_day_is_sooner_where_it_cannot_wait(urgency: Urgency, day: date) -> None:
    usual = Promise(by=date(2026, 12, 4))
    assert sooner(usual, urgency, date(2026, 11, 27), lambda _day: False).by == day
    assert sooner(Promise(), urgency, date(2026, 11, 27), lambda _day: False).by is None
