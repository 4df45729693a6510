"""The page of a change for whoever proposed it: what became of it, and a moderator's question."""

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from accounts.current import signed_in
from accounts.notices import done
from accounts.roles import Role
from core.web import settings
from directory.editing.queries import DRAFT, REJECTED
from directory.editing.services import Saved, StaleChange, answer, begin_again
from upkeep.blueprint import blueprint
from upkeep.changes.forms import AnswerForm
from upkeep.changes.queries import ChangePage, change_page


def _found(organization_id: str, change_id: str) -> ChangePage:
    """Return a change for its group, its author and moderators; else 404."""
    page, person = change_page(change_id), signed_in()
    if page is None or page.change.organization_id != organization_id:
        abort(404)
    is_author = page.change.author_id == person.id and page.change.state != DRAFT
    if not (person.may_edit(organization_id) or is_author or person.has(Role.MODERATOR)):
        abort(404)
    return page


@blueprint.get("/group/<organization_id>/changes/<change_id>")
def group_change(organization_id: str, change_id: str) -> str:
    """Show a change, what became of it, and what was asked."""
    return _page(_found(organization_id, change_id))


def _page(page: ChangePage, form: AnswerForm | None = None, *, is_late: bool = False) -> str:
    person = signed_in()
    version = {"version": str(page.change.version)}
    return render_template(
        "upkeep/changes/group_change.html",
        person=person,
        page=page,
        change=page.change,
        form=form or AnswerForm(data=version),
        is_group=person.may_edit(page.change.organization_id),
        is_late=is_late,
    )


@blueprint.post("/group/<organization_id>/changes/<change_id>/answer")
def answer_change(organization_id: str, change_id: str) -> Response | str | tuple[str, int]:
    """Answer a moderator's question."""
    page, form = _found(organization_id, change_id), AnswerForm(request.form)
    if not form.validate():
        return _page(page, form), 422
    try:
        answer(settings(), Saved(change_id, form.number), actor=signed_in().id, text=form.answer.data)
    except StaleChange:
        now = _found(organization_id, change_id)
        form.version.data = str(now.change.version)
        return _page(now, form, is_late=True), 409
    return done("change-answered", ".group_change", organization_id=organization_id, change_id=change_id)


@blueprint.post("/group/<organization_id>/changes/<change_id>/again")
def begin_change_again(organization_id: str, change_id: str) -> Response:
    """Begin a draft with what a rejected change said, and open it."""
    change = _found(organization_id, change_id).change
    if change.state != REJECTED or change.kind != "service" or not signed_in().may_edit(organization_id):
        abort(404)
    draft = begin_again(settings(), change, actor=signed_in().id)
    listing_id = draft.service_id or draft.id
    return redirect(url_for(".listing", organization_id=organization_id, listing_id=listing_id), 303)
