"""How often listings are used: counted without a write in the request, and shown from five on."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accounts.roles import Role
from core import clock
from core.db import db
from directory.models import ListingSearch, ListingUse, Service
from directory.usage.counter import usage_counts
from directory.usage.services import expire_uses, move_uses
from tests.accounts import add_person, sign_in, signed_in_as
from tests.conftest import StatementCounter
from tests.examples import slow_on_both
from tests.factories import make_organization, make_service
from tests.page_checks import PageCheckingClient


def listing(app: Flask, slug: str = "ings-lane", **fields: object) -> tuple[str, str]:
    """Add a listing, and return the ids of its organization and of itself."""
    with app.app_context():
        organization = make_organization(db.session, name="Ings Lane")
        service = make_service(
            db.session, organization=organization, slug=slug, name=f"Lunch at {slug}", **fields
        )
        db.session.commit()
        return organization.id, service.id


def flush(app: Flask) -> int:
    with app.app_context():
        usage_counts().flush()
        return move_uses(app.extensions["settings"].data_dir)


def uses(app: Flask) -> dict[str, int]:
    with app.app_context():
        rows = db.session.execute(
            select(ListingUse.what, func.sum(ListingUse.times)).group_by(ListingUse.what)
        )
        return {what: int(times) for what, times in rows}


@slow_on_both
@pytest.mark.both_databases
def test_what_people_do_is_counted_once_each(app: Flask, client: PageCheckingClient) -> None:
    _organization, service_id = listing(app)
    for _each in range(3):
        client.get("/service/ings-lane")
    client.get("/service/ings-lane?back=q%3Dlunch+for+jo%40example.org")
    client.get("/service/ings-lane", headers={"User-Agent": "Googlebot/2.1"})
    client.get("/service/ings-lane", headers={"Sec-Purpose": "prefetch"})
    client.post_form("/my-list/add", {"service": service_id})
    client.post_form("/my-list/add", {"service": service_id})
    client.post_form("/my-list/send", {"email": "jo@example.org"})
    assert client.post("/service/ings-lane/used", data={"what": "phone"}).status_code == 204
    assert client.post("/service/ings-lane/used", data={"what": "view"}).status_code == 404
    assert client.post("/service/nothing/used", data={"what": "phone"}).status_code == 404
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(ListingUse)) == 0
    assert flush(app) == 8
    assert flush(app) == 0
    assert uses(app) == {"view": 4, "search": 1, "save": 1, "send": 1, "phone": 1}
    client.get("/service/ings-lane")
    flush(app)
    assert uses(app)["view"] == 5
    with app.app_context():
        assert db.session.scalars(select(ListingSearch.words)).all() == ["lunch for [email]"]


@slow_on_both
def test_words_that_led_to_a_sensitive_listing_are_not_kept(app: Flask, client: PageCheckingClient) -> None:
    listing(app, sensitive=True)
    client.get("/service/ings-lane?back=q%3Dmy+husband")
    flush(app)
    assert uses(app) == {"view": 1, "search": 1}
    with app.app_context():
        assert db.session.scalars(select(ListingSearch)).all() == []


def test_a_run_that_breaks_off_loses_nothing(
    app: Flask, client: PageCheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    listing(app)
    client.get("/service/ings-lane")
    with monkeypatch.context() as patched:
        patched.setattr(Session, "commit", lambda _session: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            flush(app)
    with app.app_context():
        assert move_uses(app.extensions["settings"].data_dir) == 1
    folder = Path(app.extensions["settings"].data_dir) / "spool"
    assert not [path for path in folder.glob("uses-*") if path.suffix != ".lock"]


def add_uses(app: Flask, service_id: str, words: str = "", **times: int) -> None:
    with app.app_context():
        for what, number in times.items():
            use = ListingUse(made_on=clock.today(), service_id=service_id, what=what, times=number)
            db.session.add(use)
        if words:
            day = clock.today()
            db.session.add(ListingSearch(made_on=day, service_id=service_id, words=words, times=6))
            db.session.add(ListingSearch(made_on=day, service_id=service_id, words="rare words", times=4))
        db.session.commit()


def test_a_group_reads_its_own_figures_from_five_on(app: Flask, client: PageCheckingClient) -> None:
    organization_id, service_id = listing(app)
    other_group, other = listing(app, "elsewhere")
    add_uses(app, service_id, "hot dinner", view=12, search=4, phone=3, website=2)
    add_uses(app, other, view=77)
    sign_in(
        app, client, add_person(app, "own@example.org", Role.GROUP_EDITOR, organization_id=organization_id)
    )
    page = client.get(f"/group/{organization_id}/figures").get_data(as_text=True)
    assert ">12<" in page
    assert ">5<" in page, "calls and websites together"
    assert ">4<" not in page
    assert "under 5" in page
    assert ">77<" not in page
    own = client.get(f"/group/{organization_id}/figures/{service_id}").get_data(as_text=True)
    assert "hot dinner: 6 times" in own
    assert "rare words" not in own
    assert "November 2026" in own
    assert client.get(f"/group/{organization_id}/figures/{other}").status_code == 404
    assert client.get(f"/group/{other_group}/figures").status_code == 404
    assert client.get(f"/group/{other_group}/figures/{other}").status_code == 404


@slow_on_both
def test_a_moderator_reads_all_in_the_same_statements(app: Flask, statements: StatementCounter) -> None:
    organization_id, service_id = listing(app)
    add_uses(app, service_id, view=12)
    moderator = signed_in_as(app, Role.MODERATOR)
    with statements(app) as few:
        assert ">12<" in moderator.get("/moderation/figures").get_data(as_text=True)
    for number in range(25):
        _group, another = listing(app, f"hall-{number}")
        add_uses(app, another, view=number)
    with statements(app) as many:
        page = moderator.get("/moderation/figures").get_data(as_text=True)
    assert len(few) == len(many)
    assert page.index(">24<") < page.index(">12<")
    assert "page=2" in page
    assert moderator.get(f"/group/{organization_id}/figures").status_code == 403


def test_counts_and_words_end(app: Flask) -> None:
    _organization, service_id = listing(app)
    add_uses(app, service_id, "hot dinner", view=12)
    with app.app_context():
        assert expire_uses(clock.today() + timedelta(days=29)) == 0
        assert expire_uses(clock.today() + timedelta(days=31)) == 1, "rare words"
        assert expire_uses(clock.today() + timedelta(days=366)) == 1
        assert expire_uses(clock.today() + timedelta(days=731)) == 1
        assert db.session.scalar(select(func.count()).select_from(Service)) == 1
