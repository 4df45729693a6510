"""Home, advice, life events, leaving and clearing, through the real application.

The test client checks each page.
"""

import gzip
import re
from pathlib import Path

import pytest
from flask import Flask, session
from sqlalchemy import func, select

from core.db import db
from core.sessions.models import StoredSession
from core.settings import ROOT, Settings
from information import life_events, page_search, pages
from tests.conftest import make_app, make_settings
from tests.databases import on_files
from tests.examples import sampled, slow_on_both
from tests.page_checks import PageCheckingClient

OWN = {"urgent-help": "/urgent-help", "care-costs": "/costs"}
QUICK_EVERY = 20
"""Of the pages of advice, every twentieth is read by the quick tests."""

SLUGS = sorted(path.stem for path in (ROOT / "content" / "pages").glob("*.md"))


def save_something(client: PageCheckingClient) -> None:
    with client.session_transaction() as stored:
        stored["my_list"] = [{"id": "11111111-1111-4111-8111-111111111111", "note": "private"}]


def test_home_asks_what_is_wrong_and_where_and_says_what_to_do_in_danger(client: PageCheckingClient) -> None:
    page = client.get("/").get_data(as_text=True)
    assert (
        page.index("In danger now?")
        < page.index('name="q"')
        < page.index('name="where"')
        < page.index("Or start here")
    )
    assert 'href="tel:999"' in page
    assert re.search(r'<form[^>]*action="/find"[^>]*method="post"', page)


def test_home_leads_to_every_theme_and_life_event(client: PageCheckingClient, app: Flask) -> None:
    page = client.get("/").get_data(as_text=True)
    for event_id in life_events.load(app.extensions["settings"].content_dir):
        assert f'href="/life-events/{event_id}"' in page
    for theme in ("safe-at-home", "feelings", "money"):
        assert f'href="/needs/{theme}"' in page


@pytest.mark.parametrize(
    "slug",
    sampled((slug for slug in SLUGS if slug not in OWN), QUICK_EVERY),
)
def test_every_page_of_advice_is_shown_with_who_checked_it_and_when(
    client: PageCheckingClient, app: Flask, slug: str
) -> None:
    page = pages.load(app.extensions["settings"].content_dir)[slug]
    text = client.get(f"/advice/{slug}", follow_redirects=True).get_data(as_text=True)
    assert page.owner.replace("&", "&amp;") in text
    assert f"Last checked on {page.last_reviewed.day} " in text
    assert "{{" not in text


def test_the_index_leads_to_all_pages(client: PageCheckingClient, app: Flask) -> None:
    text = client.get("/advice/").get_data(as_text=True)
    with app.test_request_context():
        addresses = [page_search.advice_url(slug) for slug in SLUGS]
    for address in addresses:
        assert f'href="{address}"' in text
    # A browser shows the address in its history.
    assert "domestic-abuse" not in text


def test_urgent_help_has_one_address(client: PageCheckingClient) -> None:
    answer = client.get("/advice/urgent-help")
    assert (answer.status_code, answer.headers["Location"]) == (308, "/urgent-help")
    assert client.get("/urgent-help").status_code == 200


@pytest.mark.parametrize("path", ["/advice/no-such-page", "/life-events/no-such-event", "/no-such-place"])
def test_what_is_not_there_is_said_kindly(client: PageCheckingClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "We can’t find that page" in answer.get_data(as_text=True)


def test_all_life_events_are_shown(client: PageCheckingClient, app: Flask) -> None:
    events = life_events.load(app.extensions["settings"].content_dir)
    index = client.get("/life-events/").get_data(as_text=True)
    assert events
    for event in events.values():
        assert f'href="/life-events/{event.id}"' in index
        assert client.get(f"/life-events/{event.id}").get_data(as_text=True).count("<li>") >= len(event.first)


def test_services_stand_beside_the_words(demo_client: PageCheckingClient) -> None:
    for path in ("/advice/falls", "/life-events/coming-out-of-hospital"):
        page = demo_client.get(path).get_data(as_text=True)
        assert page.count('class="card"') >= 2
        assert "Local help with this" in page


def test_an_empty_site_shows_the_words_alone(client: PageCheckingClient) -> None:
    assert "Local help with this" not in client.get("/advice/falls").get_data(as_text=True)


@slow_on_both
@pytest.mark.parametrize("path", ["/urgent-help", "/advice/d", "/advice/m", "/clear"])
def test_a_sensitive_page_has_a_plain_way_off_before_its_heading(
    client: PageCheckingClient, path: str
) -> None:
    page = client.get(path).get_data(as_text=True)
    assert re.search(r'<a [^>]*href="/leave"[^>]*data-exit', page)
    assert page.index('href="/leave"') < page.index("<h1")


def test_an_everyday_page_has_none(client: PageCheckingClient) -> None:
    assert "data-exit" not in client.get("/advice/falls").get_data(as_text=True)


def test_leaving_forgets_everything_and_goes_somewhere_harmless(
    client: PageCheckingClient, settings: object
) -> None:
    save_something(client)
    answer = client.get("/leave")
    assert (answer.status_code, answer.get_data(), answer.headers["Refresh"]) == (
        200,
        b"",
        "0; url=/leave/on",
    )
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    cookies = {cookie.partition(";")[0] for cookie in answer.headers.getlist("Set-Cookie")}
    left = cookies - {"signpost=", "signpost-form="}
    assert [cookie.partition("=")[0] for cookie in left] == ["signpost-left"]
    with client.session_transaction() as stored:
        assert "my_list" not in stored
    onward = client.get("/leave/on")
    assert (onward.status_code, onward.headers["Location"]) == (303, "https://www.bbc.co.uk/weather")
    assert onward.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert onward.headers["Referrer-Policy"] == "same-origin"


@on_files
def test_leaving_takes_the_session_away_from_the_server(client: PageCheckingClient, app: Flask) -> None:
    def stored_sessions() -> int:
        with app.app_context():
            return db.session.scalar(select(func.count()).select_from(StoredSession)) or 0

    save_something(client)
    assert stored_sessions() == 1
    client.get("/leave")
    assert stored_sessions() == 0


def test_a_council_chooses_where_leaving_leads(settings: object, tmp_path: Path) -> None:
    app = make_app(make_settings(tmp_path, exit_url="https://www.example.org/"))
    assert app.test_client().get("/leave/on").headers["Location"] == "https://www.example.org/"


def test_clearing_is_explained_then_done(client: PageCheckingClient) -> None:
    save_something(client)
    assert "Clear everything" in client.get("/clear").get_data(as_text=True)
    with client.session_transaction() as stored:
        assert stored["my_list"]
    answer = client.post_form("/clear")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/clear/done")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    with client.session_transaction() as stored:
        assert "my_list" not in stored
    assert "It is cleared" in client.get("/clear/done").get_data(as_text=True)


def test_clearing_twice_does_no_harm_and_needs_a_token(client: PageCheckingClient) -> None:
    assert client.post_form("/clear").status_code == 303
    assert client.post_form("/clear").status_code == 303
    refused = client.post("/clear")
    assert refused.status_code == 400
    assert "Please send that again" in refused.get_data(as_text=True)


@slow_on_both
@pytest.mark.parametrize("path", ["/", "/my-plan", "/advice/falls", "/clear/done"])
def test_no_page_comes_back_from_the_browsers_memory(client: PageCheckingClient, path: str) -> None:
    assert client.get(path).headers["Cache-Control"] == "no-store"


def test_the_header_counts_what_is_saved(client: PageCheckingClient) -> None:
    assert '<span class="count" hidden>' in client.get("/").get_data(as_text=True)
    save_something(client)
    assert '<span class="count">1<' in client.get("/").get_data(as_text=True)


def test_a_demonstration_says_so_on_every_page(client: PageCheckingClient, settings: Settings) -> None:
    assert "This is a demonstration" not in client.get("/").get_data(as_text=True)
    (settings.data_dir / "demonstration").touch()
    assert "This is a demonstration" in make_app(settings).test_client().get("/").get_data(as_text=True)


def test_a_visit_that_only_reads_gets_no_cookie(client: PageCheckingClient) -> None:
    for path in ("/contact", "/advice/cookies"):
        assert "Set-Cookie" not in client.get(path).headers


def test_the_council_is_a_matter_of_settings(settings: object, tmp_path: Path) -> None:
    (tmp_path / "brand").mkdir()
    (tmp_path / "brand" / "logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    own = make_settings(
        tmp_path, council_name="Other Council", council_phone="01632 960777", council_logo="logo.svg"
    )
    client = make_app(own).test_client()
    page = client.get("/contact").get_data(as_text=True)
    assert "Other Council" in page
    assert "Dearne" not in page
    assert '<img src="/brand/logo.svg" alt="Other Council">' in page
    logo = client.get("/brand/logo.svg")
    assert logo.mimetype == "image/svg+xml"
    assert "sandbox" in logo.headers["Content-Security-Policy"]
    assert client.get("/brand/other.svg").status_code == 404
    assert client.get("/brand/..%2Fsecret_key").status_code == 404


def test_the_theme_may_be_kept_for_a_year(client: PageCheckingClient) -> None:
    page = client.get("/contact").get_data(as_text=True)
    address = re.search(r'href="(/theme\.css\?v=[0-9a-f]+)"', page)
    assert address
    sheet = client.get(address[1])
    assert sheet.mimetype == "text/css"
    assert "immutable" in sheet.headers["Cache-Control"]
    assert "--primary:#0b5563" in sheet.get_data(as_text=True)


def test_an_error_page_stands_by_itself(
    app: Flask, client: PageCheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> str:
        raise RuntimeError("planted")

    app.add_url_rule("/broken", "broken", broken)
    monkeypatch.setattr("core.theme.asset", lambda name: 1 / 0)
    answer = client.get("/broken")
    assert answer.status_code == 500
    assert "Sorry, something went wrong" in answer.get_data(as_text=True)
    assert "planted" not in answer.get_data(as_text=True)


MOST_KB = {"site.css": 30, "site.js": 25}


@pytest.mark.parametrize("name", sorted(MOST_KB))
def test_what_every_page_loads_stays_small(name: str) -> None:
    built = next((ROOT / "static" / "dist").glob(name.replace(".", "-*.")))
    assert len(gzip.compress(built.read_bytes())) < MOST_KB[name] * 1024


def test_the_first_view_stays_under_120_kb(client: PageCheckingClient) -> None:
    page = client.get("/")
    total = len(gzip.compress(page.data))
    for address in set(re.findall(rb'(?:href|src)="(/(?:static|theme)[^"]+)"', page.data)):
        total += len(gzip.compress(client.get(address.decode().replace("&amp;", "&")).data))
    assert 15_000 < total < 120 * 1024


def test_nothing_is_left_of_a_session_in_the_page(client: PageCheckingClient) -> None:
    with client:
        client.get("/contact")
        assert not session.get("my_list")


def test_somebody_who_gets_care_has_a_way_in_at_home_and_in_search(demo_client: PageCheckingClient) -> None:
    assert 'href="/already-getting-care"' in demo_client.get("/").get_data(as_text=True)
    ways = demo_client.get("/already-getting-care").get_data(as_text=True)
    for slug in ("my-care-review", "carer-did-not-come", "my-care-bill", "disagree-with-a-decision"):
        assert f'href="/advice/{slug}"' in ways
    found = demo_client.get("/find?q=my+carer+did+not+turn+up").get_data(as_text=True)
    assert found.index('href="/advice/carer-did-not-come"') < found.index('class="card"')
    assert found.count('href="/advice/carer-did-not-come"') == 1
    left_alone = demo_client.get("/find?q=my+carer+has+not+come+and+i+have+no+food", follow_redirects=True)
    assert 'class="distress' in left_alone.get_data(as_text=True)
    hurt = demo_client.get("/find?q=my+husband+hits+me+and+my+carer+did+not+come", follow_redirects=True)
    assert "leading-page" not in hurt.get_data(as_text=True)


def test_a_search_about_neglect_whose_words_are_hidden_still_has_the_page_about_a_carer_who_did_not_come(
    demo_client: PageCheckingClient,
) -> None:
    asked = demo_client.get("/find?q=my+carer+did+not+come+and+mum+is+left+without+food+in+a+wet+bed")
    assert asked.status_code == 303
    assert "carer" not in asked.location
    page = demo_client.get(asked.location).get_data(as_text=True)
    assert 'href="/advice/carer-did-not-come"' in page
