"""The pages on how a check decides, in a browser: the picture shows in both schemes, and fits a phone."""

from collections.abc import Sequence
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import LOOKS, Look, nothing_wrong, one_look
from tests.e2e.conftest import Arrive, Visitor
from tests.e2e.steps import nothing_sideways

PAGE = "/check/adult-needs/how-it-decides"
WHITE, BLACK = [255, 255, 255], [18, 25, 29]
"""The colour of the page, light and dark."""
CORNER = """(image) => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 20, height: 20 });
  const paper = canvas.getContext("2d");
  paper.drawImage(image, 0, 0);
  return [...paper.getImageData(4, 4, 1, 1).data].slice(0, 3);
}"""
"""The colour of the picture near its corner."""
WORDS = """() => {
  const edge = document.documentElement.getAttribute("width") - 4;
  const right = (text) => text.getBBox().x + text.getBBox().width;
  return [...document.querySelectorAll("text")].filter((text) => right(text) > edge).map((text) => text.textContent);
}"""
"""JavaScript: the words that reach over the edge of the picture."""


def picture_open(page: Page) -> Any:
    page.get_by_text("Show the picture here").click()
    picture = page.get_by_role("img", name="The questions of “Help for me or someone else”")
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("(image) => image.naturalHeight") > 3000
    return picture


def test_the_picture_is_fetched_only_when_it_is_opened(arrive: Arrive) -> None:
    visitor = arrive()
    asked: list[str] = []
    visitor.page.on("request", lambda request: asked.append(request.url))
    page = visitor.go(PAGE)
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if ".svg?" in url] == []
    picture_open(page)
    assert [url.rsplit("/", 1)[1].split("?")[0] for url in asked if ".svg?" in url] == ["flow-narrow.svg"]


def test_it_shows_on_a_phone_without_leaving_the_page(phone: Visitor) -> None:
    page = phone.go(PAGE)
    picture = picture_open(page)
    assert "flow-narrow.svg" in picture.evaluate("(image) => image.currentSrc")
    box = picture.bounding_box()
    assert box
    assert 300 <= box["width"] <= 390
    nothing_sideways(page)
    page.set_viewport_size({"width": 320, "height": 640})
    nothing_sideways(page)


@pytest.mark.parametrize(("scheme", "colour"), [("light", WHITE), ("dark", BLACK)])
def test_it_follows_the_colours_of_the_page(arrive: Arrive, scheme: str, colour: list[int]) -> None:
    page = arrive(desktop=True, color_scheme=scheme).go(PAGE)
    picture = picture_open(page)
    assert "flow.svg" in picture.evaluate("(image) => image.currentSrc")
    assert picture.evaluate(CORNER) == colour


QUICK = {("quick-check", "flow-narrow.svg"), ("adult-needs", "flow.svg")}
"""The pictures that `make test` looks at; all others are slow."""


@pytest.mark.parametrize(
    ("id", "name"),
    [
        pytest.param(id, name, marks=[] if (id, name) in QUICK else [pytest.mark.slow])
        for id in ("quick-check", "adult-needs", "carer", "home", "paying")
        for name in ("flow.svg", "flow-narrow.svg")
    ],
)
def test_by_itself_it_has_its_style_and_its_words_stay_in_their_boxes(
    arrive: Arrive, id: str, name: str
) -> None:
    """A browser whose policy refused the style of the picture would complain in the console."""
    page = arrive(desktop=True).go(f"/check/{id}/{name}")
    assert page.evaluate("getComputedStyle(document.querySelector('.title')).fontWeight") == "700"
    assert page.evaluate("getComputedStyle(document.querySelector('.box')).stroke") == "rgb(11, 85, 99)"
    assert page.evaluate(WORDS) == []


def test_on_paper_nothing_is_folded_away(arrive: Arrive) -> None:
    page = arrive(desktop=True).go(PAGE)
    answer = page.get_by_text("We stop here and say: If anyone is in danger now, call 999")
    expect(answer).to_be_hidden()
    page.emulate_media(media="print")
    expect(answer).to_be_visible()


@pytest.mark.parametrize(
    ("path", "looks"),
    [
        ("/check/how-it-decides", one_look("how it decides")),
        pytest.param("/check/how-it-decides", LOOKS, marks=pytest.mark.slow),
        pytest.param("/check/paying/how-it-decides", LOOKS, marks=pytest.mark.slow),
    ],
    ids=["quick", "all checks", "one check"],
)
def test_axe_finds_nothing_with_all_unfolded(arrive: Arrive, path: str, looks: Sequence[Look]) -> None:
    page = arrive(desktop=True).go(path)
    page.evaluate("for (const part of document.querySelectorAll('main details')) part.open = true")
    nothing_wrong(page, looks)
