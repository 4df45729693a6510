"""A search as a typed value, from and to a query string."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from bench.pages import with_facet
from directory.search.request import FACETS, MOST_CHARACTERS, SORTS, SearchRequest


def read(*pairs: tuple[str, str]) -> SearchRequest:
    return SearchRequest.from_args(MultiDict(pairs))


def test_a_whole_query_string() -> None:
    found = read(
        ("q", " lunch  club "),
        ("where", " S73 "),
        ("cost", "free"),
        ("cost", "fixed"),
        ("sort", "near"),
        ("page", "2"),
        ("exact", "1"),
    )
    assert found == SearchRequest("lunch club", "S73", {"cost": ("free", "fixed")}, "near", 2, exact=True)


def test_nothing_at_all() -> None:
    assert read() == SearchRequest()


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("page", "0", 1),
        ("page", "-4", 1),
        ("page", "two", 1),
        ("page", "1e3", 1),
        ("page", "9" * 6000, 1),
        ("page", "9999", 500),
        ("sort", "price", "best"),
        ("sort", "", "best"),
        ("exact", "yes", False),
    ],
)
def test_what_it_does_not_know_it_drops(name: str, value: str, kept: object) -> None:
    assert getattr(read((name, value)), name) == kept


def test_long_words_are_cut_and_many_values_too() -> None:
    assert len(read(("q", "x" * 5000)).query) == MOST_CHARACTERS
    assert len(read(("where", "x" * 5000)).where) == 60
    assert len(read(*(("need", f"n{i}") for i in range(500))).facets["need"]) == 40


def test_facets_that_do_not_exist_empty_ones_and_doubles() -> None:
    assert read(("colour", "red"), ("cost", ""), ("need", "falls"), ("need", "falls")).facets == {
        "need": ("falls",)
    }


def test_the_query_string_leaves_defaults_out() -> None:
    assert SearchRequest().to_args() == {}
    assert SearchRequest("falls", page=3, sort="near").to_args() == {
        "q": "falls",
        "page": "3",
        "sort": "near",
    }


def test_choosing_and_letting_go_begin_at_page_one() -> None:
    asked = SearchRequest("falls", facets={"cost": ("free",)}, page=4)
    more = with_facet(with_facet(asked, "cost", "fixed"), "day", "MO")
    assert more.facets == {"cost": ("free", "fixed"), "day": ("MO",)}
    assert more.page == 1
    assert more.without_facet("cost", "free").facets == {"cost": ("fixed",), "day": ("MO",)}
    assert more.without_facet("cost").facets == {"day": ("MO",)}
    assert more.without_facet("day", "MO").facets == {"cost": ("free", "fixed")}
    assert more.without_facet("open").facets == more.facets
    assert asked.facets == {"cost": ("free",)}


_word = st.text(st.characters(blacklist_categories=["Z", "C"]), min_size=1, max_size=8)


@given(
    st.lists(_word, max_size=4).map(" ".join),
    st.lists(_word, max_size=2).map(" ".join),
    st.dictionaries(
        st.sampled_from(sorted(FACETS)),
        st.lists(_word, min_size=1, max_size=3, unique=True).map(tuple),
        max_size=4,
    ),
    st.sampled_from(sorted(SORTS)),
    st.integers(1, 500),
    st.booleans(),
)
def test_there_and_back(
    query: str, where: str, facets: dict[str, tuple[str, ...]], sort: str, page: int, exact: bool
) -> None:
    asked = SearchRequest(query, where, facets, sort, page, exact=exact)
    assert SearchRequest.from_args(MultiDict(asked.to_args())) == asked


@given(
    st.lists(
        st.tuples(
            st.sampled_from([*FACETS, "q", "where", "sort", "page", "exact", "x"]), st.text(max_size=30)
        ),
        max_size=8,
    )
)
def test_any_query_string_can_be_read(pairs: list[tuple[str, str]]) -> None:
    asked = read(*pairs)
    assert asked.sort in SORTS
    assert 1 <= asked.page <= 500
    assert SearchRequest.from_args(MultiDict(asked.to_args())) == asked
