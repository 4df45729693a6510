"""Whatever named a record that was merged away leads to the one that replaced it."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from flask import Flask
from sqlalchemy import select

from core.db import db
from directory.merges.queries import replacement_of, replacements
from directory.models import Merge, Organization, RetiredId, Service
from directory.my_list.items import encode
from tests.examples import sampled, slow_on_both
from tests.page_checks import PageCheckingClient


@pytest.fixture
def merged(own_demo_app: Flask) -> Iterator[dict[str, str]]:
    """Three listings, of which the first was merged into the second and that into the third: ids by slug."""
    with own_demo_app.app_context():
        services = db.session.scalars(select(Service).where(Service.name.contains("Co"))).all()[:3]
        chain = [(service.id, service.slug) for service in services]
        for (old, slug), (now, _slug) in pairwise(chain):
            merge = Merge(kind="service", kept_id=now, retired_id=old, merged_by="nobody")
            db.session.add(merge)
            db.session.flush()
            db.session.add(
                RetiredId(old_id=old, kind="service", slug=slug, replaced_by=now, merge_id=merge.id)
            )
            db.session.get_one(Service, old).status = "inactive"
        db.session.commit()
        yield {name: record_id for name, (record_id, _slug) in zip("abc", chain, strict=True)} | {
            f"{name}-slug": slug for name, (_id, slug) in zip("abc", chain, strict=True)
        }


def test_a_chain_is_followed_to_its_end(merged: dict[str, str]) -> None:
    assert replacement_of(merged["a"]) == replacement_of(merged["b"]) == merged["c"]
    assert replacement_of(merged["c"]) is None
    assert replacements([merged["a"], merged["c"], "unknown"]) == {merged["a"]: merged["c"]}
    assert replacements([]) == {}


@pytest.mark.parametrize("path", sampled(["/service/{}", "/service/{}/problem", "/service/{}?back=/find"], 3))
def test_the_page_moves_for_good(own_demo_app: Flask, merged: dict[str, str], path: str) -> None:
    client = own_demo_app.test_client()
    answer = client.get(path.format(merged["a-slug"]))
    assert (answer.status_code, answer.headers["Location"]) == (308, path.format(merged["c-slug"]))
    assert client.get(answer.headers["Location"]).status_code == 200


@slow_on_both
def test_the_feed_leads_to_the_record_that_stays(own_demo_app: Flask, merged: dict[str, str]) -> None:
    client = own_demo_app.test_client()
    answer = client.get(f"/open-referral/v3/services/{merged['a']}")
    assert answer.status_code == 308
    assert answer.headers["Location"].endswith(f"/services/{merged['c']}")
    found = client.get(f"/open-referral/v3/services/{merged['b']}", follow_redirects=True)
    assert found.get_json()["id"] == merged["c"]
    listed = client.get("/open-referral/v3/services?per_page=100&search=Co").get_json()["contents"]
    assert {merged["a"], merged["b"]}.isdisjoint(record["id"] for record in listed)


def test_a_merged_organization_leads_on_too(own_demo_app: Flask) -> None:
    with own_demo_app.app_context():
        shown = db.session.scalars(
            select(Organization).join(Service).where(Service.status == "active").limit(1)
        ).one()
        old = Organization(name="Gone", slug="gone-for-good")
        merge = Merge(kind="organization", kept_id=shown.id, retired_id="x", merged_by="nobody")
        db.session.add_all([old, merge])
        db.session.flush()
        db.session.add(
            RetiredId(
                old_id=old.id,
                kind="organization",
                slug=old.slug,
                replaced_by=shown.id,
                merge_id=merge.id,
            )
        )
        db.session.commit()
        old_id, shown_id, slug = old.id, shown.id, shown.slug
    client = own_demo_app.test_client()
    assert client.get("/organization/gone-for-good").headers["Location"] == f"/organization/{slug}"
    answer = client.get(f"/open-referral/v3/organizations/{old_id}", follow_redirects=True)
    assert answer.get_json()["id"] == shown_id


def test_saved_and_shared_lists_resolve(own_demo_app: Flask, merged: dict[str, str]) -> None:
    client = own_demo_app.test_client()
    assert isinstance(client, PageCheckingClient)
    shared = client.get(f"/list/{encode([merged['a'], merged['b'], merged['c']])}")
    assert shared.status_code == 200
    assert shared.text.count(f'href="/service/{merged["c-slug"]}') >= 1
    assert "no longer" not in shared.text


@slow_on_both
def test_what_is_done_on_a_list_counts_for_the_listing_that_stays(
    own_demo_app: Flask, merged: dict[str, str]
) -> None:
    """The list was saved before the merge, with the old id."""
    client = own_demo_app.test_client()
    assert isinstance(client, PageCheckingClient)
    old, new = merged["a"], merged["c"]
    with own_demo_app.app_context():
        db.session.get_one(Service, old).status = "active"
        db.session.commit()
    client.post_form("/my-list/add", {"service": old})
    with own_demo_app.app_context():
        db.session.get_one(Service, old).status = "inactive"
        db.session.commit()
    assert f'href="/service/{merged["c-slug"]}' in client.get("/my-plan").text
    client.post_form("/my-list/remove", {"service": new})
    assert f'href="/service/{merged["c-slug"]}' not in client.get("/my-plan").text
