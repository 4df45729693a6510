"""A listing as people will see it, with the template of its page."""

from dataclasses import replace

from flask import abort, render_template, url_for

from core.markdown import markdown
from core.web import public_url, settings
from directory.listing.context import listing_context
from directory.listing.page import make_listing
from directory.photos.queries import photo
from directory.taxonomy.needs import load as load_needs
from upkeep.blueprint import blueprint
from upkeep.desk.editors import editor_of
from upkeep.desk.listings import queries
from upkeep.desk.listings.transient import service_of


@blueprint.get("/group/<organization_id>/listings/<listing_id>/preview")
def preview_listing(organization_id: str, listing_id: str) -> str:
    """Show a listing as it would be."""
    editor_of(organization_id)
    edited = queries.edited_listing(organization_id, listing_id) or abort(404)
    organization = queries.organization(organization_id) or abort(404)
    service = service_of(edited.record, organization, edited.slug, photo(edited.record.photo_id))
    page = replace(make_listing(service, listing_context(settings())), calendars=())
    needs = load_needs(settings().content_dir).by_id
    return render_template(
        "upkeep/desk/listings/preview.html",
        listing=page,
        needs=[needs[need_id] for need_id in page.need_ids if need_id in needs],
        description=markdown(page.description),
        pins=[],
        places_without_distance=[(place, "") for place in page.places],
        similar=(),
        similar_near=False,
        url=public_url("directory.service", slug=page.slug),
        qr="",
        data={},
        back="",
        sensitive=page.sensitive,
        is_preview=True,
        back_to=url_for(".listing", organization_id=organization_id, listing_id=listing_id),
    )
