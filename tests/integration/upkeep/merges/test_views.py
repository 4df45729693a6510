"""A moderator compares two listings, puts them into one, and takes it back; nobody else may."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.roles import Role
from core.db import db
from directory.duplicates.services import find_duplicates
from directory.models import DuplicatePair, Merge, Service
from tests.accounts import add_person, sign_in, signed_in_as
from tests.conftest import StatementCounter
from tests.page_checks import PageCheckingClient


def _pair(app: Flask) -> tuple[str, str, str]:
    """Return the id of the pair of coffee mornings, and the slugs of both."""
    with app.app_context():
        find_duplicates()
        for pair in db.session.scalars(select(DuplicatePair).where(DuplicatePair.kind == "service")):
            slugs = [db.session.get_one(Service, each).slug for each in (pair.first_id, pair.second_id)]
            if all(slug.startswith("coffee") for slug in slugs):
                return pair.id, slugs[0], slugs[1]
    raise AssertionError("the planted pair is not found")


def _sent(page: str) -> dict[str, object]:
    """Return what a browser would send of the form as it is."""
    radios = re.findall(r'name="((?:stays-\w+)|keep)" type="radio" value="(\w+)" checked', page)
    versions = re.search(r'name="versions"[^>]*value="([\d,]+)"|value="([\d,]+)"[^>]*name="versions"', page)
    assert versions is not None
    return dict(radios) | {"versions": versions[1] or versions[2]}


def test_from_the_worklist_to_one_listing_and_back(own_demo_app: Flask) -> None:
    pair_id, first, second = _pair(own_demo_app)
    client = signed_in_as(own_demo_app, Role.MODERATOR)
    path = f"/moderation/duplicates/{pair_id}"
    assert path in client.get("/moderation/duplicates").text
    data = _sent(client.get(path).text)
    assert "keep" in data
    refused = client.post_form(f"{path}/merge", {**data, "keep": ""})
    assert refused.status_code == 422
    assert "Choose which one keeps its page" in refused.text
    for _twice in range(2):
        sent = client.post_form(f"{path}/merge", data)
        assert (sent.status_code, sent.headers["Location"]) == (
            303,
            "/moderation/merges?done=listings-merged",
        )
    gone = second if data["keep"] == "first" else first
    assert own_demo_app.test_client().get(f"/service/{gone}").status_code == 308
    page = client.get("/moderation/merges?done=listings-merged").text
    assert "became part of" in page
    with own_demo_app.app_context():
        merge_id = db.session.scalars(select(Merge.id)).one()
        organization_id = db.session.scalars(
            select(Service.organization_id).where(Service.slug == gone)
        ).one()
    editor = add_person(own_demo_app, "its@example.org", Role.GROUP_EDITOR, organization_id=organization_id)
    home = own_demo_app.test_client()
    assert isinstance(home, PageCheckingClient)
    sign_in(own_demo_app, home, editor)
    own = home.get(f"/group/{organization_id}").text
    assert "It is now part of:" in own
    assert f'href="/service/{first if gone == second else second}"' in own
    for _twice in range(2):
        assert client.post_form(f"/moderation/merges/{merge_id}/undo").status_code == 303
    assert own_demo_app.test_client().get(f"/service/{gone}").status_code == 200
    assert path in client.get("/moderation/duplicates").text


@pytest.mark.both_databases
@pytest.mark.slow
def test_what_changed_meanwhile_is_shown_and_nothing_is_merged(own_demo_app: Flask) -> None:
    pair_id, _first, _second = _pair(own_demo_app)
    client = signed_in_as(own_demo_app, Role.MODERATOR)
    data = _sent(client.get(f"/moderation/duplicates/{pair_id}").text) | {"versions": "9,9"}
    answer = client.post_form(f"/moderation/duplicates/{pair_id}/merge", data)
    assert answer.status_code == 422
    assert "has changed since" in answer.text
    assert _sent(answer.text)["keep"] == data["keep"]


@pytest.mark.both_databases
@pytest.mark.slow
def test_two_listings_of_ones_own_choice(own_demo_app: Flask) -> None:
    _pair_id, first, second = _pair(own_demo_app)
    client = signed_in_as(own_demo_app, Role.MODERATOR)
    wrong = client.post_form("/moderation/duplicates/add", {"first": first, "second": "no-such-listing"})
    assert wrong.status_code == 422
    assert f'value="{first}"' in wrong.text
    sent = client.post_form(
        "/moderation/duplicates/add", {"first": f"https://x.example/service/{first}?back=1", "second": second}
    )
    assert sent.status_code == 303
    assert client.get(sent.headers["Location"]).status_code == 200


def test_the_list_of_merges_takes_the_same_statements(
    own_demo_app: Flask, statements: StatementCounter
) -> None:
    client = signed_in_as(own_demo_app, Role.MODERATOR)
    counts = []
    for number in (1, 8):
        with own_demo_app.app_context():
            ids = db.session.scalars(select(Service.id).limit(2 * number)).all()
            for kept, gone in zip(ids[::2], ids[1::2], strict=True):
                db.session.add(Merge(kind="service", kept_id=kept, retired_id=gone, merged_by="nobody"))
            db.session.commit()
        with statements(own_demo_app) as sent:
            assert client.get("/moderation/merges").status_code == 200
        counts.append(len(sent))
    assert counts[0] == counts[1]


def test_a_group_may_not_merge(own_demo_app: Flask) -> None:
    pair_id, _first, _second = _pair(own_demo_app)
    client = signed_in_as(own_demo_app, Role.GROUP_OWNER)
    for path in ("/moderation/merges", f"/moderation/duplicates/{pair_id}"):
        assert client.get(path).status_code == 403
    assert client.post_form(f"/moderation/duplicates/{pair_id}/merge").status_code == 403
