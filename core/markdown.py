"""Markdown to HTML that is safe to show: written pages, and descriptions that come from anywhere."""

from functools import cache

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

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
_CLASSES = {
    "h2": "govuk-heading-m",
    "h3": "govuk-heading-s",
    "p": "govuk-body",
    "a": "govuk-link",
    "ul": "govuk-list govuk-list--bullet",
    "ol": "govuk-list govuk-list--number",
    "table": "govuk-table",
}


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table")


def markdown(text: str) -> Markup:
    """Markdown as HTML with GOV.UK classes. HTML within it is shown as text; addresses other than http(s), mailto and tel go."""
    html = nh3.clean(
        _parser().render(text),
        tags=_TAGS,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener",
    )
    for tag, classes in _CLASSES.items():
        html = html.replace(f"<{tag} ", f'<{tag} class="{classes}" ').replace(
            f"<{tag}>", f'<{tag} class="{classes}">'
        )
    return Markup(html.replace(f' class="{_CLASSES["a"]}" class=', " class="))


def text_only(html: str) -> str:
    """The words of a piece of HTML, its blocks kept apart by line ends: for feeds that put HTML into descriptions."""
    spaced = (
        html.replace("<br", "\n<br")
        .replace("</p>", "</p>\n\n")
        .replace("</li>", "</li>\n")
        .replace("</h", "\n\n</h")
        .replace("<li", "- <li")
    )
    import html as entities

    return entities.unescape(nh3.clean(spaced, tags=set())).replace("\xa0", " ").strip()
