"""What other rooms add to search. Doors lead from them to the directory only, so they leave their sources with the application."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from flask import Flask


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line under the search box: what it is, of which kind in a few words, and the page it leads to."""

    text: str
    kind: str
    href: str


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page of information beside the services: what it is called, in one sentence what it says, and its address."""

    title: str
    summary: str
    url: str


SuggestionSource = Callable[[str, int], Sequence[Suggestion]]
"""From what was typed so far and how many at most to suggestions, best first."""

PageSource = Callable[[str, Sequence[str], int], Sequence[PageLink]]
"""From the words, the ids of the needs they were understood as, and how many at most to pages, best first."""

_SUGGESTIONS, _PAGES = "suggestion_sources", "page_sources"


def add_sources(app: Flask, suggestions: SuggestionSource, pages: PageSource) -> None:
    """Leave another room's sources with the application."""
    app.extensions.setdefault(_SUGGESTIONS, []).append(suggestions)
    app.extensions.setdefault(_PAGES, []).append(pages)


def other_suggestions(app: Flask, typed: str, most: int) -> Iterator[Suggestion]:
    """What the other rooms suggest."""
    for source in app.extensions.get(_SUGGESTIONS, ()):
        yield from source(typed, most)


def page_links(app: Flask, query: str, needs: Sequence[str], most: int) -> list[PageLink]:
    """Pages of the other rooms that belong beside a search."""
    return [link for source in app.extensions.get(_PAGES, ()) for link in source(query, needs, most)][:most]
