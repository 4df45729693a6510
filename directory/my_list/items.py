"""Operations on the saved services that the session holds, and the short form of a shared list. Pure.

The session holds `[{"id": service id, "note": text, "why": text}, …]`, nothing about the person. Every operation returns a
new list; doing the same twice has the same result as doing it once.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypedDict
from uuid import UUID

MOST_SAVED = 50
MOST_SHARED = 20
MOST_NOTE = 500
MOST_WHY = 200
_BYTES = 16


class Entry(TypedDict):
    """One saved service, the person's note to self, and why it was found; each empty where there is none."""

    id: str
    note: str
    why: str


def entries(stored: Any) -> list[Entry]:
    """Return the entries in a value of the session, at most 50.

    Values of an unknown form are left out, and a service appears only once.
    """
    entries_by_id: dict[str, Entry] = {}
    for item in stored if isinstance(stored, list) else []:
        if isinstance(item, dict) and isinstance(item.get("id"), str):
            note, why = str(item.get("note") or "")[:MOST_NOTE], str(item.get("why") or "")[:MOST_WHY]
            entries_by_id.setdefault(item["id"], Entry(id=item["id"], note=note, why=why))
    return list(entries_by_id.values())[:MOST_SAVED]


def saved_ids(stored: Any) -> frozenset[str]:
    """Return the ids of the saved services."""
    return frozenset(entry["id"] for entry in entries(stored))


def add(items: Sequence[Entry], service_ids: Iterable[str], why: str = "") -> list[Entry]:
    """Return the list with these services at its end; services on it already keep their place and note.

    `why`: why they were found, as their cards say.
    """
    known = {entry["id"] for entry in items}
    reason = " ".join(why.split())[:MOST_WHY]
    new = [
        Entry(id=service_id, note="", why=reason)
        for service_id in dict.fromkeys(service_ids)
        if service_id not in known
    ]
    return [*items, *new][:MOST_SAVED]


def remove(items: Sequence[Entry], service_id: str) -> list[Entry]:
    """Return the list without this service."""
    return [entry for entry in items if entry["id"] != service_id]


def renamed(items: Sequence[Entry], replacements: Mapping[str, str]) -> list[Entry]:
    """Return the list with the ids that replaced others. Two entries that become one keep both notes."""
    found: dict[str, Entry] = {}
    for entry in items:
        now = replacements.get(entry["id"], entry["id"])
        before = found.get(now)
        if before is None:
            found[now] = {**entry, "id": now}
        else:
            notes = dict.fromkeys(filter(None, (before["note"], entry["note"])))
            found[now] = Entry(id=now, note="\n".join(notes)[:MOST_NOTE], why=before["why"] or entry["why"])
    return list(found.values())


def place(items: Sequence[Entry], service_id: str, position: int) -> list[Entry]:
    """Return the list with this service at a position counted from 1.

    The form sends a position and no direction such as "up". A form that is sent twice therefore moves the
    service once.
    """
    moved = [entry for entry in items if entry["id"] == service_id]
    rest = remove(items, service_id)
    at = max(0, min(len(rest), position - 1))
    return [*rest[:at], *moved, *rest[at:]]


def with_note(items: Sequence[Entry], service_id: str, note: str) -> list[Entry]:
    """Return the list with a note beside this service, at most MOST_NOTE characters."""
    tidy = "\n".join(" ".join(line.split()) for line in note.strip().splitlines())[:MOST_NOTE]
    return [{**entry, "note": tidy} if entry["id"] == service_id else entry for entry in items]


def encode(service_ids: Sequence[str]) -> str:
    """Encode the first MOST_SHARED ids as one short text for a link: the bytes of the ids in base64url."""
    data = b"".join(UUID(service_id).bytes for service_id in service_ids[:MOST_SHARED])
    return urlsafe_b64encode(data).decode().rstrip("=")


def decode(text: str) -> list[str]:
    """Decode the ids in the text of a shared link; an empty list when `encode` did not make the text."""
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
