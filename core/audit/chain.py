"""The hash of an entry, and what is wrong with a chain of entries. Pure."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

NO_HASH = "0" * 64
"""What the first entry has in place of the hash of the entry before."""


@dataclass(frozen=True, slots=True)
class ChainedEntry:
    """The columns of one entry, as they are stored."""

    seq: int
    at: datetime
    actor: str
    action: str
    subject_kind: str
    subject_id: str
    detail: str
    prev_hash: str
    hash: str


@dataclass(frozen=True, slots=True)
class Head:
    """Number and hash of the newest entry; 0 and NO_HASH where there is none."""

    seq: int = 0
    hash: str = NO_HASH


def detail_text(detail: Mapping[str, Any]) -> str:
    """Return the detail as canonical JSON: sorted keys, no spaces."""
    return json.dumps(detail, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def entry_hash(entry: ChainedEntry) -> str:
    """Return the SHA-256 of all columns but `hash`, as 64 hexadecimal digits.

    The columns are one JSON list, so that no two entries have the same text.
    """
    columns = [
        entry.seq,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.actor,
        entry.action,
        entry.subject_kind,
        entry.subject_id,
        entry.detail,
        entry.prev_hash,
    ]
    text = json.dumps(columns, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def breaks(entries: Iterable[ChainedEntry], head: Head, noted: Iterable[Head] = ()) -> Iterator[str]:
    """Yield what is wrong with a chain, in words; nothing for a whole one.

    `entries`: in the order of their numbers. `head`: the end that the site remembers. `noted`: ends that
    somebody wrote down earlier, which must still be in the chain.
    """
    expected, last = 1, Head()
    earlier = {end.seq: end.hash for end in noted if end.seq}
    for entry in entries:
        if entry.seq != expected:
            yield _gap(expected, entry.seq - 1)
        elif entry.prev_hash != last.hash:
            yield f"entry {entry.seq} does not follow entry {last.seq}: one of them was changed or moved"
        if entry.hash != entry_hash(entry):
            yield f"entry {entry.seq} was changed"
        if earlier.pop(entry.seq, entry.hash) != entry.hash:
            yield f"entry {entry.seq} is not the one that was noted"
        expected, last = entry.seq + 1, Head(entry.seq, entry.hash)
    if last.seq < head.seq:
        yield _gap(last.seq + 1, head.seq)
    elif last != head:
        yield f"the end of the trail should be entry {head.seq} with another hash than entry {last.seq} has"
    for seq in sorted(earlier):
        yield f"entry {seq}, which was noted, is missing"


def _gap(first: int, last: int) -> str:
    return f"entry {first} is missing" if first >= last else f"entries {first} to {last} are missing"
