"""The pages on which staff write, preview, publish, change and end alerts."""

from collections.abc import Sequence
from typing import Any

from flask import abort, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accounts.current import signed_in
from accounts.notices import done
from accounts.queries import names_of
from core import clock
from core.db import db
from core.forms.versions import version_in
from core.paging import page_number, pages_of
from core.web import settings
from directory.alerts import queries, services
from directory.alerts.rules import KINDS, SEVERITIES, Alert, folded
from directory.alerts.services import AlertChanged, AlertText
from directory.models.alerts import ServiceAlert
from directory.taxonomy.needs import load as load_needs
from upkeep.alerts.forms import alert_form, form_of
from upkeep.blueprint import blueprint

PageResponse = str | Response | tuple[str, int]

PER_PAGE = 20
PREVIEW, PUBLISH = "preview", "publish"


@blueprint.get("/moderation/alerts")
def alerts() -> str:
    """List the alerts, with how far each is."""
    page = page_number(request.args)
    found, total = queries.page_of_alerts(page, PER_PAGE)
    return render_template(
        "upkeep/alerts/alerts.html",
        person=signed_in(),
        rows=[(alert, _state(alert)) for alert in found],
        total=total,
        kinds=KINDS,
        severities=SEVERITIES,
        pages=pages_of(page, total, PER_PAGE, ".alerts"),
    )


def _state(alert: ServiceAlert) -> str:
    now = clock.now()
    if alert.ends_at <= now:
        return _("Over")
    if alert.published_at is None:
        return _("Draft")
    return _("Shown now") if alert.starts_at <= now else _("Comes later")


@blueprint.get("/moderation/alerts/new")
def new_alert() -> str:
    """Show the form of a new alert. It carries the id that the alert will have, so that a second press adds
    none.
    """
    return _page(None, alert_form(_tree(), new_id=clock.new_id()))


def _tree() -> Any:
    return load_needs(settings().content_dir)


@blueprint.post("/moderation/alerts/new")
def write_alert() -> PageResponse:
    """Show the preview of a new alert, or store it."""
    form = alert_form(_tree(), request.form)
    if not form.validate():
        return _page(None, form), 422
    text = form.alert_text(form.needs.data, clock.now())
    if request.form.get("do") == PREVIEW:
        return _page(None, form, text)
    publish, alert_id = request.form.get("do") == PUBLISH, form.new_id.data
    if len(alert_id) != len(clock.new_id()):
        abort(400)
    known = db.session.get(ServiceAlert, alert_id)
    if known is None:
        known = services.add_alert(settings(), text, publish=publish, actor=signed_in().id, alert_id=alert_id)
    return done("alert-published" if known.published_at else "alert-drafted", ".alert", alert_id=known.id)


@blueprint.get("/moderation/alerts/<alert_id>")
def alert(alert_id: str) -> str:
    """Show an alert as people see it, the form that changes it, and what it said before."""
    found = _alert(alert_id)
    return _page(found, form_of(_tree(), found))


def _alert(alert_id: str) -> ServiceAlert:
    return db.session.get(ServiceAlert, alert_id, populate_existing=True) or abort(404)


@blueprint.post("/moderation/alerts/<alert_id>")
def change_alert(alert_id: str) -> PageResponse:
    """Show the preview of a change, or store it."""
    found, form = _alert(alert_id), alert_form(_tree(), request.form)
    if not form.validate():
        return _page(found, form), 422
    text = form.alert_text(form.needs.data, found.starts_at)
    if request.form.get("do") == PREVIEW:
        return _page(found, form, text)
    publish, is_draft = request.form.get("do") == PUBLISH, found.published_at is None
    try:
        services.change_alert(
            settings(), found, version_in(form), text, publish=publish, actor=signed_in().id
        )
    except AlertChanged:
        return _changed(alert_id, form)
    code = "alert-published" if publish and is_draft else "alert-changed"
    return done(code, ".alert", alert_id=alert_id)


@blueprint.post("/moderation/alerts/<alert_id>/end")
def end_alert(alert_id: str) -> PageResponse:
    """End an alert now."""
    found, form = _alert(alert_id), alert_form(_tree(), request.form)
    try:
        services.end_alert(settings(), found, version_in(form), actor=signed_in().id)
    except AlertChanged:
        return _changed(alert_id, form_of(_tree(), found))
    return done("alert-ended", ".alert", alert_id=alert_id)


def _changed(alert_id: str, form: Any) -> PageResponse:
    """Show the form with what was typed, and say that somebody else was quicker."""
    found = _alert(alert_id)
    form.version.data = str(found.version)
    problem = _("Somebody else changed this alert meanwhile. Look at it again before you store it.")
    return _page(found, form, problem=problem), 409


def _page(found: ServiceAlert | None, form: Any, text: AlertText | None = None, *, problem: str = "") -> str:
    """Return the page of an alert. `text`: what a preview shows; without, what is stored is shown."""
    shown = _preview(text) if text else queries.alert_of(found) if found and not form.errors else None
    versions = queries.versions_of(found.id) if found else ()
    return render_template(
        "upkeep/alerts/alert.html",
        person=signed_in(),
        alert=found,
        state=_state(found) if found else "",
        is_live=found is not None and found.published_at is not None and found.ends_at > clock.now(),
        is_draft=found is None or found.published_at is None,
        shown=shown,
        is_preview=text is not None,
        form=form,
        problem=problem,
        versions=versions,
        names=names_of(_actors(versions)),
        actions=_actions(),
    )


def _actors(versions: Sequence[Any]) -> list[str]:
    return [one.actor for one in versions]


def _actions() -> dict[str, str]:
    return {
        "alert.drafted": _("stored it as a draft"),
        "alert.published": _("published it"),
        "alert.changed": _("changed it"),
        "alert.ended": _("ended it"),
    }


def _preview(text: AlertText) -> Alert:
    return Alert(
        id="",
        kind=text.kind,
        severity=text.severity,
        title=text.title,
        words=text.words,
        area_names=text.areas,
        areas=frozenset(folded(name) for name in text.areas),
        needs=frozenset(text.needs),
        service_ids=frozenset(text.service_ids),
        link=text.link,
        starts_at=text.starts_at,
        ends_at=text.ends_at,
        updated_at=clock.now(),
    )
