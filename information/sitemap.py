"""The list of all pages that search engines may index (https://www.sitemaps.org/protocol.html)."""

from collections.abc import Iterator
from datetime import date

from flask import Blueprint, Response, render_template

from core.web import public_url, settings
from directory.browse.queries import towns
from directory.listing.queries import running_pages
from directory.taxonomy import needs
from information import life_events
from information.page_search import page_index, page_url

_MOST = 50_000
"""The most addresses of one file, by the protocol."""

_FIXED = (
    "information.home",
    "information.advice",
    "information.life_events",
    "information.already_getting_care",
    "information.urgent",
    "information.contact",
    "costs.guide",
    "directory.needs",
    "directory.a_to_z",
    "directory.towns",
    "directory.whats_on",
    "directory.use_our_data",
    "selfassess.index",
    "selfassess.how_it_decides",
)


blueprint = Blueprint("sitemap", __name__)


@blueprint.get("/sitemap.xml")
def pages() -> Response:
    """Answer with the addresses of all pages, and the day when a listing or a page of advice last changed."""
    # A page of advice may have the address of another page.
    rows = list(dict(_addresses()).items())[:_MOST]
    response = Response(render_template("information/sitemap.xml", rows=rows), mimetype="application/xml")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


def _addresses() -> Iterator[tuple[str, date | None]]:
    folder = settings().content_dir
    yield from ((public_url(endpoint), None) for endpoint in _FIXED)
    for page in page_index(folder).pages:
        yield _full(page_url(page)), page.last_reviewed
    for event_id in life_events.load(folder):
        yield public_url("information.life_event", event_id=event_id), None
    tree = needs.load(folder)
    for theme in tree.themes:
        yield public_url("directory.need", need_id=theme.id), None
    for need in tree.needs:
        if not (need.sensitive or need.professional_only):
            yield public_url("directory.need", need_id=need.id), None
    for town in towns():
        yield public_url("directory.town", slug=town.slug), None
    for slug, changed in running_pages(_MOST):
        yield public_url("directory.service", slug=slug), changed


def _full(path: str) -> str:
    return public_url("information.home").removesuffix("/") + path
