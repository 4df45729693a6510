"""The pages of one service and of one organization, and the calendar file of a service."""

from typing import Any

from flask import Response, abort, render_template, request

from core import clock
from core.markdown import markdown
from core.paging import page_number, pages_of
from core.web import public_url, settings
from directory.alerts.queries import alerts_for_service
from directory.blueprint import blueprint
from directory.facts.queries import checked_on
from directory.listing import queries
from directory.listing.card_queries import cards_of
from directory.listing.context import listing_context
from directory.listing.json_ld import schema_org
from directory.listing.moved import to_replacement
from directory.listing.offers import offers_of
from directory.listing.page import Listing, make_listing, organization_view
from directory.listing.qr import qr_image
from directory.merges.queries import new_organization_slug, new_service_slug
from directory.models.services import Service
from directory.schedules.icalendar_file import calendar_file
from directory.schedules.stored import year
from directory.taxonomy.needs import load as load_needs
from directory.usage.counter import count_view

PER_PAGE = 20


def _service(slug: str) -> Service:
    found = queries.public_service(slug)
    if found is None:
        to_replacement(new_service_slug(slug))
        abort(404)
    return found


def _listing(service: Service) -> Listing:
    return make_listing(service, listing_context(settings()), checked_on(service.id))


@blueprint.get("/service/<slug>")
def service(slug: str) -> str:
    """Show the page of one service."""
    record = _service(slug)
    listing = _listing(record)
    url = public_url("directory.service", slug=slug)
    back = request.args.get("back", "")
    count_view(record.id, back, sensitive=record.sensitive)
    return render_template(
        "directory/listing/listing.html",
        listing=listing,
        needs=[
            need
            for need_id in listing.need_ids
            if (need := load_needs(settings().content_dir).by_id.get(need_id))
        ],
        description=markdown(listing.description),
        pins=_pins(listing),
        places_without_distance=[(place, "") for place in listing.places],
        similar=cards_of(queries.similar_ids(record)),
        similar_near=bool(listing.places),
        url=url,
        qr=qr_image(url),
        data=schema_org(listing, url, public_url("directory.organization", slug=listing.runner.slug)),
        back=back,
        offers=offers_of(record) if listing.action.own else (),
        sensitive=listing.sensitive,
        alerts=() if listing.sensitive or listing.ended else alerts_for_service(record, listing.need_ids),
    )


def _pins(listing: Listing) -> list[dict[str, Any]]:
    """Return the pins of the map, one for each visible place with coordinates."""
    spots = [place for place in listing.places if place.latitude is not None and place.longitude is not None]
    return [
        {"name": place.name or place.town, "lat": place.latitude, "lon": place.longitude} for place in spots
    ]


@blueprint.get("/service/<slug>/calendar.ics")
def calendar(slug: str) -> Response:
    """Send the sessions as a calendar file. The query parameter `place` chooses among several places, from
    1.
    """
    record = _service(slug)
    number = request.args.get("place", 0, type=int)
    listing = _listing(record)
    chosen = next((source for source in listing.calendars if source.number == number), None)
    if chosen is None:
        abort(404)
    body = calendar_file(
        uid=f"{record.id}-{number}",
        name=listing.name,
        description=listing.summary,
        url=public_url("directory.service", slug=slug),
        location_text=chosen.location or None,
        hours=chosen.hours,
        calendar=year(settings().content_dir),
        now=clock.now(),
    )
    return Response(
        body, mimetype="text/calendar", headers={"Content-Disposition": f'attachment; filename="{slug}.ics"'}
    )


@blueprint.get("/organization/<slug>")
def organization(slug: str) -> str:
    """Show an organization and its services."""
    record = queries.organization(slug)
    if record is None:
        to_replacement(new_organization_slug(slug))
        abort(404)
    page = page_number(request.args)
    ids, total = queries.organization_service_ids(record.id, page, PER_PAGE)
    if not ids:
        abort(404)
    runner = organization_view(record)
    return render_template(
        "directory/listing/organization.html",
        organization=runner,
        description=markdown(runner.description),
        cards=cards_of(ids),
        pages=pages_of(page, total, PER_PAGE, "directory.organization", slug=slug),
        sensitive=queries.has_sensitive(record.id),
    )
