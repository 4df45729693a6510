"""Text that a database cannot hold reaches no statement, whichever address, query or field it comes in."""

import re
import threading
from collections.abc import Iterator

import pytest
from flask import Flask, request

import core.forms
from core import requests
from tests.examples import sampled, slow_on_both
from tests.page_checks import PageCheckingClient
from tests.routes import LISTED, POSTS, ListedRoute

pytestmark = pytest.mark.both_databases

NUL = "a\x00b"
FIELDS_READ_WITHOUT_A_FORM = ("service", "next", "key", "part", "skip", "more", "leave", "afresh", "revision")
NAMES_IN_QUERIES = (
    "q",
    "where",
    "page",
    "day",
    "town",
    "back",
    "place",
    "view",
    "cost",
    "need",
    "answer",
    "v",
)


def _forms(kind: type = core.forms.Form) -> Iterator[type]:
    for form in kind.__subclasses__():
        yield form
        yield from _forms(form)


def _field_names() -> list[str]:
    """Return the names of the fields of all forms, and of those that views read from the request itself."""
    named = {name for form in _forms() for name in dir(form) if hasattr(getattr(form, name), "field_class")}
    return sorted(named | {*FIELDS_READ_WITHOUT_A_FORM})


@pytest.mark.parametrize(
    "row", sampled([row for row in LISTED if "<" in row.rule], 5), ids=lambda row: f"{row.method} {row.rule}"
)
def test_an_address_with_a_nul_is_not_found(demo_client: PageCheckingClient, row: ListedRoute) -> None:
    address = re.sub(r"<[^>]*>", "a%00b", row.rule)
    token = {"csrf_token": demo_client.token()} if row.method == "POST" else {}
    answer = demo_client.open(address, method=row.method, data=token)
    assert answer.status_code in (404, 405)


ODD_VALUES = [
    pytest.param(NUL, id="a NUL"),
    pytest.param("9" * 20, id="a large number"),
    pytest.param("-9223372036854775809", id="a small number", marks=pytest.mark.slow),
]


EACH_OR_SOME = pytest.mark.parametrize("step", sampled([4, 1], 2))
"""`make test` asks every fourth page, `make test-slow` all."""


@EACH_OR_SOME
@pytest.mark.parametrize("value", sampled(ODD_VALUES, 2))
def test_an_odd_value_in_a_query_is_answered(demo_client: PageCheckingClient, value: str, step: int) -> None:
    queries = dict.fromkeys(NAMES_IN_QUERIES, value)
    pages = [row for row in LISTED if row.method == "GET" and not row.endpoint.startswith("health.")]
    one_of_each = {row.endpoint: row.examples[0][0].partition("?")[0] for row in pages}
    assert len(one_of_each) > 60
    for path in list(one_of_each.values())[::step]:
        assert demo_client.get(path, query_string=queries).status_code < 500, path


@slow_on_both
@EACH_OR_SOME
@pytest.mark.parametrize("value", sampled(ODD_VALUES, 2))
def test_an_odd_value_in_a_form_is_answered(
    own_demo_client: PageCheckingClient, value: str, step: int
) -> None:
    fields = dict.fromkeys(_field_names(), value)
    assert len(fields) > 15
    for path in POSTS[::step]:
        assert own_demo_client.post_form(path, fields).status_code < 500, path


def test_a_number_out_of_range_in_an_address_is_answered(demo_client: PageCheckingClient) -> None:
    rules = [row.rule for row in LISTED if "<" in row.rule and row.method == "GET"]
    assert len(rules) > 20
    for rule in rules:
        address = re.sub(r"<[^>]*>", "9" * 20, rule)
        assert demo_client.get(address).status_code < 500, address


def test_a_listing_that_is_named_with_a_nul_is_saved(demo_client: PageCheckingClient) -> None:
    page = demo_client.get("/service/larkhill-dogs-and-walkers").get_data(as_text=True)
    service_id = re.findall(r'name="service" value="([0-9a-f-]+)"', page)[0]
    assert demo_client.post_form("/my-list/add", {"service": f"\x00{service_id}"}).status_code == 303
    assert service_id in demo_client.get("/my-plan").get_data(as_text=True)


_SMALL_PAGES = 8


def test_pages_begin_no_thread_each(demo_client: PageCheckingClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """A thread for each request takes longer than a small page.

    Now and then a page reads a copy in memory again, such as the alerts, and that has a thread of its own.
    What other threads begin in the same moment does not count.
    """
    assert demo_client.get("/contact").status_code == 200
    begun: list[str] = []
    begin, asking = threading.Thread.start, threading.current_thread()

    def note(thread: threading.Thread) -> None:
        if threading.current_thread() is asking:
            begun.append(thread.name)
        begin(thread)

    monkeypatch.setattr(threading.Thread, "start", note)
    for _request in range(_SMALL_PAGES):
        assert demo_client.get("/contact").status_code == 200
    assert len(begun) < _SMALL_PAGES / 2


def test_views_see_storable_text_only() -> None:
    app = Flask(__name__)
    requests.init_requests(app)
    with app.test_request_context("/?a%00=b%00c&a=d", method="POST", data={"x\x00": "y\x00z", "w": "v"}):
        assert request.args.to_dict(flat=False) == {"a": ["bc", "d"]}
        assert request.form.to_dict() == {"x": "yz", "w": "v"}
        assert request.values.getlist("w") == ["v"]
