"""Comparing two records, putting them into one, and taking that back."""

from flask import abort, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accounts.current import signed_in
from accounts.notices import done
from accounts.organizations import organization_names
from accounts.queries import names_of as names_of_people
from core.audit.services import SYSTEM
from core.db import db
from core.forms import Form
from core.paging import page_number, pages_of
from core.web import settings
from directory.duplicates import queries as duplicates
from directory.duplicates.services import add_pair
from directory.editing.writing import StaleEdit
from directory.models.merges import DuplicatePair, Merge
from upkeep.blueprint import blueprint
from upkeep.duplicates.wording import reasons
from upkeep.merges import forms, services
from upkeep.merges.comparing import united_units
from upkeep.merges.queries import page_of_merges
from upkeep.merges.services import NotMergeable, NotUndoable, Two

PER_PAGE = 20
PageResponse = str | Response | tuple[str, int]


@blueprint.get("/moderation/duplicates/<pair_id>")
def compare(pair_id: str) -> PageResponse:
    """Show two records side by side, with what there is to choose."""
    pair = _pair(pair_id)
    try:
        two = services.two_records(pair.kind, pair.first_id, pair.second_id)
    except NotMergeable as error:
        return _not_mergeable(pair, error.reason)
    return _compare_page(pair, two, forms.merge_form(two, _names(two))(data=forms.defaults(two)))


def _pair(pair_id: str) -> DuplicatePair:
    return db.session.get(DuplicatePair, pair_id) or abort(404)


def _names(two: Two) -> dict[str, str]:
    ids = [getattr(record, "organization_id", "") for record in (two.kept, two.other)]
    return {one: found.name for one, found in organization_names([each for each in ids if each]).items()}


def _compare_page(pair: DuplicatePair, two: Two, form: Form, problem: str = "") -> str:
    return render_template(
        "upkeep/merges/compare.html",
        person=signed_in(),
        pair=pair,
        two=two,
        names=duplicates.names_of([pair]),
        rows=united_units(two, _names(two)),
        reasons=reasons(pair.reasons),
        form=form,
        problem=problem,
    )


def _not_mergeable(pair: DuplicatePair, reason: str) -> str:
    return render_template(
        "upkeep/merges/not_mergeable.html",
        person=signed_in(),
        pair=pair,
        names=duplicates.names_of([pair]),
        reason=reason,
    )


@blueprint.post("/moderation/duplicates/<pair_id>/merge")
def merge_pair(pair_id: str) -> PageResponse:
    """Put one record into the other."""
    pair = _pair(pair_id)
    if pair.state == "merged":
        return done("listings-merged", ".merges")
    try:
        two = services.two_records(pair.kind, pair.first_id, pair.second_id)
        form = forms.merge_form(two, _names(two))(request.form)
        if not form.validate():
            return _compare_page(pair, two, form), 422
        if form["versions"].data != forms.versions_text(two):
            return _changed_since(pair)
        chosen = two if form["keep"].data == forms.FIRST else two.swapped()
        services.merge(settings(), chosen, forms.chosen(form), actor=signed_in().id)
    except StaleEdit:
        return _changed_since(_pair(pair_id))
    except NotMergeable as error:
        return _not_mergeable(_pair(pair_id), error.reason), 422
    return done("listings-merged", ".merges")


def _changed_since(pair: DuplicatePair) -> PageResponse:
    """Show both records as they are now, and keep what was chosen."""
    try:
        two = services.two_records(pair.kind, pair.first_id, pair.second_id)
    except NotMergeable as error:
        return _not_mergeable(pair, error.reason), 422
    made = forms.merge_form(two, _names(two))
    now = forms.defaults(two)
    sent = {name: request.form[name] for name in now if name != "versions" and name in request.form}
    problem = _("One of the two has changed since you opened this page. Look at it again.")
    return _compare_page(pair, two, made(data=now | sent), problem), 422


@blueprint.post("/moderation/duplicates/add")
def compare_two() -> PageResponse:
    """Compare two listings that somebody names."""
    form = forms.AddPairForm(request.form)
    if not form.validate():
        return _merges_page(form), 422
    ids = []
    for field in (form.first, form.second):
        service_id = duplicates.service_at(field.data)
        if service_id is None or service_id in ids:
            field.errors = [_("Enter the address of a listing on this site, such as /service/lunch-club")]
            return _merges_page(form), 422
        ids.append(service_id)
    pair = add_pair(ids[0], ids[1])
    return Response(status=303, headers={"Location": url_for(".compare", pair_id=pair.id)})


@blueprint.get("/moderation/merges")
def merges() -> str:
    """List the merges, the newest first, with a button that takes each back."""
    return _merges_page(forms.AddPairForm())


def _merges_page(form: forms.AddPairForm) -> str:
    page = page_number(request.args)
    found, total = page_of_merges(page, PER_PAGE)
    return render_template(
        "upkeep/merges/merges.html",
        person=signed_in(),
        form=form,
        rows=found,
        names=duplicates.names_by_id([one for row in found for one in (row.kept_id, row.retired_id)]),
        people=names_of_people([row.merged_by for row in found if row.merged_by != SYSTEM]),
        pagination=pages_of(page, total, PER_PAGE, ".merges"),
    )


@blueprint.post("/moderation/merges/<merge_id>/undo")
def undo_merge(merge_id: str) -> PageResponse:
    """Make both records what they were before."""
    found = db.session.get(Merge, merge_id) or abort(404)
    form = forms.UndoForm(request.form)
    try:
        services.undo(settings(), merge_id, actor=signed_in().id, sure=bool(form.sure.data))
    except NotUndoable as error:
        if error.reason == "undone":
            return done("merge-undone", ".merges")
        found = db.session.get(Merge, merge_id) or abort(404)
        names = duplicates.names_by_id([found.kept_id, found.retired_id])
        page = render_template(
            "upkeep/merges/undo.html",
            person=signed_in(),
            merge=found,
            names=names,
            form=forms.UndoForm(),
            reason=error.reason,
        )
        return page, 422
    except StaleEdit:
        return done("merge-again", ".merges")
    return done("merge-undone", ".merges")
