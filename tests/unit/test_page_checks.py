"""Each page check finds a fault that is planted for it, and finds none on a good page."""

from pathlib import Path

import pytest
from flask import Flask

from tests import page_checks
from tests.conftest import make_settings
from tests.page_checks import faults, new_faults

GOOD = (
    '<!DOCTYPE html><html lang="en"><head><title>Falls – A Council</title></head><body>'
    '<a href="#main">Skip</a><main id="main"><h1>Falls</h1><p>Call 01632 960100.</p>'
    '<form method="post" action="/here"><input type="hidden" name="csrf_token" value="x">'
    '<label for="note">Note</label><input id="note" name="note" aria-describedby="hint"><p id="hint">A hint</p><button>Send</button></form>'
    '<script type="application/ld+json">{}</script><a href="/here?x=1#y">Here</a><img src="/static/a.png" alt=""></main></body></html>'
)


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    """An application with one route, so that these tests need nothing of the site."""
    app = Flask("planted")
    app.extensions["settings"] = make_settings(tmp_path)
    app.add_url_rule("/here", "here", lambda: "", methods=["GET", "POST"])
    return app


def test_a_good_page_has_no_faults(app: Flask) -> None:
    assert faults(GOOD, app) == []


PLANTED = [
    ("valid_html", "<p>Call", "<p></b>Call"),
    ("valid_html", "<!DOCTYPE html>", ""),
    ("one_heading", "<h1>Falls</h1>", "<h2>Falls</h2>"),
    ("one_heading", "<h1>Falls</h1>", "<h1>Falls</h1><h1>Again</h1>"),
    ("one_heading", "<title>Falls", "<title>Trips"),
    ("unique_ids", 'id="hint"', 'id="note"'),
    ("pointers", 'aria-describedby="hint"', 'aria-describedby="gone"'),
    (
        "pointers",
        '<label for="note">Note</label>',
        '<label for="note">Note</label><label for="gone">Gone</label>',
    ),
    ("labelled_fields", '<label for="note">Note</label>', ""),
    ("labelled_fields", '<label for="note">Note</label>', '<label for="note"> </label>'),
    ("nothing_inline", "<p>Call", "<script>alert(1)</script><p>Call"),
    ("nothing_inline", "<p>Call", '<p style="color:red">Call'),
    ("nothing_inline", "<p>Call", '<p onclick="x()">Call'),
    ("nothing_inline", 'href="/here?x=1#y"', 'href="javascript:x()"'),
    ("language", ' lang="en"', ""),
    ("telephone", "01632 960100", "us"),
    ("money_has", "<p>Call", "<p>You may be able to get help. Call"),
    ("links", "/here?x=1#y", "/nowhere"),
    ("links", "/here?x=1#y", "relative"),
    ("links", 'action="/here"', 'action="/nowhere"'),
    ("links", 'href="#main"', 'href="#gone"'),
    ("name", ">Here</a>", "></a>"),
    ("name", ' alt=""', ""),
    ("forms_are_protected", 'name="csrf_token"', 'name="other"'),
    ("one_main", '<main id="main">', '<main id="main"></main><main>'),
]


@pytest.mark.parametrize(
    ("check", "good", "planted"), PLANTED, ids=[f"{check}-{n}" for n, (check, _, _) in enumerate(PLANTED)]
)
def test_a_planted_fault_is_caught(app: Flask, check: str, good: str, planted: str) -> None:
    assert good in GOOD
    found = faults(GOOD.replace(good, planted, 1), app)
    assert any(check in fault.split(":")[0] for fault in found), found


def test_a_clean_page_is_read_once_and_a_faulty_one_every_time(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    monkeypatch.setattr(page_checks, "faults", lambda *page: read.append(page[0]) or faults(*page))
    other_token, faulty = GOOD.replace('value="x"', 'value="y"'), GOOD.replace(' lang="en"', "")
    assert new_faults(GOOD, app) == new_faults(other_token, app) == []
    assert read == [GOOD]
    assert new_faults(faulty, app) == new_faults(faulty, app) != []
    assert new_faults(GOOD, app, "/elsewhere") == []
    assert read == [GOOD, faulty, faulty, GOOD]
