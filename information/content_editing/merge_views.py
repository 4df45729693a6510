"""The page on which one need takes another's place."""

from flask import abort, render_template, request
from werkzeug.wrappers import Response

from accounts import current
from accounts.notices import done
from core.forms import Choice
from core.web import settings
from directory.taxonomy.needs import Need, NeedsTree
from directory.taxonomy.needs import load as load_needs
from information.content_editing import merge_services
from information.content_editing.blueprint import blueprint
from information.content_editing.forms import MergeForm
from information.content_editing.services import Refused


def _need(tree: NeedsTree, need_id: str) -> Need:
    found = tree.by_id.get(need_id)
    return found if found is not None and found.id == need_id else abort(404)


def _page(tree: NeedsTree, need: Need, form: MergeForm) -> str:
    return render_template(
        "information/content_editing/merge.html",
        person=current.signed_in(),
        need=need,
        form=form,
        extent=merge_services.extent(settings(), need.id),
        can_merge=bool(merge_services.mergeable(tree, need)),
    )


def _form(tree: NeedsTree, need: Need) -> MergeForm:
    """Return the form with the needs that can take the place; what was posted is read after they are
    known.
    """
    form = MergeForm()
    form.into.choices += [Choice(other.id, other.label) for other in merge_services.mergeable(tree, need)]
    if request.method == "POST":
        form.process(request.form)
    return form


@blueprint.get("/content/need/merge/<need_id>")
def merge(need_id: str) -> str:
    """Show what a merge does, and the form for it."""
    tree = load_needs(settings().content_dir)
    need = _need(tree, need_id)
    return _page(tree, need, _form(tree, need))


@blueprint.post("/content/need/merge/<need_id>")
def merge_now(need_id: str) -> str | Response | tuple[str, int]:
    """Merge a need into another one."""
    tree = load_needs(settings().content_dir)
    if tree.resolve(need_id) != need_id and tree.resolve(need_id) == request.form.get("into"):
        return done("merged", ".edit", kind_id="need", key=tree.resolve(need_id))
    need = _need(tree, need_id)
    form = _form(tree, need)
    if not form.validate():
        return _page(tree, need, form), 422
    try:
        merge_services.merge_need(settings(), need_id, form.into.data, actor=current.signed_in().id)
    except Refused as error:
        form.into.errors = [error.reason]
        return _page(tree, need, form), 422
    return done("merged", ".edit", kind_id="need", key=form.into.data)
