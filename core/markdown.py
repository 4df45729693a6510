"""Markdown to HTML that is safe to show: written pages, and descriptions that come from anywhere.

What our pages need beyond Markdown is done on markdown-it's tokens, before HTML is made of them: GOV.UK's
classes, ids of headings, the council's facts in place of {{ phone }} and the like, and telephone numbers as
links. nh3 then takes out what is not allowed, and its output is not touched again.
"""

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from core import phone_links

_TAGS = {
    "p",
    "h2",
    "h3",
    "h4",
    "ul",
    "ol",
    "li",
    "a",
    "strong",
    "em",
    "br",
    "blockquote",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}
_ATTRIBUTES = {"*": {"class"}, "a": {"href", "rel", "title"}, "h2": {"id"}}
_CLASSES = {
    "h2": "govuk-heading-m",
    "h3": "govuk-heading-s",
    "p": "govuk-body",
    "a": "govuk-link",
    "ul": "govuk-list govuk-list--bullet",
    "ol": "govuk-list govuk-list--number",
    "table": "govuk-table",
}
_PHONE_CLASSES = "govuk-link phone-link"
_PLACEHOLDER = re.compile(r"\{\{ (\w+) \}\}")
_IDS_OF_PAGES = frozenset({"main-content", "services-beside", "sources"})
"""Ids that the templates use, and that no heading gets."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the second level: the id to link to, and its text."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class MarkdownPage:
    """A page as HTML, with its headings of the second level in order."""

    html: Markup
    headings: tuple[Heading, ...]


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table")


def markdown(text: str) -> Markup:
    """Return Markdown as HTML with GOV.UK's classes.

    HTML within the text is shown as text. Links lead to http(s), mailto and tel only.
    """
    return _rendered(_parser().parse(text))


def markdown_page(text: str, values: Mapping[str, str]) -> MarkdownPage:
    """Return a page of ours: `values` replace {{ name }}, telephone numbers are links, headings have ids."""
    tokens = _parser().parse(text)
    _complete(tokens, values)
    headings = tuple(_with_ids(tokens))
    return MarkdownPage(_rendered(tokens), headings)


def markdown_line(text: str, values: Mapping[str, str]) -> Markup:
    """Return one line of ours, such as a first step, as HTML without a paragraph around it; as
    `markdown_page`.
    """
    tokens = _parser().parseInline(text)
    _complete(tokens, values)
    return _rendered(tokens)


def _rendered(tokens: Sequence[Token]) -> Markup:
    for token in _all(tokens):
        if token.nesting == 1 and token.tag in _CLASSES and token.attrGet("class") is None:
            relation = {"rel": "noopener"} if token.tag == "a" else {}
            token.attrs = {"class": _CLASSES[token.tag], **token.attrs, **relation}
    parser = _parser()
    made = parser.renderer.render(tokens, parser.options, {})
    clean = nh3.clean(
        made,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )
    # nh3 has taken out everything that is not in the lists above.
    return Markup(clean)  # noqa: S704


def _all(tokens: Sequence[Token]) -> Iterator[Token]:
    """Return the tokens and those inside them."""
    for token in tokens:
        yield token
        yield from token.children or ()


def _complete(tokens: Sequence[Token], values: Mapping[str, str]) -> None:
    """Fill the placeholders of all texts and turn their telephone numbers into links."""
    for token in tokens:
        if token.type == "inline" and token.children:
            for child in token.children:
                if child.type == "text":
                    child.content = _filled(child.content, values)
            token.children = list(_with_phone_links(token.children))


def _filled(text: str, values: Mapping[str, str]) -> str:
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text)


def _with_phone_links(tokens: Sequence[Token]) -> Iterator[Token]:
    """Return the tokens of one line, with links in place of the telephone numbers that are not in a link
    already.
    """
    before, links_open = "", 0
    for token in tokens:
        links_open += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if token.type != "text" or links_open:
            yield token
        else:
            for piece, rings in phone_links.pieces(token.content, before):
                yield from _phone_link(piece) if rings else [_text(piece)]
        before += token.content


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _phone_link(number: str) -> list[Token]:
    attributes: dict[str, str | int | float] = {
        "class": _PHONE_CLASSES,
        "href": phone_links.tel_address(number),
    }
    return [Token("link_open", "a", 1, attrs=attributes), _text(number), Token("link_close", "a", -1)]


def _with_ids(tokens: Sequence[Token]) -> Iterator[Heading]:
    """Give each heading of the second level an id of its own, and return these headings."""
    taken = set(_IDS_OF_PAGES)
    for token, following in pairwise(tokens):
        if token.type == "heading_open" and token.tag == "h2":
            text = "".join(" " if child.tag == "br" else child.content for child in following.children or ())
            heading = Heading(_new_id(text, taken), text)
            token.attrSet("id", heading.id)
            yield heading


def _new_id(text: str, taken: set[str]) -> str:
    """Return a text as an id that is not taken, and take it: "Call us" gives "call-us", then "call-us-2"."""
    first = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "part"
    found, number = first, 2
    while found in taken:
        found, number = f"{first}-{number}", number + 1
    taken.add(found)
    return found


def text_only(text: str) -> str:
    """Return the words of a piece of HTML, its blocks on lines of their own: for feeds that put HTML into
    descriptions.
    """
    spaced = (
        text.replace("<br", "\n<br")
        .replace("</p>", "</p>\n\n")
        .replace("</li>", "</li>\n")
        .replace("</h", "\n\n</h")
        .replace("<li", "- <li")
    )
    return html.unescape(nh3.clean(spaced, tags=set())).replace("\xa0", " ").strip()
