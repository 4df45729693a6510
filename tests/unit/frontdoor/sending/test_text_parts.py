"""Parts of a text message are counted as networks count them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdoor.sending.text_parts import (
    BASIC,
    EXTENSION,
    JOINED,
    JOINED_WIDE,
    folded,
    is_wide,
    plain,
    size_of,
    units,
)

GSM = st.text(alphabet=BASIC + EXTENSION, max_size=500)
ANY = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=500)


def test_the_tables_have_the_characters_of_the_standard() -> None:
    # 128 codes without the escape, and without the two that the standard leaves for control.
    assert len(set(BASIC)) == len(BASIC) == 127
    assert len(set(EXTENSION)) == len(EXTENSION) == 10
    assert not set(BASIC) & set(EXTENSION)


@pytest.mark.parametrize(
    ("text", "parts", "left"),
    [
        ("", 1, 160),
        ("a" * 160, 1, 0),
        ("a" * 161, 2, 145),
        ("a" * 306, 2, 0),
        ("a" * 459, 3, 0),
        ("a" * 460, 4, 152),
        ("€" * 80, 1, 0),
        ("€" * 81, 2, 143),
        # The 153rd unit cannot take half of a sign of two.
        ("a" * 152 + "€" + "a" * 7, 2, 144),
        ("ł" * 70, 1, 0),
        ("ł" * 71, 2, 63),
        ("ł" * 201, 3, 0),
        ("😀" * 35, 1, 0),
        ("😀" * 36, 2, 61),
    ],
)
def test_known_sizes(text: str, parts: int, left: int) -> None:
    found = size_of(text)
    assert (found.parts, found.left) == (parts, left)


@given(GSM | ANY)
def test_each_part_holds_whole_characters(text: str) -> None:
    found, total = size_of(text), sum(units(text))
    joined = JOINED_WIDE if is_wide(text) else JOINED
    if found.parts == 1:
        assert found.left >= 0
    else:
        # Each part but the last wastes one unit at most.
        assert (found.parts - 1) * (joined - 1) < total <= found.parts * joined - found.left
    assert found.fits == (found.over == 0)


@given(ANY, ANY)
def test_more_text_never_has_fewer_parts(first: str, second: str) -> None:
    assert size_of(first + second).parts >= size_of(first).parts


@given(ANY)
def test_plain_signs_stay_plain(text: str) -> None:
    assert plain(plain(text)) == plain(text)


def test_what_our_texts_use_fits_the_basic_alphabet() -> None:
    assert not is_wide(plain("It’s “free” – every Tuesday… £3\N{NO-BREAK SPACE}each"))


def test_accents_are_left_out_and_other_scripts_stay() -> None:
    assert folded("Dobry Sąsiad, Łódź, café") == "Dobry Sasiad, Lodz, café"
    assert folded("مرحبا") == "مرحبا"


@given(ANY)
def test_folding_never_makes_a_text_larger(text: str) -> None:
    assert size_of(folded(text)).parts <= size_of(text).parts
    assert folded(folded(text)) == folded(text)
