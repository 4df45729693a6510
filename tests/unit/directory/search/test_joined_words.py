"""Words written together that are two, and apart that are one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.search.joined_words import JoinedWords, segmented

JOINED = JoinedWords.of(
    ["meals on wheels", "drop in", "food bank", "foodbank", "mens shed", "step free"],
    ["home help"],
    frozenset({"weekend", "homeless", "stepfree", "another"}),
)


@pytest.mark.parametrize(
    ("word", "phrase"),
    [
        ("mealsonwheels", "meals on wheels"),
        ("dropin", "drop in"),
        ("homehelp", "home help"),
        ("foodbank", ""),
        ("drop", ""),
    ],
)
def test_a_phrase_written_as_one_word(word: str, phrase: str) -> None:
    assert JOINED.apart(word) == phrase


@pytest.mark.parametrize(
    ("word", "phrase"), [("menshed", "mens shed"), ("mealsonweels", "meals on wheels"), ("dopin", "")]
)
def test_with_a_letter_wrong(word: str, phrase: str) -> None:
    assert JOINED.like(word) == phrase


@pytest.mark.parametrize(
    ("words", "one"),
    [
        ("at the week end", "at the weekend"),
        ("step free", "step free"),
        ("home less now", "homeless now"),
        ("an other", "an other"),
    ],
)
def test_two_words_that_are_one(words: str, one: str) -> None:
    assert " ".join(JOINED.as_one(words.split())) == one


VOCABULARY = frozenset({"singing", "brain", "mental", "health", "warm", "space"})


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("singingforthebrain", "singing for the brain"),
        ("mentalhealth", "mental health"),
        ("singing", ""),
        ("xyzzy", ""),
    ],
)
def test_a_word_made_of_known_words(word: str, parts: str) -> None:
    assert segmented(word, VOCABULARY) == parts


@given(st.lists(st.sampled_from(sorted(VOCABULARY)), min_size=2, max_size=4))
def test_what_is_parted_has_the_same_letters(words: list[str]) -> None:
    assert segmented("".join(words), VOCABULARY).replace(" ", "") == "".join(words)
