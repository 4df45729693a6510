"""What only may help stands at the end of the results, under a heading of its own."""

import re

import pytest
from flask import Flask

from directory.search.request import SearchRequest
from directory.search.service import search
from tests.page_checks import PageCheckingClient

ASKED = ("falls", "somewhere for my mum to go", "I need a break from caring")


@pytest.mark.parametrize("words", ASKED)
def test_what_fits_comes_first_also_over_pages(demo_app: Flask, words: str) -> None:
    with demo_app.app_context():
        found = search(SearchRequest(query=words, where="S73 8", per_page=500))
        pages = [search(SearchRequest(query=words, where="S73 8", per_page=7, page=page)) for page in (1, 2)]
    order = [hit.beside for hit in found.hits]
    assert order == sorted(order)
    assert 0 < found.beside == sum(order) < found.total
    assert [hit.service_id for page in pages for hit in page.hits] == [
        hit.service_id for hit in found.hits[:14]
    ]
    for hit in found.hits:
        if hit.beside:
            assert not any(reason.text.startswith("helps with") for reason in hit.reasons), hit.name


def test_by_another_order_and_without_a_need_nothing_is_told_apart(demo_app: Flask) -> None:
    with demo_app.app_context():
        assert search(SearchRequest(query="falls", where="S73 8", sort="near")).beside == 0
        assert search(SearchRequest(query="Larkhill")).beside == 0


def test_the_page_has_one_heading_before_what_may_also_help(demo_client: PageCheckingClient) -> None:
    page = demo_client.get("/find?q=falls&where=S73+8").text
    before, after = page.split("These may also help")
    assert len(re.findall('<h2 class="card__name"', before)) >= 5
    assert len(re.findall('<h3 class="card__name"', after)) >= 2
    assert "helps with “Falls" not in after
