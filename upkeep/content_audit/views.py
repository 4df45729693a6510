"""What the audit found: all of it for moderators, and for each group what is about its listings."""

from flask import abort, render_template, request
from werkzeug.wrappers import Response

from accounts.current import signed_in
from accounts.notices import done
from core.paging import page_number, pages_of
from core.web import settings
from directory.content_audit.queries import needs_reason_of
from directory.content_audit.services import explain_needs
from upkeep.blueprint import blueprint
from upkeep.content_audit import queries
from upkeep.content_audit.forms import NeedsReasonForm
from upkeep.content_audit.wording import advice
from upkeep.desk.editors import editor_of


@blueprint.get("/moderation/audit")
def content_audit() -> str:
    """List what the last audit found, errors first."""
    page = page_number(request.args)
    rows, total = queries.page_of_findings(page)
    return render_template(
        "upkeep/content_audit/audit.html",
        person=signed_in(),
        rows=rows,
        total=total,
        advice=advice,
        pagination=pages_of(page, total, queries.PER_PAGE, ".content_audit"),
    )


@blueprint.get("/group/<organization_id>/hints")
def listing_hints(organization_id: str) -> str:
    """Show a group what could be better in its listings."""
    person, group = editor_of(organization_id)
    page = page_number(request.args)
    rows, total = queries.page_of_findings(page, organization_id)
    return render_template(
        "upkeep/content_audit/hints.html",
        person=person,
        group=group,
        rows=rows,
        advice=advice,
        pagination=pages_of(page, total, queries.PER_PAGE, ".listing_hints", organization_id=organization_id),
    )


@blueprint.get("/group/<organization_id>/hints/<service_id>")
def needs_reason(organization_id: str, service_id: str) -> str:
    """Ask why a listing has many needs."""
    return _reason_page(
        organization_id, service_id, NeedsReasonForm(data={"reason": needs_reason_of(service_id)})
    )


@blueprint.post("/group/<organization_id>/hints/<service_id>")
def give_needs_reason(organization_id: str, service_id: str) -> Response | tuple[str, int]:
    """Store why a listing has many needs."""
    form = NeedsReasonForm(request.form)
    page = _reason_page(organization_id, service_id, form) if not form.validate() else ""
    if page:
        return page, 422
    person, _group = editor_of(organization_id)
    if queries.own_listing(service_id, organization_id) is None:
        abort(404)
    explain_needs(settings(), service_id, form.reason.data, actor=person.id)
    return done("needs-explained", ".listing_hints", organization_id=organization_id)


def _reason_page(organization_id: str, service_id: str, form: NeedsReasonForm) -> str:
    person, group = editor_of(organization_id)
    name = queries.own_listing(service_id, organization_id) or abort(404)
    return render_template(
        "upkeep/content_audit/reason.html",
        person=person,
        group=group,
        service_id=service_id,
        name=name,
        form=form,
    )
