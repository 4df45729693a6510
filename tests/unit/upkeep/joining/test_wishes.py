"""Which mailbox may say yes for an organization."""

import pytest

from upkeep.joining.wishes import Wish, masked, proving_address


@pytest.mark.parametrize(
    ("service", "organization", "others", "address"),
    [
        ("club@example.org", "", [], "club@example.org"),
        ("club@example.org", "", ["Club@Example.org"], "club@example.org"),
        ("club@example.org", "", ["other@example.org"], ""),
        ("club@example.org", "", [""], ""),
        ("", "office@example.org", ["other@example.org"], "office@example.org"),
        ("Office@example.org", "office@example.org", ["other@example.org"], "Office@example.org"),
        ("club@example.org", "office@example.org", ["other@example.org"], ""),
        ("", "", [], ""),
    ],
)
def test_one_club_does_not_open_the_listings_of_a_large_charity(
    service: str, organization: str, others: list[str], address: str
) -> None:
    assert proving_address(service, organization, others) == address


def test_an_address_is_told_to_its_owner_alone() -> None:
    assert masked("lunch@example.org") == "l•••@example.org"


def test_a_wish_comes_back_as_it_was() -> None:
    wish = Wish(group="A", what="b", area="S73", website="w", phone="1", name="Jo", email="j@e.org", role="r")
    assert Wish.from_json(wish.to_json()) == wish
    assert "j@e.org" not in repr(wish)
