"""The pages home, advice, life events and contact, and leaving and clearing."""

from typing import Any

from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)

from core.security import let_index
from core.stores import needs_no_store
from core.web import local_path, settings
from directory.alerts.queries import alerts_for_home
from directory.taxonomy import needs
from directory.urgent import lines as urgent_lines
from information import after_exit, pages, sitemap
from information import life_events as events
from information.content_editing import register as content_editing
from information.leaving import clear_visitor_data
from information.page_search import OWN_ADDRESSES, advice_url, init_page_search, page_url
from information.printed_directory import views as printed_views
from information.related_services import related_services
from information.rendering import render_line, render_page
from information.review_dates.commands import content_group
from information.sections import section_names

blueprint = Blueprint("information", __name__)


def register(app: Flask) -> None:
    """Register these pages, and read their content, so that a fault in it shows at the start."""
    events.load(app.extensions["settings"].content_dir)
    init_page_search(app)
    after_exit.init_after_exit(app)
    app.register_blueprint(blueprint)
    app.register_blueprint(sitemap.blueprint)
    printed_views.register(app)
    content_editing.register(app)
    app.cli.add_command(content_group)
    pages_to_find = (
        "home",
        "advice",
        "page",
        "life_events",
        "life_event",
        "already_getting_care",
        "urgent",
        "contact",
    )
    let_index(app, *(f"information.{name}" for name in pages_to_find))


@blueprint.get("/")
@needs_no_store
def home() -> str:
    """Show the home page: what to do in danger, the search, themes and life events."""
    folder = settings().content_dir
    return render_template(
        "information/home.html",
        themes=needs.load(folder).themes,
        events=events.load(folder).values(),
        alerts=alerts_for_home(),
    )


@blueprint.get("/advice/")
@needs_no_store
def advice() -> str:
    """Show all advice pages by section."""
    sections = pages.by_section(settings().content_dir)
    return render_template(
        "information/advice.html", sections=sections, names=section_names(), page_url=page_url
    )


@blueprint.get("/advice/<slug>")
@needs_no_store
def page(slug: str) -> Any:
    """Show one advice page with services; redirect to the own or neutral address of a page that has one."""
    for panel in urgent_lines.load(settings().content_dir).panels.values():
        if slug in (panel.page, panel.address):
            address = advice_url(panel.page)
            return _page(panel.page) if request.path == address else redirect(address, 308)
    if slug in OWN_ADDRESSES:
        return redirect(url_for(OWN_ADDRESSES[slug]), 308)
    return _page(slug)


@blueprint.get("/urgent-help")
@needs_no_store
def urgent() -> str:
    """Show whom to call now."""
    return _page("urgent-help")


def _page(slug: str) -> str:
    found = pages.load(settings().content_dir).get(slug)
    if found is None:
        abort(404)
    panel = urgent_lines.load(settings().content_dir).panel_of_page(slug)
    return render_template(
        "information/page.html",
        page=found,
        panel=panel,
        rendered=render_page(found.body, settings()),
        section=section_names()[found.section],
        tree=needs.load(settings().content_dir),
        cards=related_services(found.needs if found.section != "about" else ()),
        sensitive=found.sensitive,
    )


@blueprint.get("/already-getting-care")
@needs_no_store
def already_getting_care() -> str:
    """Show the ways on for somebody who gets care now."""
    found = pages.by_section(settings().content_dir).get("already-getting-care", ())
    return render_template("information/already_getting_care.html", pages=found)


@blueprint.get("/life-events/")
@needs_no_store
def life_events() -> str:
    """Show all life events."""
    return render_template(
        "information/life_events.html", events=events.load(settings().content_dir).values()
    )


@blueprint.get("/life-events/<event_id>")
@needs_no_store
def life_event(event_id: str) -> str:
    """Show first steps, advice and services for one life event."""
    event = events.load(settings().content_dir).get(event_id)
    if event is None:
        abort(404)
    return render_template(
        "information/life_event.html",
        event=event,
        steps=[render_line(step, settings()) for step in event.first],
        pages=[pages.load(settings().content_dir)[slug] for slug in event.pages],
        tree=needs.load(settings().content_dir),
        cards=related_services(event.needs[:3]),
        page_url=page_url,
    )


@blueprint.get("/contact")
@needs_no_store
def contact() -> str:
    """Show how to reach a person."""
    return render_template("information/contact.html")


@blueprint.route("/leave", methods=["GET", "POST"])
@needs_no_store
def leave() -> Response:
    """Exit this page: clear everything, send an empty page, and go on from there. GET as well, to work as a
    plain link.

    A browser stores the page that is left for its back button (bfcache) only when the next page has arrived.
    With the empty page between, the second step deletes that copy as well.
    """
    return _leave(by_script=False)


@blueprint.get("/leave/at-once")
@needs_no_store
def leave_by_script() -> Response:
    """Exit this page, where JavaScript has taken the page out of the list that Back walks through."""
    return _leave(by_script=True)


def _leave(*, by_script: bool) -> Response:
    response = clear_visitor_data(Response("", mimetype="text/plain"), leaves=True)
    response.headers["Refresh"] = f"0; url={url_for('.left')}"
    after_exit.remember_exit(response, by_script=by_script)
    return response


@blueprint.get("/leave/on")
@needs_no_store
def left() -> Response:
    """Clear again and redirect to a neutral site: the second step of leaving."""
    response = clear_visitor_data(make_response(redirect(settings().exit_url, 303)), leaves=True)
    after_exit.remember_exit(response, by_script=after_exit.left_by_script())
    return response


@blueprint.get("/leave/back")
@needs_no_store
def come_back() -> Response:
    """Show the page again that a visitor has asked for on purpose after an exit."""
    response = make_response(redirect(local_path(request.args.get("to", ""), url_for(".home")), 303))
    after_exit.forget_exit(response)
    return response


@blueprint.get("/clear")
@needs_no_store
def clear() -> str:
    """Show what clearing does, and the button for it."""
    return render_template("information/clear.html")


@blueprint.post("/clear")
def clear_now() -> Response:
    """Clear everything that this visitor did here."""
    return clear_visitor_data(make_response(redirect(url_for(".cleared"), 303)))


@blueprint.get("/clear/done")
@needs_no_store
def cleared() -> str:
    """Show that everything is cleared, and what else to do on a shared computer."""
    return render_template("information/cleared.html")
