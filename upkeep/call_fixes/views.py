"""The pages of fixes during a call: the form of the handler, and the list of moderators."""

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accounts.current import signed_in
from accounts.notices import done
from accounts.queries import names_of
from core.db import db
from core.forms.versions import version_in
from core.paging import page_number, pages_of
from core.web import settings
from directory.call_fixes import queries, services
from directory.call_fixes.changes import KINDS_OF_FIXES
from directory.call_fixes.services import MOST_A_DAY, RIGHT, UNDONE, NothingToFix, StaleEdit, TooManyFixes
from directory.editing.records import record_of, stored_version
from directory.models import Service
from directory.models.call_fixes import CallFix
from directory.open_referral.schema.services import Service as ServiceRecord
from upkeep.blueprint import blueprint
from upkeep.call_fixes.forms import fix_form

PageResponse = str | Response | tuple[str, int]

PER_PAGE = 20


@blueprint.get("/calls/listings/<service_id>")
def fix_listing(service_id: str) -> str:
    """Show the form that puts one fact of a listing right."""
    service, record = _listing(service_id)
    form = fix_form([one.number for one in record.phones], version=stored_version(service_id))
    return _page(service, record, form)


def _listing(service_id: str) -> tuple[Service, ServiceRecord]:
    service = queries.public_listing(service_id) or abort(404)
    return service, record_of(service_id) or abort(404)


def _page(service: Service, record: ServiceRecord, form: Any, problem: str = "") -> str:
    person = signed_in()
    return render_template(
        "upkeep/call_fixes/fix.html",
        person=person,
        service=service,
        record=record,
        form=form,
        problem=problem,
        left=max(0, MOST_A_DAY - queries.made_today(person.id)),
    )


@blueprint.post("/calls/listings/<service_id>")
def fix_listing_now(service_id: str) -> PageResponse:
    """Change the fact at once, and go back to the listing."""
    service, record = _listing(service_id)
    form = fix_form([one.number for one in record.phones], request.form)
    if not form.validate():
        return _page(service, record, form), 422
    slug = service.slug
    try:
        services.fix(
            settings(),
            service_id,
            version_in(form),
            form.change(record),
            form.why.data,
            actor=signed_in().id,
        )
    except TooManyFixes:
        db.session.rollback()
        problem = _("You have changed as much as one can in a day. Tell a moderator what is wrong.")
        return _page(*_listing(service_id), form, problem), 422
    except NothingToFix:
        db.session.rollback()
        problem = _("The listing says so already. Look at it again.")
        return _page(*_listing(service_id), form, problem), 422
    except StaleEdit as error:
        form.version.data = str(error.version)
        problem = _("Somebody else changed this listing meanwhile. Look at it again before you change it.")
        return _page(*_listing(service_id), form, problem), 409
    return redirect(url_for("directory.service", slug=slug), 303)


@blueprint.get("/moderation/call-fixes")
def call_fixes() -> str:
    """List what handlers changed and no moderator has looked at."""
    return _list()


def _list(problem: str = "") -> str:
    page = page_number(request.args)
    found, total = queries.page_of_fixes(page, PER_PAGE)
    return render_template(
        "upkeep/call_fixes/call_fixes.html",
        person=signed_in(),
        fixes=found,
        total=total,
        kinds=KINDS_OF_FIXES,
        names=names_of([one.actor for one in found]),
        problem=problem,
        pages=pages_of(page, total, PER_PAGE, ".call_fixes"),
    )


@blueprint.post("/moderation/call-fixes/<fix_id>")
def look_at_fix(fix_id: str) -> PageResponse:
    """Say that a fix is right, or put the value from before back."""
    outcome = request.form.get("outcome", "")
    if outcome not in (RIGHT, UNDONE):
        abort(400)
    found = db.session.get(CallFix, fix_id) or abort(404)
    try:
        services.look_at(settings(), found, outcome, actor=signed_in().id)
    except (NothingToFix, StaleEdit):
        return _list(
            _("The listing has changed since, so this cannot be put back. Look at the listing.")
        ), 409
    return done("fix-right" if outcome == RIGHT else "fix-undone", ".call_fixes")
