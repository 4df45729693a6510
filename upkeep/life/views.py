"""Pages of a listing's life: a break, another name, a copy, the end."""

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accounts.current import SignedIn
from core.forms import Choice, Form
from core.web import settings
from directory.editing.services import StaleEdit
from upkeep.blueprint import blueprint
from upkeep.desk.editors import editor_of
from upkeep.life import services
from upkeep.life.forms import CopyForm, EndForm, PauseForm, RenameForm
from upkeep.life.queries import OwnListing, listings_called, named_listings, own_listing

PageResponse = str | Response | tuple[str, int]
_DONE = ("paused", "reopened", "renamed", "ended", "sent")


def _own(organization_id: str, listing_id: str) -> tuple[SignedIn, OwnListing]:
    person, _group = editor_of(organization_id)
    return person, own_listing(organization_id, listing_id) or abort(404)


def _page(
    name: str, listing: OwnListing, person: SignedIn, form: Form | None = None, problem: str = ""
) -> str:
    done = request.args.get("outcome", "")
    return render_template(
        f"upkeep/life/{name}.html",
        person=person,
        listing=listing,
        record=listing.record,
        organization_id=listing.record.organization_id,
        form=form,
        problem=problem,
        done=done if done in _DONE else "",
    )


def _changed() -> str:
    return _("Somebody else has changed this listing just now. Look at it, and try again")


def _to_life(organization_id: str, listing_id: str, outcome: str) -> Response:
    return redirect(
        url_for(".life", organization_id=organization_id, listing_id=listing_id, outcome=outcome), 303
    )


@blueprint.get("/group/<organization_id>/listings/<listing_id>/life/all")
def life(organization_id: str, listing_id: str) -> str:
    """Show what can happen to a listing."""
    person, listing = _own(organization_id, listing_id)
    return _page("life", listing, person)


@blueprint.get("/group/<organization_id>/listings/<listing_id>/life/pause")
def pause(organization_id: str, listing_id: str) -> str:
    """Show the form of a break."""
    person, listing = _own(organization_id, listing_id)
    return _page("pause", listing, person, PauseForm())


@blueprint.post("/group/<organization_id>/listings/<listing_id>/life/pause")
def pause_now(organization_id: str, listing_id: str) -> PageResponse:
    """Enter a break."""
    person, listing = _own(organization_id, listing_id)
    form = PauseForm(request.form)
    if not form.validate():
        return _page("pause", listing, person, form), 422
    first = form.first.parsed
    assert first is not None
    try:
        services.pause(settings(), listing, first, form.last.parsed, person)
    except StaleEdit:
        return _page("pause", listing, person, form, _changed()), 409
    return _to_life(organization_id, listing_id, "paused")


@blueprint.post("/group/<organization_id>/listings/<listing_id>/life/reopen")
def reopen(organization_id: str, listing_id: str) -> PageResponse:
    """End a break."""
    person, listing = _own(organization_id, listing_id)
    try:
        services.reopen(settings(), listing, person)
    except StaleEdit:
        return _page("life", listing, person, problem=_changed()), 409
    return _to_life(organization_id, listing_id, "reopened")


@blueprint.get("/group/<organization_id>/listings/<listing_id>/life/rename")
def rename(organization_id: str, listing_id: str) -> str:
    """Show the form of another name."""
    person, listing = _own(organization_id, listing_id)
    return _page("rename", listing, person, RenameForm(data={"name": listing.record.name}))


@blueprint.post("/group/<organization_id>/listings/<listing_id>/life/rename")
def rename_now(organization_id: str, listing_id: str) -> PageResponse:
    """Give a listing another name."""
    person, listing = _own(organization_id, listing_id)
    form = RenameForm(request.form)
    if not form.validate():
        return _page("rename", listing, person, form), 422
    if form.name.data == listing.record.name:
        form.name.errors = [_("This is its name already")]
        return _page("rename", listing, person, form), 422
    try:
        live = services.rename(settings(), listing, form.name.data, person)
    except StaleEdit:
        return _page("rename", listing, person, form, _changed()), 409
    return _to_life(organization_id, listing_id, "renamed" if live else "sent")


@blueprint.get("/group/<organization_id>/listings/<listing_id>/life/copy")
def copy_listing(organization_id: str, listing_id: str) -> str:
    """Show the form that copies a listing."""
    person, listing = _own(organization_id, listing_id)
    return _page("copy", listing, person, CopyForm())


@blueprint.post("/group/<organization_id>/listings/<listing_id>/life/copy")
def copy_listing_now(organization_id: str, listing_id: str) -> PageResponse:
    """Store a copy as a draft, and go to it."""
    person, listing = _own(organization_id, listing_id)
    form = CopyForm(request.form)
    if not form.validate():
        return _page("copy", listing, person, form), 422
    change_id = services.duplicate(settings(), listing, form.name.data, person)
    return redirect(url_for(".listing", organization_id=organization_id, listing_id=change_id), 303)


@blueprint.get("/group/<organization_id>/listings/<listing_id>/life/end")
def end_listing(organization_id: str, listing_id: str) -> str:
    """Show the form that ends a listing."""
    person, listing = _own(organization_id, listing_id)
    return _page("end", listing, person, _with_found(EndForm(), listing.id, []))


def _with_found(form: EndForm, listing_id: str, chosen: list[str]) -> EndForm:
    """Offer what the words find, and what was chosen before."""
    found = [*named_listings(chosen), *listings_called(form.words.data, listing_id)]
    unique = {each[0]: each for each in found if each[0] != listing_id}.values()
    form.successors.choices = [Choice(id, name, group) for id, name, group in unique]
    form.successors.process_formdata(chosen)
    return form


@blueprint.post("/group/<organization_id>/listings/<listing_id>/life/end")
def end_listing_now(organization_id: str, listing_id: str) -> PageResponse:
    """End a listing, or look for what people can use instead."""
    person, listing = _own(organization_id, listing_id)
    form = _with_found(EndForm(request.form), listing.id, request.form.getlist("successors")[:20])
    if "look" in request.form:
        return _page("end", listing, person, form)
    if not form.validate():
        return _page("end", listing, person, form), 422
    last = form.last.parsed
    assert last is not None
    try:
        live = services.end(settings(), listing, last, form.reason.data, form.successors.data, person)
    except StaleEdit:
        return _page("end", listing, person, form, _changed()), 409
    return _to_life(organization_id, listing_id, "ended" if live else "sent")
