"""A request that a resident's form sends during a call belongs to that call, also for a copy and an erasure."""

import json

import pytest
from flask import Flask
from sqlalchemy import func, select

from accounts.roles import Role
from core import clock
from core.db import db
from frontdoor.callbacks import queries as call_backs
from frontdoor.callbacks.models import CallBack
from frontdoor.contacts.models import ContactRecord, ContactState
from frontdoor.contacts.services import hold
from frontdoor.inbox.models import RequestWork
from selfassess.models import Referral
from selfassess.referrals.services import ReferralUpdate, update_referral
from selfassess.values.referral import Status
from tests.accounts import signed_in_as
from tests.integration.frontdoor.callbacks.test_residents import filled
from tests.integration.frontdoor.calls.test_calls import begin, text
from tests.integration.frontdoor.keeping.test_keeping import known_person
from tests.integration.selfassess.referrals.test_views import fill, send
from tests.page_checks import PageCheckingClient

pytestmark = pytest.mark.both_databases


@pytest.fixture
def handler(app: Flask) -> PageCheckingClient:
    return signed_in_as(app, Role.CALL_HANDLER)


def in_call(handler: PageCheckingClient) -> str:
    """Begin a call and the questions with the caller, and return the path of its screen."""
    path = begin(handler)
    handler.post_form(f"{path}/assessment", {"questionnaire": "adult-needs"})
    return path


def contact_of_last(app: Flask) -> str:
    with app.app_context():
        return (
            db.session.scalars(select(RequestWork.contact_id).order_by(RequestWork.sent_at.desc())).first()
            or ""
        )


def end(app: Flask, path: str, person_id: str | None = None) -> None:
    with app.app_context():
        contact = hold(path.removeprefix("/calls/"))
        contact.state, contact.ended_at = ContactState.ENDED, clock.now()
        contact.known_person_id = person_id
        db.session.commit()


def test_the_request_is_linked_and_the_end_of_the_call_knows_of_it(
    app: Flask, handler: PageCheckingClient
) -> None:
    path = in_call(handler)
    send(handler, fill(handler, "carers-assessment"))
    assert contact_of_last(app) == path.removeprefix("/calls/")
    assert 'value="team_referral" checked' in text(handler, f"{path}/end")


@pytest.mark.parametrize("ended", [True, False])
def test_without_an_open_call_or_a_handler_nothing_is_linked(
    app: Flask, handler: PageCheckingClient, ended: bool
) -> None:
    path = in_call(handler)
    if ended:
        end(app, path)
    else:
        handler.delete_cookie("signpost-account")
    send(handler, fill(handler, "carers-assessment"))
    assert contact_of_last(app) == ""


def test_a_copy_and_an_erasure_find_it_by_the_call_whatever_name_it_has(
    app: Flask, handler: PageCheckingClient
) -> None:
    path, settings = in_call(handler), app.extensions["settings"]
    with app.app_context():
        window = call_backs.free_windows(settings, "adult")[0]
    reference = send(handler, filled(handler, window.code))
    with app.app_context():
        person_id = known_person(app)
    end(app, path, person_id)
    denise = signed_in_as(app, Role.SUPERVISOR)
    copy = json.loads(denise.get(f"/people/{person_id}/export.json").data)
    assert len(copy["requests"]) == 1
    assert reference in json.dumps(copy["requests"])
    assert len(copy["call_backs"]) == 1
    with app.app_context():
        update = ReferralUpdate(Status.DECLINED, "Denise", note="no", told="no")
        update_referral(settings, reference, 1, update)
    assert denise.post_form(f"/people/{person_id}/erase", {"sure": "yes"}).status_code == 303
    with app.app_context():
        for table in (Referral, CallBack, ContactRecord):
            assert db.session.scalar(select(func.count()).select_from(table)) == 0
