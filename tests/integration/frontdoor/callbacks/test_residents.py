"""A resident chooses the half hour of a call back, changes it, and takes the request back."""

import re

import pytest
from flask import Flask

from core.db import db
from core.settings import Settings
from frontdoor.callbacks import places, queries
from frontdoor.callbacks.models import CallBack, CallBackState
from frontdoor.callbacks.windows import Window
from selfassess.models import Referral
from selfassess.referrals.services import ReferralUpdate, update_referral
from selfassess.values.referral import Status
from tests.integration.selfassess.referrals.test_views import ME, fill, sent
from tests.integration.selfassess.steps import field, text_of
from tests.page_checks import PageCheckingClient

pytestmark = pytest.mark.both_databases


def settings(app: Flask) -> Settings:
    return app.extensions["settings"]


def free(app: Flask) -> list[Window]:
    with app.app_context():
        return queries.free_windows(settings(app), "adult")


def filled(client: PageCheckingClient, code: str, **reach: object) -> str:
    """Fill in a request for a call back in this half hour; return the address of "check and send"."""
    asked = {**ME, "reach": {"about-phone": "01632 960555", "contact-call_at": code, **reach}}
    return fill(client, "call-back", asked, again=True)


def send(client: PageCheckingClient, where: str) -> tuple[str, str, str]:
    """Send the request, and return its receipt, the reference and the words."""
    key = field(text_of(client.get(where)), "key")
    answer = client.post_form(where, {"key": key, "agree": "yes"})
    assert answer.location == "/ask/sent", text_of(answer)
    page = text_of(client.get("/ask/sent"))
    found = re.search(r'class="reference">([^<]+)<.*three words:\s*<strong>([^<]+)<', page, re.DOTALL)
    assert found
    return page, found[1], found[2]


def rows(app: Flask) -> list[tuple[str, str]]:
    """Return the half hour and the state of each call-back."""
    with app.app_context():
        return [(row.window_code, row.state) for row in db.session.query(CallBack)]


def test_the_call_is_booked_with_the_request_and_follows_it(app: Flask, client: PageCheckingClient) -> None:
    first, second = free(app)[:2]
    where = filled(client, first.code)
    checked = text_of(client.get(where))
    assert "We ring you on Monday 23 November" in checked
    assert "up to 2 more times" in checked
    receipt, reference, words = send(client, where)
    assert "We ring you on Monday 23 November" in receipt
    assert rows(app) == [(first.code, CallBackState.BOOKED)]
    assert sent(app, reference).respond_by == first.local.date()
    assert client.post_form("/track", {"reference": reference, "words": words}).status_code == 303
    assert "We ring you on Monday 23 November" in text_of(client.get("/track/request"))
    assert client.post_form("/track/request/call", {"window": ""}).status_code == 422
    assert client.post_form("/track/request/call", {"window": second.code}).status_code == 303
    assert rows(app) == [(second.code, CallBackState.BOOKED)]
    assert client.post_form("/track/request/withdraw").status_code == 303
    assert rows(app) == [(second.code, CallBackState.CANCELLED)]
    assert first in free(app)
    assert second in free(app)


@pytest.mark.both_databases
@pytest.mark.slow
def test_a_half_hour_that_filled_up_meanwhile_is_asked_again(app: Flask, client: PageCheckingClient) -> None:
    with app.app_context():
        places.set_places(settings(app), "adult", 1, actor="denise")
    window = free(app)[0]
    other = app.test_client()
    assert isinstance(other, PageCheckingClient)
    where, others = filled(client, window.code), filled(other, window.code)
    send(other, others)
    key = field(text_of(client.get(where)), "key")
    refused = client.post_form(where, {"key": key, "agree": "yes"})
    assert refused.status_code == 422
    page = text_of(refused)
    assert "is full by now" in page
    assert "01632 960555" in page
    assert f'value="{window.code}"' not in page
    assert len(rows(app)) == 1
    with app.app_context():
        assert db.session.query(Referral).count() == 1


def test_a_half_hour_has_to_fit_the_safe_times(app: Flask, client: PageCheckingClient) -> None:
    afternoon = next(window for window in free(app) if window.local.hour == 14)
    client.get("/ask/call-back")
    client.post_form("/ask/call-back/who", dict(ME["who"]))
    reach = {"about-phone": "01632 960555", "contact-call_at": afternoon.code, "contact-times": ["Mornings"]}
    refused = client.post_form("/ask/call-back/reach", reach)
    assert refused.status_code == 422
    assert "another time is good or safe" in text_of(refused)


@pytest.mark.both_databases
@pytest.mark.slow
def test_without_a_half_hour_nothing_is_booked(app: Flask, client: PageCheckingClient) -> None:
    receipt, _reference, _words = send(client, filled(client, ""))
    assert "We call you back" in receipt
    assert rows(app) == []


@pytest.mark.both_databases
@pytest.mark.slow
def test_who_was_helped_otherwise_is_not_rung(app: Flask, client: PageCheckingClient) -> None:
    _receipt, reference, _words = send(client, filled(client, free(app)[0].code))
    with app.app_context():
        update_referral(settings(app), reference, 1, ReferralUpdate(Status.CLOSED, by="Amara"))
        assert queries.to_ring(settings(app), 1, 25) == ([], 0)
    assert [state for _code, state in rows(app)] == [CallBackState.CANCELLED]
