"""A listing as a schema.org data block (JSON-LD).

The only source of the block is the `Listing`. Nothing that the page must hide can therefore reach the block.
"""

from typing import Any

from directory.listing.opening_hours import opening_hours
from directory.listing.page import Listing, Price
from directory.listing.places import PlaceView


def schema_org(listing: Listing, url: str, organization_url: str) -> dict[str, Any]:
    """Return the block as a mapping; see https://schema.org/Service.

    `url` and `organization_url` are full addresses.
    """
    provider = {
        "@type": "Organization",
        "name": listing.runner.name,
        "url": listing.runner.website or organization_url,
    }
    block = {
        "@context": "https://schema.org",
        "@type": "Service",
        "@id": url,
        "url": url,
        "name": listing.name,
        "description": listing.summary or listing.description,
        "provider": provider,
        "areaServed": listing.area,
        "audience": [{"@type": "Audience", "audienceType": words} for words in listing.who_for],
        "offers": [] if listing.stopped else [_offer(price) for price in listing.prices],
        "hoursAvailable": [] if listing.stopped else opening_hours(listing.opens),
        "availableChannel": [] if listing.stopped else _channels(listing),
    }
    return _without_empty(block)


def _offer(price: Price) -> dict[str, Any]:
    """Return an offer; with an amount, also a price, and its unit where there is one."""
    offer: dict[str, Any] = {"@type": "Offer", "description": price.words}
    if price.amount is None:
        return offer
    amount = f"{price.amount:.2f}" if price.amount else "0"
    offer |= {"price": amount, "priceCurrency": price.currency}
    if price.unit and price.amount:
        offer["priceSpecification"] = {
            "@type": "UnitPriceSpecification",
            "price": amount,
            "priceCurrency": price.currency,
            "unitText": price.unit,
        }
    return offer


def _channels(listing: Listing) -> list[dict[str, Any]]:
    ask: dict[str, Any] = {
        "@type": "ServiceChannel",
        "serviceUrl": listing.website if listing.action.own else "",
    }
    if listing.phones and listing.action.own:
        ask["servicePhone"] = {"@type": "ContactPoint", "telephone": listing.phones[0].number}
    places = [{"@type": "ServiceChannel", "serviceLocation": _place(place)} for place in listing.places]
    return [channel for channel in (_without_empty(ask), *places) if len(channel) > 1]


def _place(place: PlaceView) -> dict[str, Any]:
    address = {
        "@type": "PostalAddress",
        "streetAddress": ", ".join(place.lines),
        "addressLocality": place.town,
        "postalCode": place.postcode,
        "addressCountry": "GB",
    }
    place_block: dict[str, Any] = {"@type": "Place", "name": place.name, "address": _without_empty(address)}
    if place.latitude is not None and place.longitude is not None:
        place_block["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": place.latitude,
            "longitude": place.longitude,
        }
    return _without_empty(place_block)


def _without_empty(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in ("", [], None)}
