"""A request takes one snapshot and one gazetteer, tokenises the query once, and analyses it once."""

import sys
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from directory.search import context, gazetteer_queries, matching, query_analysis, service, tokenizer
from directory.search.context import open_context
from directory.search.index import SearchIndex
from directory.search.request import SearchRequest
from directory.search.service import search
from tests.page_checks import PageCheckingClient

QUERY = "zebraqq lunch in wombwell"
"""Words with one that no listing has: its spelling is looked up as well."""


def _watch(monkeypatch: pytest.MonkeyPatch, counts: Counter[str], function: Any, counted: Any) -> None:
    """Count the calls of a function in every loaded module that has it, where `counted(arguments)` holds."""

    def counting(*args: Any, **kwargs: Any) -> Any:
        counts[function.__name__] += bool(counted(args))
        return function(*args, **kwargs)

    for name, module in list(sys.modules.items()):
        if (
            name.startswith(("directory", "information"))
            and getattr(module, function.__name__, None) is function
        ):
            monkeypatch.setattr(module, function.__name__, counting)


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each step ran since the test began."""
    found: Counter[str] = Counter()

    def always(args: Any) -> bool:
        return True

    def holds_typed_word(args: Any) -> bool:
        return any(word in args[0].lower() for word in ("zebraqq", "lunch in", "xylofoneqq"))

    _watch(monkeypatch, found, tokenizer.tokenize, holds_typed_word)
    _watch(monkeypatch, found, query_analysis.analyse_query, always)
    for owner, method in ((SearchIndex, "current"), (gazetteer_queries.GazetteerCache, "gazetteer_for")):
        original = getattr(owner, method)

        def counting(self: Any, *args: Any, _original: Any = original, _name: str = method) -> Any:
            found[_name] += 1
            return _original(self, *args)

        monkeypatch.setattr(owner, method, counting)
    return found


ONCE = {"current": 1, "gazetteer_for": 1, "tokenize": 1, "analyse_query": 1}


@pytest.mark.parametrize(
    "address",
    [
        f"/find?q={QUERY}",
        f"/find?q={QUERY}&where=S73&view=map",
        "/find?q=xylofoneqq&where=S73",
        "/find?q=xylofoneqq&cost=sliding",
    ],
    ids=["results", "map", "nothing found", "filters that leave nothing"],
)
def test_each_step_runs_once(demo_client: PageCheckingClient, counts: Counter[str], address: str) -> None:
    demo_client.get(address)
    assert {name: counts[name] for name in ONCE} == ONCE


def test_suggestions_take_one_snapshot_and_tokenise_once(
    demo_client: PageCheckingClient, counts: Counter[str]
) -> None:
    demo_client.post("/suggest", data={"q": "zebraqq", "where": "S73"})
    assert {name: counts[name] for name in ("current", "gazetteer_for", "tokenize")} == {
        "current": 1,
        "gazetteer_for": 1,
        "tokenize": 1,
    }


def test_several_searches_share_one_context(demo_app: Flask, counts: Counter[str]) -> None:
    with demo_app.test_request_context("/"):
        shared = open_context()
        for need in ("falls", "bathing", "loneliness"):
            assert search(SearchRequest(facets={"need": (need,)}), shared).total
    assert counts["current"] == counts["gazetteer_for"] == 1


def _second_snapshot(app: Flask) -> None:
    context.open_context()


def _second_tokenisation(app: Flask) -> None:
    tokenizer.tokenize(QUERY)


def _second_analysis(app: Flask) -> None:
    service.understand(SearchRequest(query=QUERY), context.open_context())


@pytest.mark.parametrize(
    ("planted", "caught"),
    [
        (_second_snapshot, {"current", "gazetteer_for"}),
        (_second_tokenisation, {"tokenize"}),
        (_second_analysis, {"current", "gazetteer_for", "tokenize", "analyse_query"}),
    ],
)
def test_a_planted_second_one_is_caught(
    demo_app: Flask,
    demo_client: PageCheckingClient,
    counts: Counter[str],
    monkeypatch: pytest.MonkeyPatch,
    planted: Callable[[Flask], None],
    caught: set[str],
) -> None:
    rank = matching.ranking.rank

    def twice(*args: Any) -> Any:
        planted(demo_app)
        return rank(*args)

    monkeypatch.setattr(matching.ranking, "rank", twice)
    demo_client.get(f"/find?q={QUERY}")
    assert {name for name, times in ONCE.items() if counts[name] != times} == caught
