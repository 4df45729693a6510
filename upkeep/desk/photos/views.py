"""The page of a listing's photo."""

from flask import abort, redirect, render_template, request, url_for
from werkzeug.datastructures import CombinedMultiDict
from werkzeug.wrappers import Response

from accounts.notices import done
from core.web import settings
from directory.editing.services import StaleChange
from directory.photos.images import UnusableImage
from directory.photos.services import store
from upkeep.blueprint import blueprint
from upkeep.desk.editors import editor_of
from upkeep.desk.listings import services
from upkeep.desk.listings.queries import EditedListing, edited_listing
from upkeep.desk.photos.forms import PhotoForm, refusal_of

PageResponse = str | Response | tuple[str, int]


def _listing(organization_id: str, listing_id: str) -> EditedListing:
    return edited_listing(organization_id, listing_id) or abort(404)


@blueprint.get("/group/<organization_id>/listings/<listing_id>/photo")
def listing_photo(organization_id: str, listing_id: str) -> str:
    """Show the photo of a listing, and a form for another one."""
    editor_of(organization_id)
    edited = _listing(organization_id, listing_id)
    return _page(organization_id, edited, PhotoForm(data={"photo_alt": edited.record.photo_alt}))


def _page(organization_id: str, edited: EditedListing, form: PhotoForm) -> str:
    person, group = editor_of(organization_id)
    return render_template(
        "upkeep/desk/photos/photo.html", person=person, group=group, listing=edited, form=form
    )


@blueprint.post("/group/<organization_id>/listings/<listing_id>/photo")
def set_photo(organization_id: str, listing_id: str) -> PageResponse:
    """Give a listing a photo, or other words for its photo, as a draft."""
    person, _group = editor_of(organization_id)
    edited = _listing(organization_id, listing_id)
    form = PhotoForm(CombinedMultiDict([request.files, request.form]))
    is_valid = form.validate()
    if is_valid and not form.file.data and not edited.record.photo_id:
        form.file.errors = [refusal_of("format")]
        is_valid = False
    if not is_valid:
        return _page(organization_id, edited, form), 422
    photo_id = edited.record.photo_id
    if form.file.data:
        try:
            photo_id = store(settings(), organization_id, form.file.data, actor=person.id)
        except UnusableImage as error:
            form.file.errors = [refusal_of(error.reason)]
            return _page(organization_id, edited, form), 422
        edited = _listing(organization_id, listing_id)
    return _save(organization_id, edited, photo_id, form.photo_alt.data, person.id)


def _save(organization_id: str, edited: EditedListing, photo_id: str, words: str, actor: str) -> PageResponse:
    record = edited.record.model_copy(update={"photo_id": photo_id, "photo_alt": words})
    if record != edited.record:
        try:
            services.save(settings(), organization_id, edited, record, actor=actor)
        except StaleChange:
            return done("listing-changed", ".group", organization_id=organization_id)
    return redirect(url_for(".listing", organization_id=organization_id, listing_id=edited.id), 303)


@blueprint.post("/group/<organization_id>/listings/<listing_id>/photo/remove")
def remove_photo(organization_id: str, listing_id: str) -> PageResponse:
    """Take the photo out of a listing, as a draft."""
    person, _group = editor_of(organization_id)
    return _save(organization_id, _listing(organization_id, listing_id), "", "", person.id)
