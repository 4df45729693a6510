"""The forms of a place as people type it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.search.place_text import is_here, postcode_forms, without_frame


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("S73 8MC.", "S73 8MC"),
        ("S73-8MC", "S73 8MC"),
        ("s738mc", "S73 8MC"),
        ("S73 8M C", "S73 8MC"),
        ("S 73 8MC", "S73 8MC"),
        ("(S73 8MC)", "S73 8MC"),
        ("S7O 4XY", "S70 4XY"),
        ("S7l 2AB", "S71 2AB"),
        ("SI 1AA", "S1 1AA"),
        ("S73 OAB", "S73 0AB"),
        ("LS1 IAB", "LS1 1AB"),
        ("S7O", "S70"),
        ("s73", "S73"),
        ("S73 8", "S73 8"),
    ],
)
def test_a_postcode_is_read_as_it_was_meant(text: str, form: str) -> None:
    assert form in list(postcode_forms(text))


@pytest.mark.parametrize("text", ["", "Wombwell", "so lonely", "12 High Street", "S738AB S738AB", "oil", "%"])
def test_other_text_has_no_form(text: str) -> None:
    assert list(postcode_forms(text)) == []


@given(st.from_regex(r"[A-HJ-NP-Z]{1,2}[2-9]{1,2} [2-9][A-HJ-NP-Z]{2}", fullmatch=True))
def test_a_postcode_as_royal_mail_writes_it_comes_first(code: str) -> None:
    forms = list(postcode_forms(code.lower().replace(" ", "-")))
    assert forms[0] == code


def test_here_is_no_place() -> None:
    assert is_here(["around", "here"])
    assert is_here(["near", "me"])
    assert not is_here(["near", "wombwell"])


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("in the hoyland area", "hoyland"),
        ("top end of wombwell", "wombwell"),
        ("penistone town centre", "penistone"),
        ("near", "near"),
    ],
)
def test_a_town_stands_without_the_words_around_it(words: str, name: str) -> None:
    assert without_frame(words.split()) == [name]
