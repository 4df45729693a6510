"""A place outside our area in the place box: whose it is, and what reaches a person there all the same."""

import pytest
from flask import Flask

from directory.search.request import SearchRequest
from directory.search.service import search
from tests.examples import sampled, slow_on_both
from tests.page_checks import PageCheckingClient, parse, words


def page(client: PageCheckingClient, address: str) -> str:
    html = client.get(address).get_data(as_text=True)
    return words(parse(html, client.application).tree)


@slow_on_both
@pytest.mark.parametrize(
    ("where", "said", "link"),
    sampled(
        [
            ("Leeds", "Leeds City Council gives care and support there", "find-local-council/leeds"),
            ("LS6 2AB", "LS6 2AB is outside Dearne Valley", "gov.uk/find-local-council"),
            ("eh1 1aa", "In Scotland, the council of the place and the NHS", "gov.uk/find-local-council"),
            ("Belfast", "health and social care trust", "nidirect.gov.uk"),
        ],
        4,
    ),
)
def test_a_place_elsewhere_is_recognised(
    demo_client: PageCheckingClient, where: str, said: str, link: str
) -> None:
    address = f"/find?q=somebody+to+talk+to&where={where.replace(' ', '+')}"
    assert said in page(demo_client, address)
    html = demo_client.get(address).get_data(as_text=True)
    assert link in html
    assert "We do not know the place" not in html


@slow_on_both
@pytest.mark.parametrize("where", ["Atlantis", "ZZ9 9ZZ", "LS6 2CV"])
def test_what_is_no_place_gets_help_with_spelling(demo_client: PageCheckingClient, where: str) -> None:
    assert "We do not know the place" in page(demo_client, f"/find?q=falls&where={where.replace(' ', '+')}")


@pytest.mark.parametrize("where", ["S73", "S73 8CV", "Wombwell", "Barnsley"])
def test_our_own_places_are_ours(demo_app: Flask, where: str) -> None:
    with demo_app.app_context():
        found = search(SearchRequest(query="falls", where=where))
        assert found.elsewhere is None
        assert found.place is not None


def test_only_what_reaches_a_person_there_is_shown(demo_app: Flask) -> None:
    with demo_app.app_context():
        found = search(SearchRequest(where="Leeds", per_page=500))
        everything = search(SearchRequest(per_page=500))
        assert 3 <= found.total < everything.total / 4
        names = {hit.name for hit in found.hits}
        assert "Loud Kettle late-night chat" in names or "Long Line telephone friends" in names
        assert "Larkhill morning ring-round" not in names
        assert found.place is None


def test_nothing_that_reaches_a_person_there_is_no_other_need(demo_app: Flask) -> None:
    client = demo_app.test_client()
    html = client.get("/find?q=falls&where=Leeds").get_data(as_text=True)
    assert "We know of nothing like this that reaches you there." in html
    assert "The council there can tell you what is near." in html
    assert "The nearest things we have" not in html
    assert "Try other words" not in html
