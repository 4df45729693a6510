"""How similar what somebody types is to a listing."""

import pytest

from upkeep.similar.rules import (
    LIKE_NAME,
    SAME_NAME,
    SAME_PHONE,
    SAME_PLACE,
    SAME_SITE,
    KnownListing,
    TypedListing,
    digits_of,
    matches,
    site_of,
)

LUNCH = KnownListing(
    id="lunch",
    names=("Ings Lane Luncheon Club", "Ings Lane Dinner Club"),
    phones=("01226 000111",),
    places=frozenset({"s738cv", "wombwell"}),
    websites=("https://www.ingslane.example.org/lunch",),
)
CHOIR = KnownListing(
    id="choir", names=("Wombwell Community Choir",), places=frozenset({"s738cv", "wombwell"})
)
COFFEE = [KnownListing(id=f"coffee{n}", names=(f"Coffee morning number {n} in a hall",)) for n in range(30)]


@pytest.mark.parametrize(
    ("typed", "reasons"),
    [
        ({"name": "Ings Lane luncheon club"}, (SAME_NAME,)),
        ({"name": "Ings Lane Lunch Club"}, (LIKE_NAME,)),
        ({"name": "Ings Lane Dinner Club"}, (SAME_NAME,)),
        ({"name": "Friday dinners", "phone": "01226000111", "place": "S73 8CV"}, (SAME_PHONE, SAME_PLACE)),
        (
            {"name": "", "phone": "+44 1226 000111", "website": "ingslane.example.org"},
            (SAME_PHONE, SAME_SITE),
        ),
    ],
)
def test_the_same_listing_is_found_with_reasons(typed: dict[str, str], reasons: tuple[str, ...]) -> None:
    found = matches(TypedListing(**typed), [CHOIR, LUNCH, *COFFEE])
    assert [match.id for match in found][:1] == ["lunch"]
    assert found[0].reasons == reasons


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"name": "Ings"},
        {"name": "Knitting for beginners"},
        {"name": "Knitting for beginners", "place": "S73 8CV"},
        {"name": "Wombwell Bowls Section", "place": "Wombwell"},
    ],
)
def test_another_group_is_not_warned_of(typed: dict[str, str]) -> None:
    assert matches(TypedListing(**typed), [CHOIR, LUNCH, *COFFEE]) == []


def test_at_most_five_are_shown() -> None:
    assert len(matches(TypedListing(name="Coffee morning number 3 in a hall"), COFFEE)) == 5


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.example.org/a/b?c", "example.org"),
        ("Example.org", "example.org"),
        ("facebook.com/IngsLane/", "facebook.com/ingslane"),
        ("https://facebook.com/", ""),
        ("no site", ""),
        ("http://[", ""),
        ("", ""),
    ],
)
def test_a_site_is_known_by_its_host(url: str, site: str) -> None:
    assert site_of(url) == site


def test_a_number_is_compared_by_its_last_ten_digits() -> None:
    assert digits_of("+44 (0)1226 000111") == digits_of("01226-000111")[-10:] == "1226000111"
    assert digits_of("ext 12") == ""
