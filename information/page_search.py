"""Pages of advice found by the same words as services: what they help with counts first, then their words. Holds no state of its own."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, current_app, url_for
from flask_babel import gettext as _

from core.content import content_loader
from directory.search.prefix_index import PrefixIndex
from directory.search.providers import PageLink, Suggestion, add_providers
from directory.search.tokenizer import content_stems, without_stop_words
from information import pages
from information.pages import Page

_TITLE, _WORDS, _SUMMARY = 3.0, 3.0, 1.0
_NEED = 6.0
_FIRST_NEED_OF_PAGE = 3.0
_LEAST = 3.0


@dataclass(frozen=True)
class Known:
    """All pages, the weights of their stems, and their titles by the beginnings of words."""

    pages: tuple[Page, ...]
    weights: tuple[Mapping[str, float], ...]
    rarity: Mapping[str, float]
    titles: PrefixIndex


@content_loader
def known(content_dir: Path) -> Known:
    """The pages of a content folder, ready to be searched."""
    found = tuple(pages.load(content_dir).values())
    weights = tuple(_weights(page) for page in found)
    often: dict[str, int] = defaultdict(int)
    for row in weights:
        for stem in row:
            often[stem] += 1
    rarity = {stem: 1 / (1 + count / 3) for stem, count in often.items()}
    return Known(found, weights, rarity, PrefixIndex([" ".join((page.title, *page.words)) for page in found]))


def _weights(page: Page) -> dict[str, float]:
    weights: dict[str, float] = {}
    for text, weight in ((page.summary, _SUMMARY), (" ".join(page.words), _WORDS), (page.title, _TITLE)):
        weights |= dict.fromkeys(content_stems(text), weight)
    return weights


def ranked(content_dir: Path, tokens: Sequence[str], needs: Sequence[str], most: int) -> list[Page]:
    """The pages for a search, best first. `needs`: ids of the needs that the words were understood as, strongest first."""
    all_pages = known(content_dir)
    asked = dict.fromkeys(without_stop_words(tokens))
    scored = []
    for at, page in enumerate(all_pages.pages):
        by_words = sum(
            all_pages.weights[at].get(stem, 0.0) * all_pages.rarity.get(stem, 0.0) for stem in asked
        )
        scored.append((_by_needs(page, needs) + by_words, -at, page))
    return [
        page for score, _at, page in sorted(scored, key=lambda row: row[:2], reverse=True) if score >= _LEAST
    ][:most]


def _by_needs(page: Page, needs: Sequence[str]) -> float:
    """Most for the strongest need of the words; more where the page is first of all about it."""
    score = 0.0
    for place, need in enumerate(needs):
        if need in page.needs:
            score += (_NEED + (_FIRST_NEED_OF_PAGE if page.needs[0] == need else 0.0)) / (1 + place)
    return score


def url_of(page: Page) -> str:
    """The address of a page."""
    return (
        url_for("information.urgent")
        if page.slug == "urgent-help"
        else url_for("information.page", slug=page.slug)
    )


def page_links(tokens: Sequence[str], needs: Sequence[str], most: int) -> list[PageLink]:
    """Pages to stand beside the services of a search."""
    found = ranked(current_app.extensions["settings"].content_dir, tokens, needs, most)
    return [PageLink(page.title, page.summary, url_of(page)) for page in found]


def suggestions(tokens: Sequence[str], most: int) -> list[Suggestion]:
    """Pages whose title or words begin with what was typed."""
    all_pages = known(current_app.extensions["settings"].content_dir)
    found = [all_pages.pages[at] for at in all_pages.titles.find(tokens, most, slips=False)]
    return [Suggestion(page.title, _("Advice"), url_of(page)) for page in found]


def init_page_search(app: Flask) -> None:
    """Let the directory's search find these pages."""
    known(app.extensions["settings"].content_dir)
    add_providers(app, suggestions, page_links)
