"""Pages of advice found by the words of a search."""

import pytest
from flask import Flask

from core.settings import ROOT
from directory.search.query_analysis import analyse_query
from directory.search.thesaurus import load_thesaurus
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


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("my carer did not turn up", "carer-did-not-come"),
        ("carer hasn't come this morning", "carer-did-not-come"),
        ("my care bill is wrong", "my-care-bill"),
        ("when is my review", "my-care-review"),
        ("the hoist is broken", "equipment-broken"),
        ("my direct payment is late", "direct-payment-problem"),
        ("i want to complain about my social worker", "disagree-with-a-decision"),
        ("moving mum closer to me", "moving-to-another-area"),
        ("my savings have gone down", "my-needs-or-money-changed"),
    ],
)
def test_somebody_who_gets_care_is_led_to_the_page_for_it(query: str, first: str) -> None:
    assert page_search.leading_pages(CONTENT, tokenize(query))[0].slug == first


@pytest.mark.parametrize("query", ["carers support group", "i look after my mum", "lunch club", "review", ""])
def test_no_page_leads_where_none_was_asked_for(query: str) -> None:
    assert page_search.leading_pages(CONTENT, tokenize(query)) == []


def test_a_paid_carer_who_did_not_come_is_not_unpaid_caring() -> None:
    found = analyse_query(load_thesaurus(CONTENT), "my carer did not come", lambda _text: None)
    assert "home-care" in found.needs
    assert "carers" not in found.needs
    assert "carers" not in found.audiences


@pytest.mark.parametrize(
    ("query", "page"),
    [
        ("what happens after my assessment", "after-the-assessment"),
        ("down syndrome adult", "learning-disability"),
        ("i think im autistic", "autism-in-adults"),
        ("lives with schizophrenia", "mental-health-care"),
        ("dad has lost capacity", "making-decisions-for-someone"),
        ("had a stroke", "stroke"),
        ("wets the bed", "bladder-and-bowel"),
        ("ex army", "armed-forces-and-veterans"),
        ("just out of prison", "leaving-prison"),
        ("no recourse to public funds", "new-to-the-country"),
        ("called names because im disabled", "hate-crime"),
    ],
)
def test_a_page_is_found_by_everyday_words(query: str, page: str) -> None:
    needs = analyse_query(load_thesaurus(CONTENT), query, lambda _text: None).needs
    found = page_search.leading_pages(CONTENT, tokenize(query)) + page_search.rank_pages(
        CONTENT, tokenize(query), sorted(needs, key=lambda need: -needs[need]), 3
    )
    assert found[0].slug == page
