"""From writing an alert to its end, and where the public sees it."""

import json
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from flask import Flask
from sqlalchemy import func, select

from accounts.roles import Role
from core import clock
from core.audit.models import AuditEntry
from core.db import db
from directory.alerts.queries import forget_copy
from directory.alerts.services import AlertText, add_alert
from directory.importing.store import services_changed
from directory.models import Service, ServiceAlert
from tests.accounts import signed_in_as
from tests.conftest import StatementCounter
from tests.examples import sampled, slow_on_both
from tests.factories import make_location, make_service
from tests.integration.selfassess.steps import FINE, QUICK, answer_all
from tests.page_checks import PageCheckingClient

SNOW = "Snow stops the buses"
FORM = {
    "kind": "snow",
    "severity": "warning",
    "title": SNOW,
    "words": "Stay at home if you can.",
    "ends": "2026-12-24T17:30",
}


def text(client: PageCheckingClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


def publish(app: Flask, title: str = SNOW, **fields: object) -> str:
    """Publish an alert from an hour ago for a day, and return its id."""
    values: dict[str, object] = {
        "kind": "snow",
        "severity": "warning",
        "title": title,
        "words": "Stay at home if you can.",
        "areas": (),
        "needs": (),
        "service_ids": (),
        "link": "",
        "starts_at": clock.now() - timedelta(hours=1),
        "ends_at": clock.now() + timedelta(days=1),
        **fields,
    }
    with app.app_context():
        made = add_alert(
            app.extensions["settings"],
            AlertText(**values),
            publish=True,
            actor="system",  # type: ignore[arg-type]
        )
        return made.id


@pytest.fixture
def site(app: Flask) -> Flask:
    """A site with two listings that help with falls, one of them in Wombwell."""
    with app.app_context():
        made = [
            make_service(
                db.session,
                name=name,
                slug=slug,
                needs=["falls"],
                places=[(make_location(db.session), [])] if slug == "steady-steps" else [],
            )
            for name, slug in (("Steady Steps", "steady-steps"), ("Balance by phone", "by-phone"))
        ]
        db.session.commit()
        services_changed(db.session, [one.id for one in made])
        db.session.commit()
    return app


def test_from_the_preview_to_the_end(site: Flask, client: PageCheckingClient) -> None:
    editor = signed_in_as(site, Role.CONTENT_EDITOR)
    blank = text(editor, "/moderation/alerts/new")
    new_id = blank.split('name="new_id" value="')[1].split('"')[0]
    form = {**FORM, "new_id": new_id}
    preview = editor.post_form("/moderation/alerts/new", {**form, "do": "preview"})
    page = preview.get_data(as_text=True)
    assert preview.status_code == 200
    assert "Nothing is stored yet" in page
    assert "Warning: Snow stops the buses" in page
    assert "Until Thursday 24 December, 5.30pm" in page
    with site.app_context():
        assert db.session.scalar(select(func.count()).select_from(ServiceAlert)) == 0
    stored = editor.post_form("/moderation/alerts/new", {**form, "do": "save"})
    assert stored.status_code == 303
    where = f"/moderation/alerts/{new_id}"
    assert SNOW not in text(client, "/")
    draft = text(editor, where)
    assert "Draft" in draft
    again = editor.post_form("/moderation/alerts/new", {**form, "do": "save"})
    assert again.location == stored.location
    sent = editor.post_form(where, {**FORM, "version": "1", "do": "publish"})
    assert sent.status_code == 303
    for path in ("/", "/alerts", "/needs/falls", "/find?q=falls", "/service/steady-steps"):
        assert f"Warning: {SNOW}" in text(client, path), path
    late = editor.post_form(where, {**FORM, "title": "Ice", "version": "1", "do": "publish"})
    assert late.status_code == 409
    assert "Somebody else changed this alert" in late.get_data(as_text=True)
    ended = editor.post_form(f"{where}/end", {"version": "2"})
    assert ended.status_code == 303
    assert SNOW not in text(client, "/")
    history = text(editor, where)
    assert "Over" in history
    assert "ended it" in history
    with site.app_context():
        actions = db.session.scalars(select(AuditEntry.action).where(AuditEntry.subject_id == new_id)).all()
    assert list(actions) == ["alert.drafted", "alert.published", "alert.ended"]


@slow_on_both
def test_it_ends_by_itself(site: Flask, client: PageCheckingClient) -> None:
    publish(site)
    assert SNOW in text(client, "/")
    started = clock.now()
    clock.set_clock(lambda: started + timedelta(days=1))
    assert SNOW not in text(client, "/")


@slow_on_both
@pytest.mark.parametrize(
    ("sent", "words"),
    sampled(
        [
            ({"ends": ""}, "Write when it ends"),
            ({"ends": "soon"}, "Write day and time like"),
            ({"ends": "2020-01-01T10:00"}, "The end must come after the beginning"),
            ({"ends": "2029-01-01T10:00"}, "within six months"),
            ({"areas": "Atlantis"}, "We do not know this place: Atlantis"),
            ({"services": "/service/nothing"}, "There is no such listing"),
            ({"link": "javascript:alert(1)"}, "Write an address"),
            ({"link": "//evil.example"}, "Write an address"),
            ({"title": ""}, "Write a title"),
            ({"severity": "awful"}, "Choose how bad it is"),
        ],
        10,
    ),
)
def test_what_cannot_be_read_is_said_and_nothing_is_lost(
    site: Flask, sent: dict[str, str], words: str
) -> None:
    editor = signed_in_as(site, Role.MODERATOR)
    answer = editor.post_form("/moderation/alerts/new", {**FORM, **sent, "do": "publish"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert words in page
    assert "Stay at home if you can." in page


@pytest.mark.both_databases
@pytest.mark.slow
def test_it_is_shown_where_it_concerns(site: Flask, client: PageCheckingClient) -> None:
    with site.app_context():
        from_phone = db.session.scalar(select(Service.id).where(Service.slug == "by-phone"))
    publish(site, "Only falls", needs=("falls",), severity="information")
    publish(site, "Only Wombwell", areas=("Wombwell",))
    publish(site, "Only there", service_ids=(from_phone,))
    seen = {
        path: {one for one in ("Only falls", "Only Wombwell", "Only there") if one in text(client, path)}
        for path in (
            "/",
            "/alerts",
            "/needs/falls",
            "/needs/meals",
            "/find?q=falls&where=Wombwell",
            "/find?q=falls",
            "/service/steady-steps",
            "/service/by-phone",
        )
    }
    assert seen == {
        "/": {"Only falls"},
        "/alerts": {"Only falls", "Only Wombwell", "Only there"},
        "/needs/falls": {"Only falls"},
        "/needs/meals": set(),
        "/find?q=falls&where=Wombwell": {"Only falls", "Only Wombwell"},
        "/find?q=falls": {"Only falls"},
        "/service/steady-steps": {"Only falls", "Only Wombwell"},
        "/service/by-phone": {"Only falls", "Only there"},
    }
    answer_all(client, {**FINE, "safe_home": ["falls"]})
    result = text(client, f"{QUICK}/result")
    assert "Only falls" in result
    assert "Only there" not in result


def test_beside_danger_there_is_no_alert(site: Flask, client: PageCheckingClient) -> None:
    publish(site)
    page = client.get("/find?help=d").get_data(as_text=True)
    assert SNOW not in page


def test_the_alerts_for_other_programs(site: Flask, client: PageCheckingClient) -> None:
    assert json.loads(text(client, "/alerts.json"))["alerts"] == []
    alert_id = publish(site, areas=("Wombwell",), link="/advice/falls", severity="danger")
    answer = client.get("/alerts.json")
    one = json.loads(answer.data)["alerts"][0]
    assert one["id"] == alert_id
    assert one["areas"] == ["Wombwell"]
    assert one["url"].endswith("/advice/falls")
    assert one["url"].startswith("http")
    assert "needs" not in one
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    again = client.get("/alerts.json", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    news = client.get("/alerts.atom")
    titles = [
        found.text for found in ElementTree.fromstring(news.data).iter("{http://www.w3.org/2005/Atom}title")
    ]
    assert f"Danger: {SNOW}" in titles
    assert news.headers["Access-Control-Allow-Origin"] == "*"


PAGES = ("/", "/needs/falls", "/find?q=falls&where=Wombwell", "/service/steady-steps")


@pytest.mark.both_databases
@pytest.mark.slow
def test_a_page_takes_one_statement_more_at_most(
    site: Flask, client: PageCheckingClient, statements: StatementCounter
) -> None:
    """Without alerts, with one and with many; and none while the copy in memory is fresh."""
    counts: dict[str, list[tuple[int, int]]] = {path: [] for path in PAGES}
    for number in (0, 1, 20):
        for _ in range(number):
            publish(site, areas=("Wombwell", "S73"), needs=("falls",))
        for path in PAGES:
            assert ("service-alert" in text(client, path)) is bool(number and path != "/")
            with statements(site) as fresh:
                text(client, path)
            with site.app_context():
                forget_copy()
            with statements(site) as read:
                text(client, path)
            counts[path].append((len(fresh), len(read)))
    for path, found in counts.items():
        assert len(set(found)) == 1, path
        fresh_count, read_count = found[0]
        assert read_count == fresh_count + 1, path
    assert counts["/"][0] == (0, 1)


@slow_on_both
def test_the_list_of_staff_takes_the_same_statements(site: Flask, statements: StatementCounter) -> None:
    editor = signed_in_as(site, Role.CONTENT_EDITOR)
    counts = []
    for number in (1, 25):
        for _ in range(number):
            publish(site)
        text(editor, "/moderation/alerts")
        with statements(site) as sent:
            page = text(editor, "/moderation/alerts")
        counts.append(len(sent))
    assert "page=2" in page
    assert counts[0] == counts[1]
