"""Telephone numbers in a text: which of them ring, and how they become links."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.phone_links import link_numbers, pieces, tel_address


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Call 999. Then press 55.", ["999"]),
        ("Ring 0808 2000 247 or 116 123.", ["08082000247", "116123"]),
        ("Childline: 0800 1111", ["08001111"]),
        ("It costs £999, or 1010 pounds", []),
        ("Deaf? You can text 999 or use the 999 BSL app", []),
        ("Call 01632 960100", ["01632960100"]),
        ("Call NHS 111 and choose option 2", ["111"]),
        ("Call the police on 101, or 999 in danger", ["101", "999"]),
        ("111", ["111"]),
        ("Room 101 on the left", []),
        ("On 2026-11-03, 12 people", []),
        ("Charity 1104020", []),
        ("Relay: 18001 111", []),
    ],
)
def test_numbers_become_links(text: str, numbers: list[str]) -> None:
    html = link_numbers(text)
    assert re.findall(r'href="tel:(\d+)"', html) == numbers
    assert re.sub("<[^>]+>", "", html) == text


def test_words_are_escaped() -> None:
    shown = link_numbers('<b>"Call 999"')
    assert shown == '&lt;b&gt;&#34;Call <a class="plain-link phone-link" href="tel:999">999</a>&#34;'


@given(st.text(alphabet="0123456789 +<>&callortext.£", max_size=60), st.text(max_size=10))
def test_the_pieces_are_the_text(text: str, before: str) -> None:
    assert "".join(piece for piece, _rings in pieces(text, before)) == text


@given(st.text(max_size=60))
def test_what_is_shown_is_what_was_written(text: str) -> None:
    assert re.sub(r'<a class="[^"]*" href="tel:\d+">|</a>', "", link_numbers(text)) == re.sub(
        r'<a class="[^"]*" href="tel:\d+">|</a>', "", str(link_numbers(text).__class__.escape(text))
    )


def test_an_address_has_digits_and_a_plus_only() -> None:
    assert tel_address("(01632) 960 100") == "tel:01632960100"
    assert tel_address("+44 1632 960100") == "tel:+441632960100"
