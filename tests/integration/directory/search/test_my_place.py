"""The place is given once, and known on every page with a list, until it is changed or forgotten."""

import re

import pytest

from tests.examples import slow_on_both
from tests.page_checks import PageCheckingClient

HERE = {"Sec-Fetch-Site": "same-origin"}
LISTS = ("/needs/falls", "/advice/falls", "/life-events/looking-after-someone")


def ask(client: PageCheckingClient, headers: dict[str, str] | None = None, **form: str) -> str:
    return client.post("/find", data=form, headers=headers or HERE).location


@slow_on_both
def test_a_place_is_given_once(demo_client: PageCheckingClient) -> None:
    for path in LISTS:
        assert "Nearest to" not in demo_client.get(path).text
    assert ask(demo_client, q="falls", where="S73 8") == "/find?q=falls&where=S73+8"
    for path in LISTS:
        page = demo_client.get(path).text
        assert "Nearest to S73 8 first" in page, path
        assert re.search(r"card__why\">Why:[^<]*(near you|comes to your home)", page), path
    assert 'name="where" type="text" value="S73 8"' in demo_client.get("/").text
    assert "What’s on in Wombwell this week" in demo_client.get("/whats-on").text
    assert "from S73 8" in demo_client.get("/service/steady-feet-balance-and-strength-classes").text
    # A box without a field for the place, as on the page for an address that does not exist.
    assert ask(demo_client, q="lunch club") == "/find?q=lunch+club&where=S73+8"


def test_all_towns_stay_chosen(demo_client: PageCheckingClient) -> None:
    ask(demo_client, q="falls", where="Wombwell")
    page = demo_client.get("/whats-on?town=").text
    assert "What’s on this week" in page
    days = re.findall(r'days__day" href="([^"]+)', page)
    assert days
    assert all("town=" in url for url in days)


def test_it_is_changed_in_one_press_and_forgotten_in_another(demo_client: PageCheckingClient) -> None:
    ask(demo_client, q="falls", where="S73 8")
    to = "/needs/falls"
    assert demo_client.post_form("/check/place", {"where": "Penistone", "to": to}).location == to
    assert "Nearest to Penistone first" in demo_client.get(to).text
    demo_client.post_form("/check/place", {"where": "Penistone", "to": to, "forget": "yes"})
    assert "Nearest to" not in demo_client.get(to).text
    ask(demo_client, q="falls", where="S73 8")
    ask(demo_client, q="falls", where="")
    assert "Nearest to" not in demo_client.get(to).text


@slow_on_both
@pytest.mark.parametrize("where", ["LS6 2AB", "Atlantis"])
def test_a_place_elsewhere_or_unknown_is_not_kept(demo_client: PageCheckingClient, where: str) -> None:
    ask(demo_client, q="falls", where="S73 8")
    ask(demo_client, q="falls", where=where)
    assert "Nearest to S73 8 first" in demo_client.get("/needs/falls").text


def test_no_other_site_sets_a_place(demo_client: PageCheckingClient) -> None:
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"X-Nothing": "said"}):
        response = demo_client.post("/find", data={"q": "falls", "where": "S73 8"}, headers=headers)
        assert "Set-Cookie" not in response.headers
    assert "Nearest to" not in demo_client.get("/needs/falls").text


def test_it_goes_with_everything_else(demo_client: PageCheckingClient) -> None:
    ask(demo_client, q="falls", where="S73 8")
    demo_client.post_form("/clear")
    assert "S73 8" not in demo_client.get("/").text
