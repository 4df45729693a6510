"""The moderators' pages of what changed lately, and of bringing an earlier version back."""

from flask import abort, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accounts.current import signed_in
from accounts.notices import done
from core.audit.services import note_view
from core.paging import page_number, pages_of
from core.web import settings
from directory.editing.records import stored_version
from directory.editing.services import StaleEdit
from upkeep.blueprint import blueprint
from upkeep.changes import queries, services
from upkeep.changes.forms import VersionForm
from upkeep.changes.queries import VersionRow

PER_PAGE = 20


@blueprint.get("/moderation/recent")
def recent_changes() -> str:
    """List what changed in the last days, or all known changes of one record, the newest first."""
    page, record_id = page_number(request.args), request.args.get("of", "")[:36]
    rows, total = queries.recent_versions(page=page, per_page=PER_PAGE, record_id=record_id)
    values = {"of": record_id} if record_id else {}
    return render_template(
        "upkeep/changes/recent.html",
        person=signed_in(),
        rows=rows,
        total=total,
        days=queries.DAYS_RECENT,
        of_one=bool(record_id),
        pages=pages_of(page, total, PER_PAGE, ".recent_changes", **values),
    )


@blueprint.get("/moderation/versions/<version_id>")
def listing_version(version_id: str) -> str:
    """Show what one version changed, and how to bring a version back."""
    return _page(_found(version_id))


def _found(version_id: str) -> VersionRow:
    return queries.version_row(version_id) or abort(404)


def _page(row: VersionRow, problem: str = "") -> str:
    person = signed_in()
    if any(each.field in ("contacts", "service_at_locations") for each in row.changes or ()):
        note_view(settings(), person.id, "listing_version", row.version.id)
    return render_template(
        "upkeep/changes/version.html",
        person=person,
        row=row,
        problem=problem,
        now=stored_version(row.record_id, row.kind),
    )


@blueprint.post("/moderation/versions/<version_id>/restore")
def restore_version(version_id: str) -> Response | tuple[str, int]:
    """Bring back this version, or the one before it."""
    row, form = _found(version_id), VersionForm(request.form)
    number = row.version.number - (request.form.get("which") == "before")
    try:
        version = services.bring_back(
            settings(), row.kind, row.record_id, number, base_version=form.number, actor=signed_in().id
        )
    except StaleEdit:
        return _page(row, _("It changed meanwhile. Look again before you bring a version back.")), 409
    if version is None:
        return _page(row, _("That version is not stored any more.")), 409
    return done("version-back", ".recent_changes", of=row.record_id)
