"""The receipts of the requests that a visitor sent, in the web session."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import session

from selfassess.session import store
from selfassess.values.request import RequestKind


@dataclass(frozen=True)
class StoredReceipt:
    """A request that was sent.

    `by`: the day by which the visitor was told they would hear; None: no day was promised.
    """

    reference: str
    kind: RequestKind
    by: date | None
    notes: tuple[str, ...] = ()
    """What the receipt of a worry says beside it, as `worries.views` made it."""
    words: str = ""
    """The three words by which the request is followed; empty for a worry."""
    place: str = ""
    """In a worry, the place of another council that the person is in."""


def receipts() -> list[StoredReceipt]:
    """Return what this visitor has sent, the newest last."""
    return store.read_stored(store.RECEIPTS, _read, [])


def was_sent(kind: RequestKind) -> bool:
    """Return True where a request of this kind was sent, and no other one was begun since."""
    return store.draft_key(kind) not in session and any(one.kind is kind for one in receipts())


def add(receipt: StoredReceipt) -> None:
    """Store a receipt as the newest one, each reference once."""
    others = [one for one in receipts() if one.reference != receipt.reference]
    _write([*others, receipt])


def show_newest_of(kind: RequestKind) -> None:
    """Make the newest receipt of a kind the one that is shown."""
    _write(sorted(receipts(), key=lambda one: one.kind is kind))


def _write(found: list[StoredReceipt]) -> None:
    session[store.RECEIPTS] = [
        {
            "reference": one.reference,
            "kind": one.kind.value,
            "by": one.by.isoformat() if one.by else "",
            "notes": list(one.notes),
            "place": one.place,
            "words": one.words,
        }
        for one in found
    ]


def _read(stored: Any) -> list[StoredReceipt]:
    """Return stored receipts. Raises KeyError, TypeError or ValueError where one cannot be read."""
    return [
        StoredReceipt(
            str(one["reference"]),
            RequestKind(one["kind"]),
            date.fromisoformat(one["by"]) if one["by"] else None,
            tuple(str(note) for note in one.get("notes", ())),
            str(one.get("words", "")),
            str(one.get("place", "")),
        )
        for one in stored
    ]
