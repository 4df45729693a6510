"""The urgent lines as templates ask for them."""

from collections.abc import Iterable

from flask import Flask

from core.web import settings
from directory.urgent import lines
from directory.urgent.lines import Panel, UrgentLine


def init_urgent_lines(app: Flask) -> None:
    """Read the urgent lines, so that a fault in them shows at the start, and give them to templates."""
    lines.load(app.extensions["settings"].content_dir)
    app.jinja_env.globals.update(
        urgent_line=urgent_line, urgent_panels=urgent_panels, interrupt_calls=interrupt_calls
    )


def urgent_line(id: str) -> UrgentLine:
    """Return one line. Raises KeyError for an unknown id."""
    return lines.load(settings().content_dir).lines[id]


def urgent_panels(kinds: Iterable[str]) -> tuple[Panel, ...]:
    """Return the panels of the kinds of danger, in the order given."""
    return lines.load(settings().content_dir).panels_of(kinds)


def interrupt_calls(interrupt_id: str, page: str | None) -> tuple[UrgentLine, ...]:
    """Return the numbers that an interrupt of a questionnaire shows."""
    return lines.load(settings().content_dir).calls_of_interrupt(interrupt_id, page)
