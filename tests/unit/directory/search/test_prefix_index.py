"""Texts found by the beginnings of their words."""

import random
import time

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from directory.search.prefix_index import PrefixIndex
from directory.search.tokenizer import tokenize

NAMES = [
    "Steady Feet at home",
    "Knit and Natter",
    "Feet First",
    "Café on the Corner",
    "Befriending by phone",
    "Home",
]


def names(typed: str, **more: object) -> list[str]:
    return [NAMES[at] for at in PrefixIndex(NAMES).find(tokenize(typed), 5, **more)]  # type: ignore[arg-type]


def test_any_word_may_begin_it_and_the_name_that_begins_so_comes_first() -> None:
    assert names("fee") == ["Feet First", "Steady Feet at home"]
    assert names("hom") == ["Home", "Steady Feet at home"]


def test_all_words_count_in_any_order_half_typed_or_accented() -> None:
    assert names("feet ste") == ["Steady Feet at home"]
    assert names("cafe corn") == ["Café on the Corner"]
    assert names("knit zebra") == []


def test_words_that_only_hold_a_name_together_need_not_be_there() -> None:
    assert names("knit with natter") == ["Knit and Natter"]
    assert names("and") == ["Knit and Natter"]


def test_slips_are_forgiven_in_longer_words_only_and_only_when_nothing_is_spelt_so() -> None:
    assert names("befrending") == ["Befriending by phone"]
    assert names("stedy feet") == ["Steady Feet at home"]
    assert names("natre") == ["Knit and Natter"]
    assert names("hume") == []
    assert names("befrending", slips=False) == []


def test_what_is_not_allowed_is_not_found() -> None:
    mask = np.array([True, True, False, True, True, True])
    assert names("fee", allowed=mask) == ["Steady Feet at home"]


def test_nothing_typed_and_nothing_known() -> None:
    assert names("") == []
    assert PrefixIndex([]).find(["any"], 5) == []


@given(st.lists(st.text(alphabet="abc é", max_size=12), max_size=8), st.integers(0, 7), st.integers(1, 4))
def test_every_word_of_every_text_is_found_by_its_beginning(texts: list[str], at: int, length: int) -> None:
    index = PrefixIndex(texts)
    for word in tokenize(texts[at]) if at < len(texts) else []:
        assert at in index.find([word[:length]], len(texts))


def test_ten_thousand_names_answer_within_milliseconds() -> None:
    rng = random.Random(7)
    syllables = ["ba", "ke", "li", "mo", "nu", "ra", "si", "to", "wen", "gar", "hol", "dee"]
    vocabulary = ["".join(rng.choices(syllables, k=rng.randint(2, 4))) for _ in range(8000)]
    index = PrefixIndex([" ".join(rng.choices(vocabulary, k=5)) for _ in range(10_000)])
    asked = [[rng.choice(vocabulary)[: rng.randint(2, 8)]] for _ in range(100)] + [
        ["bakelimo", "xar"],
        ["holdewn"],
    ]
    took = []
    for typed in asked:
        started = time.perf_counter()
        index.find(typed, 9)
        took.append(time.perf_counter() - started)
    assert sorted(took)[94] < 0.02
