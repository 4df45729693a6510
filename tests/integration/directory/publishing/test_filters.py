"""Every filter, for every service of the demonstration: built from its own data it gives the service back, built
so that it excludes it, it does not. And the faults that a council's live feed had.
"""

import json
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from core.db import db
from directory.models import Service
from directory.publishing import queries
from directory.publishing.endpoints import SERVICE_AT_LOCATIONS, SERVICES
from directory.publishing.parameters import read_parameters
from tests.conftest import NOW
from tests.examples import slow_on_both
from tests.page_checks import PageCheckingClient

BASE = "/open-referral/v3"
OTHER = "00000000-0000-4000-8000-000000000000"


def found(**args: object) -> set[str]:
    """Return the ids of the services that these parameters give."""
    texts = MultiDict({name: str(value) for name, value in args.items()})
    return set(queries.service_ids(read_parameters(texts, SERVICES.parameters)))


def sites(**args: object) -> set[str]:
    texts = MultiDict({name: str(value) for name, value in args.items()})
    return set(queries.site_ids(read_parameters(texts, SERVICE_AT_LOCATIONS.parameters)))


@pytest.fixture(scope="module")
def records(demo_app: Flask) -> list[dict[str, Any]]:
    text = demo_app.test_client().get(f"{BASE}/services?format=ndjson&full=true").text
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.slow
def test_filters_give_back_what_they_are_built_from(demo_app: Flask, records: list[dict[str, Any]]) -> None:
    """Each distinct filter is asked once, and held against all services at the same time."""
    with demo_app.app_context():
        for field in ("organization_id",):
            for value in {record[field] for record in records}:
                assert found(**{field: value}) == {r["id"] for r in records if r[field] == value}
        terms: dict[str, set[str]] = {}
        taxonomies: dict[str, set[str]] = {}
        for record in records:
            for attribute in record.get("attributes", []):
                terms.setdefault(attribute["taxonomy_term_id"], set()).add(record["id"])
                taxonomies.setdefault(attribute["taxonomy_term"]["taxonomy_id"], set()).add(record["id"])
        assert len(terms) > 100
        for term, ids in terms.items():
            assert found(taxonomy_term_id=term) == ids
        for taxonomy, ids in taxonomies.items():
            assert found(taxonomy_id=taxonomy) == ids
        assert (
            found(organization_id=OTHER) == found(taxonomy_id=OTHER) == found(taxonomy_term_id=OTHER) == set()
        )


@pytest.mark.both_databases
@pytest.mark.slow
def test_ages(demo_app: Flask, records: list[dict[str, Any]]) -> None:
    with demo_app.app_context():
        for low, high in {(r.get("minimum_age"), r.get("maximum_age")) for r in records}:
            mine = {r["id"] for r in records if (r.get("minimum_age"), r.get("maximum_age")) == (low, high)}
            own = {"minimum_age": low, "maximum_age": high}
            assert mine <= found(**{name: age for name, age in own.items() if age is not None})
            if high is not None:
                assert not mine & found(minimum_age=high + 1)
            if low:
                assert not mine & found(maximum_age=low - 1)


@pytest.mark.both_databases
@pytest.mark.slow
def test_days_and_times(demo_app: Flask, records: list[dict[str, Any]]) -> None:
    with demo_app.app_context():
        by_day = {day: found(day=day) for day in ("MO", "TU", "WE", "TH", "FR", "SA", "SU")}
        for record in records:
            rows = [row for row in record.get("schedules", []) if row.get("freq") == "WEEKLY"]
            at_places = any(site.get("schedules") for site in record.get("service_at_locations", []))
            named = {day for row in rows for day in row.get("byday", "").split(",") if day}
            if (
                named
                and len(rows) == len(record["schedules"])
                and not at_places
                and record["status"] == "active"
            ):
                is_over = any(row.get("valid_to", "9999") < NOW.date().isoformat() for row in rows)
                if not is_over:
                    assert named == {day for day, ids in by_day.items() if record["id"] in ids}
        for opens, closes in {
            (row["opens_at"], row["closes_at"])
            for record in records
            for row in record.get("schedules", [])
            if "opens_at" in row and "closes_at" in row and "valid_to" not in row
        }:
            between = found(start_time=opens, end_time=closes)
            mine = {
                record["id"]
                for record in records
                for row in record.get("schedules", [])
                if (row.get("opens_at"), row.get("closes_at")) == (opens, closes) and "valid_to" not in row
            }
            alone = {r["id"] for r in records if r["id"] in mine and len(r["schedules"]) == 1}
            assert mine <= between
            if opens < closes < "23:00":
                assert not alone & found(start_time="23:00")


def test_words(demo_app: Flask, records: list[dict[str, Any]]) -> None:
    with demo_app.app_context():
        missed = [r["name"] for r in records[::7] if r["id"] not in found(search=r["name"])]
        assert missed == []
        assert found(search="zxqwvut") == set()
        term = records[0]["attributes"][0]["taxonomy_term_id"]
        both = found(taxonomy_term_id=term, search=records[0]["name"])
        assert records[0]["id"] in both <= found(taxonomy_term_id=term)


def test_places(demo_app: Flask, records: list[dict[str, Any]]) -> None:
    with demo_app.app_context():
        for record in records[::9]:
            for site in record.get("service_at_locations", []):
                postcode = site["location"]["addresses"][0]["postal_code"]
                assert site["id"] in sites(postcode=postcode, proximity=2500)
        far = sites(postcode="S73 8CV", proximity=0)
        assert len(far) < len(sites(postcode="S73 8CV", proximity=20_000)) <= len(sites())
        assert sites(postcode="S73 8CV", proximity=20_000) <= sites(postcode="S73 8CV")


def test_changes(own_demo_app: Flask, own_demo_client: PageCheckingClient) -> None:
    later = (NOW + timedelta(days=400)).date().isoformat()
    assert own_demo_client.get(f"{BASE}/services?modified_after={later}").json["empty"] is True
    with own_demo_app.app_context():
        changed = db.session.get(Service, queries.service_ids({})[5])
        assert changed
        changed.last_modified, changed_id = NOW + timedelta(days=1), changed.id
        db.session.commit()
    moment = {"modified_after": (NOW + timedelta(days=1)).isoformat()}
    answer = own_demo_client.get(f"{BASE}/services?{urlencode(moment)}").json
    assert [record["id"] for record in answer["contents"]] == [changed_id]


@slow_on_both
def test_pages_stay_while_records_change(own_demo_app: Flask, own_demo_client: PageCheckingClient) -> None:
    """A reader goes through the pages while a service changes and another one is added."""
    first = own_demo_client.get(f"{BASE}/services?per_page=150").json
    with own_demo_app.app_context():
        before = {record["id"] for record in first["contents"]}
        changed = db.session.get(Service, first["contents"][0]["id"])
        assert changed
        changed.name, changed.last_modified = "Zzz", NOW + timedelta(days=2)
        copy = Service(
            name="New", slug="new-one", organization_id=changed.organization_id, id="0" + OTHER[1:]
        )
        db.session.add(copy)
        copy.created_at = NOW + timedelta(days=2)
        db.session.commit()
    second = own_demo_client.get(f"{BASE}/services?per_page=150&page=2").json
    rest = {record["id"] for record in second["contents"]}
    assert not before & rest
    assert len(before | rest) == second["total_items"] == first["total_items"] + 1


def test_the_eight_faults_of_a_live_feed(demo_client: PageCheckingClient) -> None:
    def body(path: str) -> Any:
        return demo_client.get(f"{BASE}/{path}").json

    root, document = body(""), body("openapi.json")
    # The profile and the OpenAPI document are addresses that answer, and of the UK profile.
    assert root["profile"] == "https://github.com/OpenReferralUK/uk-profile/blob/main/docs/index.md"
    assert demo_client.get(root["openapi_url"]).status_code == 200
    assert document["info"]["version"] == root["version"] == "HSDS-UK-3.0"
    # No list that is advertised is missing.
    lists = [path for path in document["paths"] if "{" not in path]
    assert len(lists) == 6
    assert {demo_client.get(BASE + path).status_code for path in lists} == {200}
    # ndjson is ndjson.
    lines = demo_client.get(f"{BASE}/services?format=ndjson")
    assert lines.mimetype == "application/x-ndjson"
    assert all(json.loads(line)["id"] for line in lines.text.splitlines())
    # A change in the future is none.
    assert body("services?modified_after=2099-01-01T00:00:00Z")["contents"] == []
    # Words are honoured.
    assert 0 < body("services?search=walking+football")["total_items"] < body("services")["total_items"]
    assert body("services?search=zxqwvut")["total_items"] == 0
    # "full" is nested.
    whole = body("services?full=true&per_page=50")["contents"]
    assert any(
        record["service_at_locations"][0]["location"]["addresses"]
        for record in whole
        if "service_at_locations" in record
    )
    # There is a licence.
    assert root["licence"]["url"] == document["info"]["license"]["url"] != ""
