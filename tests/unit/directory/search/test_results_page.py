"""What the results page says and offers, without a page."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from core.settings import ROOT
from directory.search import results_page
from directory.search.filter_form import FacetField, filter_form
from directory.search.request import SearchRequest
from directory.search.results import Facet, FacetValue, Place, SearchResults
from directory.search.results_page import MAP, make_results_page
from directory.taxonomy import needs
from tests.examples import sampled

TREE = needs.load(ROOT / "content")
S73 = Place("S73", 53.52, -1.39, "S73")
COST = Facet("cost", "Cost", (FacetValue("free", "Free", 3, True), FacetValue("fixed", "Set price", 2)))


@pytest.fixture(autouse=True)
def page(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


def found(total: int = 12, more: dict[str, Any] | None = None, **asked: Any) -> SearchResults:
    return SearchResults(request=SearchRequest(**asked), hits=(), total=total, **(more or {}))


def results(search: SearchResults, view: str = "list") -> results_page.ResultsPage:
    return make_results_page(search, TREE, view)


def group(facet: Facet, *chosen: str) -> FacetField:
    """The field of one facet, with values from a query string."""
    asked = SearchRequest(facets={facet.id: chosen} if chosen else {})
    return filter_form(SearchResults(request=asked, hits=(), total=9, facets=(facet,))).groups[0]


def query(url: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(url).query)


def test_the_heading_says_what_and_where_and_begins_the_title() -> None:
    made = results(
        found(query="falls", where="s73", more={"place": S73, "needs": ("falls", "bathing", "equipment")})
    )
    assert made.heading == "falls near S73"
    assert made.title == "falls near S73 – 12 results"
    assert (
        made.sentence
        == "12 things for you near S73 that may help with: Falls and balance · Getting in and out of the bath"
    )


@pytest.mark.parametrize(
    ("asked", "more", "heading"),
    sampled(
        [
            ({"where": "S73"}, {"place": S73}, "Help near S73"),
            ({"facets": {"need": ("falls",)}}, {}, "Falls and balance"),
            ({"facets": {"cost": ("free",)}}, {}, "Help"),
            ({"query": "befriending s73"}, {"place": S73}, "befriending s73"),
            ({"query": "fallign"}, {"corrected": "falling"}, "falling"),
            ({"query": "falls", "where": "Atlantis"}, {"unknown_place": "Atlantis"}, "falls"),
            (
                {"query": "he hits me", "where": "S73"},
                {"place": S73, "dangers": ("domestic-abuse",)},
                "Help near S73",
            ),
            ({"facets": {"need": ("domestic-abuse",)}}, {}, "Help"),
        ],
        4,
    ),
)
def test_headings(asked: dict[str, Any], more: dict[str, Any], heading: str) -> None:
    assert results(found(more=more, **asked)).heading == heading


def test_one_is_one_and_later_pages_say_so() -> None:
    assert results(found(1, query="falls")).title == "falls – 1 result"
    assert results(found(1, query="falls")).sentence == "1 thing found"
    assert results(found(45, query="falls", page=2)).title == "falls – 45 results, page 2 of 3"


def test_nothing_is_said_as_nothing() -> None:
    for search in (
        found(0, query="zebra"),
        found(4, query="zebra", more={"fallback": True, "facets": (COST,)}),
    ):
        made = results(search)
        assert made.title == "zebra – nothing found"
        assert (made.sentence, made.pager) == ("", None)
    assert made.form.groups == []
    assert made.form.sort.choices == []


def test_each_filter_can_be_taken_off_alone_and_all_at_once() -> None:
    asked = {"query": "falls", "where": "S73", "facets": {"cost": ("free", "fixed")}, "page": 2}
    made = results(found(50, more={"facets": (COST,), "place": S73}, **asked), MAP)
    assert [link.text for link in made.applied] == ["Free", "Set price"]
    assert query(made.applied[0].url) == {
        "q": ["falls"],
        "where": ["S73"],
        "cost": ["fixed"],
        "view": ["map"],
    }
    assert query(made.clear_url) == {"q": ["falls"], "where": ["S73"], "view": ["map"]}


def test_a_filter_that_nobody_knows_can_still_be_taken_off() -> None:
    made = results(found(0, facets={"cost": ("gold",)}))
    assert [link.text for link in made.applied] == ["gold"]


def test_nearest_first_needs_a_place() -> None:
    assert [sort.value for sort in results(found(query="falls")).form.sort.choices] == [
        "best",
        "name",
        "checked",
    ]
    near = results(found(query="falls", where="S73", sort="near", more={"place": S73})).form.sort
    assert [sort.value for sort in near.choices if near.is_chosen(sort)] == ["near"]


def test_the_form_of_filters_carries_the_search_and_not_the_page() -> None:
    made = results(found(query="falls", where="S73", exact=True, page=3, facets={"cost": ("free",)}), MAP)
    assert {field.name: field.data for field in made.form.carried} == {
        "q": "falls",
        "where": "S73",
        "exact": "1",
        "view": "map",
    }


def test_a_chosen_need_goes_along_with_a_new_place_but_not_with_new_words() -> None:
    facets = {"need": ("falls",), "language": ("Polish",)}
    assert results(found(facets=facets)).carried_by_box == (("need", "falls"), ("language", "Polish"))
    assert results(found(query="falls", facets=facets)).carried_by_box == (("language", "Polish"),)


def test_back_leads_to_the_same_search_page_order_and_filters() -> None:
    made = results(
        found(50, query="falls & more", where="S73", facets={"cost": ("free",)}, sort="name", page=2), MAP
    )
    assert parse_qs(made.back) == {
        "q": ["falls & more"],
        "where": ["S73"],
        "cost": ["free"],
        "sort": ["name"],
        "page": ["2"],
    }


def test_pages_keep_the_view() -> None:
    made = results(found(50, query="falls"), MAP)
    assert made.pager is not None
    assert query(made.pager["next"]["href"]) == {"q": ["falls"], "page": ["2"], "view": ["map"]}
    assert results(found(50, query="falls", page=9)).pager is None
    assert query(results(found(50, query="falls", page=9)).last_url) == {"q": ["falls"], "page": ["3"]}


def test_long_facets_keep_their_end_behind_show_more_and_open_it_for_what_is_chosen() -> None:
    values = tuple(FacetValue(str(n), str(n), 9 - n, chosen=n == 8) for n in range(9))
    made = group(Facet("language", "Language", values), "8")
    assert (len(made.shown), len(made.folded), made.more_is_open, made.is_open, made.chosen) == (
        6,
        3,
        True,
        True,
        1,
    )
    assert group(Facet("language", "Language", values[:7])).folded == []
    assert not group(Facet("language", "Language", values[:7])).is_open


def test_values_that_are_no_choice_or_come_twice_are_dropped() -> None:
    made = group(COST, "free", "gold", "free")
    assert made.data == ["free"]
    assert [made.is_chosen(choice) for choice in made.choices] == [True, False]


@pytest.mark.parametrize(
    ("facet", "kind"), [("distance", "radios"), ("open", "single"), ("cost", "checkboxes")]
)
def test_kinds_of_boxes(facet: str, kind: str) -> None:
    assert group(Facet(facet, "x", (FacetValue("a", "A", 1),))).kind == kind


def test_ways_to_find_more_when_nothing_fits() -> None:
    more = {"place": S73, "needs": ("falls",), "corrected": "falls"}
    made = results(found(0, query="fals", where="S73", facets={"cost": ("free",)}, more=more))
    texts = [link.text for link in made.wider]
    assert texts == [
        "Take all filters off",
        "Search for “fals” as you typed it",
        "Search for “fals” everywhere",
        "See all help near S73",
        "Help with: Falls and balance",
    ]
    assert query(made.wider[0].url) == {"q": ["fals"], "where": ["S73"]}
    assert query(made.wider[1].url)["exact"] == ["1"]
    assert results(found(0, facets={"cost": ("free",)})).wider[0].text == "Take all filters off"


@pytest.mark.parametrize(
    ("more", "asked", "sensitive"),
    sampled(
        [
            ({"dangers": ("domestic-abuse",)}, {"query": "x"}, True),
            ({"dangers": ("abuse-neglect",)}, {"query": "x"}, True),
            ({"needs": ("domestic-abuse", "housing-advice")}, {"query": "x"}, True),
            ({}, {"facets": {"need": ("crisis",)}}, True),
            ({"needs": ("housing-advice", "domestic-abuse")}, {"query": "x"}, False),
            ({"dangers": ("emergency",)}, {"query": "x"}, False),
        ],
        4,
    ),
)
def test_the_way_off_the_page_stands_where_the_words_are_about_harm(
    more: dict[str, Any], asked: dict[str, Any], sensitive: bool
) -> None:
    assert results(found(more=more, **asked)).sensitive is sensitive


def test_nothing_asked_is_empty() -> None:
    assert results_page.is_empty(SearchRequest(page=4, sort="name"))
    assert not results_page.is_empty(replace(SearchRequest(), where="S73"))


def test_every_kind_word_belongs_to_a_need(tmp_path: Path) -> None:
    from directory.taxonomy import reassurance

    assert reassurance.reassuring_sentence(ROOT / "content", ("loneliness", "falls")).startswith(
        "Feeling alone"
    )
    assert reassurance.reassuring_sentence(ROOT / "content", ("falls", "loneliness")) == ""
    (tmp_path / "needs.yaml").write_text((ROOT / "content" / "needs.yaml").read_text())
    (tmp_path / "reassurance.yaml").write_text("lonliness: Hello.")
    with pytest.raises(ValueError, match=r"reassurance\.yaml: there is no need with the id lonliness"):
        reassurance.load(tmp_path)
