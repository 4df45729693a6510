"""After an exit our pages lead on to the harmless site, until the visitor comes back on purpose."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from core import clock
from information.after_exit import QUIET_SECONDS
from tests.conftest import NOW
from tests.examples import slow_on_both
from tests.page_checks import PageCheckingClient

CLICKED = {"Sec-Fetch-Site": "same-origin"}
TYPED = {"Sec-Fetch-Site": "none"}


def _later(seconds: int) -> None:
    clock.set_clock(lambda: NOW + timedelta(seconds=seconds))


@pytest.fixture
def away(client: PageCheckingClient) -> str:
    """Leave without JavaScript, and return the address of the harmless site."""
    client.get("/leave")
    return client.get("/leave/on").headers["Location"]


@slow_on_both
def test_without_javascript_pages_lead_on_and_a_typed_address_opens_after_a_while(
    client: PageCheckingClient, away: str
) -> None:
    for headers in (TYPED, CLICKED, {}):
        answer = client.get("/advice/d", headers=headers)
        assert (answer.status_code, answer.headers["Location"]) == (303, f"{away}#top")
        assert answer.headers["Cache-Control"] == "no-store"
    _later(QUIET_SECONDS - 1)
    assert client.get("/", headers=TYPED).status_code == 303
    _later(QUIET_SECONDS + 1)
    assert client.get("/", headers=TYPED).status_code == 303, "each page asked for begins the time anew"
    _later(2 * QUIET_SECONDS + 2)
    assert client.get("/", headers=TYPED).status_code == 200
    assert client.get("/advice/d", headers=CLICKED).status_code == 200, "she is back, and links work"


def test_with_javascript_the_browser_is_asked_and_coming_back_ends_it(client: PageCheckingClient) -> None:
    client.get("/leave/at-once")
    away = client.get("/leave/on").headers["Location"]
    assert client.get("/advice/d", headers=CLICKED).headers["Location"] == f"{away}#top"
    # The page that asks the browser has nothing to read, and so none of what the checks of pages want.
    asks = FlaskClient.open(client, "/advice/d", headers=TYPED).get_data(as_text=True)
    assert "<title>&nbsp;</title>" in asks
    assert f'data-away="{away}" data-again="/leave/back"' in asks
    assert "<body></body>" in asks
    back = client.get("/leave/back?to=/advice/d")
    assert (back.status_code, back.headers["Location"]) == (303, "/advice/d")
    assert client.get("/advice/d", headers=CLICKED).status_code == 200


def test_coming_back_leads_to_no_other_site(client: PageCheckingClient) -> None:
    assert client.get("/leave/back?to=//evil.example/").headers["Location"] == "/"


def test_a_form_of_an_older_page_leads_on_too(client: PageCheckingClient, away: str) -> None:
    assert client.post("/my-list/add", headers=CLICKED).headers["Location"] == f"{away}#top"


def test_parts_of_pages_are_answered_as_ever(client: PageCheckingClient, away: str) -> None:
    assert client.get("/health/live", headers={"Sec-Fetch-Dest": "empty"}).status_code == 200
    assert client.get("/theme.css").status_code == 200
