"""The weight of a first visit: the bytes of everything that a page loads."""

import pytest
from playwright.sync_api import Browser, Response

from tests.e2e.conftest import PHONE, Site

KB = 1024


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/", 120 * KB),
        ("/find?q=falls&where=S73+8", 150 * KB),
        ("/find?q=someone+to+talk+to", 150 * KB),
        ("/service/steady-feet-balance-and-strength-classes", 120 * KB),
        ("/find?q=lunch+club&view=map", 200 * KB),
    ],
)
def test_a_first_view_is_light(site: Site, browser: Browser, path: str, most: int) -> None:
    """Count HTML, styles, scripts, fonts and pictures with their headers, with an empty browser cache."""
    sent = _sent(site, browser, path)
    sizes = {address: sum(size) for address, (size, _) in sent.items()}
    assert len(sizes) >= 3, sizes
    assert sum(sizes.values()) <= most, sizes


def test_text_is_sent_compressed(site: Site, browser: Browser) -> None:
    for path in ("/", "/find?q=falls&view=map"):
        plain = {
            address: size
            for address, (size, coding) in _sent(site, browser, path).items()
            if not coding and size[0] > 2 * KB
        }
        assert plain == {}


def _sent(site: Site, browser: Browser, path: str) -> dict[str, tuple[tuple[int, int], str]]:
    """Return, by address, the bytes of body and headers, and the content coding.

    A new context has an empty cache.
    """
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(site.origin + path)
    found = {answer.url: (_size(answer), answer.headers.get("content-encoding", "")) for answer in answers}
    context.close()
    return {url.removeprefix(site.origin): what for url, what in found.items() if url.startswith(site.origin)}


def _size(answer: Response) -> tuple[int, int]:
    sizes = answer.request.sizes()
    return sizes["responseBodySize"], sizes["responseHeadersSize"]
