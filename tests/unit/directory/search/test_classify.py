"""What a listing is about, read from its own words, with people's own tags in the lead."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.search.classify import ListingText, classify_listing, classify_needs
from directory.search.thesaurus import Thesaurus, load_thesaurus
from tests.unit.directory.search.samples import real, write_content


@pytest.fixture
def thesaurus(tmp_path: Path) -> Thesaurus:
    return load_thesaurus(write_content(tmp_path))


def test_a_need_is_read_from_the_words(thesaurus: Thesaurus) -> None:
    found = classify_needs(
        thesaurus, ListingText("Oak Hall", description="Every week there is a luncheon club.")
    )
    assert set(found) == {"lunch-clubs"}


def test_the_name_says_more_than_the_description(thesaurus: Thesaurus) -> None:
    named = classify_needs(thesaurus, ListingText("Befriending"))
    described = classify_needs(thesaurus, ListingText("Oak Hall", description="There is befriending."))
    assert 1 > named["loneliness"] > described["loneliness"] > 0


def test_a_phrase_that_means_something_else_does_not_count(thesaurus: Thesaurus) -> None:
    assert "transport" not in classify_needs(
        thesaurus, ListingText("Oak Hall", description="Public transport nearby.")
    )
    assert "transport" in classify_needs(
        thesaurus, ListingText("Oak Hall", description="We run community transport.")
    )


def test_one_hint_alone_is_not_enough_and_two_are(thesaurus: Thesaurus) -> None:
    assert not classify_needs(thesaurus, ListingText("Oak Hall", summary="Work and life in balance"))
    assert set(
        classify_needs(thesaurus, ListingText("Oak Hall", summary="Balance after rehabilitation"))
    ) == {"falls"}


def test_saying_it_ten_times_is_not_being_ten_times_it(thesaurus: Thesaurus) -> None:
    once = classify_needs(thesaurus, ListingText("Befriending"))["loneliness"]
    often = classify_needs(thesaurus, ListingText("Befriending", description="befriending " * 10))[
        "loneliness"
    ]
    assert often == pytest.approx(once)


def test_a_listing_that_seems_to_meet_everything_is_believed_less() -> None:
    says = [text for text, (_, strength) in real().need_says.entries() if strength == 1.0][:400]
    one = classify_needs(real(), ListingText("Befriending"))["loneliness"]
    crowded = classify_needs(real(), ListingText("Befriending", description=". ".join(says)))["loneliness"]
    assert crowded < one


def test_what_people_tagged_leads(thesaurus: Thesaurus) -> None:
    text = ListingText("Befriending and a luncheon club", summary="befriending")
    found = classify_needs(thesaurus, text, ["falls", "bathing"])
    assert found["falls"] > found["bathing"] > 0.8
    assert all(found[need] < 0.5 for need in ("loneliness", "lunch-clubs"))


def test_groups_in_the_name_are_surer_than_in_passing(thesaurus: Thesaurus) -> None:
    for_them = classify_listing(thesaurus, ListingText("Tea for older people"), [], [], [])
    mentioned = classify_listing(
        thesaurus, ListingText("Tea", description="x " * 200 + "We also know older people."), [], [], []
    )
    assert for_them.audiences["older_people"] == 1.0
    assert mentioned.audiences["older_people"] == 0.35


def test_groups_given_by_hand_lead_over_those_read(thesaurus: Thesaurus) -> None:
    tags = classify_listing(thesaurus, ListingText("Tea for older people"), [], ["carers"], ["kosher"])
    assert tags.audiences["carers"] == 1.0 > tags.audiences["older_people"]
    assert tags.cultures == {"kosher": 1.0}


def test_cultures_are_read_from_the_words(thesaurus: Thesaurus) -> None:
    assert classify_listing(
        thesaurus, ListingText("Hall", summary="A Polish speaking worker"), [], [], []
    ).cultures == {"polish": 0.8}


def test_what_only_looks_like_a_culture_does_not_count(thesaurus: Thesaurus) -> None:
    assert (
        classify_listing(
            thesaurus, ListingText("Hall", summary="We have no Polish speaking worker"), [], [], []
        ).cultures
        == {}
    )
    both = ListingText("Polish speaking tea", summary="There is no Polish speaking worker on Mondays")
    assert classify_listing(thesaurus, both, [], [], []).cultures == {"polish": 1.0}


@pytest.mark.parametrize(
    ("text", "need"),
    [
        (ListingText("Oak Lodge care home", description="We are a care home in Hoyland."), "care-homes"),
        (ListingText("Yew Park", summary="Look after the park"), "nature"),
    ],
)
def test_listings_say_what_they_are_in_the_words_that_the_product_ships_with(
    text: ListingText, need: str
) -> None:
    assert need in classify_needs(real(), text)


@given(st.text(max_size=60), st.text(max_size=200))
def test_any_listing_can_be_read(name: str, description: str) -> None:
    tags = classify_listing(real(), ListingText(name, description=description), [], [], [])
    assert all(
        0 < strength <= 1 for row in (tags.needs, tags.audiences, tags.cultures) for strength in row.values()
    )
