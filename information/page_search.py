"""Search of advice pages: pages about the needs of a query come first, then pages with its words.

A page that the query asks for in so many words, as "my carer did not come", leads: it stands before services.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, url_for
from flask_babel import gettext as _

from core.content import content_loader
from core.web import settings
from directory.search.prefix_index import PrefixIndex
from directory.search.providers import PageLink, Suggestion, add_providers
from directory.search.tokenizer import PhraseMatcher, content_stems, stem, without_stop_words
from directory.urgent import lines as urgent_lines
from information import pages
from information.pages import AdvicePage

_TITLE_WEIGHT, _WORDS_WEIGHT, _SUMMARY_WEIGHT = 3.0, 3.0, 1.0
_NEED_SCORE = 6.0
_MAIN_NEED_SCORE = 3.0
"""Added where the need is the first that a page names."""
_LEAST_SCORE = 3.0
"""Pages with a lower score are not shown."""
_MOST_LEADING = 2
OWN_ADDRESSES = {"urgent-help": "information.urgent", "care-costs": "costs.guide"}
"""Endpoints of the pages with another address than /advice/…, by their slugs."""


@dataclass(frozen=True)
class PageIndex:
    """All pages with the weights of their stems, the rarity of each stem (at most 1), a prefix index of
    titles and words, and the phrases after which a page leads.
    """

    pages: tuple[AdvicePage, ...]
    weights: tuple[Mapping[str, float], ...]
    rarity: Mapping[str, float]
    prefixes: PrefixIndex
    asks: PhraseMatcher[int]


@content_loader
def page_index(content_dir: Path) -> PageIndex:
    """Return the index of all advice pages."""
    all_pages = tuple(pages.load(content_dir).values())
    weights = tuple(_weights(page) for page in all_pages)
    page_counts: Counter[str] = Counter()
    for stems in weights:
        page_counts.update(stems.keys())
    rarity = {stem: 1 / (1 + count / 3) for stem, count in page_counts.items()}
    titles = [" ".join((page.title, *page.words)) for page in all_pages]
    asks = PhraseMatcher((asked, number) for number, page in enumerate(all_pages) for asked in page.asks)
    return PageIndex(all_pages, weights, rarity, PrefixIndex(titles), asks)


def _weights(page: AdvicePage) -> dict[str, float]:
    """The weight of each stem of a page. A stem in several fields has the weight of the last field here."""
    fields = (
        (page.summary, _SUMMARY_WEIGHT),
        (" ".join(page.words), _WORDS_WEIGHT),
        (page.title, _TITLE_WEIGHT),
    )
    weights: dict[str, float] = {}
    for text, weight in fields:
        weights |= dict.fromkeys(content_stems(text), weight)
    return weights


def rank_pages(content_dir: Path, tokens: Sequence[str], needs: Sequence[str], most: int) -> list[AdvicePage]:
    """Return up to `most` pages for a query, the best first.

    `needs`: the ids of the needs that the query analysis found, the strongest first.
    """
    index = page_index(content_dir)
    stems = dict.fromkeys(without_stop_words(tokens))
    scored: list[tuple[float, int]] = []
    for number, page in enumerate(index.pages):
        weights = index.weights[number]
        word_score = sum(weights.get(stem, 0.0) * index.rarity.get(stem, 0.0) for stem in stems)
        score = _need_score(page, needs) + word_score
        if score >= _LEAST_SCORE:
            scored.append((score, number))
    # The highest score first; of equal scores the page that comes first in the content.
    scored.sort(key=lambda pair: (-pair[0], pair[1]))
    return [index.pages[number] for _score, number in scored[:most]]


def leading_pages(content_dir: Path, tokens: Sequence[str]) -> list[AdvicePage]:
    """Return the pages that a query asks for in so many words: the longest phrase first, two at most."""
    index = page_index(content_dir)
    lengths: dict[int, int] = {}
    for parts, number, _phrase in index.asks.near([stem(token) for token in tokens]):
        lengths[number] = max(lengths.get(number, 0), len(parts))
    best = sorted(lengths, key=lambda number: (-lengths[number], number))
    return [index.pages[number] for number in best[:_MOST_LEADING]]


def _need_score(page: AdvicePage, needs: Sequence[str]) -> float:
    """The score of a page for needs: the strongest need counts in full, the next one half, the third a
    third.
    """
    score = 0.0
    for position, need in enumerate(needs):
        if need in page.needs:
            is_main = page.needs[0] == need
            score += (_NEED_SCORE + (_MAIN_NEED_SCORE if is_main else 0.0)) / (1 + position)
    return score


def page_url(page: AdvicePage) -> str:
    """Return the address of a page."""
    return advice_url(page.slug)


def advice_url(slug: str) -> str:
    """Return the address of the page with a slug.

    The address of a crisis page has a letter in place of its slug, so that a browser's history tells nothing.
    """
    if slug in OWN_ADDRESSES:
        return url_for(OWN_ADDRESSES[slug])
    panel = urgent_lines.load(settings().content_dir).panel_of_page(slug)
    return url_for("information.page", slug=panel.address if panel else slug)


def page_links(tokens: Sequence[str], needs: Sequence[str], most: int) -> list[PageLink]:
    """Return links to pages, to show beside the services of a search."""
    folder = settings().content_dir
    leading = leading_pages(folder, tokens)
    others = [page for page in rank_pages(folder, tokens, needs, most) if page not in leading]
    return [
        PageLink(page.title, page.summary, page_url(page), leads=page in leading)
        for page in (*leading, *others)
    ]


def suggest_pages(tokens: Sequence[str], most: int) -> list[Suggestion]:
    """Return the pages whose title or words begin with the words typed."""
    index = page_index(settings().content_dir)
    found = [index.pages[number] for number in index.prefixes.find(tokens, most, slips=False)]
    return [Suggestion(page.title, _("Advice"), page_url(page)) for page in found]


def all_pages() -> list[PageLink]:
    """Return links to all pages of advice, by title."""
    pages = page_index(settings().content_dir).pages
    return [PageLink(page.title, page.summary, page_url(page)) for page in pages]


def init_page_search(app: Flask) -> None:
    """Let the directory's search and its suggestions find advice pages."""
    page_index(app.extensions["settings"].content_dir)
    add_providers(app, suggest_pages, page_links, all_pages)
    app.jinja_env.globals["advice_url"] = advice_url
