"""Home, advice, life events, leaving and clearing."""

from collections.abc import Mapping
from typing import Any

from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    make_response,
    redirect,
    render_template,
    url_for,
)
from flask_babel import gettext as _

from core.web import settings
from directory.taxonomy import needs
from information import life_events as events
from information import pages
from information.leaving import forget
from information.page_search import init_page_search
from information.reading import inline, read
from information.services_beside import services_beside

blueprint = Blueprint("information", __name__)


def register(app: Flask) -> None:
    """Put these pages on the application, and read what they are made of, so that a mistake shows at the start."""
    events.load(app.extensions["settings"].content_dir)
    init_page_search(app)
    app.register_blueprint(blueprint)


def _section_names() -> Mapping[str, str]:
    return {
        "staying-safe": _("Staying safe"),
        "care-and-support": _("Care and support"),
        "carers": _("Looking after someone"),
        "home": _("Your home"),
        "health-and-feelings": _("Health and feelings"),
        "money": _("Money"),
        "families-and-work": _("Families, work and learning"),
        "about": _("About this site"),
    }


@blueprint.get("/")
def home() -> str:
    """The front door: in danger, what is wrong, where."""
    folder = settings().content_dir
    return render_template(
        "information/home.html", themes=needs.load(folder).themes, events=events.load(folder).values()
    )


@blueprint.get("/advice/")
def advice() -> str:
    """All pages of advice, by section."""
    sections = pages.by_section(settings().content_dir)
    return render_template("information/advice.html", sections=sections, names=_section_names())


@blueprint.get("/advice/<slug>")
def page(slug: str) -> Any:
    """One page of advice, with services beside the words."""
    if slug == "urgent-help":
        return redirect(url_for(".urgent"), 308)
    return _page(slug)


@blueprint.get("/urgent-help")
def urgent() -> str:
    """Who to call right now."""
    return _page("urgent-help")


def _page(slug: str) -> str:
    found = pages.load(settings().content_dir).get(slug)
    if found is None:
        abort(404)
    return render_template(
        "information/page.html",
        page=found,
        reading=read(found.body, settings()),
        section=_section_names()[found.section],
        tree=needs.load(settings().content_dir),
        cards=services_beside(found.needs if found.section != "about" else ()),
        sensitive=found.sensitive,
    )


@blueprint.get("/life-events/")
def life_events() -> str:
    """All life events."""
    return render_template(
        "information/life_events.html", events=events.load(settings().content_dir).values()
    )


@blueprint.get("/life-events/<event_id>")
def life_event(event_id: str) -> str:
    """First steps, advice and services for one life event."""
    event = events.load(settings().content_dir).get(event_id)
    if event is None:
        abort(404)
    return render_template(
        "information/life_event.html",
        event=event,
        steps=[inline(step, settings()) for step in event.first],
        pages=[pages.load(settings().content_dir)[slug] for slug in event.pages],
        tree=needs.load(settings().content_dir),
        cards=services_beside(event.needs[:3]),
    )


@blueprint.get("/contact")
def contact() -> str:
    """How to talk to a person."""
    return render_template("information/contact.html")


@blueprint.route("/leave", methods=["GET", "POST"])
def leave() -> Response:
    """Exit this page: forget everything, and go on by way of an empty page. A GET too, because it must work as a plain link.

    The empty page stands between: only then has the browser put the page that was left among those it can bring back, and what the
    second step tells it to forget includes that page.
    """
    response = forget(Response("", mimetype="text/plain"))
    response.headers["Refresh"] = f"0; url={url_for('.left')}"
    return response


@blueprint.get("/leave/on")
def left() -> Response:
    """The second step of leaving: to somewhere harmless."""
    return forget(make_response(redirect(settings().exit_url, 303)))


@blueprint.get("/clear")
def clear() -> str:
    """What clearing does, and the button for it."""
    return render_template("information/clear.html")


@blueprint.post("/clear")
def clear_now() -> Response:
    """Forget everything that this visitor did here."""
    return forget(make_response(redirect(url_for(".cleared"), 303)))


@blueprint.get("/clear/done")
def cleared() -> str:
    """It is cleared, and what else to do on a shared computer."""
    return render_template("information/cleared.html")
