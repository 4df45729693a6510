"""A search about danger answers at an address without its words, and stores them nowhere."""

import logging
from urllib.parse import unquote_plus

import pytest
from flask import Flask

from directory.search.context import miss_log
from tests.page_checks import PageCheckingClient


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("my partner hits me", "/find?help=d"),
        ("he controls my money and checks my phone", "/find?help=d"),
        ("suicidal", "/find?help=m"),
        ("I can't go on", "/find?help=m"),
        ("womens refuge", "/find?help=d"),
        ("my husband hits me near S73", "/find?where=S73&help=d"),
    ],
)
def test_a_search_about_danger_leads_to_a_neutral_address(
    demo_client: PageCheckingClient, words: str, wanted: str
) -> None:
    posted = demo_client.post("/find", data={"q": words})
    assert (posted.status_code, posted.headers["Location"]) == (303, wanted)
    typed = demo_client.get("/find", query_string={"q": words})
    assert (typed.status_code, typed.headers["Location"]) == (303, wanted)


def test_place_and_filters_stay_and_an_everyday_search_keeps_its_words(
    demo_client: PageCheckingClient,
) -> None:
    form = {"q": "he hits me", "where": "Wombwell", "cost": "free", "need": "debt", "view": "map"}
    kept = demo_client.post("/find", data=form).headers["Location"]
    assert sorted(kept.partition("?")[2].split("&")) == ["cost=free", "help=d", "view=map", "where=Wombwell"]
    assert demo_client.post("/find", data={"q": "falls", "where": ""}).headers["Location"] == "/find?q=falls"
    assert (
        demo_client.post("/find", data={"q": "my house is on fire"})
        .headers["Location"]
        .startswith("/find?q=")
    )
    assert demo_client.post("/find").headers["Location"] == "/find"
    chosen = demo_client.get("/find?need=domestic-abuse&where=S73")
    assert chosen.headers["Location"] == "/find?where=S73&help=d"


def test_the_words_are_stored_and_shown_nowhere(
    demo_app: Flask, demo_client: PageCheckingClient, caplog: pytest.LogCaptureFixture
) -> None:
    words = "my partner hits me qqunheard"
    with caplog.at_level(logging.DEBUG):
        answer = demo_client.post("/find", data={"q": words}, follow_redirects=True)
    page = answer.get_data(as_text=True)
    assert "qqunheard" not in unquote_plus(page)
    assert "qqunheard" not in caplog.text
    assert demo_client.get_cookie("signpost") is None
    demo_client.post("/find", data={"q": "zxqwv vwqxz"}, follow_redirects=True)
    with demo_app.app_context():
        missed = repr(miss_log()._counts)
    assert "zxqwv" in missed
    assert "qqunheard" not in missed


def test_in_danger_only_services_of_that_kind_are_listed(demo_client: PageCheckingClient) -> None:
    page = demo_client.get("/find?help=d").get_data(as_text=True)
    assert "Harebell Helpline" in page
    for accident in ("Two Homes Family Mediation", "Power of Attorney Clinic", "Stop Gambling"):
        assert accident not in page


def test_where_nothing_is_listed_numbers_form_and_advice_are_no_dead_end(client: PageCheckingClient) -> None:
    page = client.get("/find?help=c").get_data(as_text=True)
    assert 'href="tel:08001111"' in page
    assert 'href="/tell-us"' in page
    assert 'href="/advice/c"' in page
    assert "found nothing" not in page


@pytest.mark.parametrize(
    "story",
    ["I look after mum with dementia and I can't go on", "my husband died and I'm stuck up here with no car"],
)
def test_where_danger_is_not_certain_ordinary_results_follow_below(
    demo_client: PageCheckingClient, story: str
) -> None:
    answer = demo_client.get("/find", query_string={"q": story})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    banner, line = page.index('class="distress"'), page.index("Other things that may help")
    assert banner < line < page.index('class="card"')
    told = page[banner:line]
    assert "If you or someone else is in danger" in told
    assert 'href="tel:' in told
    assert "It is not your fault" not in told


@pytest.mark.parametrize(("certainty", "status"), [(0.69, 200), (0.71, 303)])
def test_the_words_of_a_kind_that_is_hidden_are_hidden_when_it_is_likely(
    demo_client: PageCheckingClient, monkeypatch: pytest.MonkeyPatch, certainty: float, status: int
) -> None:
    monkeypatch.setattr("directory.search.query_analysis.certainty", lambda *_: certainty)
    answer = demo_client.get("/find", query_string={"q": "my husband died and I'm stuck up here with no car"})
    assert answer.status_code == status


def test_an_emergency_has_ordinary_results_below_a_line(demo_client: PageCheckingClient) -> None:
    page = demo_client.get("/find?q=my+house+is+on+fire").get_data(as_text=True)
    banner, line = page.index('class="distress"'), page.index("Other things that may help")
    assert banner < line < page.index('class="card"')
