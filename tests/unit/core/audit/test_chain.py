"""The hash chain of the audit trail finds every kind of tampering."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.audit.chain import NO_HASH, ChainedEntry, Head, breaks, detail_text, entry_hash
from tests.conftest import NOW


def chain(length: int) -> list[ChainedEntry]:
    entries: list[ChainedEntry] = []
    for seq in range(1, length + 1):
        before = entries[-1].hash if entries else NO_HASH
        at = NOW + timedelta(seconds=seq)
        entry = ChainedEntry(seq, at, "system", "x.done", "x", f"s{seq}", detail_text({"n": seq}), before, "")
        entries.append(replace(entry, hash=entry_hash(entry)))
    return entries


def head(entries: list[ChainedEntry]) -> Head:
    return Head(entries[-1].seq, entries[-1].hash) if entries else Head()


def test_a_whole_chain_has_no_faults() -> None:
    for length in (0, 1, 5):
        entries = chain(length)
        assert list(breaks(entries, head(entries), [head(entries[:2])])) == []


CHANGES = [
    {"at": NOW},
    {"actor": "public"},
    {"action": "x.undone"},
    {"subject_kind": "y"},
    {"subject_id": "s9"},
    {"detail": "{}"},
    {"prev_hash": "1" * 64},
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: next(iter(change)))
def test_a_change_of_any_column_is_found(change: dict[str, object]) -> None:
    entries = chain(4)
    entries[2] = replace(entries[2], **change)  # type: ignore[arg-type]
    assert any("entry 3 was changed" in fault for fault in breaks(entries, head(chain(4))))


def test_a_change_with_a_new_hash_is_found_at_the_next_entry() -> None:
    entries = chain(4)
    changed = replace(entries[2], actor="public")
    entries[2] = replace(changed, hash=entry_hash(changed))
    assert list(breaks(entries, head(chain(4)))) == [
        "entry 4 does not follow entry 3: one of them was changed or moved"
    ]


def test_a_chain_that_was_written_anew_is_found_at_its_end_and_at_a_noted_end() -> None:
    whole, other = chain(4), []
    for entry in whole:
        before = other[-1].hash if other else NO_HASH
        changed = replace(entry, actor="public", prev_hash=before)
        other.append(replace(changed, hash=entry_hash(changed)))
    assert len(list(breaks(other, head(whole)))) == 1
    assert list(breaks(other, head(other), [head(whole[:2])])) == ["entry 2 is not the one that was noted"]


@given(st.integers(2, 8), st.data())
def test_removing_or_swapping_entries_is_found(length: int, data: st.DataObject) -> None:
    whole = chain(length)
    first = data.draw(st.integers(0, length - 1))
    removed = whole[:first] + whole[first + 1 :]
    assert f"entry {first + 1} is missing" in list(breaks(removed, head(whole)))
    second = data.draw(st.integers(0, length - 1).filter(lambda number: number != first))
    swapped = list(whole)
    swapped[first] = replace(whole[second], seq=first + 1)
    swapped[second] = replace(whole[first], seq=second + 1)
    assert list(breaks(swapped, head(whole)))


def test_a_cut_end_is_found() -> None:
    whole = chain(5)
    assert list(breaks(whole[:3], head(whole))) == ["entries 4 to 5 are missing"]
    assert list(breaks([], head(whole))) == ["entries 1 to 5 are missing"]
    assert list(breaks(whole[:3], head(whole[:3]), [head(whole)])) == ["entry 5, which was noted, is missing"]
