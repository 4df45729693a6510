"""What other people put into their own pages and calendars: a widget of services, and what is on as a
calendar.
"""

from datetime import timedelta
from typing import Any

from flask import Response, abort, make_response, render_template, request
from flask_babel import gettext as _

from core import clock
from core.security import content_security_policy
from core.web import public_url, settings
from directory.blueprint import blueprint
from directory.browse import queries as browse_queries
from directory.browse.kinds import load as load_kinds
from directory.browse.session_queries import ListedSession
from directory.browse.whats_on import Choice, days_from, session_page
from directory.publishing import queries
from directory.publishing.calendar import Happening, calendar_of
from directory.schedules.stored import year
from directory.search.context import open_context
from directory.search.for_needs import search_for_needs
from directory.search.queries import cards_of_hits
from directory.taxonomy.needs import load as load_needs

_SHOWN = 5
_MOST_A_DAY = 300


def widget_policy() -> str:
    """Return the content security policy of the widget: the sites of the setting may show it in a frame."""
    hosts = settings().widget_hosts or "'none'"
    return content_security_policy(settings()).replace("frame-ancestors 'none'", f"frame-ancestors {hosts}")


@blueprint.get("/widget")
def widget() -> Response:
    """Return a small page with the first services for a need, in the whole area or near a town.

    It sets no cookie and loads nothing from elsewhere. Only a need and a town of closed lists are taken, so
    that nothing that a person types stands in an address.
    """
    need = load_needs(settings().content_dir).public_need(request.args.get("need", ""))
    if need is None or need.sensitive:
        abort(404)
    town = browse_queries.town_by_slug(browse_queries.towns(), request.args.get("town", ""))
    results = search_for_needs([need.id], open_context(), where=town.name if town else "", per_page=_SHOWN)
    page = render_template(
        "directory/publishing/widget.html",
        need=need,
        town=town,
        cards=cards_of_hits(results.hits),
        total=results.total,
        all_url=public_url("directory.need", need_id=need.id),
    )
    response = make_response(page)
    response.headers["Content-Security-Policy"] = widget_policy()
    return response


@blueprint.get("/whats-on/calendar.ics")
def whats_on_calendar() -> Response:
    """Send what is on in the next seven days: by town, kind, need, and only what is free where that is asked."""
    kinds = load_kinds(settings().content_dir)
    need = load_needs(settings().content_dir).public_need(request.args.get("need", ""))
    choice = Choice(
        browse_queries.town_by_slug(browse_queries.towns(), request.args.get("town", "")),
        kinds.by_id(request.args.get("kind", "")),
        request.args.get("free") == "yes",
    )
    helping = queries.ids_for_need(need.id) if need else None
    happenings = []
    for day in days_from(clock.today()):
        found = session_page(day, year(settings().content_dir), kinds, choice, 1, _MOST_A_DAY)
        happenings += [
            _happening(one) for one in found.sessions if helping is None or one.service_id in helping
        ]
    body = calendar_of(_calendar_name(choice, need.label if need else ""), happenings, clock.now())
    response = Response(body, mimetype="text/calendar")
    response.headers["Cache-Control"] = f"public, max-age={int(timedelta(hours=1).total_seconds())}"
    response.add_etag()
    response.make_conditional(request)
    return response


def _happening(session: ListedSession) -> Happening:
    where = ", ".join(dict.fromkeys(part for part in (session.place, session.town) if part))
    return Happening(
        f"{session.service_id}-{session.start:%Y%m%dT%H%M}",
        session.name,
        where,
        public_url("directory.service", slug=session.slug),
        session.start,
        session.end,
    )


def _calendar_name(choice: Choice, need: str) -> str:
    parts: list[Any] = [
        _("What’s on"),
        choice.town and choice.town.name,
        choice.kind and choice.kind.label,
        need,
    ]
    return ": ".join(str(part) for part in parts if part)
