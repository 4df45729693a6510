"""Conditions read from the words, as chips: shown, taken off, remembered, and beside the form of filters."""

import html
import re

import pytest

from directory.search.reading.filters import FILTER_FACETS
from tests.examples import sampled
from tests.page_checks import PageCheckingClient

CHIP = re.compile(r'<a class="applied" href="([^"]+)" data-instead data-read>.*?</span>([^<]+)<')
PUT_BACK = re.compile(r'<a class="govuk-link applied-clear" href="([^"]+)" data-instead>Put back: ([^<]+)<')
NAMES = re.compile(r'class="card__name">\s*<a[^>]*>([^<]+)<')
READ = {
    "cost": ("lunch club free", "Free"),
    "route": ("grief counselling without a referral", "No referral needed"),
    "taking": ("exercise class no waiting list", "No waiting list"),
    "delivery": ("befriending home visit", "Comes to your home"),
    "day": ("lunch club on sundays", "Sundays"),
    "time": ("exercise class evening", "Evenings"),
    "access": ("lunch club step-free", "No steps"),
    "language": ("lunch club for someone who speaks polish", "Speaks Polish"),
    "who": ("swimming women only", "For women"),
    "company": ("someone to talk to, not a group", "Not group"),
    "age": ("activities for my son aged 15", "Age 15"),
    "venue": ("coffee morning, not church", "Not church"),
    "place": ("craft group near wombwell not barnsley", "Not Barnsley"),
    "need": ("help at home but not a care home", "Not Care homes and nursing homes"),
    "word": ("clubs and games, not bingo", "Not bingo"),
}


def _page(client: PageCheckingClient, address: str) -> str:
    response = client.get(html.unescape(address))
    assert response.status_code == 200
    return response.get_data(as_text=True)


def _asked(client: PageCheckingClient, words: str) -> str:
    response = client.post("/find", data={"q": words})
    assert response.status_code == 303
    return _page(client, response.headers["Location"])


def test_each_facet_has_a_query_here() -> None:
    assert READ.keys() == FILTER_FACETS.keys()


@pytest.mark.parametrize("facet", sampled(READ, 8))
def test_a_chip_is_shown_taken_off_and_put_back(demo_client: PageCheckingClient, facet: str) -> None:
    words, said = READ[facet]
    page = _asked(demo_client, words)
    chips = {html.unescape(text): link for link, text in CHIP.findall(page)}
    assert said in chips
    without = _page(demo_client, chips[said])
    assert said not in {html.unescape(text) for _link, text in CHIP.findall(without)}
    back = {html.unescape(text): link for link, text in PUT_BACK.findall(without)}
    assert list(back) == [said]
    assert NAMES.findall(_page(demo_client, back[said])) == NAMES.findall(page)


@pytest.mark.both_databases
@pytest.mark.slow
def test_what_was_taken_off_is_remembered_when_sorting_and_paging(demo_client: PageCheckingClient) -> None:
    page = _asked(demo_client, "somewhere to meet people, not church, on weekdays")
    chips = {html.unescape(text): link for link, text in CHIP.findall(page)}
    without = _page(demo_client, chips["Not church"])
    carried = re.search(r'<input[^>]*name="off"[^>]*>', without)
    assert carried
    assert 'value="not.venue.church"' in carried[0]
    query = "/find?q=somewhere+to+meet+people,+not+church,+on+weekdays&off=not.venue.church"
    by_name = _page(demo_client, f"{query}&sort=name")
    assert [text for _link, text in PUT_BACK.findall(by_name)] == ["Not church"]
    next_page = re.search(r'href="([^"]+)"[^>]*rel="next"', by_name)
    assert next_page
    assert "off=not.venue.church" in next_page[1]
    second = _page(demo_client, next_page[1])
    assert [text for _link, text in PUT_BACK.findall(second)] == ["Not church"]
    assert "Monday to Friday" in {text for _link, text in CHIP.findall(second)}


def test_a_chip_and_a_filter_of_the_form_hold_together(demo_client: PageCheckingClient) -> None:
    both = _page(demo_client, "/find?q=lunch+club+on+sundays&cost=free")
    assert {text for _link, text in CHIP.findall(both)} == {"Sundays"}
    assert 'name="cost" type="checkbox" value="free" checked' in both
    sundays = NAMES.findall(_page(demo_client, "/find?q=lunch+club+on+sundays"))
    assert set(NAMES.findall(both)) < set(sundays)
    chip = CHIP.search(both)
    assert chip
    assert "cost=free" in chip[1]


def test_an_age_taken_off_no_longer_shuts_out(demo_client: PageCheckingClient) -> None:
    young = NAMES.findall(_page(demo_client, "/find?q=youth+club+for+my+son+aged+15"))
    old = NAMES.findall(_page(demo_client, "/find?q=youth+club+for+my+dad+aged+84"))
    any_age = NAMES.findall(_page(demo_client, "/find?q=youth+club+for+my+dad+aged+84&off=age.84"))
    assert "Signal Box Youth Club" in young
    assert "Signal Box Youth Club" not in old
    assert "Signal Box Youth Club" in any_age
