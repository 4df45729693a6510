"""The OpenAPI document of the feed: every answer is inside it, and every parameter of it is read."""

import random
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from directory.publishing.endpoints import COLLECTIONS
from directory.publishing.other_views import examples
from tests.page_checks import PageCheckingClient

BASE = "/open-referral/v3"


@pytest.fixture
def document(demo_client: PageCheckingClient) -> Any:
    return demo_client.get(f"{BASE}/openapi.json").json


def errors(document: Any, name: str, value: Any) -> list[str]:
    registry = Registry().with_resource(
        "doc", Resource.from_contents(document, default_specification=DRAFT202012)
    )
    schema = {"$ref": f"doc#/components/schemas/{name}"}
    found = Draft202012Validator(schema, registry=registry, format_checker=FormatChecker()).iter_errors(value)
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}" for error in found]


@pytest.mark.both_databases
@pytest.mark.slow
@pytest.mark.parametrize("per_page", [20, pytest.param(300, marks=pytest.mark.slow)])
def test_every_answer_is_inside_the_document(
    demo_client: PageCheckingClient, document: Any, per_page: int
) -> None:
    assert errors(document, "Feed", demo_client.get(f"{BASE}/").json) == []
    for collection in COLLECTIONS:
        kind = collection.kind.__name__
        for form in ({}, {"full": "true"}, {"full_service": "true"}, {"minimal": "true"}):
            if set(form) <= {parameter.name for parameter in collection.parameters}:
                page = demo_client.get(
                    f"{BASE}/{collection.name}?{urlencode({'per_page': per_page} | form)}"
                ).json
                assert errors(document, f"PageOf{kind}", page) == [], form
        for record in random.Random(1).sample(page["contents"], 2):
            detail = demo_client.get(f"{BASE}/{collection.name}/{record['id']}").json
            assert errors(document, kind, detail) == []
    problem = demo_client.get(f"{BASE}/services?page=0").json
    assert errors(document, "Problem", problem) == []
    assert errors(document, "Service", {"id": "1", "name": ""}) != []


def test_the_document_lists_what_is_there(document: Any, demo_app: Flask) -> None:
    own = [rule.rule for rule in demo_app.url_map.iter_rules() if rule.endpoint.startswith("feed.")]
    rules = {rule.removeprefix(BASE).replace("<record_id>", "{id}") for rule in own}
    assert set(document["paths"]) == rules - {"/openapi.json"}
    for path, item in document["paths"].items():
        collection = next((one for one in COLLECTIONS if f"/{one.name}" == path), None)
        if collection is not None:
            named = [parameter["name"] for parameter in item["get"]["parameters"]]
            assert named == [parameter.name for parameter in collection.parameters]


@pytest.mark.both_databases
@pytest.mark.slow
def test_examples_of_the_document_and_of_the_page_work(
    demo_client: PageCheckingClient, document: Any
) -> None:
    with demo_client.application.test_request_context():
        addresses = [address for _words, address in examples(BASE)]
    page = demo_client.get("/use-our-data").text
    for path, item in document["paths"].items():
        for parameter in item["get"]["parameters"]:
            if "example" in parameter:
                value = {parameter["name"]: parameter["example"]}
                near = {"postcode": "S73 8CV"} if parameter["name"] == "proximity" else {}
                addresses.append(f"{BASE}{path}?{urlencode(value | near)}")
    assert len(addresses) > 12
    for address in addresses:
        assert demo_client.get(address).status_code == 200, address
    assert all(address.replace("&", "&amp;") in page for address in addresses[:9])
