"""The facts of a listing in words, as somebody reads them who says whether they are right."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from core.settings import Settings
from directory import visibility
from directory.listing.context import listing_context
from directory.listing.page import Listing, make_listing
from directory.listing.queries import whole_services


@dataclass(frozen=True, slots=True)
class Sheet:
    """A listing with its facts: pairs of a label and lines. `is_public`: whether it has a page for everybody."""

    service_id: str
    organization_id: str
    slug: str
    name: str
    summary: str
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    is_public: bool
    checked: str
    stale: bool


def sheets(settings: Settings, service_ids: Sequence[str]) -> list[Sheet]:
    """Return the sheets of services in the order of their ids. Secret addresses are left out."""
    context = listing_context(settings)
    found = []
    for service in whole_services(service_ids):
        listing = make_listing(service, context)
        found.append(
            Sheet(
                service.id,
                service.organization_id,
                service.slug,
                service.name,
                listing.summary,
                tuple((label, lines) for label, lines in _rows(listing) if lines),
                visibility.is_public(service),
                listing.checked,
                listing.stale,
            )
        )
    return found


def _rows(listing: Listing) -> Sequence[tuple[str, tuple[str, ...]]]:
    return (
        (_("Phone"), tuple(f"{line.number} {line.description}".strip() for line in listing.phones)),
        (_("Email"), _one(listing.email)),
        (_("Website"), _one(listing.website)),
        (_("When"), (*listing.when.lines, *listing.when.exceptions)),
        (_("Where"), tuple(place.address.replace("\n", ", ") for place in listing.places)),
        (_("Cost"), listing.costs),
        (_("Who it is for"), listing.who_for),
        (_("How to get it"), _one(listing.how_to)),
    )


def _one(text: str) -> tuple[str, ...]:
    return (text,) if text else ()
