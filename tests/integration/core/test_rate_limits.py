"""Rate limits in the real application: who shares one, what a refusal says, and a store that is gone."""

import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.ctx import RequestContext
from limits.errors import StorageError

from core import clock, rate_limits
from core.rate_limits import (
    DAY,
    GUESSES_FROM_ONE_NETWORK,
    RATE_LIMITS,
    CannotCount,
    Quota,
    TooMany,
    guess,
    know_network,
    use,
    wait,
)
from core.settings import ROOT, Settings
from tests.conftest import NOW, make_app, make_settings
from tests.databases import on_files
from tests.examples import slow_on_both
from tests.integration.selfassess.saving.test_views import save
from tests.integration.selfassess.steps import FINE, answer_all, field
from tests.page_checks import PageCheckingClient
from tests.redis_server import redis_server

SECRET = "hash-of-a-reference"


def visit(app: Flask, address: str, session: str = "") -> RequestContext:
    """Return a context in which a request from this address, with this session, is answered."""
    headers = {"Cookie": f"{app.config['SESSION_COOKIE_NAME']}={session}"} if session else {}
    return app.test_request_context("/", headers=headers, environ_base={"REMOTE_ADDR": address})


def uses(app: Flask, purpose: str, address: str, session: str = "", most: int = 1000) -> int:
    """Return how often a visitor can use a purpose until a limit is reached, at most `most` times."""
    with visit(app, address, session):
        for count in range(most):
            try:
                use(purpose)  # type: ignore[arg-type]
            except TooMany:
                return count
    return most


def guesses(app: Flask, address: str, most: int = 1000, secret: str = SECRET) -> int:
    """Return how often the words of a copy can be tried from an address."""
    with visit(app, address):
        for count in range(most):
            try:
                guess(secret)
            except TooMany:
                return count
    return most


def test_every_limit_leaves_room_for_twelve_people_behind_one_address() -> None:
    assert len(RATE_LIMITS) >= 10
    for purpose, limit in RATE_LIMITS.items():
        if limit.visitor:
            assert limit.network.times >= 12 * limit.visitor.times, purpose
            assert limit.network.seconds == limit.visitor.seconds, purpose
        else:
            assert limit.network.times >= 12 * GUESSES_FROM_ONE_NETWORK.times, purpose


def test_twelve_people_in_a_library_can_all_come_back(app: Flask) -> None:
    assert all(guesses(app, "192.0.2.7", most=1, secret=f"copy {n}") == 1 for n in range(12))
    assert all(uses(app, "come_back", "192.0.2.7", f"session-{n}", most=5) == 5 for n in range(12))


def test_a_visitor_has_an_own_limit_and_takes_nothing_from_the_neighbours(app: Flask) -> None:
    assert uses(app, "send_list", "192.0.2.7", "one") == 5
    assert uses(app, "send_list", "192.0.2.7", "one", most=500) == 0
    assert uses(app, "send_list", "192.0.2.7", "two") == 5


def test_new_sessions_do_not_get_round_the_limit_of_a_network(app: Flask) -> None:
    counts = [uses(app, "report_problem", "2001:db8:1:2::1", f"session-{n}") for n in range(13)]
    assert counts == [5] * 12 + [0]
    assert uses(app, "report_problem", "2001:db8:1:2:ffff::9") == 0
    assert uses(app, "report_problem", "2001:db8:1:3::1", most=1) == 1


def test_an_attacker_elsewhere_cannot_lock_the_owner_out(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limits, "GUESSES_FROM_UNKNOWN_NETWORKS", Quota(20, DAY))
    with visit(app, "192.0.2.7"):
        know_network(SECRET)
    everywhere = [guesses(app, f"198.51.100.{n}") for n in range(6)]
    assert everywhere == [5, 5, 5, 5, 0, 0]
    assert guesses(app, "192.0.2.7") == GUESSES_FROM_ONE_NETWORK.times


def test_the_right_words_forget_the_wrong_ones(app: Flask) -> None:
    assert guesses(app, "192.0.2.7", most=4) == 4
    with visit(app, "192.0.2.7"):
        know_network(SECRET)
    assert guesses(app, "192.0.2.7") == 5


@on_files
def test_what_is_stored_names_nobody(app: Flask) -> None:
    uses(app, "send_list", "192.0.2.7", "a-session-id", most=1)
    guesses(app, "192.0.2.7", most=1)
    with visit(app, "192.0.2.7"):
        know_network(SECRET)
    stored = b"".join(
        path.read_bytes() for path in Path(app.extensions["settings"].data_dir).glob("limits.db*")
    )
    assert b"send_list" in stored
    assert not [word for word in (b"192.0.2.7", b"a-session-id", SECRET.encode()) if word in stored]


@slow_on_both
@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "in about 1 minute"),
        (60, "in about 1 minute"),
        (61, "in about 2 minutes"),
        (40 * 60, "in about 40 minutes"),
        (90 * 60, "in about 90 minutes"),
        (91 * 60, "in about 2 hours"),
        (86400, "in about 24 hours"),
    ],
)
def test_the_wait_in_words_is_never_too_short(app: Flask, seconds: int, words: str) -> None:
    with app.test_request_context("/"):
        assert wait(seconds) == words


@on_files
def test_a_refused_form_keeps_what_was_typed_and_says_how_long(
    own_demo_client: PageCheckingClient,
) -> None:
    address = "/service/dearne-hot-plate/problem"
    for _ in range(5):
        assert own_demo_client.post_form(address, {"what": "cost"}).status_code == 303
    clock.set_clock(lambda: NOW + timedelta(minutes=20))
    refused = own_demo_client.post_form(address, {"what": "other", "message": "it costs nothing now"})
    page = refused.get_data(as_text=True)
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "2400"
    assert "in about 40 minutes" in page
    assert "it costs nothing now" in page
    clock.set_clock(lambda: NOW + timedelta(seconds=20 * 60 + 2400 + 1))
    assert own_demo_client.post_form(address, {"what": "cost"}).status_code == 303


def test_a_refused_button_has_a_page_with_the_wait(app: Flask) -> None:
    def pressed() -> dict[str, bool]:
        use("save")
        return {"saved": True}

    app.add_url_rule("/pressed", "pressed", pressed)
    client = app.test_client()
    client.set_cookie(app.config["SESSION_COOKIE_NAME"], "made-up")
    answers = [client.get("/pressed") for _ in range(21)]
    assert [answer.status_code for answer in answers] == [200] * 20 + [429]
    assert answers[-1].headers["Retry-After"] == "3600"
    assert "in about 60 minutes" in answers[-1].get_data(as_text=True)


def test_without_a_store_pages_go_on_and_guesses_stop(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_arguments: object, **_more: object) -> bool:
        raise StorageError(OSError("gone"))

    storage = app.extensions["rate_limit_storage"]
    for name in ("acquire_entry", "get_moving_window", "incr", "get"):
        monkeypatch.setattr(storage, name, gone)
    assert uses(app, "send_list", "192.0.2.7", "one", most=9) == 9
    with visit(app, "192.0.2.7"):
        with pytest.raises(CannotCount):
            guess(SECRET)
        with pytest.raises(CannotCount):
            use("come_back")
        know_network(SECRET)


@on_files
def test_come_back_says_that_it_cannot_open_anything_just_now(app: Flask) -> None:
    folder = app.extensions["settings"].data_dir
    (folder / rate_limits.FILE_NAME).unlink(missing_ok=True)
    (folder / rate_limits.FILE_NAME).mkdir()
    client = app.test_client()
    assert isinstance(client, PageCheckingClient)
    answer = client.post_form("/come-back", {"reference": "CCC-CCC", "words": "a b c"})
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "60"
    assert "They are not lost" in answer.get_data(as_text=True)


@pytest.mark.both_databases
@pytest.mark.slow
def test_the_same_rules_hold_on_redis_and_when_it_is_gone_or_frozen(tmp_path: Path) -> None:
    with redis_server(tmp_path) as redis:
        app = make_app(make_settings(tmp_path / "data", rate_limit_url=redis.url))
        assert uses(app, "send_list", "192.0.2.7", "one") == 5
        assert uses(app, "send_list", "192.0.2.7", "two", most=2) == 2
        assert guesses(app, "192.0.2.7") == 5
        redis.freeze()
        assert uses(app, "send_list", "192.0.2.7", "one", most=1) == 1
        with visit(app, "192.0.2.7"), pytest.raises(CannotCount):
            guess(SECRET)
        redis.stop()
        assert uses(app, "send_list", "192.0.2.7", "one", most=1) == 1
        with visit(app, "192.0.2.7"), pytest.raises(CannotCount):
            guess(SECRET)


def test_a_refusal_is_in_the_security_log(app: Flask, security_lines: list[dict[str, object]]) -> None:
    assert uses(app, "send_list", "192.0.2.7", "one") == 5
    told = ("event", "outcome", "purpose", "kind", "seconds")
    assert [tuple(line[name] for name in told) for line in security_lines] == [
        ("rate_limit", "refused", "send_list", "visitor", 3600)
    ]


def test_one_visitor_cannot_make_pdfs_without_end(
    own_demo_client: PageCheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("selfassess.plan.copy_views.pdf", lambda _html: b"%PDF")
    assert own_demo_client.get("/come-back").status_code == 200
    answers = [own_demo_client.get("/my-plan/plan.pdf") for _ in range(11)]
    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert answers[-1].headers["Retry-After"] == "600"
    assert "in about 10 minutes" in answers[-1].get_data(as_text=True)


@pytest.mark.slow
def test_twelve_people_behind_one_address_save_leave_and_come_back(own_demo_app: Flask) -> None:
    """A library: each in a browser of their own, all from one address, in the same hour."""
    for person in range(12):
        first = own_demo_app.test_client()
        assert isinstance(first, PageCheckingClient)
        answer_all(first, FINE)
        reference, words = save(first)
        second = own_demo_app.test_client()
        assert isinstance(second, PageCheckingClient)
        wrong = second.post_form("/come-back", {"reference": reference, "words": "acorn robin teapot"})
        assert wrong.status_code == 422, person
        opened = second.post_form("/come-back", {"reference": reference, "words": words})
        assert opened.status_code == 303, person


@contextmanager
def real_site(settings: Settings) -> Iterator[str]:
    """Serve a site by gunicorn with two workers while the block runs, and return its address."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        own = {"DATA_DIR": settings.data_dir, "DATABASE_URL": settings.database_url, "COOKIE_SECURE": "false"}
        environment = os.environ | {f"SIGNPOST_{name}": str(value) for name, value in own.items()}
        command = [sys.executable, "-m", "gunicorn", "--bind", f"fd://{listener.fileno()}", "--workers", "2"]
        process = subprocess.Popen(
            [*command, "--log-level", "warning", "app:create_app()"],
            cwd=ROOT,
            env=environment,
            pass_fds=[listener.fileno()],
        )
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            process.terminate()
            process.wait(30)


def wrong_try(origin: str) -> int:
    """Try wrong words at a reference in a new browser, and return the status of the answer."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    page = browser.open(f"{origin}/come-back", timeout=60).read().decode()
    fields = {"csrf_token": field(page, "csrf_token"), "reference": "CCC-CCC", "words": "acorn robin teapot"}
    try:
        answer = browser.open(f"{origin}/come-back", urlencode(fields).encode(), timeout=60)
    except urllib.error.HTTPError as error:
        return error.code
    return int(answer.status)


@pytest.mark.slow
def test_two_workers_of_a_real_gunicorn_share_the_limit(settings: Settings) -> None:
    """Twelve wrong tries at one reference: five are answered, whichever worker they reach."""
    with real_site(settings) as origin:
        answers = [wrong_try(origin) for _ in range(12)]
    assert answers == [422] * 5 + [429] * 7
