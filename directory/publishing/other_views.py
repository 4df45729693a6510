"""The page "Use our data", and the ways out of the directory beside the feed: tables, JSON and news."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from flask import Response, render_template, request
from flask_babel import gettext as _

from core import clock
from core.db import dumps
from core.rate_limits import RATE_LIMITS, WITH_KEY, use
from core.stores import bounded_elsewhere
from core.web import public_url, settings
from directory.blueprint import blueprint
from directory.publishing import queries
from directory.publishing.licence import own_licence
from directory.publishing.news import NewsEntry, atom
from directory.publishing.pages import READERS, whole_records
from directory.publishing.streams import streamed
from directory.publishing.table import csv_lines

_NEWEST = 50


@blueprint.get("/use-our-data")
def use_our_data() -> str:
    """Show developers and other councils how to read the directory, with licence, examples and limits."""
    feed = public_url("feed.root")
    widget_url = public_url("directory.widget", need="social-groups")
    return render_template(
        "directory/publishing/use_our_data.html",
        feed=feed,
        examples=examples(feed.rstrip("/")),
        licence=own_licence(settings()),
        widget_url=widget_url,
        widget_lines=_widget_lines(widget_url),
        quota=RATE_LIMITS["read_feed"].network,
        quota_with_key=WITH_KEY,
    )


def _widget_lines(address: str) -> str:
    """Return what somebody copies into a page: a frame, and a link for browsers that show no frames."""
    title, more = _("Local help"), public_url("directory.need", need_id="social-groups")
    return (
        f'<iframe src="{address}" title="{title}" width="100%" height="420" loading="lazy"></iframe>\n'
        f'<p><a href="{more}">{title}</a></p>'
    )


def examples(feed: str) -> list[tuple[str, str]]:
    """Return addresses that can be tried, each after its explanation."""
    return [
        (_("What this feed is, its version and licence"), f"{feed}/"),
        (_("The first 50 services"), f"{feed}/services"),
        (_("One service after another, with everything about it"), f"{feed}/services?full=true&per_page=10"),
        (_("Services that our own search finds"), f"{feed}/services?search=lunch+club"),
        (_("What has changed since the first of November"), f"{feed}/services?modified_after=2026-11-01"),
        (_("All services at once, one on each line"), f"{feed}/services?format=ndjson&full=true"),
        (
            _("Places within 2 kilometres of a postcode"),
            f"{feed}/service_at_locations?postcode=S73+8CV&proximity=2000",
        ),
        (_("Groups and other organisations"), f"{feed}/organizations"),
        (_("The lists of terms that we use"), f"{feed}/taxonomies"),
    ]


@blueprint.get("/use-our-data/services.csv")
@bounded_elsewhere
def services_csv() -> Response:
    """Send the public directory as a table."""
    use("download_directory")
    return streamed(csv_lines(_records()), "text/csv", "services.csv")


@blueprint.get("/use-our-data/services.json")
@bounded_elsewhere
def services_json() -> Response:
    """Send the public directory as one JSON document, in the form of Open Referral UK 3.0."""
    use("download_directory")
    about = {
        "publisher": settings().council_name,
        "url": public_url("feed.root"),
        "licence": asdict(own_licence(settings())),
    }
    return streamed(_json_document(dumps(about)), "application/json", "services.json")


def _records() -> Iterator[dict[str, Any]]:
    return whole_records(READERS["services"], {"full": True})


def _json_document(about: str) -> Iterator[str]:
    yield about.removesuffix("}") + ',"services":['
    for number, record in enumerate(_records()):
        yield (",\n" if number else "") + dumps(record)
    yield "]}\n"


@blueprint.get("/use-our-data/new-services.atom")
def new_services() -> Response:
    """Send the newest services for programs that read news."""
    rows = queries.newest_services(_NEWEST)
    entries = [
        NewsEntry(
            row.id,
            row.name,
            row.summary or row.description[:300],
            public_url("directory.service", slug=row.slug),
            row.created_at or clock.now(),
        )
        for row in rows
    ]
    body = atom(
        _("New services: %(name)s", name=settings().council_name),
        public_url("directory.new_services"),
        public_url("directory.use_our_data"),
        max((entry.added for entry in entries), default=clock.now()),
        entries,
    )
    response = Response(body, mimetype="application/atom+xml")
    response.headers["Cache-Control"] = "public, max-age=900"
    response.add_etag()
    response.make_conditional(request)
    return response
