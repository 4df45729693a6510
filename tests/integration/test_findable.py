"""What search engines and browsers look for at fixed addresses, and what the head of a page tells them."""

import re
from datetime import datetime
from xml.etree import ElementTree

import pytest
from flask import Flask

from core import clock
from tests.examples import sampled
from tests.integration.selfassess.steps import FINE, answer_all
from tests.page_checks import PageCheckingClient

LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def test_the_sitemap_lists_public_pages_that_answer(demo_client: PageCheckingClient) -> None:
    answer = demo_client.get("/sitemap.xml")
    assert answer.mimetype == "application/xml"
    paths = [
        re.sub(r"^https?://[^/]+", "", loc.text or "")
        for loc in ElementTree.fromstring(answer.data).iter(LOC)
    ]
    assert len(paths) == len(set(paths)) > 400
    for path in (
        "/",
        "/advice/falls",
        "/advice/d",
        "/needs/falls",
        "/service/dearne-hot-plate",
        "/towns/wombwell",
    ):
        assert path in paths
    assert "/service/harebell-safe-house" in paths
    assert "/service/rapid-response" not in paths
    assert not any("domestic-abuse" in path for path in paths)
    for path in paths[::40]:
        assert demo_client.get(path).status_code == 200


def test_robots_and_security_text(demo_client: PageCheckingClient) -> None:
    robots = demo_client.get("/robots.txt").text
    assert "Disallow: /my-plan" in robots
    assert re.search(r"^Sitemap: https?://\S+/sitemap.xml$", robots, re.MULTILINE)
    lines = dict(
        line.split(": ", 1) for line in demo_client.get("/.well-known/security.txt").text.splitlines()
    )
    assert lines["Contact"].startswith("mailto:")
    expires = datetime.fromisoformat(lines["Expires"])
    assert 0 < (expires - clock.now()).days < 365


def test_the_manifest_names_icons_that_are_there(demo_client: PageCheckingClient) -> None:
    manifest = demo_client.get("/site.webmanifest").get_json(force=True)
    assert manifest["name"] == "Dearne Valley Council"
    for icon in manifest["icons"]:
        assert demo_client.get(icon["src"]).status_code == 200
    assert demo_client.get("/favicon.ico").data[:4] == b"\0\0\1\0"


@pytest.mark.parametrize(
    "path",
    sampled(
        [
            "/",
            "/needs/falls",
            "/towns/wombwell",
            "/advice/falls",
            "/life-events/looking-after-someone",
            "/whats-on",
            "/service/dearne-hot-plate?back=q%3Dhungry",
            "/organization/larkhill-neighbourhood-network",
            "/check/",
            "/costs",
        ],
        3,
    ),
)
def test_public_pages_describe_themselves(demo_client: PageCheckingClient, path: str) -> None:
    page = demo_client.get(path).text
    canonical = re.findall(r'<link rel="canonical" href="([^"]+)"', page)
    assert [re.sub(r"^https?://[^/]+", "", address) for address in canonical] == [path.partition("?")[0]]
    (description,) = re.findall(r'<meta name="description" content="([^"]+)"', page)
    assert len(description) > 30
    assert 'property="og:site_name" content="Dearne Valley Council"' in page


def test_private_pages_describe_nothing(demo_client: PageCheckingClient) -> None:
    for path in ("/my-list", "/find?q=hungry", "/my-plan"):
        page = demo_client.get(path).text
        assert "canonical" not in page
        assert "og:" not in page


@pytest.mark.parametrize(
    ("path", "leads"),
    [
        ("/contact/", "/contact"),
        ("/find/?q=falls", "/find?q=falls"),
        ("/service/dearne-hot-plate/", "/service/dearne-hot-plate"),
    ],
)
def test_a_slash_too_many_leads_to_the_page(demo_client: PageCheckingClient, path: str, leads: str) -> None:
    answer = demo_client.get(path)
    assert (answer.status_code, answer.headers["Location"]) == (308, leads)


@pytest.mark.parametrize("path", ["/nothing/", "//evil.example/", "/service/nothing-at-all/x/"])
def test_a_slash_after_nothing_is_not_found(demo_app: Flask, path: str) -> None:
    answer = demo_app.test_client().get(path)
    assert answer.status_code in (400, 404, 308)
    assert not answer.headers.get("Location", "").startswith(("//", "http://evil"))


def test_a_page_is_not_indexed_once_somebody_has_answered(demo_client: PageCheckingClient) -> None:
    assert "X-Robots-Tag" not in demo_client.get("/check/home").headers
    answer_all(demo_client, FINE)
    assert demo_client.get("/check/home").headers["X-Robots-Tag"] == "noindex"
