"""Pages of advice found by the words of a search."""

import pytest
from flask import Flask

from core.settings import ROOT
from directory.search.tokenizer import tokenize
from information import page_search

CONTENT = ROOT / "content"


def slugs(query: str, *needs: str) -> list[str]:
    return [page.slug for page in page_search.rank_pages(CONTENT, tokenize(query), needs, 3)]


@pytest.mark.parametrize(
    ("query", "needs", "first"),
    [
        ("i keep falling", ("falls", "bathing"), "falls"),
        ("attendance allowance", ("benefits",), "benefits-check"),
        ("someone hits me", ("domestic-abuse",), "domestic-abuse"),
        ("carers assessment", ("carers",), "carers-assessment"),
        ("power of attorney", (), "planning-ahead"),
    ],
)
def test_the_page_about_it_comes_first(query: str, needs: tuple[str, ...], first: str) -> None:
    assert slugs(query, *needs)[0] == first


def test_needs_count_before_words_and_the_strongest_need_most() -> None:
    found = slugs("zzz", "falls", "debt")
    assert found[0] == "falls"
    assert "debt" in found


def test_where_nothing_belongs_nothing_stands() -> None:
    assert slugs("xylophone") == []
    assert slugs("") == []


def test_pages_are_suggested_by_the_beginning_of_their_words(app: Flask) -> None:
    with app.test_request_context():
        found = page_search.suggest_pages(["choosing", "a", "ca"], 2)
        assert {row.href for row in found} <= {"/advice/choosing-a-care-home", "/advice/choosing-home-care"}
        assert found[0].kind == "Advice"
        assert page_search.suggest_pages(["urgent"], 1)[0].href == "/urgent-help"
