"""Keeping what a content editor types while it is typed, and throwing it away."""

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response

from accounts import current
from core.web import settings
from directory.taxonomy.needs import load as load_needs
from information.content_editing import drafts, queries
from information.content_editing.blueprint import blueprint
from information.content_editing.entries import Ref
from information.content_editing.forms import entry_form
from information.content_editing.kinds import BEGUN_BY_NEED, KINDS
from information.content_editing.names import known_names


def _ref(kind_id: str, key: str) -> Ref:
    """Return what a draft is about: an entry that is there or can be begun. Anything else leads to 404."""
    kind, ref = KINDS.get(kind_id) or abort(404), Ref(kind_id, key)
    if key == drafts.NEW:
        return ref if kind.new else abort(404)
    can_be_begun = kind_id in BEGUN_BY_NEED and key in load_needs(settings().content_dir).by_id
    return ref if can_be_begun or ref in queries.entries(settings().content_dir) else abort(404)


@blueprint.post("/content/<kind_id>/draft/<path:key>")
def keep_draft(kind_id: str, key: str) -> Response:
    """Keep what stands in the form of an entry. Nothing of it is live."""
    ref = _ref(kind_id, key)
    drafts.keep(ref, current.signed_in().id, entry_form(KINDS[kind_id], known_names())(request.form))
    return Response(status=204)


@blueprint.post("/content/<kind_id>/drop/<path:key>")
def drop_draft(kind_id: str, key: str) -> Response:
    """Throw away what was typed in the form of an entry."""
    ref = _ref(kind_id, key)
    drafts.drop(ref, current.signed_in().id)
    if key == drafts.NEW:
        return redirect(url_for(".new", kind_id=kind_id, done="draft-dropped"), 303)
    return redirect(url_for(".edit", kind_id=kind_id, key=key, done="draft-dropped"), 303)
