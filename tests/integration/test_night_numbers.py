"""At night, no page shows a number of the council's day teams without saying that the line is closed."""

from collections.abc import Iterator
from datetime import UTC, datetime
from xml.etree.ElementTree import Element

import pytest
from flask import Flask

from core import clock
from tests.examples import slow_on_both
from tests.page_checks import PageCheckingClient, Parsed, parse, words
from tests.routes import GETS

NIGHT = datetime(2026, 11, 28, 2, 0, tzinfo=UTC)
DAY_NUMBERS = {"tel:01632960100", "tel:01632960102"}
BLOCKS = {"p", "li", "dd", "section", "header"}
QUICK = (
    "/",
    "/contact",
    "/advice/needs-assessment",
    "/advice/harm-to-a-child",
    "/advice/my-care-bill",
    "/find?q=falls&where=Leeds",
    "/find?q=xyzzy",
    "/needs/falls",
    "/track",
    "/costs",
    "/check/carer",
    "/my-plan",
)
# After leaving the site, pages show nothing but the way back.
PAGES = {path for path, status in GETS if status == 200 and "leave" not in path and "exit" not in path}


@pytest.fixture(autouse=True)
def _at_night() -> Iterator[None]:
    clock.set_clock(lambda: NIGHT)
    yield
    clock.set_clock(None)


def not_called_closed(page: Parsed) -> list[str]:
    """Return the blocks with a day number whose text does not say that the line is closed."""
    parents: dict[Element, Element] = {child: parent for parent in page.tree.iter() for child in parent}
    found = []
    for link in page.all("a"):
        if link.get("href", "").replace("+44", "0") in DAY_NUMBERS:
            block = link
            # A number alone in its paragraph is read with what stands around it.
            while block in parents and (block.tag not in BLOCKS or words(block) == words(link)):
                block = parents[block]
            if "closed" not in words(block).lower():
                found.append(words(block)[:200])
    return found


def check(app: Flask, client: PageCheckingClient, paths: tuple[str, ...]) -> dict[str, list[str]]:
    found = {}
    for path in paths:
        response = client.get(path, follow_redirects=True)
        assert response.status_code == 200, path
        if response.mimetype == "text/html":
            found[path] = not_called_closed(
                parse(response.get_data(as_text=True), app, response.request.path)
            )
    return {path: blocks for path, blocks in found.items() if blocks}


@slow_on_both
def test_a_sample_of_pages_says_closed(demo_app: Flask, demo_client: PageCheckingClient) -> None:
    assert check(demo_app, demo_client, QUICK) == {}
    page = demo_client.get("/advice/needs-assessment").get_data(as_text=True)
    assert "closed now, opens Monday 8.30am" in page
    assert "01632 960101" in page
    # In hours nothing of this is there.
    clock.set_clock(lambda: datetime(2026, 11, 27, 10, tzinfo=UTC))
    assert "closed now" not in demo_client.get("/advice/needs-assessment").get_data(as_text=True)


def test_a_bare_number_is_found(app: Flask) -> None:
    page = '<!doctype html><title>x</title><p>Call <a href="tel:01632960100">01632 960100</a>.</p>'
    assert not_called_closed(parse(page, app)) == ["Call 01632 960100."]


@pytest.mark.slow
def test_every_page_says_closed(demo_app: Flask, demo_client: PageCheckingClient) -> None:
    slugs = [path.stem for path in (demo_app.extensions["settings"].content_dir / "pages").glob("*.md")]
    paths = tuple({*PAGES, *(f"/advice/{slug}" for slug in slugs)})
    assert check(demo_app, demo_client, paths) == {}
