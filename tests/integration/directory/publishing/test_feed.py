"""The feed of Open Referral UK 3.0 over the demonstration borough: form, paging, filters, errors and headers."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import select

from core.db import db
from directory import visibility
from directory.models import Service
from directory.publishing.endpoints import COLLECTIONS
from tests.conftest import NOW, StatementCounter
from tests.examples import sampled, slow_on_both
from tests.page_checks import PageCheckingClient

BASE = "/open-referral/v3"


def get(client: PageCheckingClient, path: str, **args: Any) -> Any:
    response = client.get(f"{BASE}/{path}?{urlencode(args)}")
    assert response.status_code == 200, response.get_data(as_text=True)
    return response.get_json()


def all_of(client: PageCheckingClient, path: str, **args: Any) -> list[dict[str, Any]]:
    return [
        json.loads(line)
        for line in client.get(f"{BASE}/{path}?{urlencode(args | {'format': 'ndjson'})}").text.splitlines()
    ]


def absent_values(value: Any) -> Iterator[Any]:
    """Yield what must not stand in the feed: null, empty texts, empty lists and objects."""
    if value is None or value in ("", [], {}):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from absent_values(part)


def test_root_says_what_it_is(demo_client: PageCheckingClient) -> None:
    root = get(demo_client, "")
    assert root["version"] == "HSDS-UK-3.0"
    assert root["profile"].startswith("https://")
    assert root["openapi_url"] == "http://localhost/open-referral/v3/openapi.json"


@pytest.mark.parametrize(
    "name",
    sampled(
        [
            pytest.param(each.name, marks=pytest.mark.slow)
            if each.name == "service_at_locations"
            else each.name
            for each in COLLECTIONS
        ],
        4,
    ),
)
def test_pages_hold_every_record_once_and_details_agree(demo_client: PageCheckingClient, name: str) -> None:
    lines = all_of(demo_client, name)
    first = get(demo_client, name, per_page=97)
    pages = [get(demo_client, name, per_page=97, page=n + 1) for n in range(first["total_pages"])]
    contents = [record for page in pages for record in page["contents"]]
    assert contents == lines
    assert len({record["id"] for record in contents}) == len(contents) == first["total_items"] > 0
    assert [page["last_page"] for page in pages] == [False] * (len(pages) - 1) + [True]
    assert sum(page["size"] for page in pages) == first["total_items"]
    assert not list(absent_values(contents))
    for record in contents[:3]:
        detail = get(demo_client, f"{name}/{record['id']}")
        assert not list(absent_values(detail))
        same = {key: detail[key] for key in record.keys() & detail.keys() - {"location", "organization"}}
        assert same == {key: record[key] for key in same}
        assert {"id", "name"} & record.keys() <= detail.keys()


@slow_on_both
def test_full_is_what_the_detail_says(demo_client: PageCheckingClient) -> None:
    page = get(demo_client, "services", full="true", per_page=5)
    for record in page["contents"]:
        assert record == get(demo_client, f"services/{record['id']}")
    assert any(record.get("service_at_locations") for record in page["contents"])


def test_minimal_gives_ids_and_changes_on_one_page(demo_client: PageCheckingClient) -> None:
    page = get(demo_client, "services", minimal="true")
    assert page["total_pages"] == 1
    assert {frozenset(record) for record in page["contents"]} == {frozenset({"id", "modified_date"})}


@pytest.mark.parametrize("whole", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_only_what_is_public(demo_client: PageCheckingClient, demo_app: Flask, whole: bool) -> None:
    with demo_app.app_context():
        services = list(db.session.scalars(select(Service)))
        hidden = {s.id for s in services if not visibility.is_in_feed(s, NOW.date())}
        secret = [s for s in services if visibility.has_secret_location(s) and s.id not in hidden]
        words = {
            word
            for service in secret
            for site in service.sites
            for address in site.location.addresses
            for word in (address.address_1, address.postal_code)
            if word
        }
    assert hidden
    assert secret
    shown = all_of(demo_client, "services", full="true")
    assert {record["id"] for record in shown} == {s.id for s in services} - hidden
    text = json.dumps(shown)
    if whole:
        text += json.dumps(all_of(demo_client, "service_at_locations", full="true"))
        text += json.dumps(all_of(demo_client, "organizations", full_service="true"))
    assert not [word for word in words if word in text]
    assert '"secret":' not in text


BAD = {
    "foo=1": "foo",
    "page=0": "page",
    "page=x": "page",
    "per_page=100000": "per_page",
    "modified_after=yesterday": "modified_after",
    "taxonomy_id=1": "taxonomy_id",
    "full=yes": "full",
    "format=xml": "format",
    "day=Someday": "day",
    "start_time=25:00": "start_time",
    "minimum_age=20&maximum_age=10": "minimum_age",
    "page=1&page=2": "page",
    "search=": "search",
}


def test_bad_parameters_are_named(demo_client: PageCheckingClient) -> None:
    for query, name in BAD.items():
        response = demo_client.get(f"{BASE}/services?{query}")
        assert (query, response.status_code, response.mimetype) == (query, 400, "application/problem+json")
        assert [each["name"] for each in response.json["invalid_parameters"]] == [name]
        assert name in response.json["detail"]
    for query in ("proximity=100", "postcode=nowhere", "postcode=ZZ1+1ZZ&proximity=5"):
        assert demo_client.get(f"{BASE}/service_at_locations?{query}").status_code == 400


def test_errors_are_problems_that_every_origin_may_read(demo_client: PageCheckingClient) -> None:
    for method, path, status in (
        ("GET", "nothing", 404),
        ("GET", "services/nothing", 404),
        ("POST", "services", 405),
    ):
        response = demo_client.open(f"{BASE}/{path}", method=method)
        assert (response.status_code, response.mimetype) == (status, "application/problem+json")
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert response.json["status"] == status
    options = demo_client.open(f"{BASE}/services", method="OPTIONS")
    assert options.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


@slow_on_both
def test_unchanged_pages_are_not_sent_again(demo_client: PageCheckingClient) -> None:
    address = f"{BASE}/services?per_page=3"
    first = demo_client.get(address)
    again = demo_client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.get_data()) == (304, b"")
    assert again.headers["Access-Control-Allow-Origin"] == "*"
    packed = demo_client.get(address, headers={"Accept-Encoding": "gzip"})
    both = {"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]}
    assert demo_client.get(address, headers=both).status_code == 304
    head = demo_client.head(address)
    assert (head.status_code, head.get_data()) == (200, b"")
    assert head.headers["Content-Length"] == first.headers["Content-Length"]


@slow_on_both
def test_a_full_page_needs_a_fixed_number_of_statements(
    demo_client: PageCheckingClient, demo_app: Flask, statements: StatementCounter
) -> None:
    counts = []
    for size in (5, 50):
        with statements(demo_app) as sent:
            get(demo_client, "services", full="true", per_page=size)
        counts.append(len(sent))
    assert counts[1] <= counts[0] + 1 <= 26
