"""My list: pure operations on what the session holds, the short form of a shared list, and the words of the e-mail.

The session holds `[{"id": service id, "note": text}, …]`, nothing about the person. Every operation gives a new list, and doing it
twice gives the same as once.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Iterable, Sequence
from typing import Any, TypedDict
from uuid import UUID

from directory.listing.page import Listing
from directory.listing.places import PlaceView

MOST_SAVED = 50
MOST_SHARED = 20
MOST_NOTE = 500
_BYTES = 16
_MOST_PLACES = 4


class Entry(TypedDict):
    """One saved service and the person's note to self."""

    id: str
    note: str


def entries(stored: Any) -> list[Entry]:
    """What a session holds, mended: unknown shapes are left out, each service is there once, at most 50."""
    found: dict[str, Entry] = {}
    for item in stored if isinstance(stored, list) else []:
        if isinstance(item, dict) and isinstance(item.get("id"), str):
            found.setdefault(item["id"], Entry(id=item["id"], note=str(item.get("note") or "")[:MOST_NOTE]))
    return list(found.values())[:MOST_SAVED]


def saved_ids(stored: Any) -> frozenset[str]:
    """Ids of the saved services."""
    return frozenset(entry["id"] for entry in entries(stored))


def add(items: Sequence[Entry], service_ids: Iterable[str]) -> list[Entry]:
    """The list with these services at its end; those that are there already keep their place and note."""
    known = {entry["id"] for entry in items}
    new = [
        Entry(id=service_id, note="") for service_id in dict.fromkeys(service_ids) if service_id not in known
    ]
    return [*items, *new][:MOST_SAVED]


def remove(items: Sequence[Entry], service_id: str) -> list[Entry]:
    """The list without this service."""
    return [entry for entry in items if entry["id"] != service_id]


def place(items: Sequence[Entry], service_id: str, position: int) -> list[Entry]:
    """The list with this service at a position counted from 1. A position, not a direction: sent twice it moves once."""
    moved = [entry for entry in items if entry["id"] == service_id]
    rest = remove(items, service_id)
    at = max(0, min(len(rest), position - 1))
    return [*rest[:at], *moved, *rest[at:]]


def with_note(items: Sequence[Entry], service_id: str, note: str) -> list[Entry]:
    """The list with a note beside this service, at most 500 characters."""
    tidy = "\n".join(" ".join(line.split()) for line in note.strip().splitlines())[:MOST_NOTE]
    return [Entry(id=entry["id"], note=tidy) if entry["id"] == service_id else entry for entry in items]


def encode(service_ids: Sequence[str]) -> str:
    """The first 20 ids as one short text for an address: their bytes in base64url. Nothing else is in it."""
    data = b"".join(UUID(service_id).bytes for service_id in service_ids[:MOST_SHARED])
    return urlsafe_b64encode(data).decode().rstrip("=")


def decode(text: str) -> list[str]:
    """The ids in a shared address; empty when it is not one of ours."""
    if not text.isascii() or not text or len(text) > 4 * (MOST_SHARED * _BYTES + 2) // 3 + 1:
        return []
    try:
        data = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (Error, ValueError):
        return []
    if len(data) % _BYTES or urlsafe_b64encode(data).decode().rstrip("=") != text:
        return []
    found = (str(UUID(bytes=data[at : at + _BYTES])) for at in range(0, len(data), _BYTES))
    return list(dict.fromkeys(found))[:MOST_SHARED]


def email_subject(council_name: str) -> str:
    """The subject: who it comes from, and nothing about what is in it, because somebody else may see it."""
    return f"Your list from {council_name}"


def email_text(
    lines: Sequence[tuple[Listing, str]], urls: Sequence[str], council: tuple[str, str, str]
) -> str:
    """The message as plain text. `lines`: listings and notes (empty: none); `council`: its name, phone and hours."""
    name, phone, hours = council
    parts = [
        f"Somebody asked {name} to send this list to you. We do not know who it was. We use this address for nothing else."
    ]
    parts += [
        _service_text(n, listing, note, url)
        for n, ((listing, note), url) in enumerate(zip(lines, urls, strict=True), 1)
    ]
    parts.append(f"Not sure what to do? Phone {name} on {phone}. {hours}.\nIn danger now? Phone 999.")
    return "\n\n".join(parts) + "\n"


def _place_text(place: PlaceView) -> str:
    return ": ".join(["Where", "; ".join([place.address.replace("\n", ", "), *place.when])])


def _service_text(number: int, listing: Listing, note: str, url: str) -> str:
    phones = ", ".join(line.number + (" (text)" if line.text else "") for line in listing.phones)
    facts = [
        f"{number}. {listing.name}",
        "".join(banner.title for banner in listing.banners if banner.kind != "notice"),
        listing.summary,
        f"{'Phone' if listing.action.own else 'Phone, for questions'}: {phones}"
        if phones and not listing.ended
        else "",
        f"How to get it: {listing.action.words}" if listing.action.words else "",
        f"When: {'; '.join(listing.when.lines)}" if listing.when.lines and not listing.ended else "",
        *(_place_text(place) for place in listing.places[:_MOST_PLACES]),
        f"Cost: {listing.price}" if listing.price else "",
        f"More: {url}",
        f"Your note: {note}" if note else "",
    ]
    return "\n".join(line for line in facts if line)
