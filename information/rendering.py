"""From a page's Markdown to HTML: the council's facts filled in, and a list of contents for a long page."""

from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from core.markdown import Heading, markdown_line, markdown_page
from core.settings import Settings
from directory.teams.context import team_facts
from directory.urgent import lines as urgent_lines

_LONG_PAGE = 6
"""From this many headings on, a page gets a list of its contents."""


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """A page's HTML, and its headings for a list of contents; none for a short page."""

    html: Markup
    contents: tuple[Heading, ...]


def _council_facts(settings: Settings) -> tuple[tuple[str, str], ...]:
    """The values of {{ council }}, of the numbers and hours of its teams, of {{ ID }} of each urgent line, and the
    times of keeping, in a page.
    """
    lines = urgent_lines.load(settings.content_dir).lines.values()
    return (
        ("council", settings.council_name),
        *team_facts(settings),
        *((line.id, line.shown) for line in lines if line.shown),
        ("visit_minutes", str(settings.session_minutes)),
        ("visit_hours", str(settings.session_hours)),
        ("saved_days", str(settings.assessment_days)),
        ("request_days", str(settings.request_days)),
        ("contact_days", str(settings.contact_days)),
        ("safety_days", str(settings.safeguarding_contact_days)),
        ("call_back_days", str(settings.ended_call_back_days)),
        ("known_days", str(settings.known_person_days)),
    )


def render_line(text: str, settings: Settings) -> Markup:
    """Return one line of Markdown, such as a first step, as safe HTML without a paragraph around it."""
    return markdown_line(text, dict(_council_facts(settings)))


@lru_cache(maxsize=512)
def _rendered(text: str, facts: tuple[tuple[str, str], ...]) -> RenderedPage:
    page = markdown_page(text, dict(facts))
    return RenderedPage(page.html, page.headings if len(page.headings) >= _LONG_PAGE else ())


def render_page(text: str, settings: Settings) -> RenderedPage:
    """Return a page's Markdown as safe HTML with ids on its headings, and its contents where the page is
    long.
    """
    for panel in urgent_lines.load(settings.content_dir).panels.values():
        # A browser shows and stores the address of a link that is followed, so that of a crisis page tells
        # nothing.
        text = text.replace(f"](/advice/{panel.page})", f"](/advice/{panel.address})")
    return _rendered(text, _council_facts(settings))
