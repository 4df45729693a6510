"""References and pass phrases: easy to read out and to type, hard to guess."""

import re
from itertools import combinations
from pathlib import Path

import pytest
from rapidfuzz.distance import OSA

from core import clock
from core.settings import ROOT
from selfassess.saving.references import (
    LETTERS,
    REFERRAL_LENGTH,
    SAVED_LENGTH,
    new_reference,
    new_token,
    new_words,
    read_reference,
    read_words,
    word_list,
)

WORDS = word_list(ROOT / "content")
# Sounds like another word; too near to what a person in trouble reads; rude in some town of England.
NOT_THESE = """
bear bare flower flour plane plain pear pair hair hare night knight sun son sail sale tail tale board border
plum pigeon finish whale wail horse hoarse mail male stair stare steak stake wood would week weak write
right road rode rose rows scent cent cellar seller cereal serial dear deer die dye feat feet gate gait heel
heal hole whole key quay knot not leek leak made maid main mane meat meet moose mousse muscle mussel oar ore
pail pale peace piece beaver cracker coconut crumpet fat dead death blood fall pill nurse fear pain old
alone lonely sick ill danger abuse knife razor drown hang rope beer wine gin whisky pub melon
"""


def test_there_are_enough_words_and_each_is_short_and_plain() -> None:
    assert len(WORDS) == len(set(WORDS)) >= 1000
    assert [word for word in WORDS if not re.fullmatch(r"[a-z]{3,8}", word)] == []


def test_no_two_words_are_one_slip_apart() -> None:
    by_length = sorted(WORDS, key=len)
    near = [
        (a, b)
        for a, b in combinations(by_length, 2)
        if len(b) - len(a) <= 1 and OSA.distance(a, b, score_cutoff=1) <= 1
    ]
    assert near == []


def test_no_word_sounds_like_another_or_hurts() -> None:
    assert set(NOT_THESE.split()) & set(WORDS) == set()


def test_a_list_that_yaml_misreads_is_refused(tmp_path: Path) -> None:
    (tmp_path / "word_list.yaml").write_text("[apple, yes, robin]")
    with pytest.raises(ValueError, match="in quotes"):
        word_list(tmp_path)


def test_references_differ_and_are_read_back() -> None:
    for length in (SAVED_LENGTH, REFERRAL_LENGTH):
        found = {new_reference(length) for _ in range(200)}
        assert len(found) > 190
        assert all(set(one) <= set(LETTERS + "-") and read_reference(one) == one for one in found)


def test_every_character_and_every_word_can_come_up(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = iter(range(0, 20 * 1014 * 7, 7))
    monkeypatch.setattr("selfassess.saving.references._random", lambda: next(numbers))
    assert {letter for _ in range(200) for letter in new_reference()} >= set(LETTERS)
    assert {word for _ in range(3000) for word in new_words(WORDS).split()} >= set(WORDS)


@pytest.mark.parametrize("typed", ["k7m4rt", " K7M – 4RT ", "K7M 4RT", "k7m-4rt."])
def test_a_reference_is_read_as_people_type_it(typed: str) -> None:
    assert read_reference(typed) == "K7M-4RT"


@pytest.mark.parametrize("typed", ["", "K7M", "K7M-4RTT", "K7M-4RA", "💣" * 500, "K7M-4R\x00"])
def test_what_cannot_be_a_reference_is_none(typed: str) -> None:
    assert read_reference(typed) == ""


def test_letters_that_are_mistaken_for_ours_are_put_right() -> None:
    assert read_reference("S2Z-G8V") == read_reference("522-68W")


def test_three_different_words_from_chance() -> None:
    clock.set_clock(None)
    phrases = [new_words(WORDS).split() for _ in range(50)]
    assert all(len(set(phrase)) == 3 and set(phrase) <= set(WORDS) for phrase in phrases)
    assert len({tuple(phrase) for phrase in phrases}) == 50


@pytest.mark.parametrize(
    "typed", ["acorn robin teapot", "Acorn, Robin & TEAPOT", "acorn-robin-teapot", "acorm robn teappot"]
)
def test_words_are_read_as_people_type_them(typed: str) -> None:
    assert read_words(typed, WORDS) == "acorn robin teapot"


def test_wrong_words_stay_wrong() -> None:
    assert read_words("acorn robin", WORDS) != "acorn robin teapot"
    assert read_words("robin acorn teapot", WORDS) != "acorn robin teapot"
    assert read_words("acorn robin teapot candle", WORDS) != "acorn robin teapot"


def test_tokens_are_long_and_never_the_same() -> None:
    assert len({new_token() for _ in range(100)}) == 100
    assert len(new_token()) == 64
