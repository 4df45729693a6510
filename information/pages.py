"""Advice pages: Markdown files with front matter, in content/pages.

A faulty file stops the start of the site with an error that has the file's name and says what to do.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import yaml

from core.content import content_loader, files_in, read_text

SECTIONS = (
    "staying-safe",
    "care-and-support",
    "already-getting-care",
    "carers",
    "home",
    "health-and-feelings",
    "money",
    "families-and-work",
    "about",
)
"""The sections in the order in which the index shows them."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_REQUIRED = ("title", "summary", "section", "owner", "last_reviewed", "next_review")


@dataclass(frozen=True, slots=True)
class PageSource:
    """A source of a page's facts."""

    title: str
    publisher: str
    url: str


@dataclass(frozen=True, slots=True)
class AdvicePage:
    """One advice page.

    `body` is Markdown in which {{ council }}, {{ phone }} and the other facts of information.rendering are not
    filled in yet.
    `needs`: ids, the main one first. `words`: further words by which the page is found. `asks`: phrases after
    which the page stands before all services. `sensitive`: the page has a way to leave fast.
    """

    slug: str
    title: str
    summary: str
    section: str
    owner: str
    last_reviewed: date
    next_review: date
    body: str
    needs: tuple[str, ...] = ()
    sources: tuple[PageSource, ...] = ()
    words: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    sensitive: bool = False
    order: int = 100


def _fault(path: Path, what: str) -> ValueError:
    return ValueError(f"{path.name}: {what}")


def _split(path: Path) -> tuple[dict[str, Any], str]:
    parts = read_text(path).split("---\n", 2)
    if len(parts) != 3 or parts[0].strip():
        raise _fault(
            path,
            "begin the file with a line of three dashes, the facts about the page, and three dashes again",
        )
    try:
        facts = yaml.load(parts[1], Loader=_LOADER)  # noqa: S506 (both loaders are safe ones)
    except yaml.YAMLError as error:
        raise _fault(
            path,
            f"the facts between the dashes are not YAML; put quotes around text that has a colon in it ({error})",
        ) from error
    if not isinstance(facts, dict):
        raise _fault(path, "write the facts between the dashes as lines of 'name: value'")
    return facts, parts[2].strip()


def _check(path: Path, facts: Mapping[str, Any]) -> None:
    missing = [name for name in _REQUIRED if not facts.get(name)]
    if missing:
        raise _fault(path, f"add {', '.join(missing)} to the facts at the top")
    if facts["section"] not in SECTIONS:
        raise _fault(path, f"section is '{facts['section']}'; use one of {', '.join(SECTIONS)}")
    for name in ("last_reviewed", "next_review"):
        if not isinstance(facts[name], date):
            raise _fault(path, f"write {name} as a date such as 2026-11-03")


def _sources(path: Path, rows: list[dict[str, str]]) -> tuple[PageSource, ...]:
    try:
        return tuple(PageSource(row["title"], row["publisher"], row["url"]) for row in rows)
    except (KeyError, TypeError) as error:
        raise _fault(path, "give each source a title, a publisher and a url") from error


def expand_choices(text: str) -> tuple[str, ...]:
    """Return every text that "(late|lost) (bus|train)" stands for; a text without choices is returned alone.

    Raises ValueError for a bracket that is not closed.
    """
    parts = [part.split("|") for part in re.split(r"[()]", text)]
    if text.count("(") != text.count(")"):
        raise ValueError(f"close every bracket in '{text}'")
    return tuple(" ".join("".join(choice).split()) for choice in product(*parts))


def read_page(path: Path) -> AdvicePage:
    """Return the page in a file. Raises ValueError, which names the file and says what to do."""
    facts, body = _split(path)
    _check(path, facts)
    return AdvicePage(
        slug=path.stem,
        title=facts["title"],
        summary=facts["summary"],
        section=facts["section"],
        owner=facts["owner"],
        last_reviewed=facts["last_reviewed"],
        next_review=facts["next_review"],
        body=body,
        needs=tuple(facts.get("needs") or ()),
        sources=_sources(path, facts.get("sources") or []),
        words=tuple(str(word) for word in facts.get("words") or ()),
        asks=tuple(asked for text in facts.get("asks") or () for asked in expand_choices(str(text))),
        sensitive=bool(facts.get("sensitive", False)),
        order=int(facts.get("order", 100)),
    )


@content_loader
def load(content_dir: Path) -> Mapping[str, AdvicePage]:
    """Return all pages by slug, in the order of their sections. Raises ValueError for a faulty file."""
    pages = [read_page(path) for path in files_in(content_dir / "pages", "*.md")]
    pages.sort(key=lambda page: (SECTIONS.index(page.section), page.order, page.title))
    return {page.slug: page for page in pages}


def by_section(content_dir: Path) -> Mapping[str, tuple[AdvicePage, ...]]:
    """Return the pages of each section that has any."""
    grouped: dict[str, tuple[AdvicePage, ...]] = {}
    # The pages are in the order of their sections.
    for page in load(content_dir).values():
        grouped[page.section] = (*grouped.get(page.section, ()), page)
    return grouped
