"""The form that reports a mistake in a listing ('Something wrong here?')."""

import pytest
from flask import Flask
from sqlalchemy import select

from core.db import db
from directory.corrections.references import is_reference, new_reference
from directory.corrections.services import address
from directory.models import Correction
from tests.factories import make_service
from tests.page_checks import PageCheckingClient


@pytest.fixture
def slug(app: Flask) -> str:
    with app.app_context():
        service = make_service(db.session, name="Steady Steps")
        db.session.commit()
        return service.slug


def kept(app: Flask) -> list[Correction]:
    with app.app_context():
        return list(db.session.scalars(select(Correction)))


def test_a_report_is_kept_and_thanked_for(app: Flask, client: PageCheckingClient, slug: str) -> None:
    assert "Steady Steps" in client.get(f"/service/{slug}/problem").get_data(as_text=True)
    response = client.post_form(
        f"/service/{slug}/problem",
        {"what": "phone", "message": "It rings\r\nand rings", "reply_to": "jo@example.org"},
    )
    assert response.status_code == 303
    report = kept(app)[0]
    assert (report.what, report.message, report.reply_to, report.status) == (
        "phone",
        "It rings\nand rings",
        "",
        "new",
    )
    with app.app_context():
        assert address(app.extensions["settings"], report) == "jo@example.org"
    thanks = client.get(response.location).get_data(as_text=True)
    assert report.reference in thanks
    assert "We will email you" in thanks
    assert "jo@example.org" not in response.location + thanks
    assert "Steady Steps" not in thanks


def test_the_same_report_twice_is_one(app: Flask, client: PageCheckingClient, slug: str) -> None:
    first, second = (
        client.post_form(f"/service/{slug}/problem", {"what": "times"}).location for _ in range(2)
    )
    assert first == second
    assert len(kept(app)) == 1


def test_mistakes_are_answered_in_the_form_with_nothing_lost(
    app: Flask, client: PageCheckingClient, slug: str
) -> None:
    response = client.post_form(
        f"/service/{slug}/problem", {"message": "I typed <this>", "reply_to": "not an address"}
    )
    text = response.get_data(as_text=True)
    assert response.status_code == 422
    assert "There is a problem" in text
    assert 'href="#what"' in text
    assert 'href="#reply_to"' in text
    assert "I typed &lt;this&gt;" in text
    assert "not an address" in text
    assert kept(app) == []


def test_reports_are_limited_and_mistakes_do_not_count(
    app: Flask, client: PageCheckingClient, slug: str
) -> None:
    for _ in range(7):
        assert client.post_form(f"/service/{slug}/problem", {}).status_code == 422
    answers = [
        client.post_form(f"/service/{slug}/problem", {"what": "other", "message": str(n)}).status_code
        for n in range(6)
    ]
    assert answers == [303] * 5 + [429]
    assert len(kept(app)) == 5


def test_without_a_token_nothing_is_kept(app: Flask, client: PageCheckingClient, slug: str) -> None:
    assert client.post(f"/service/{slug}/problem", data={"what": "phone"}).status_code == 400
    assert kept(app) == []


def test_showing_the_form_stores_nothing(app: Flask, client: PageCheckingClient, slug: str) -> None:
    client.get(f"/service/{slug}/problem")
    assert kept(app) == []


@pytest.mark.parametrize("reference", ["x", "AAA-AAA", "<script>", "H7K3MQ", "H7K-3MQ-"])
def test_thanks_only_for_what_looks_like_a_reference(client: PageCheckingClient, reference: str) -> None:
    assert client.get(f"/problem/thanks/{reference}").status_code == 404


def test_references_look_like_references() -> None:
    found = {new_reference() for _ in range(200)}
    assert len(found) > 190
    assert all(is_reference(one) for one in found)
