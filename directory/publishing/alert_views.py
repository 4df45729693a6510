"""The public page of alerts, and the alerts for other programs: JSON and Atom, which every site may read."""

from typing import Any

from flask import Response, jsonify, render_template, request
from flask_babel import gettext as _

from core import clock
from core.web import public_url, settings
from directory.alerts.queries import live_alerts
from directory.alerts.rules import SEVERITIES, Alert
from directory.blueprint import blueprint
from directory.publishing.licence import own_licence
from directory.publishing.news import NewsEntry, atom

_MOST_AGE = 60


@blueprint.get("/alerts")
def alerts() -> str:
    """Show all alerts that hold now."""
    return render_template("directory/alerts/alerts.html", alerts=live_alerts())


@blueprint.get("/alerts.json")
def alerts_json() -> Response:
    """Send the alerts that hold now, danger first."""
    licence = own_licence(settings())
    return _for_all(
        jsonify(
            publisher=settings().council_name,
            licence=licence.url,
            alerts=[_json(one) for one in live_alerts()],
        )
    )


def _json(alert: Alert) -> dict[str, Any]:
    """Return an alert; what does not apply is left out."""
    values: dict[str, Any] = {
        "id": alert.id,
        "kind": alert.kind,
        "severity": alert.severity,
        "title": alert.title,
        "description": alert.words,
        "areas": list(alert.area_names),
        "needs": sorted(alert.needs),
        "services": sorted(alert.service_ids),
        "url": full_link(alert.link),
        "starts_at": alert.starts_at.isoformat(),
        "ends_at": alert.ends_at.isoformat(),
        "modified_at": alert.updated_at.isoformat(),
    }
    return {name: value for name, value in values.items() if value}


def full_link(link: str) -> str:
    """Return the whole address of a link, which may be the path of a page of this site; empty for none."""
    return public_url("information.home").rstrip("/") + link if link.startswith("/") else link


@blueprint.get("/alerts.atom")
def alerts_atom() -> Response:
    """Send the alerts that hold now to programs that read news."""
    found = live_alerts()
    page = public_url("directory.alerts")
    entries = [
        NewsEntry(
            one.id,
            f"{SEVERITIES[one.severity]}: {one.title}",
            one.words,
            full_link(one.link) or page,
            one.updated_at,
        )
        for one in found
    ]
    body = atom(
        _("Alerts: %(name)s", name=settings().council_name),
        public_url("directory.alerts_atom"),
        page,
        max(
            (one.updated_at for one in found), default=clock.now().replace(minute=0, second=0, microsecond=0)
        ),
        entries,
    )
    return _for_all(Response(body, mimetype="application/atom+xml"))


def _for_all(response: Response) -> Response:
    """Let every site read an answer (CORS), and let programs ask whether it has changed."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "ETag"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Cache-Control"] = f"public, max-age={_MOST_AGE}"
    response.add_etag()
    response.make_conditional(request)
    return response
