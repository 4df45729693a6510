"""The list as pure operations, its short form, and the e-mail."""

from datetime import datetime
from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import clock
from directory.my_list import items as my_list_items

IDS = [str(uuid5(UUID(int=0), str(n))) for n in range(60)]
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=clock.LONDON)


def of(*numbers: int) -> list[my_list_items.Entry]:
    return my_list_items.add([], [IDS[n] for n in numbers])


def ids(items: list[my_list_items.Entry]) -> list[int]:
    return [IDS.index(entry["id"]) for entry in items]


def test_adding_twice_is_adding_once() -> None:
    assert ids(my_list_items.add(of(1, 2), [IDS[1], IDS[3], IDS[3]])) == [1, 2, 3]


def test_a_list_holds_fifty() -> None:
    assert len(my_list_items.add([], IDS)) == 50


def test_removing_what_is_not_there_changes_nothing() -> None:
    assert ids(my_list_items.remove(of(1, 2), IDS[9])) == [1, 2]


@pytest.mark.parametrize(
    ("position", "order"), [(1, [3, 1, 2]), (2, [1, 3, 2]), (3, [1, 2, 3]), (0, [3, 1, 2]), (99, [1, 2, 3])]
)
def test_moving_to_a_position(position: int, order: list[int]) -> None:
    once = my_list_items.place(of(1, 2, 3), IDS[3], position)
    assert ids(once) == order
    assert my_list_items.place(once, IDS[3], position) == once


def test_moving_what_is_not_there_changes_nothing() -> None:
    assert ids(my_list_items.place(of(1, 2), IDS[9], 1)) == [1, 2]


def test_a_note_is_tidied_and_cut() -> None:
    items = my_list_items.with_note(of(1, 2), IDS[1], "  ask   for Jo\r\n on Monday " + "x" * 600)
    assert items[0]["note"].startswith("ask for Jo\non Monday xxx")
    assert len(items[0]["note"]) == my_list_items.MOST_NOTE
    assert items[1]["note"] == ""


@pytest.mark.parametrize("stored", [None, "x", 3, [1, "a"], [{"id": 3}], {"id": "a"}])
def test_a_broken_session_is_an_empty_list(stored: object) -> None:
    assert my_list_items.entries(stored) == []


@given(st.lists(st.uuids(), max_size=20, unique=True))
def test_sharing_there_and_back(uuids: list[UUID]) -> None:
    wanted = [str(one) for one in uuids]
    assert my_list_items.decode(my_list_items.encode(wanted)) == wanted


def test_at_most_twenty_are_shared() -> None:
    assert my_list_items.decode(my_list_items.encode(IDS)) == IDS[:20]


@given(st.text(max_size=500))
def test_any_other_text_is_no_list(text: str) -> None:
    found = my_list_items.decode(text)
    assert my_list_items.encode(found) == text or found == []


@pytest.mark.parametrize("text", ["", "a", "AAAA", "%%%", "é" * 22, "A" * 5000])
def test_a_text_that_encode_did_not_make_is_an_empty_list(text: str) -> None:
    assert my_list_items.decode(text) == []
