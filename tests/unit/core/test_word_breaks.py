"""Addresses break at their signs, and no text is lost or added."""

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from core.word_breaks import breakable, unbroken_numbers


def test_an_address_breaks_at_its_signs() -> None:
    assert breakable("the.very-long.office@walks.example.org") == (
        "the.<wbr>very-<wbr>long.<wbr>office@<wbr>walks.<wbr>example.<wbr>org"
    )
    assert breakable("a.org/b?c=d") == "a.<wbr>org/<wbr>b?<wbr>c=<wbr>d"


@given(st.text())
def test_the_text_stays_as_it_is(text: str) -> None:
    assert Markup(breakable(text).replace("<wbr>", "")).unescape() == text


def test_a_number_stays_on_one_line() -> None:
    assert unbroken_numbers("Phone 01632 960020 now") == "Phone 01632\N{NO-BREAK SPACE}960020 now"
