"""The further ways to get help on the page of a service, which other packages add when they are registered."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, current_app

from directory.models.services import Service

_EXTENSION = "signpost-offers"


@dataclass(frozen=True, slots=True)
class Offer:
    """A link on the page of a service. `label`: what people can do there, in their language."""

    label: str
    href: str


def add_offer(app: Flask, offer_of: Callable[[Service], Offer | None]) -> None:
    """Add a way after those that are there.

    `offer_of`: returns the link of a service that runs, or None where it has no such link; one statement.
    """
    app.extensions.setdefault(_EXTENSION, []).append(offer_of)


def offers_of(service: Service) -> list[Offer]:
    """Return the links of a service, in the order in which they were added."""
    ways: list[Callable[[Service], Offer | None]] = current_app.extensions.get(_EXTENSION, [])
    return [offer for offer_of in ways if (offer := offer_of(service)) is not None]
