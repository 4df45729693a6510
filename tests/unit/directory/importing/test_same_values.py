"""What is only written in another way is no change; what says something else is."""

from typing import Any

import pytest

from directory.importing.diff import difference
from directory.importing.same_values import keep_same
from directory.versions.rows import Bundle

BASE: dict[str, Any] = {
    "id": "a",
    "attention": "",
    "address_1": "12 High Street",
    "address_2": "",
    "city": "Wombwell",
    "region": "",
    "state_province": "",
    "postal_code": "S73 8CV",
}


def changed(table: str, old: dict[str, Any], new: dict[str, Any]) -> bool:
    stored: Bundle = {table: {old["id"]: dict(old)}}
    bundle: Bundle = {table: {new["id"]: dict(new)}}
    keep_same(stored, bundle)
    return bool(difference(stored, bundle, "location"))


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"address_1": "12 High St."},
        {"address_1": "12, High Street,", "postal_code": "s738cv"},
        {"address_1": "12 High Street, Wombwell", "city": ""},
        {"id": "b"},
    ],
)
def test_the_same_address_is_no_change(more: dict[str, Any]) -> None:
    assert not changed("address", BASE, BASE | more)


@pytest.mark.parametrize(
    "more", [{"address_1": "13 High Street"}, {"postal_code": "S73 8CX"}, {"city": "Goldthorpe"}]
)
def test_another_address_is_a_change(more: dict[str, Any]) -> None:
    assert changed("address", BASE, BASE | more)


@pytest.mark.parametrize(
    ("number", "is_change"),
    [("01632960001", False), ("+44 (0)1632 960001", False), ("01632 960002", True), ("", True)],
)
def test_numbers_are_compared_by_their_digits(number: str, is_change: bool) -> None:
    stored = {"id": "p", "number": "01632 960001"}
    assert changed("phone", stored, stored | {"number": number}) is is_change


def test_a_place_that_moved_by_a_metre_has_not_moved() -> None:
    stored = {"id": "l", "latitude": 53.5, "longitude": -1.4}
    assert not changed("location", stored, stored | {"latitude": 53.500001})
    assert changed("location", stored, stored | {"latitude": 53.51})
