"""Documents to print or to send: whole HTML pages without a site around them, PDFs, and the lines that end
every message.

Nothing here is stored, and nothing is loaded from anywhere.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

from flask import current_app, render_template
from flask_babel import format_time, get_locale
from flask_babel import gettext as _
from markupsafe import Markup

from core import clock
from core.languages import direction_of, facts
from core.settings import Settings
from directory.teams.answers import teams_of
from directory.teams.wording import hours_words
from selfassess.pdf_pool import pdf_pool


def render_document(template: str, *, styles: Sequence[str] = (), **values: Any) -> str:
    """Return a template that extends selfassess/documents/_frame.html as HTML, with the frame's language
    and styles.

    `styles`: names of further style sheets among the templates.
    """
    language = str(get_locale() or "en-GB").replace("_", "-")
    style = Markup("\n").join(map(_style, ("selfassess/documents/print.css", *styles)))
    return render_template(template, lang=language, direction=direction_of(language), style=style, **values)


def _style(name: str) -> Markup:
    """Return a style sheet of documents.

    It is our own file and has no "<", so that no HTML in it can take effect.
    """
    loader = current_app.jinja_env.loader
    assert loader is not None
    return Markup(loader.get_source(current_app.jinja_env, name)[0])  # noqa: S704


def pdf(html: str) -> bytes:
    """Return a document as an accessible PDF (PDF/UA-1, tagged). Raises PdfUnavailable and PdfBusy."""
    return pdf_pool().pdf(html)


def long_pdf(html: str, seconds: float) -> bytes:
    """Return a large document as an accessible PDF, for a job. Raises PdfUnavailable and PdfBusy."""
    return pdf_pool().long_pdf(html, seconds)


def council_lines(settings: Settings, *, for_children: bool = False) -> str:
    """Return the two lines that end every message: whom to call, and that 999 is for danger.

    `for_children`: the team to call is the one for children and young people.
    """
    teams = teams_of(settings)
    team = teams.children if for_children else teams.adult
    with facts():
        hours = hours_words(team.hours)
    phone = _(
        "Talk to somebody: %(phone)s, %(hours)s. At other times, for what can’t wait: %(night)s.",
        phone=team.phone,
        hours=hours,
        night=teams.night.phone,
    )
    return f"{phone}\n{_('In danger now? Phone 999.')}"


class Group(NamedTuple):
    """Neighbouring items with the same value of a field. The names are those of Jinja's own `groupby`."""

    grouper: str
    list: list[Any]


def group_neighbours(items: Iterable[Any], field: str) -> list[Group]:
    """Return neighbours with the same value of a field as groups, in their order.

    Jinja's own `groupby` would sort them.
    """
    grouped = groupby(items, lambda item: getattr(item, field))
    return [Group(value, list(neighbours)) for value, neighbours in grouped]


def local_time(moment: datetime) -> str:
    """Return a moment as a time of day in England, such as '2:30 pm'."""
    return str(format_time(moment.astimezone(clock.LONDON).time(), "h:mm a", rebase=False)).lower()
