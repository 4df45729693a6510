"""The services that somebody saved, with their cards and listings; and who is told when the list changes."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import Flask, current_app, session

from core.web import settings
from directory.listing import queries as listing_queries
from directory.listing.card import Card, make_card
from directory.listing.context import listing_context
from directory.listing.page import Listing, make_listing
from directory.merges.queries import replacements
from directory.my_list import items as lists
from directory.my_list.items import Entry

SESSION_KEY = "my_list"
_LISTENERS = "my_list_listeners"

Listener = Callable[[Sequence[Entry]], None]


@dataclass(frozen=True, slots=True)
class SavedService:
    """One service on a list: its card, its listing, the person's note, and why it was found.

    `stands_for`: how many entries of the list became this one, where listings were merged.
    """

    card: Card
    listing: Listing
    note: str = ""
    why: str = ""
    stands_for: int = 1


def stored() -> list[Entry]:
    """Return the entries of the visitor's list."""
    return lists.entries(session.get(SESSION_KEY))


def current() -> list[Entry]:
    """Return the entries of the visitor's list, with what replaced listings that were merged away."""
    items = stored()
    return lists.renamed(items, replacements([entry["id"] for entry in items])) if items else []


def still_missing(items: Sequence[Entry], found: Sequence[SavedService]) -> int:
    """Return how many entries are no longer listed."""
    return len(items) - sum(each.stands_for for each in found)


def store(items: Sequence[Entry]) -> None:
    """Write the list to the session, and tell the listeners."""
    session[SESSION_KEY] = list(items)
    for listener in current_app.extensions.get(_LISTENERS, ()):
        listener(items)


def add_listener(app: Flask, listener: Listener) -> None:
    """Call `listener` with the entries after each change of a visitor's list."""
    app.extensions.setdefault(_LISTENERS, []).append(listener)


def saved_services(items: Sequence[Entry]) -> list[SavedService]:
    """Return the listed services of entries, in their order; those that are no longer listed are left out.

    In place of a listing that was merged away stands the one that replaced it.
    """
    context = listing_context(settings())
    by_id = {entry["id"]: entry for entry in items}
    services = listing_queries.public_services(list(by_id))
    moved = replacements(by_id.keys() - {service.id for service in services})
    if moved:
        by_id = {entry["id"]: entry for entry in lists.renamed(items, moved)}
        services = listing_queries.public_services(list(by_id))
    counts = Counter(moved.get(entry["id"], entry["id"]) for entry in items)
    return [
        SavedService(
            make_card(service, context),
            make_listing(service, context),
            by_id[service.id]["note"],
            by_id[service.id]["why"],
            counts[service.id],
        )
        for service in services
    ]
