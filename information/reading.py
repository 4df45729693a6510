"""From a page's Markdown to what is shown: the council's facts filled in, and a list of contents for a long page."""

from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from core.markdown import Heading, markdown_line, markdown_page
from core.settings import Settings

_LONG = 6
"""From this many headings on, a page gets a list of its contents."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A page ready to show. `contents` is empty for a short page."""

    html: Markup
    contents: tuple[Heading, ...]


def _values(settings: Settings) -> tuple[tuple[str, str], ...]:
    """Return what stands in place of {{ council }}, {{ phone }} and {{ phone_hours }} in a page."""
    return (
        ("council", settings.council_name),
        ("phone", settings.council_phone),
        ("phone_hours", settings.council_phone_hours),
    )


def inline(text: str, settings: Settings) -> Markup:
    """Return one line of Markdown, such as a first step, as HTML without a paragraph around it."""
    return markdown_line(text, dict(_values(settings)))


@lru_cache(maxsize=512)
def _read(text: str, values: tuple[tuple[str, str], ...]) -> Reading:
    page = markdown_page(text, dict(values))
    return Reading(page.html, page.headings if len(page.headings) >= _LONG else ())


def read(text: str, settings: Settings) -> Reading:
    """Return a page's Markdown as safe HTML with ids on its headings, and its contents where the page is long."""
    return _read(text, _values(settings))
