"""Short forms and abbreviations written out."""

import pytest

from directory.search.reading.plain_words import NO_SHORTHAND, without_points
from tests.unit.directory.search.samples import real


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("food 4 my mum", "food for my mum"),
        ("4 kids", "4 kids"),
        ("help my dad 2 get out 2nite", "help my dad to get out tonight"),
        ("2 kids", "2 kids"),
        ("can u help wiv rent", "can you help with rent"),
        ("r u open", "are you open"),
        ("knit n natter", "knit and natter"),
        ("c.of.e. lunch", "church of england. lunch"),
        ("C of E coffee", "church of england coffee"),
        ("over sixties", "over 60s"),
        ("R&B choir", "R&B choir"),
        ("www.u.example", "www.u.example"),
        ("vitamin b12 and a wheelchair", "vitamin b12 and a wheelchair"),
    ],
)
def test_shorthand_is_written_out(typed: str, meant: str) -> None:
    assert real().shorthand.written_out(typed) == meant


def test_without_a_file_every_text_stays() -> None:
    assert NO_SHORTHAND.written_out("4 u") == "4 u"


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("N.H.S.", "NHS"),
        ("the C.A.B", "the CAB"),
        ("G.P. referral", "GP referral"),
        ("u 3 a", "u3a"),
        ("a b c", "a b c"),
        ("over60s", "over 60s"),
        ("aged 5.5", "aged 5.5"),
        ("Stop. Now.", "Stop. Now."),
    ],
)
def test_abbreviations_are_one_word(typed: str, plain: str) -> None:
    assert without_points(typed, frozenset({"u3a"})) == plain
