"""What other packages add to search.

Dependencies point from those packages to the directory only, so they register their providers with the
application.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from flask import Flask


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line under the search box: its text, its kind in a few words, and the page that it leads to."""

    text: str
    kind: str
    href: str


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page of information beside the services: its title, its content in one sentence, and its address.

    `leads`: the query asks for this very page, so that it stands before all services.
    """

    title: str
    summary: str
    url: str
    leads: bool = False


SuggestionProvider = Callable[[Sequence[str], int], Sequence[Suggestion]]
"""From the tokens typed so far, and the number wanted at most, to suggestions, best first."""

PageProvider = Callable[[Sequence[str], Sequence[str], int], Sequence[PageLink]]
"""From the tokens of a query, the ids of its needs, and the number wanted at most, to pages, best first."""

TitleProvider = Callable[[], Sequence[PageLink]]
"""All pages, in any order."""

_SUGGESTIONS, _PAGES, _TITLES = "suggestion_providers", "page_providers", "title_providers"


def add_providers(
    app: Flask, suggestions: SuggestionProvider, pages: PageProvider, titles: TitleProvider
) -> None:
    """Register another package's providers with the application."""
    app.extensions.setdefault(_SUGGESTIONS, []).append(suggestions)
    app.extensions.setdefault(_PAGES, []).append(pages)
    app.extensions.setdefault(_TITLES, []).append(titles)


def titles(app: Flask) -> list[PageLink]:
    """Return all pages of information of other packages."""
    return [link for provider in app.extensions.get(_TITLES, ()) for link in provider()]


def provided_suggestions(app: Flask, tokens: Sequence[str], most: int) -> Iterator[Suggestion]:
    """Yield the suggestions of other packages, at most `most` of each."""
    for provider in app.extensions.get(_SUGGESTIONS, ()):
        yield from provider(tokens, most)


def page_links(app: Flask, tokens: Sequence[str], needs: Sequence[str], most: int) -> list[PageLink]:
    """Return at most `most` pages of other packages that belong beside a search.

    `tokens`: folded words, may be empty.
    """
    links: list[PageLink] = []
    for provider in app.extensions.get(_PAGES, ()):
        links += provider(tokens, needs, most)
    return links[:most]
