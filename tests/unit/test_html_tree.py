"""Pages that are parsed quickly: they have the tree that html5lib builds, and it finds no error in them."""

import re
from xml.etree.ElementTree import Element

import html5lib
import pytest

from tests.html_tree import parse_html, tree_as_written

PAGE = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Falls & steps</title></head><body>'
    '<a href="#main">Skip</a><main id="main"><h1>Falls</h1><p>Call <b>us</b> <b>now</b>.<br>Now</p><ul><li>One</li>'
    '<li><a href="/x">x</a></li></ul><table><tbody><tr><td>x</td></tr></tbody></table><form method="post">'
    '<select><option>1</option></select><label for="note">Note</label><input id="note"><p>A hint</p>'
    '<button>Send</button></form><svg viewBox="0 0 1 1"><path d="M0"/></svg><script>{}</script>'
    "<dl><dt>a</dt><dd>b</dd></dl></main></body></html>"
)
PIECES = re.findall(r"<[^>]*>|[^<]+", PAGE)


def by_html5lib(source: str) -> tuple[Element, list[object]]:
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    return parser.parse(source), parser.errors


def shape(tree: Element) -> list[tuple[str, list[str], str]]:
    """Return tags, attributes and texts of a tree. html5lib writes names of SVG with capital letters."""
    return [
        (
            str(one.tag),
            sorted(f"{name}={value}".lower() for name, value in one.attrib.items()),
            one.text or "",
        )
        for one in tree.iter()
    ]


def test_a_page_without_errors_is_not_parsed_twice() -> None:
    tree = tree_as_written(PAGE)
    assert tree is not None
    assert shape(tree) == shape(by_html5lib(PAGE)[0])
    assert parse_html(PAGE)[1] == []


@pytest.mark.parametrize("at", range(len(PIECES)))
def test_whatever_piece_is_lost_doubled_or_moved_html5lib_agrees(at: int) -> None:
    rest = [*PIECES[:at], *PIECES[at + 1 :]]
    places = {0, at // 2, at, min(at + 1, len(rest)), (at + len(rest)) // 2, len(rest)}
    changed = ["".join(rest), *("".join([*rest[:to], PIECES[at], *rest[to:]]) for to in places)]
    changed += ["".join([*PIECES[:to], PIECES[at], *PIECES[to:]]) for to in places]
    for page in changed:
        quick = tree_as_written(page)
        slow, errors = by_html5lib(page)
        if quick is not None:
            assert not errors, page
            assert shape(quick) == shape(slow), page


def test_words_of_two_elements_stay_apart() -> None:
    tree = tree_as_written(PAGE)
    assert tree is not None
    assert "Call us now." in "".join(tree.itertext())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<!DOCTYPE html>", ""),
        ("<p>Call", "<p></b>Call"),
        ("</ul>", ""),
        ("<tr>", "<tr><input type=hidden>"),
        ("<option>", "<img src=x><option>"),
        ("<b>us", "<b id=x id=y>us"),
        ("<b>us", "<b>&nosuch;us"),
        ("<b>us", "<b>u\x00s"),
        ("<h1>Falls</h1>", "<h1>Falls<h2>Down</h2></h1>"),
        ('<form method="post">', '<form method="post"><form>'),
        ('<a href="/x">', '<a href="/x"><a href="/y">y</a>'),
        ("</html>", "</html>more"),
        ("<dl>", "<noscript><p></b></p></noscript><dl>"),
        ("<dl>", "<div/><dl>"),
    ],
)
def test_planted_errors_are_told(before: str, after: str) -> None:
    assert before in PAGE
    page = PAGE.replace(before, after, 1)
    assert by_html5lib(page)[1], "html5lib tells it"
    assert parse_html(page)[1]


def test_white_space_before_the_doctype_does_not_take_the_slow_way() -> None:
    tree = tree_as_written(f"\n {PAGE}")
    assert tree is not None
    assert tree.tag == "html"
    assert tree_as_written(f"words {PAGE}") is None
