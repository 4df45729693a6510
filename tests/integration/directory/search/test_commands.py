"""The commands for programs: the very same search as the page's, as JSON and as JSON Lines."""

import json
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from markupsafe import escape
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from core.db import db
from directory.models import Service
from directory.search.request import SearchRequest
from directory.search.service import search
from tests.examples import slow_on_both

UNDERSTOOD = ["danger", "needs", "filters", "language", "nearest_only", "corrected"]
FIELDS = ["id", "name", "organization", "distance_m", "score", "reasons"]


def run(app: Flask, *args: str, lines: str | bytes = "") -> Result:
    return app.test_cli_runner().invoke(args=["directory", "search", *args], input=lines)


def batch(app: Flask, *lines: object) -> list[dict[str, Any]]:
    result = run(
        app,
        "--batch",
        lines="".join(line if isinstance(line, str) else json.dumps(line) + "\n" for line in lines),
    )
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.output.splitlines()]


def test_json_is_an_array_of_exactly_what_was_promised(demo_app: Flask) -> None:
    result = run(demo_app, "lunch club", "--postcode", "S73 8CV", "--limit", "7", "--json")
    rows = json.loads(result.output)
    assert len(rows) == 7
    for row in rows:
        assert list(row) == FIELDS
        assert all(isinstance(row[name], str) and row[name] for name in ("id", "name", "organization"))
        assert row["distance_m"] is None or isinstance(row["distance_m"], int)
        assert isinstance(row["score"], float)
        assert row["reasons"]
        assert all(isinstance(reason, str) for reason in row["reasons"])
    with demo_app.app_context():
        services = {service.id: service for service in db.session.scalars(select(Service))}
        named = [(services[row["id"]].name, services[row["id"]].organization.name) for row in rows]
    assert [(row["name"], row["organization"]) for row in rows] == named
    assert [row["score"] for row in rows] == sorted((row["score"] for row in rows), reverse=True)


def test_without_a_postcode_there_is_no_distance(demo_app: Flask) -> None:
    assert {row["distance_m"] for row in json.loads(run(demo_app, "lunch club", "--json").output)} == {None}


def test_for_people_it_prints_lines(demo_app: Flask) -> None:
    output = run(demo_app, "lunch club", "--limit", "2").output
    assert output.startswith("  1 ")
    assert len(output.splitlines()) == 2


@pytest.mark.parametrize("args", [(), ("lunch", "--limit", "0"), ("lunch", "--limit", "many")])
def test_a_wrong_call_says_what_to_do(demo_app: Flask, args: tuple[str, ...]) -> None:
    result = run(demo_app, *args)
    assert result.exit_code == 2
    assert "Error" in result.output


@slow_on_both
@pytest.mark.parametrize(
    ("query", "where"),
    [("lunch club", ""), ("nobody to talk to", "S73 8CV"), ("befrending", "Penistone"), ("zzyzx", "")],
)
def test_the_page_the_command_and_the_batch_give_one_order(demo_app: Flask, query: str, where: str) -> None:
    with demo_app.app_context():
        page = [hit.service_id for hit in search(SearchRequest.from_args(_args(query, where))).hits]
    command = [row["id"] for row in json.loads(run(demo_app, query, "--postcode", where, "--json").output)]
    lines = batch(demo_app, {"id": "q", "query": query, "postcode": where})
    assert page == command == [row["id"] for row in lines[0]["results"]]
    assert page


def _args(query: str, where: str) -> Any:
    return MultiDict({"q": query, "where": where})


@slow_on_both
def test_the_page_shows_that_order(demo_app: Flask, demo_client: Any) -> None:
    html = demo_client.get("/find", query_string={"q": "lunch club", "where": "S73 8CV"}).get_data(
        as_text=True
    )
    names = [
        row["name"]
        for row in json.loads(
            run(demo_app, "lunch club", "--postcode", "S73 8CV", "--limit", "6", "--json").output
        )
    ]
    at = [html.index(f">{escape(name)}</a>") for name in names]
    assert at == sorted(at)


def test_each_line_is_answered_with_one_line(demo_app: Flask) -> None:
    asked = [
        {"id": "a", "query": "falls"},
        {"id": 7, "query": "lunch", "limit": 3},
        {"id": None, "query": "debt", "postcode": "S73", "limit": 1},
    ]
    found = batch(demo_app, *asked)
    assert [list(each) for each in found] == [["id", "results", "took_ms", *UNDERSTOOD]] * 3
    assert [each["id"] for each in found] == ["a", 7, None]
    assert 5 <= len(found[0]["results"]) <= 20
    assert [len(each["results"]) for each in found[1:]] == [3, 1]
    assert all(list(row) == FIELDS for each in found for row in each["results"])
    assert all(each["took_ms"] >= 0 for each in found)


def test_a_line_says_what_was_understood(demo_app: Flask) -> None:
    plain, wrong, pothole = batch(
        demo_app,
        {"id": 1, "query": "nobody to talk to"},
        {"id": 3, "query": "befrending"},
        {"id": 4, "query": "report the pothole outside number 14"},
    )
    assert plain["needs"][0] == "loneliness"
    assert (plain["filters"], plain["corrected"], plain["nearest_only"]) == ([], None, False)
    assert plain["language"] == "en"
    assert wrong["corrected"] == "befriending"
    assert pothole["nearest_only"] is True
    assert not any("helps with" in reason for row in pothole["results"] for reason in row["reasons"])


BAD = [
    "not json\n",
    "{\n",
    "[]\n",
    '"lunch"\n',
    "3\n",
    "null\n",
    '{"id":"x"}\n',
    '{"query":"lunch"}\n',
    '{"id":"x","query":"lunch","limit":"two"}\n',
    '{"id":"x","query":"lunch","limit":[1]}\n',
    '{"id":"x","query":"lunch","limit":1e999}\n',
    '{"id":"x","query":null}\n',
    '{"id":"x","query":7}\n',
    '{"id":"x","query":["lunch"]}\n',
    "[" * 100_000 + "\n",
]


def test_lines_name_the_danger_that_the_words_speak_of(demo_app: Flask) -> None:
    asked = [
        {"id": kind, "query": query, "limit": 1}
        for kind, query in (
            (None, "lunch club"),
            ("crisis", "i want to die"),
            ("domestic-abuse", "my husband hits me"),
            ("abuse-neglect", "mums carer shouts at her and takes money out of her purse"),
            ("child-harm", "my stepdad hits me and locks me in my room"),
            ("emergency", "my mum has collapsed and she is not breathing"),
        )
    ]
    assert [answer["danger"] for answer in batch(demo_app, *asked)] == [one["id"] for one in asked]


def test_bad_lines_are_answered_with_an_error_and_the_others_still_answered(demo_app: Flask) -> None:
    good = {"id": "good", "query": "lunch", "limit": 1}
    found = batch(demo_app, good, *(line for bad in BAD for line in (bad, good)))
    assert len(found) == 2 * len(BAD) + 1
    for answer in found[1::2]:
        assert list(answer) == ["id", "results", "took_ms", *UNDERSTOOD, "error"]
        assert answer["results"] == []
        assert answer["error"]
    for answer in found[::2]:
        assert "error" not in answer
        assert len(answer["results"]) == 1


@pytest.mark.parametrize(
    "rest",
    ["", ',"query":null', ',"query":7', ',"query":"lunch","limit":"two"', ',"query":"lunch","limit":1e999'],
)
@pytest.mark.parametrize("id", [5, "x", "\ud800", ["a"]])
def test_an_error_keeps_the_id_that_is_known(demo_app: Flask, id: object, rest: str) -> None:
    answer = batch(demo_app, f'{{"id":{json.dumps(id)}{rest}}}\n')[0]
    assert answer["id"] == id
    assert answer["error"]


def test_a_line_that_is_no_text_is_answered_and_the_others_still_are(demo_app: Flask) -> None:
    good = b'{"id":2,"query":"lunch","limit":1}\n'
    result = run(
        demo_app, "--batch", lines=b'{"id":1,"query":"lunch \xff"}\n' + good + b"\xff\xfe\x00\n" + good
    )
    assert result.exit_code == 0
    found = [json.loads(line) for line in result.output.splitlines()]
    assert [("error" in each, len(each["results"])) for each in found] == [(True, 0), (False, 1)] * 2


def test_half_a_sign_in_a_line_does_no_harm(demo_app: Flask) -> None:
    found = batch(
        demo_app,
        '{"id":"\\ud800","query":"lunch \\ud800","postcode":"\\ud800","limit":1}\n',
        {"id": 2, "query": "lunch"},
    )
    assert [(each["id"], "error" in each) for each in found] == [("\ud800", False), (2, False)]


def test_empty_lines_are_passed_over(demo_app: Flask) -> None:
    assert [each["id"] for each in batch(demo_app, "\n", {"id": 1, "query": "lunch"}, "   \n", "\n")] == [1]


@pytest.mark.parametrize(("limit", "count"), [(-3, 1), (0, 20), (None, 20), ("4", 4), (2.9, 2)])
def test_limits_are_kept_within_reason(demo_app: Flask, limit: object, count: int) -> None:
    assert len(batch(demo_app, {"id": 1, "query": "help", "limit": limit})[0]["results"]) == count


@slow_on_both
def test_hostile_lines_are_answered(demo_app: Flask) -> None:
    queries = ["a*", "[a TO z]", "x" * 5000, "\x00", "😀", '"', "'; DROP TABLE service; --", "", " "]
    places: list[object] = [*queries, 7, ["lunch"], {"S73": 1}]
    found = batch(
        demo_app,
        *({"id": n, "query": query, "postcode": query} for n, query in enumerate(queries)),
        *({"id": n, "query": "lunch", "postcode": place} for n, place in enumerate(places, len(queries))),
    )
    assert [each["id"] for each in found] == list(range(len(queries) + len(places)))
    assert not [each for each in found if "error" in each]


def test_text_is_read_as_utf_8_and_written_so_that_any_terminal_can_hold_it(demo_app: Flask) -> None:
    result = run(demo_app, "--batch", lines='{"id":"é","query":"dobry sąsiad","limit":1}\n'.encode())
    assert result.stdout_bytes.isascii()
    answer = json.loads(result.output)
    assert answer["id"] == "é"
    assert "Dobry Sąsiad" in answer["results"][0]["name"]
