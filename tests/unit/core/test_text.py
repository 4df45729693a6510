"""Text is storable, and what is removed from it is what no database can hold."""

from hypothesis import given
from hypothesis import strategies as st

from core.text import clean, is_storable, storable

ANY_TEXT = st.text(st.characters(codec=None))


@given(ANY_TEXT)
def test_what_is_left_can_be_stored_and_nothing_else_is_removed(text: str) -> None:
    left = storable(text)
    assert is_storable(left)
    assert "\x00" not in left.encode().decode()
    assert left == "".join(character for character in text if is_storable(character))


@given(ANY_TEXT)
def test_cleaned_text_can_be_stored(text: str) -> None:
    assert is_storable(clean(text))


def test_a_nul_and_half_of_a_pair_are_removed_and_a_whole_pair_stays() -> None:
    assert storable("a\x00b\ud83dc\udc00d") == "abcd"
    assert storable("\U0001f600") == "\U0001f600"
