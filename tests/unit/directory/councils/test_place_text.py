"""Postcodes and towns in what people type."""

import pytest

from directory.councils.place_text import postcode_within, read_postcode, town_candidates


@pytest.mark.parametrize(
    ("typed", "label", "outward", "real"),
    [
        ("ls6 2ab", "LS6 2AB", "LS6", True),
        ("LS62AB", "LS6 2AB", "LS6", True),
        ("ls6 2", "LS6 2", "LS6", True),
        (" ls6", "LS6", "LS6", True),
        ("EC1A 1BB", "EC1A 1BB", "EC1A", True),
        ("M1", "M1", "M1", True),
        ("ZZ9 9ZZ", "ZZ9 9ZZ", "ZZ9", False),
        ("QX1", "QX1", "QX1", False),
        ("LS6 2CV", "LS6 2CV", "LS6", False),
        ("S7O 4XY", "S7O 4XY", "S7O", False),
        ("S7l", "S7L", "S7L", False),
    ],
)
def test_postcodes_sectors_and_outward_codes_are_read(
    typed: str, label: str, outward: str, real: bool
) -> None:
    found = read_postcode(typed)
    assert found is not None
    assert (found.label, found.outward, found.can_be_real) == (label, outward, real)


@pytest.mark.parametrize("typed", ["", "Leeds", "12 High Street", "A1 Motors", "LS6 2A", "near LS6 2AB"])
def test_other_text_is_no_postcode(typed: str) -> None:
    assert read_postcode(typed) is None


def test_the_last_postcode_of_an_address_is_found() -> None:
    found = postcode_within("c/o M1 1AE Ltd, 4 Back Lane, Leeds\nls6 2ab, second floor")
    assert found is not None
    assert found.label == "LS6 2AB"
    assert postcode_within("4 Back Lane, Leeds") is None


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("St James’s Hospital, Leeds", "Leeds"),
        ("12 Back Lane\nLeeds", "Leeds"),
        ("Leeds General Infirmary", "Leeds"),
        ("the hospital in Great Yarmouth", "Great Yarmouth"),
        ("Bradford Royal Infirmary ward 7", "Bradford"),
    ],
)
def test_the_town_of_an_address_or_a_hospital_is_among_the_candidates(text: str, town: str) -> None:
    assert town in town_candidates(text)


@pytest.mark.parametrize("text", ["14 York Road", "Lincoln Street, Wombwell", "Warwick House"])
def test_a_street_named_after_a_town_is_not_that_town(text: str) -> None:
    assert not {"York", "Lincoln", "Warwick"} & set(town_candidates(text))
