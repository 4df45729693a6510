"""Keys, limits, and the records of other feeds."""

import json
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from core import clock, rate_limits
from core.db import db
from core.rate_limits import Quota, RateLimit
from directory.models import ApiKey, Organization, Service
from directory.publishing.services import note_source
from tests.conftest import NOW, make_app
from tests.examples import slow_on_both
from tests.page_checks import PageCheckingClient

BASE = "/open-referral/v3"


def run(app: Flask, *arguments: str) -> str:
    result = app.test_cli_runner().invoke(args=["open-referral", *arguments])
    assert result.exit_code == 0, result.output
    return result.output


@slow_on_both
def test_a_key_raises_the_limit_until_it_is_revoked(
    app: Flask, client: PageCheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(rate_limits.RATE_LIMITS, "read_feed", RateLimit(network=Quota(2, 60)))
    key, words, *_rest = run(app, "key", "create", "Next Door Council").splitlines()
    key_id = words.split()[1].rstrip(".")
    with app.app_context():
        stored = db.session.scalars(select(ApiKey)).one()
        assert key not in (stored.key_hash, stored.name)
    assert key not in run(app, "key", "list")
    assert "Next Door Council" in run(app, "key", "list")
    assert [client.get(f"{BASE}/").status_code for _n in range(3)] == [200, 200, 429]
    refused = client.get(f"{BASE}/services")
    assert (refused.mimetype, refused.json["status"]) == ("application/problem+json", 429)
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    assert refused.headers["Access-Control-Allow-Origin"] == "*"
    with_key = {"X-API-Key": key}
    assert client.get(f"{BASE}/services", headers=with_key).status_code == 200
    run(app, "key", "revoke", key_id)
    with app.app_context():
        rate_limits.reset()
    answer = client.get(f"{BASE}/services", headers=with_key)
    assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")
    wrong = app.test_cli_runner().invoke(args=["open-referral", "key", "revoke", key_id])
    assert wrong.exit_code == 1


def test_records_of_another_feed_need_permission(
    own_demo_app: Flask, own_demo_client: PageCheckingClient
) -> None:
    with own_demo_app.app_context():
        mine = db.session.scalars(select(Service).where(Service.professionals_only.is_(False))).first()
        assert mine
        mine.source, mine.source_id, service_id = "next-door", "17", mine.id
        db.session.commit()
        address = f"{BASE}/services/{service_id}"
        assert own_demo_client.get(address).status_code == 200
        note_source(db.session, "next-door", "https://next-door.example.org/services")
    assert own_demo_client.get(address).status_code == 404
    licence = ("--licence", "OGL v3.0", "--licence-url", "https://example.org/ogl")
    run(own_demo_app, "source", "allow", "next-door", *licence, "--publisher", "Next Door")
    assert own_demo_client.get(address).json["x_signpost"]["source"] == {
        "name": "Next Door",
        "url": "https://next-door.example.org/services",
        "id": "17",
        "licence": "OGL v3.0",
        "licence_url": "https://example.org/ogl",
    }
    run(own_demo_app, "source", "keep-back", "next-door")
    assert own_demo_client.get(address).status_code == 404
    assert "not published again" in run(own_demo_app, "source", "list")


@slow_on_both
def test_an_ended_service_is_defunct_for_90_days_and_then_gone(
    own_demo_app: Flask, own_demo_client: PageCheckingClient
) -> None:
    with own_demo_app.app_context():
        service = db.session.scalars(select(Service).where(Service.professionals_only.is_(False))).first()
        assert service
        service_id, address = service.id, f"{BASE}/services/{service.id}"
        answers = {}
        for days in (0, 1, 90, 91):
            service.ends_on = NOW.date() - timedelta(days=days)
            db.session.commit()
            answer = own_demo_client.get(address)
            answers[days] = (answer.status_code, (answer.json or {}).get("status"))
    assert answers == {0: (200, "active"), 1: (200, "defunct"), 90: (200, "defunct"), 91: (410, 410)}
    listed = own_demo_client.get(f"{BASE}/services?minimal=true").json["contents"]
    assert service_id not in [record["id"] for record in listed]


@pytest.mark.slow
def test_downloads(own_demo_app: Flask, own_demo_client: PageCheckingClient) -> None:
    total = own_demo_client.get(f"{BASE}/services").json["total_items"]
    table = own_demo_client.get("/use-our-data/services.csv").text
    assert table.startswith("id,name,")
    whole = own_demo_client.get("/use-our-data/services.json").json
    assert len(whole["services"]) == total
    assert whole["licence"]["name"]
    assert whole["publisher"]
    news = own_demo_client.get("/use-our-data/new-services.atom").text
    assert news.count("<entry>") == 50


def test_the_setting_is_in_the_feed(own_demo_app: Flask) -> None:
    settings = own_demo_app.extensions["settings"]
    changed = settings.model_copy(
        update={"data_licence": "CC BY 4.0", "data_licence_url": "https://example.org/by"}
    )
    client = make_app(changed).test_client()
    assert client.get(f"{BASE}/").json["licence"] == {"name": "CC BY 4.0", "url": "https://example.org/by"}
    assert client.get(f"{BASE}/openapi.json").json["info"]["license"]["name"] == "CC BY 4.0"


def listed(client: PageCheckingClient, address: str) -> list[str]:
    return [json.loads(line)["id"] for line in client.get(address).text.splitlines()]


@slow_on_both
def test_readers_of_changes_learn_that_a_service_has_ended(
    own_demo_app: Flask, own_demo_client: PageCheckingClient
) -> None:
    with own_demo_app.app_context():
        service = db.session.scalars(
            select(Service).where(Service.professionals_only.is_(False), Service.ends_on.is_(None))
        ).first()
        assert service
        service_id, service.ends_on = service.id, clock.today() - timedelta(days=2)
        service.last_modified = clock.now() - timedelta(days=40)
        db.session.commit()

    def changed(since: date) -> set[str]:
        address = f"{BASE}/services?format=ndjson&modified_after={since.isoformat()}"
        return set(listed(own_demo_client, address))

    today = clock.today()
    assert service_id in changed(today - timedelta(days=1))
    assert service_id not in changed(today)
    record = own_demo_client.get(f"{BASE}/services/{service_id}").json
    assert record["status"] == "defunct"
    assert record["last_modified"].startswith((today - timedelta(days=1)).isoformat())


def test_a_new_organization_comes_last(own_demo_app: Flask, own_demo_client: PageCheckingClient) -> None:
    address = f"{BASE}/organizations?format=ndjson"
    before = listed(own_demo_client, address)
    with own_demo_app.app_context():
        new = Organization(
            id="00000000-0000-4000-8000-000000000000",
            name="Newest",
            slug="newest",
            created_at=clock.now() + timedelta(days=1),
        )
        db.session.add(new)
        db.session.flush()
        service = db.session.scalars(select(Service).where(Service.professionals_only.is_(False))).first()
        assert service
        service.organization_id = new.id
        db.session.commit()
    after = listed(own_demo_client, address)
    assert after[-1] == "00000000-0000-4000-8000-000000000000"
    assert [each for each in before if each in after] == after[:-1]
