"""What an editor sees before an entry goes live: the page as residents see it, and what searches would
get.
"""

from dataclasses import dataclass
from typing import Any

from core.content import trying
from core.content_overlay import Overlay
from core.settings import Settings
from directory.search.request import SearchRequest
from directory.search.results import SearchResults
from directory.search.service import search
from information.content_editing.entries import Value
from information.content_editing.reading_age import reading_age
from information.rendering import RenderedPage, render_line, render_page

_SHOWN = 6


@dataclass(frozen=True)
class TriedResults:
    """What a search gets: names of services in their order, and what the words were understood as."""

    names: tuple[tuple[str, str], ...]
    needs: tuple[str, ...]
    corrected: str
    is_danger: bool
    is_nothing: bool
    """True where nothing was found, or nothing that really fits."""


@dataclass(frozen=True)
class Tried:
    """A search as it is now, and with an edit."""

    words: str
    now: TriedResults
    then: TriedResults | None = None


def try_search(settings: Settings, words: str, overlay: Overlay | None = None) -> Tried:
    """Return what a search gets now, and with the edits of an overlay where one is given."""
    now = _results(search(_request(words)))
    if overlay is None:
        return Tried(words, now)
    with trying(settings.content_dir, overlay):
        return Tried(words, now, _results(search(_request(words))))


def _request(words: str) -> SearchRequest:
    return SearchRequest(query=words, per_page=_SHOWN)


def _results(found: SearchResults) -> TriedResults:
    return TriedResults(
        names=tuple((hit.name, hit.organization) for hit in found.hits),
        needs=found.needs[:3],
        corrected=found.corrected,
        is_danger=bool(found.dangers),
        is_nothing=not found.dangers and (not found.total or found.nearest_only),
    )


@dataclass(frozen=True)
class Preview:
    """A page or a life event as residents see it. `age`: the reading age in years of its words."""

    title: str
    lead: str
    page: RenderedPage | None
    steps: tuple[Any, ...]
    age: int


def preview_of(kind: str, value: Value, settings: Settings) -> Preview | None:
    """Return the preview of an entry; None for a kind without one."""
    if kind == "page":
        body = str(value.get("body", ""))
        page = render_page(body, settings)
        return Preview(
            str(value.get("title", "")), str(value.get("summary", "")), page, (), reading_age(body)
        )
    if kind == "life-event":
        steps = [str(step) for step in value.get("first") or ()]
        text = "\n".join([str(value.get("lead", "")), *steps])
        shown = tuple(render_line(step, settings) for step in steps)
        return Preview(
            str(value.get("title", "")), str(value.get("lead", "")), None, shown, reading_age(text)
        )
    return None
